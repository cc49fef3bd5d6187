// SPDX-License-Identifier: MIT
#include "text/utf8.hpp"

namespace popex::text {

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  if (text.empty()) return 0;
  const unsigned first = byte(0);
  const unsigned second = byte(1);
  if (first < 0x80) return 1;
  if (!continues(1)) return 0;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (!continues(2)) return 0;
  if (first == 0xe0) return second >= 0xa0 ? 3 : 0;  // not in a longer form than needed
  if (first == 0xed) return second < 0xa0 ? 3 : 0;   // no surrogates
  if (first > 0xe0 && first <= 0xef) return 3;
  if (!continues(3)) return 0;
  if (first == 0xf0) return second >= 0x90 ? 4 : 0;
  if (first == 0xf4) return second < 0x90 ? 4 : 0;  // up to U+10FFFF
  return first > 0xf0 && first < 0xf4 ? 4 : 0;
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t length = utf8_length(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

}  // namespace popex::text
