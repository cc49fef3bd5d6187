// SPDX-License-Identifier: MIT
//
// Lines without a heading, as pensieve (Mao et al., SIGCOMM 2017) has them: from this second on,
// this rate in Mbps.
//
//     0.0	2.29
//     1.01	1.359

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "background/importers/lines.hpp"
#include "background/rate_traces/trace_format.hpp"
#include "background/rate_traces/trace_lines.hpp"
#include "background/rate_traces/trace_samples.hpp"
#include "background/rate_traces/trace_units.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

/// The unit of this name, which has been checked; without a name the first one.
const TraceUnit& chosen(std::span<const TraceUnit> units, const std::string& name) {
  const TraceUnit* const named = name.empty() ? nullptr : unit_called(units, name);
  return named == nullptr ? units.front() : *named;
}

bool is_seconds_rate(const TraceText& file) {
  if (!file.options.rate_column.empty() || !file.options.time_column.empty()) return false;
  std::vector<std::string_view> fields;
  split_fields(file.head, fields);
  return std::all_of(fields.begin(), fields.end(),
                     [](std::string_view field) { return text::parse_number(field).has_value(); });
}

Result<LoadedTrace> read_seconds_rate(const TraceText& file) {
  const TraceUnit& seconds = chosen(time_units(), file.options.time_unit);
  const TraceUnit& mbps = chosen(rate_units(), file.options.rate_unit);
  TraceSamples samples(file.name);
  TraceLines lines(file.text);
  std::vector<std::string_view> fields;
  while (const std::optional<std::string_view> line = lines.next()) {
    split_fields(*line, fields);
    if (fields.size() != 2) {
      samples.problems().at_line(
          lines.number(), fmt::format("{}, expected two numbers: time and rate", in_quotes(*line)));
      continue;
    }
    const std::optional<double> time = text::parse_number(fields[0]);
    const std::optional<double> rate = text::parse_number(fields[1]);
    for (const auto& [field, number] : {std::pair(fields[0], time), std::pair(fields[1], rate)}) {
      if (number) continue;
      samples.problems().at_line(lines.number(),
                                 fmt::format("{}, expected a number", in_quotes(field)));
    }
    if (time && rate) samples.add(lines.number(), seconds.convert(*time), mbps.convert(*rate));
  }
  return samples.finish("seconds-rate", {});
}

}  // namespace

const TraceFormat kSecondsRateTrace = {"seconds-rate", is_seconds_rate, read_seconds_rate};

}  // namespace popex
