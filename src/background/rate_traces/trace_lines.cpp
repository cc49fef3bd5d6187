// SPDX-License-Identifier: MIT
#include "background/rate_traces/trace_lines.hpp"

#include <algorithm>

namespace popex {

std::optional<std::string_view> TraceLines::next() {
  constexpr std::string_view blanks = " \t\r";
  while (!rest_.empty()) {
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++number_;
    line = line.substr(0, line.find('#'));
    const std::size_t begin = line.find_first_not_of(blanks);
    if (begin == std::string_view::npos) continue;
    return line.substr(begin, line.find_last_not_of(blanks) + 1 - begin);
  }
  return std::nullopt;
}

}  // namespace popex
