// SPDX-License-Identifier: MIT
#include "background/exit_records/cells.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "background/importers/lines.hpp"

namespace popex {

std::optional<double> Cells::any_number() {
  double value = 0;
  const auto [stop, error] = std::from_chars(at_, end_, value);
  if (error != std::errc() || (stop != end_ && *stop != separator_)) return std::nullopt;
  at_ = stop == end_ ? nullptr : stop + 1;
  return value;
}

std::optional<std::string_view> Cells::text() {
  was_quoted_ = at_ != end_ && *at_ == '"';
  if (!was_quoted_) {
    const char* const stop = std::find(at_, end_, separator_);
    const std::string_view cell(at_, static_cast<std::size_t>(stop - at_));
    at_ = stop == end_ ? nullptr : stop + 1;
    return trimmed(cell);
  }
  unquoted_.clear();
  for (++at_;; ++at_) {
    if (at_ == end_) return std::nullopt;
    if (*at_ == '"' && (++at_ == end_ || *at_ != '"')) break;
    unquoted_ += *at_;
  }
  if (at_ != end_ && *at_ != separator_) return std::nullopt;
  at_ = at_ == end_ ? nullptr : at_ + 1;
  return trimmed(unquoted_);
}

std::optional<double> parse_cell(std::string_view text, bool commas) {
  std::string with_point;
  const std::size_t comma = text.find(',');
  if (commas && comma != std::string_view::npos && text.find('.') == std::string_view::npos) {
    with_point = text;
    with_point[comma] = '.';
    text = with_point;
  }
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc::result_out_of_range) {
    // Too small to be told from 0, or too large to be a number.
    return stop == end && text.find("e-") != std::string_view::npos ? std::optional(0.0)
                                                                    : std::nullopt;
  }
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

bool may_separate_thousands(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t comma = text.find(',');
  const bool is_like_one = comma != std::string_view::npos && comma >= 1 && comma <= 3 &&
                           text.front() != '0' && text.size() == comma + 4;
  return is_like_one && text.find_first_not_of("0123456789", comma + 1) == std::string_view::npos;
}

}  // namespace popex
