// SPDX-License-Identifier: MIT
//
// A trace of mahimahi's link shell (Netravali et al., USENIX ATC 2015): on each line the whole
// millisecond in which the link can deliver one packet of 1500 bytes. After the last one the trace
// begins again. An opportunity counts as the rate of the millisecond that ends there.

#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "background/importers/lines.hpp"
#include "background/rate_traces/trace_format.hpp"
#include "background/rate_traces/trace_lines.hpp"
#include "background/rate_traces/whole_numbers.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

constexpr double kMbpsOfOneInAMillisecond = 12;  // 8 · 1500 bits
constexpr std::string_view kExpected =
    "expected one column of whole milliseconds that do not fall (mahimahi)";

class MahimahiReader {
 public:
  explicit MahimahiReader(const TraceText& file) : problems_(file.name), lines_(file.text) {}

  Result<LoadedTrace> read() {
    double last_ms = 0;
    while (const std::optional<std::string_view> line = lines_.next()) {
      const std::optional<double> ms = text::parse_number(*line);
      if (!ms || !(*ms >= 0 && *ms <= RateTraceLimits::duration_s * 1000) ||
          *ms != std::floor(*ms)) {
        problems_.at_line(lines_.number(), fmt::format("{}, {}", in_quotes(*line), kExpected));
        continue;
      }
      if (*ms < last_ms) {
        problems_.at_line(lines_.number(), fmt::format("{} after {}, {}", *ms, last_ms, kExpected));
        continue;
      }
      if (*ms > last_ms && packets_ > 0) add(last_ms);
      last_ms = *ms;
      ++packets_;
      if (pieces_.size() >= RateTraceLimits::pieces) {
        problems_.at_line(lines_.number(), fmt::format("more than {} rates, the most that a trace "
                                                       "has",
                                                       RateTraceLimits::pieces));
        return problems_.take();
      }
    }
    if (problems_.empty() && last_ms == 0) {
      problems_.of_file("ends at 0 ms, expected a time after it");
    }
    if (!problems_.empty()) return problems_.take();
    add(last_ms);
    Result<RateTrace> trace = RateTrace::make(std::move(pieces_), last_ms / 1000);
    if (!trace) {
      for (const Problem& problem : trace.problems()) problems_.of_file(problem.message);
      return problems_.take();
    }
    return LoadedTrace{
        *std::move(trace), "mahimahi", {}, "mahimahi, a line is the millisecond of 1500 bytes", {}};
  }

 private:
  /// The packets of the millisecond that ends at `ms`; those at 0 share the one that ends at 1.
  void add(double ms) {
    if (ms == 0) return;
    const double begin = ms - 1;
    if (end_ms_ < begin) put(end_ms_, 0);
    put(begin, kMbpsOfOneInAMillisecond * std::exchange(packets_, 0));
    end_ms_ = ms;
  }

  void put(double from_ms, double mbps) {
    if (!pieces_.empty() && pieces_.back().rate.value == mbps) return;
    pieces_.push_back({from_ms / 1000, Mbps{mbps}});
  }

  ProblemList problems_;
  TraceLines lines_;
  std::vector<RateTrace::Piece> pieces_;
  double packets_ = 0;
  double end_ms_ = 0;
};

bool is_mahimahi(const TraceText& file) {
  const RateTraceOptions& options = file.options;
  if (options.columns != RateColumns::found) return options.columns == RateColumns::mahimahi;
  return options.rate_column.empty() && options.time_column.empty() && options.rate_unit.empty() &&
         whole_numbers_in(file.text).must_be_milliseconds();
}

Result<LoadedTrace> read_mahimahi(const TraceText& file) { return MahimahiReader(file).read(); }

}  // namespace

const TraceFormat kMahimahiTrace = {"mahimahi", is_mahimahi, read_mahimahi};

}  // namespace popex
