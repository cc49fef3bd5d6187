// SPDX-License-Identifier: MIT
#include "background/rate_traces/whole_numbers.hpp"

#include <optional>

#include "background/rate_traces/trace_lines.hpp"
#include "text/number.hpp"

namespace popex {

WholeNumbers whole_numbers_in(std::string_view text) {
  WholeNumbers seen;
  TraceLines lines(text);
  while (const std::optional<std::string_view> line = lines.next()) {
    const bool is_whole = line->find_first_not_of("0123456789") == std::string_view::npos;
    const std::optional<double> number = is_whole ? text::parse_number(*line) : std::nullopt;
    if (!number) return {};
    seen.fall = seen.fall || *number < seen.last;
    if (seen.different == 0 || *number != seen.last) ++seen.different;
    seen.last = *number;
    seen.are_all = true;
  }
  return seen;
}

}  // namespace popex
