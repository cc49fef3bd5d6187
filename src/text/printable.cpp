// SPDX-License-Identifier: MIT
#include "text/printable.hpp"

#include <iterator>

#include <fmt/format.h>

#include "text/utf8.hpp"

namespace popex::text {
namespace {

bool is_shown(unsigned character) {
  const auto is_in = [&](unsigned first, unsigned last) {
    return character >= first && character <= last;
  };
  return character >= 0x20 && !is_in(0x7f, 0x9f) && character != 0x061c && !is_in(0x200e, 0x200f) &&
         !is_in(0x2028, 0x202e) && !is_in(0x2066, 0x2069) && !is_in(0xfffe, 0xffff);
}

bool breaks_or_tabs(char c) { return c == '\n' || c == '\t'; }

std::string escaped(std::string_view text, bool has_lines) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t length = has_lines && breaks_or_tabs(text.front()) ? 1 : printable_length(text);
    if (length > 0) {
      out += text.substr(0, length);
    } else if (length = utf8_length(text); length > 1) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", code_point(text, length));
    } else {
      length = 1;
      fmt::format_to(std::back_inserter(out), "\\x{:02x}",
                     static_cast<unsigned char>(text.front()));
    }
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace

unsigned code_point(std::string_view text, std::size_t bytes) {
  const auto first = static_cast<unsigned char>(text.front());
  if (bytes == 1) return first;
  unsigned character = first & (0x7fU >> bytes);
  for (const char next : text.substr(1, bytes - 1)) {
    character = character << 6U | (static_cast<unsigned char>(next) & 0x3fU);
  }
  return character;
}

std::size_t printable_length(std::string_view text) {
  const std::size_t length = utf8_length(text);
  return length > 0 && is_shown(code_point(text, length)) ? length : 0;
}

std::string printable(std::string_view text) { return escaped(text, false); }

bool is_printable_lines(std::string_view text) {
  // Nearly always there is ASCII alone, and that is seen many bytes at a time.
  bool is_plain = true;
  for (const char c : text) is_plain &= (c >= 0x20 && c < 0x7f) || breaks_or_tabs(c);
  if (is_plain) return true;
  while (!text.empty()) {
    const std::size_t length = breaks_or_tabs(text.front()) ? 1 : printable_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string printable_lines(std::string_view text) { return escaped(text, true); }

}  // namespace popex::text
