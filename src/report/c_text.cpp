// SPDX-License-Identifier: MIT
#include "report/c_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "text/number.hpp"

namespace popex::report {

std::string escaped_c(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || c == '?') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte > 0x7e) {
      out += fmt::format("\\{:03o}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

std::string in_c_comment(std::string_view text) {
  std::string out;
  for (const char c : escaped_c(text)) {
    if (!out.empty() && ((out.back() == '*' && c == '/') || (out.back() == '/' && c == '*'))) {
      out += ' ';
    }
    out += c;
  }
  return out;
}

std::string c_literal(double number) {
  if (std::isinf(number)) return number < 0 ? "-HUGE_VAL" : "HUGE_VAL";
  std::string digits;
  text::append_number(digits, number);
  if (digits.find_first_of(".e") == std::string::npos) digits += ".0";
  return digits;
}

std::string c_identifier(const std::string& name) {
  constexpr std::size_t longest = 31;  // so that C99 tells apart what begins with it
  std::string made;
  for (const char c : name) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_letter || (c >= '0' && c <= '9')) {
      made += c;
    } else if (!made.empty() && made.back() != '_') {
      made += '_';  // two of them are the compiler's own
    }
  }
  if (!made.empty() && made.front() >= '0' && made.front() <= '9') made.insert(0, "network_");
  made.resize(std::min(made.size(), longest));
  while (!made.empty() && made.back() == '_') made.pop_back();
  return made.empty() ? "network" : made;
}

}  // namespace popex::report
