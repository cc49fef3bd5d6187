// SPDX-License-Identifier: MIT
//
// Any bytes are the picture of an answer or problems, and a picture has a script.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cli/stored_answers/picture_of.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto picture = popex::cli::picture_of(text, "fuzz");
  if (picture ? picture->script.empty() : picture.problems().empty()) std::abort();
  return 0;
}
