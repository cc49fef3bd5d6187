// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

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
    double value = 0;
    const auto [stop, error] = std::from_chars(at_, end_, value);
    if (error != std::errc() || (stop != end_ && *stop != separator_)) return std::nullopt;
    at_ = stop == end_ ? nullptr : stop + 1;
    return value;
  }

  /// The next cell, without quotes around it and blanks at its ends. It stays until the next call.
  /// Nothing where a quote is not closed: what comes then means nothing.
  std::optional<std::string_view> text();

  /// Whether the cell that `text` gave was quoted.
  [[nodiscard]] bool was_quoted() const { return was_quoted_; }

 private:
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
