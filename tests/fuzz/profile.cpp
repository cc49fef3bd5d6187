// SPDX-License-Identifier: MIT
//
// The profile reader: any bytes give a profile or problems, and a profile survives being written
// and read again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <popex/profile_io.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const popex::Result<popex::Profile> profile = popex::read_profile(text);
  if (!profile) {
    if (profile.problems().empty()) std::abort();
    return 0;
  }
  const std::string written = popex::write_profile(*profile);
  const popex::Result<popex::Profile> again = popex::read_profile(written);
  if (!again || popex::write_profile(*again) != written) std::abort();
  return 0;
}
