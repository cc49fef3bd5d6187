// SPDX-License-Identifier: MIT
#include "text/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace popex::text {

bool is_utf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto first = static_cast<unsigned char>(bytes[i++]);
    if (first < 0x80U) continue;
    if (first < 0xC0U || first > 0xF7U) return false;
    const std::size_t more = first < 0xE0U ? 1 : first < 0xF0U ? 2 : 3;
    constexpr std::uint32_t least[] = {0, 0x80, 0x800, 0x10000};  // what needs so many more
    std::uint32_t character = first & (0x3FU >> more);
    for (const std::size_t end = i + more; i < end; ++i) {
      if (i == bytes.size()) return false;
      const auto next = static_cast<unsigned char>(bytes[i]);
      if ((next & 0xC0U) != 0x80U) return false;
      character = character << 6U | (next & 0x3FU);
    }
    const bool is_half_a_pair = character >= 0xD800 && character <= 0xDFFF;
    if (character < least[more] || character > 0x10FFFF || is_half_a_pair) return false;
  }
  return true;
}

}  // namespace popex::text
