// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace popex {

/// The cells of one line of a table, from left to right, read where they stand.
class Cells {
 public:
  Cells(std::string_view line, char separator)
      : at_(line.data()), end_(line.data() + line.size()), separator_(separator) {}

  /// Whether there is another cell: after the last separator there always is one.
  [[nodiscard]] bool is_at_end() const { return at_ == nullptr; }

  /// The next cell where it is nothing but a number with a point, as most are; else nothing, and
  /// the cell is still the next.
  std::optional<double> plain_number() {
    const char* stop = at_;
    const std::optional<double> value = short_decimal(stop, end_);
    if (!value || (stop != end_ && *stop != separator_)) return any_number();
    at_ = stop == end_ ? nullptr : stop + 1;
    return value;
  }

  /// The next cell, without quotes around it and blanks at its ends. It stays until the next call.
  /// Nothing where a quote is not closed: what comes then means nothing.
  std::optional<std::string_view> text();

  /// Whether the cell that `text` gave was quoted.
  [[nodiscard]] bool was_quoted() const { return was_quoted_; }

 private:
  /// Digits with a point and a sign, so few that their whole number and the power of ten are both
  /// exact: then one division rounds as it should (Clinger 1990). Most cells of most tables are
  /// such.
  static std::optional<double> short_decimal(const char*& at, const char* end) {
    constexpr std::ptrdiff_t most_digits = 15;
    static constexpr std::array<double, most_digits + 1> powers{
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const bool is_negative = at != end && *at == '-';
    if (is_negative) ++at;
    std::uint64_t whole = 0;
    const auto digits = [&] {
      const char* const first = at;
      for (; at != end && *at >= '0' && *at <= '9'; ++at) {
        whole = 10 * whole + static_cast<std::uint64_t>(*at - '0');
      }
      return at - first;
    };
    const std::ptrdiff_t before = digits();
    std::ptrdiff_t after = 0;
    if (before > 0 && at != end && *at == '.') {
      ++at;
      after = digits();
    }
    if (before == 0 || before + after > most_digits) return std::nullopt;
    const double value = static_cast<double>(whole) / powers[static_cast<std::size_t>(after)];
    return is_negative ? -value : value;
  }
  std::optional<double> any_number();

  const char* at_;
  const char* end_;
  char separator_;
  bool was_quoted_ = false;
  std::string unquoted_;
};

/// A number as tables of the world have it: "0.5", "+3", "1e-5", "-inf", "0,5" where a comma cannot
/// be anything but the decimal mark (`commas`). Nothing where it is none; NaN is one.
std::optional<double> parse_cell(std::string_view text, bool commas);

/// "1,234", which may be more than a thousand, but not "0,123" nor "1,5".
bool may_separate_thousands(std::string_view text);

}  // namespace popex
