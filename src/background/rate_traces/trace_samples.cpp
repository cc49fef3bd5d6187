// SPDX-License-Identifier: MIT
#include "background/rate_traces/trace_samples.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include <popex/profile.hpp>

#include "background/spread.hpp"

namespace popex {
namespace {

constexpr double kLatest_s = 1e12;  // beyond it a double knows no milliseconds
constexpr double kLongestGap = 10;  // in intervals

}  // namespace

void TraceSamples::add(std::size_t line, double time_s, double rate_mbps) {
  if (!(rate_mbps >= 0 && rate_mbps <= ProfileLimits::rate_mbps)) {
    problems_.at_line(line, fmt::format("a rate of {} Mbps, expected 0 … {:g}", rate_mbps,
                                        ProfileLimits::rate_mbps));
  }
  if (!(std::abs(time_s) <= kLatest_s)) {
    problems_.at_line(
        line, fmt::format("a time of {} s, expected at most {:g} in amount", time_s, kLatest_s));
    return;
  }
  if (samples_.size() == RateTraceLimits::pieces) {
    if (!std::exchange(is_full_, true)) {
      problems_.at_line(line, fmt::format("more than {} rates, the most that a trace has",
                                          RateTraceLimits::pieces));
    }
    return;
  }
  samples_.push_back({line, time_s, rate_mbps});
}

void TraceSamples::turn_round(TraceWords& made) {
  const auto later = [](const Sample& a, const Sample& b) { return a.time_s < b.time_s; };
  const bool falls = samples_.size() > 2 && samples_.front().time_s > samples_.back().time_s &&
                     std::adjacent_find(samples_.begin(), samples_.end(), later) == samples_.end();
  if (!falls) return;
  std::reverse(samples_.begin(), samples_.end());
  made.notes.emplace_back("the newest rate comes first, read from the last line on");
}

void TraceSamples::check_order() {
  double last_s = samples_.empty() ? 0 : samples_.front().time_s;
  for (const Sample& sample : samples_) {
    if (sample.time_s < last_s) {
      problems_.at_line(sample.line,
                        fmt::format("a time of {} s after {} s, expected times that rise",
                                    sample.time_s, last_s));
    } else {
      last_s = sample.time_s;
    }
  }
}

void TraceSamples::put_together(TraceWords& made) {
  std::size_t kept = 0;
  std::size_t more = 0;
  double first_s = 0;
  for (const Sample& sample : samples_) {
    if (kept > 0 && samples_[kept - 1].time_s == sample.time_s) {
      Sample& before = samples_[kept - 1];
      if (more++ == 0) first_s = sample.time_s - samples_.front().time_s;
      ++before.count;
      before.rate_mbps += (sample.rate_mbps - before.rate_mbps) / before.count;
    } else {
      samples_[kept++] = sample;
    }
  }
  if (more == 0) return;
  samples_.resize(kept);
  made.warnings.push_back(
      fmt::format("{} of {} rates have the time of another, the first at {} s: of each time their "
                  "mean counts",
                  more, kept + more, first_s));
}

void TraceSamples::leave_out_gaps(TraceWords& made, double interval_s) {
  double left_out_s = 0;
  std::size_t gaps = 0;
  std::string first;
  double before_s = samples_.front().time_s;
  for (Sample& sample : samples_) {
    const double length_s = sample.time_s - std::exchange(before_s, sample.time_s);
    if (length_s > kLongestGap * interval_s) {
      if (gaps++ == 0) {
        const double from_s = sample.time_s - length_s - samples_.front().time_s;
        first = fmt::format("from {:.6g} to {:.12g} s", from_s, from_s + length_s);
      }
      left_out_s += length_s - interval_s;
    }
    sample.time_s -= left_out_s;
  }
  if (gaps == 0) return;
  made.warnings.push_back(fmt::format(
      "no rates {}, more than {} intervals of {:.6g} s: left out{}", first, kLongestGap, interval_s,
      gaps == 1
          ? ""
          : fmt::format(", as are {} more such gaps, {:.6g} s in all", gaps - 1, left_out_s)));
}

Result<LoadedTrace> TraceSamples::finish(TraceWords made, double alone_s) {
  turn_round(made);
  check_order();
  if (problems_.empty() && samples_.empty()) problems_.of_file("no rates, expected at least one");
  if (!problems_.empty()) return problems_.take();
  put_together(made);
  const double first_s = samples_.front().time_s;
  double last_for_s = alone_s;
  if (samples_.size() == 1) {
    made.notes.push_back(fmt::format("a single rate, taken for {} s", alone_s));
  } else {
    std::vector<double> lengths(samples_.size() - 1);
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      lengths[i] = samples_[i + 1].time_s - samples_[i].time_s;
    }
    last_for_s = spread_of(std::move(lengths)).median.count();
    made.notes.push_back(fmt::format(
        "the last rate is taken to last {:.6g} s, the median of the others", last_for_s));
    leave_out_gaps(made, last_for_s);
  }
  if (first_s != 0) made.notes.push_back(fmt::format("begins at {} s, taken for 0", first_s));
  std::vector<RateTrace::Piece> pieces;
  pieces.reserve(samples_.size());
  for (const Sample& sample : samples_) {
    pieces.push_back({sample.time_s - first_s, Mbps{sample.rate_mbps}});
  }
  const double end_s = pieces.back().from_s + last_for_s;
  Result<RateTrace> trace = RateTrace::make(std::move(pieces), end_s);
  if (!trace) {  // each line was fine
    for (const Problem& problem : trace.problems()) problems_.of_file(problem.message);
    return problems_.take();
  }
  return LoadedTrace{*std::move(trace), std::move(made.format), std::move(made.notes),
                     std::move(made.taken), std::move(made.warnings)};
}

}  // namespace popex
