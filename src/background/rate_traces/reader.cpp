// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "background/importers/lines.hpp"
#include "background/json_shape.hpp"
#include "background/rate_traces/trace_format.hpp"
#include "background/rate_traces/trace_lines.hpp"
#include "background/rate_traces/trace_units.hpp"
#include "background/text_file.hpp"
#include "text/nearest_name.hpp"
#include "text/utf8.hpp"

namespace popex {
namespace {

constexpr std::size_t kLongestLine = 1'000'000;  // bytes

void check_unit(const std::string& unit, text::Measure measure,
                const std::vector<std::string_view>& names, const std::string& place,
                Problems& problems) {
  const text::UnitReading reading = text::read_unit(measure, unit);
  if (unit.empty() || reading.scale) return;
  if (reading.is_unclear()) {
    problems.push_back({place, fmt::format("{} may be {} or {}, expected either of them",
                                           in_quotes(unit), reading.one, reading.other)});
    return;
  }
  problems.push_back({place, fmt::format("{}, expected {}{}", in_quotes(unit),
                                         fmt::join(names, ", "), text::did_you_mean(unit, names))});
}

/// The number of the first line that is longer than a row of a table is, or nothing.
std::optional<std::size_t> long_line(std::string_view text) {
  std::size_t number = 1;
  for (std::size_t begin = 0; begin < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end - begin > kLongestLine) return number;
    begin = end + 1;
  }
  return std::nullopt;
}

}  // namespace

const std::vector<const TraceFormat*>& trace_formats() {
  static const std::vector<const TraceFormat*> all = {&kIperf3Trace, &kIperfTrace, &kMahimahiTrace,
                                                      &kLinesTrace, &kCsvTrace};
  return all;
}

Result<LoadedTrace> read_rate_trace(std::string_view text, const std::string& name,
                                    const RateTraceOptions& options,
                                    const RateTracePlaces& places) {
  Problems problems;
  check_unit(options.rate_unit, text::Measure::rate, rate_unit_names(), places.rate_unit, problems);
  check_unit(options.time_unit, text::Measure::time, time_unit_names(), places.time_unit, problems);
  if (!problems.empty()) return problems;
  if (!text::is_utf8(text)) return Problems{{name, "not UTF-8, expected text that is"}};
  text = without_mark(text);
  const std::optional<std::string_view> head = TraceLines(text).next();
  if (!head) return Problems{{name, "empty, expected a rate trace"}};
  const TraceText file{text, name, options, places, *head};
  // JSON may stand on one line.
  if (const auto number = long_line(text); number && !kIperf3Trace.recognises(file)) {
    return Problems{{fmt::format("{}:{}", name, *number),
                     fmt::format("a line of more than {} bytes", kLongestLine)}};
  }
  const auto& formats = trace_formats();
  const auto format =
      std::find_if(formats.begin(), formats.end() - 1,
                   [&](const TraceFormat* candidate) { return candidate->recognises(file); });
  return (*format)->read(file);
}

Result<LoadedTrace> load_rate_trace(const std::filesystem::path& file,
                                    const RateTraceOptions& options,
                                    const RateTracePlaces& places) {
  const Result<std::string> text = read_text_file(file, JsonLimits::bytes);
  if (!text) return text.problems();
  return read_rate_trace(*text, file.string(), options, places);
}

}  // namespace popex
