// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "model/trace_costs.hpp"
#include "update_box/replay.hpp"

namespace popex {

/// What a strategy did, step by step, and what it comes to. Eight bytes a step.
class StrategyRecord {
 public:
  /// A new trace of so many steps: its first decision is no switch.
  void begin_trace(std::size_t steps) {
    const std::size_t needed = times_ms_.size() + steps;
    // At least twice as much, so that many short traces are not copied each time.
    if (needed > times_ms_.capacity()) times_ms_.reserve(std::max(needed, 2 * times_ms_.size()));
    earlier_ += trace_;
    trace_ = {};
    trace_begin_ = times_ms_.size();
    has_decided_ = false;
  }

  void add(std::size_t decision, const InferenceCost& cost) {
    if (has_decided_ && decision != decision_) ++trace_.switches;
    has_decided_ = true;
    decision_ = decision;
    trace_.ms += cost.ms;
    trace_.waited_ms += cost.waited_ms;
    trace_.given_up += cost.gave_up ? 1U : 0U;
    times_ms_.push_back(cost.ms);
  }

  /// Fills in all but the regret. `scratch` gets overwritten.
  void report_trace(Milliseconds switch_cost, std::vector<double>& scratch,
                    ReplayStrategy& into) const;
  void report_all(Milliseconds switch_cost, std::vector<double>& scratch,
                  ReplayStrategy& into) const;

  /// The time of a step of the newest trace.
  [[nodiscard]] double ms_of(std::size_t step) const { return times_ms_[trace_begin_ + step]; }

 private:
  struct Totals {
    double ms = 0;
    double waited_ms = 0;
    std::size_t switches = 0;
    std::size_t given_up = 0;

    Totals& operator+=(const Totals& more);
  };
  void report(const Totals& totals, std::size_t begin, Milliseconds switch_cost,
              std::vector<double>& scratch, ReplayStrategy& into) const;

  Totals earlier_;  // of the traces before
  Totals trace_;
  std::size_t trace_begin_ = 0;
  std::vector<double> times_ms_;
  std::size_t decision_ = 0;
  bool has_decided_ = false;
};

}  // namespace popex
