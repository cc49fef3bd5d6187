// SPDX-License-Identifier: MIT
#include "background/rate_traces/trace_samples.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include <popex/profile.hpp>

#include "background/spread.hpp"

namespace popex {
namespace {

constexpr double kLatest_s = 1e12;  // beyond it a double knows no milliseconds

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
  if (is_first_) {
    first_s_ = time_s;
  } else if (!(time_s > last_s_)) {
    problems_.at_line(
        line, fmt::format("a time of {} s after {} s, expected times that rise", time_s, last_s_));
    return;
  }
  is_first_ = false;
  last_s_ = time_s;
  if (!problems_.empty()) return;
  if (pieces_.size() == RateTraceLimits::pieces) {
    if (!std::exchange(is_full_, true)) {
      problems_.at_line(line, fmt::format("more than {} rates, the most that a trace has",
                                          RateTraceLimits::pieces));
    }
    return;
  }
  pieces_.push_back({time_s - first_s_, Mbps{rate_mbps}});
}

Result<LoadedTrace> TraceSamples::finish(std::string_view format, std::vector<std::string> notes) {
  if (problems_.empty() && pieces_.empty()) problems_.of_file("no rates, expected at least one");
  if (!problems_.empty()) return problems_.take();
  double last_for_s = 1;
  if (pieces_.size() == 1) {
    notes.emplace_back("a single rate, taken for 1 s");
  } else {
    std::vector<double> lengths(pieces_.size() - 1);
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      lengths[i] = pieces_[i + 1].from_s - pieces_[i].from_s;
    }
    last_for_s = spread_of(std::move(lengths)).median.count();
    notes.push_back(fmt::format("the last rate is taken to last {:.6g} s, the median of the others",
                                last_for_s));
  }
  if (first_s_ != 0) notes.push_back(fmt::format("begins at {} s, taken for 0", first_s_));
  const double end_s = pieces_.back().from_s + last_for_s;
  Result<RateTrace> trace = RateTrace::make(std::move(pieces_), end_s);
  if (!trace) {  // each line was fine
    for (const Problem& problem : trace.problems()) problems_.of_file(problem.message);
    return problems_.take();
  }
  return LoadedTrace{*std::move(trace), std::string(format), std::move(notes)};
}

}  // namespace popex
