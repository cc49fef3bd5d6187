// SPDX-License-Identifier: MIT
#include "text/number.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/compile.h>
#include <fmt/format.h>

namespace popex::text {

void append_number(std::string& out, double value) {
  // Whole numbers are frequent and cheap. A zero is written without a sign.
  constexpr double most = 1e15;
  if (value >= 0 && value < most && value == std::floor(value)) {
    return append_number(out, static_cast<std::size_t>(value));
  }
  std::array<char, 32> digits{};  // the longest double takes 24
  char* const end = fmt::format_to(digits.data(), FMT_COMPILE("{}"), value);
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append_number(std::string& out, std::size_t value) {
  const fmt::format_int digits(value);
  out.append(digits.data(), digits.size());
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
