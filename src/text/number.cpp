// SPDX-License-Identifier: MIT
#include "text/number.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/compile.h>
#include <fmt/format.h>

namespace popex::text {

namespace {

template <class T>
void append(std::string& out, T value) {
  std::array<char, kLongestNumber> digits{};
  out.append(digits.data(), write_number(digits.data(), value));
}

}  // namespace

void append_number(std::string& out, double value) { append(out, value); }
void append_number(std::string& out, std::size_t value) { append(out, value); }

char* write_number(char* to, double value) {
  // Whole numbers are frequent and cheap. A zero is written without a sign.
  constexpr double most = 1e15;
  if (value >= 0 && value < most && value == std::floor(value)) {
    return write_number(to, static_cast<std::size_t>(value));
  }
  return fmt::format_to(to, FMT_COMPILE("{}"), value);
}

char* write_number(char* to, std::size_t value) {
  return std::to_chars(to, to + kLongestNumber, value).ptr;
}

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace popex::text
