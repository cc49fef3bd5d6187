// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>

#include <popex/decision.hpp>
#include <popex/rate_trace.hpp>

#include "model/instance.hpp"
#include "update_box/outages.hpp"

namespace popex {

/// What the expected time of a decision is made of, seen from one link.
struct CrossingCosts {
  double elsewhere_ms = 0;  ///< all but what follows
  double probability = 0;   ///< R: that a sample crosses the link; 0 where none does
  double before_ms = 0;     ///< what of `elsewhere_ms` comes before the link
  double reach_s = 0;       ///< after so long a sample that does not exit gets to the link
  Bytes size;               ///< what it sends
  double latency_ms = 0;
  double fall_back_ms = 0;  ///< the layers left, on the tier before the link
};

/// The link's own rate in the instance does not matter.
CrossingCosts crossing_costs(const Instance& instance, const Placement& placement,
                             std::size_t link);

/// An inference under a rate that changes while it runs.
struct InferenceCost {
  double ms = 0;         ///< expected time
  double waited_ms = 0;  ///< expected time in outages
  bool gave_up = false;  ///< samples that do not exit fall back to the tier before the link
};

/// Expected times of inferences over a trace of one link's rate. A sample that does not exit gets
/// to the link and sends; the rate is integrated over the trace from that moment on:
///
///     E[T] = elsewhere + R · (transfer + L)
///
/// Where it gives up in an outage, the tier before the link runs the layers that are left, without
/// branches, as the cloud would:
///
///     E[T] = before + R · (time until it gives up + layers left)
///
/// Asked in order of time a question costs constant time, on average.
class TraceCosts {
 public:
  /// `trace` has to outlive it.
  TraceCosts(const RateTrace& trace, Outages outages)
      : trace_(trace), outages_(std::move(outages)) {}

  /// Of an inference that begins at `time_s`.
  InferenceCost at(double time_s, const CrossingCosts& decision);

 private:
  const RateTrace& trace_;
  Outages outages_;
  RateTrace::Hint piece_ = 0;
  Outages::Hint outage_ = 0;
};

}  // namespace popex
