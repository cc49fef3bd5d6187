// SPDX-License-Identifier: MIT
//
// Lines without a heading. Two columns, as pensieve (Mao et al., SIGCOMM 2017) has them: from this
// second on, this rate in Mbps.
//
//     0.0	2.29
//     1.01	1.359
//
// Or a rate alone on each line, measured in equal intervals.

#include "background/importers/lines.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "background/rate_line.hpp"
#include "background/rate_traces/trace_format.hpp"
#include "background/rate_traces/trace_lines.hpp"
#include "background/rate_traces/trace_samples.hpp"
#include "background/rate_traces/trace_units.hpp"
#include "background/rate_traces/whole_numbers.hpp"

namespace popex {
namespace {

bool is_quantity(std::string_view field) {
  // Also one that is unclear: "5mb/s".
  const auto is = [&](text::Measure measure) {
    const text::Quantity read = text::read_quantity(measure, field);
    return read.number || !read.problem.empty();
  };
  return is(text::Measure::rate) || is(text::Measure::time);
}

bool has_no_heading(const TraceText& file) {
  if (!file.options.rate_column.empty() || !file.options.time_column.empty()) return false;
  RateFields split(file.options.columns);
  const std::vector<std::string_view>* const fields = split.split(file.head);
  return fields == nullptr || std::all_of(fields->begin(), fields->end(), is_quantity);
}

/// Whether commas separate, by the first line that shows it.
RateColumns columns_of(const TraceText& file) {
  if (file.options.columns != RateColumns::found) return file.options.columns;
  TraceLines lines(file.text);
  RateFields fields;
  const std::vector<std::string_view>* split = nullptr;
  std::optional<std::string_view> line;
  while (split == nullptr && (line = lines.next())) split = fields.split(*line);
  return split != nullptr && split->size() == 2 ? RateColumns::seconds_rate : RateColumns::found;
}

text::Scale scale_of(text::Measure measure, const std::string& unit) {
  return text::read_unit(measure, unit).scale.value_or(text::Scale{});
}

class LinesReader {
 public:
  explicit LinesReader(const TraceText& file)
      : file_(file),
        samples_(file.name),
        columns_(columns_of(file)),
        reader_(columns_, scale_of(text::Measure::time, file.options.time_unit),
                scale_of(text::Measure::rate, file.options.rate_unit)) {}

  Result<LoadedTrace> read() {
    if (!is_decided()) return samples_.problems().take();
    TraceLines lines(file_.text);
    std::size_t rates = 0;
    std::size_t pairs = 0;
    while (const std::optional<std::string_view> line = lines.next()) {
      const Result<RateLine> read = reader_.read(*line);
      if (!read) {
        if (report(lines.number(), read.problems().front().message)) break;
        continue;
      }
      (read->time_s ? pairs : rates) += 1;
      if (rates > 0 && pairs > 0) {
        samples_.problems().at_line(lines.number(),
                                    fmt::format("{}, expected {}", in_quotes(*line),
                                                read->time_s ? "a rate alone as in the lines before"
                                                             : "two numbers: time and rate"));
        (read->time_s ? pairs : rates) -= 1;
        continue;
      }
      const double time_s =
          read->time_s.value_or(static_cast<double>(rates - 1) * file_.options.interval_s);
      samples_.add(lines.number(), time_s, read->rate_mbps);
    }
    const auto unit = [](const std::string& given, const char* usual) {
      return given.empty() ? std::string(usual) : given;
    };
    const std::string rate = unit(file_.options.rate_unit, "Mbps");
    TraceWords made;
    made.format = pairs > 0 ? "seconds-rate" : "rates";
    made.taken = pairs > 0
                     ? fmt::format("seconds-rate, times in {}, rates in {}",
                                   unit(file_.options.time_unit, "s"), rate)
                     : fmt::format("rates in {}, one each {} s", rate, file_.options.interval_s);
    return samples_.finish(std::move(made), file_.options.interval_s);
  }

 private:
  /// Whole numbers that never fall may be times of packets.
  bool is_decided() {
    const RateTraceOptions& options = file_.options;
    if (options.columns != RateColumns::found || !options.rate_unit.empty()) return true;
    const WholeNumbers numbers = whole_numbers_in(file_.text);
    if (!numbers.may_be_milliseconds()) return true;
    samples_.problems().of_file(fmt::format(
        "one column of whole numbers that never fall may be the milliseconds of packets "
        "(mahimahi, {} s) or rates in Mbps (one each {} s), expected {} mahimahi or {} rate",
        numbers.last / 1000, options.interval_s, file_.places.columns, file_.places.columns));
    return false;
  }

  /// Whether there is no use in reading on.
  bool report(std::size_t line, const std::string& message) {
    const bool ends = reader_.is_unclear();
    samples_.problems().at_line(
        line, ends ? fmt::format("{}, expected {} rate or {} seconds,rate", message,
                                 file_.places.columns, file_.places.columns)
                   : message);
    return ends;
  }

  const TraceText& file_;
  TraceSamples samples_;
  RateColumns columns_;
  RateLineReader reader_;
};

Result<LoadedTrace> read_lines(const TraceText& file) { return LinesReader(file).read(); }

}  // namespace

const TraceFormat kLinesTrace = {"lines", has_no_heading, read_lines};

}  // namespace popex
