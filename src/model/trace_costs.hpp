// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <popex/decision.hpp>
#include <popex/rate_trace.hpp>

#include "model/instance.hpp"
#include "model/outages.hpp"

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

  /// Whether it costs the same at every rate.
  [[nodiscard]] bool is_constant() const { return probability == 0 || size.value == 0; }
  /// E[T] where the upload takes so long.
  [[nodiscard]] double ms_with(double transfer_ms) const {
    // What never happens takes no time, not even where it would take forever.
    return probability == 0 ? elsewhere_ms
                            : elsewhere_ms + probability * (transfer_ms + latency_ms);
  }
  /// E[T] where the upload gives up after so long.
  [[nodiscard]] double ms_given_up(double after_ms) const {
    return before_ms + probability * (after_ms + fall_back_ms);
  }
};

/// The link's own rate in the instance does not matter.
CrossingCosts crossing_costs(const Instance& instance, const Placement& placement,
                             std::size_t link);

/// When inferences begin over a trace, and how long they wait for it.
struct SampleTimes {
  double interval_s = 1;         ///< above 0
  double outage_timeout_s = 10;  ///< at least 0; infinite: nothing is ever given up
};

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
/// An inference that begins at a time costs this; one begins at each k · interval, k = 1 … n, of a
/// trace of n intervals. Asked in order of time a question costs constant time, on average.
class TraceCosts {
 public:
  /// `trace` has to outlive it.
  TraceCosts(const RateTrace& trace, const SampleTimes& times);

  [[nodiscard]] std::size_t starts() const { return starts_; }
  /// When the inference with this number, counted from 0, begins.
  [[nodiscard]] double start_s(std::size_t number) const {
    return static_cast<double>(number + 1) * times_.interval_s;
  }
  [[nodiscard]] const RateTrace& trace() const { return trace_; }
  [[nodiscard]] const SampleTimes& times() const { return times_; }
  /// Whether there is an outage in which uploads give up.
  [[nodiscard]] bool may_give_up() const { return !too_long_.are_none(); }

  /// Of an inference that begins at `time_s`.
  InferenceCost at(double time_s, const CrossingCosts& decision);
  /// Its time alone, which takes less to find out.
  double ms_at(double time_s, const CrossingCosts& decision);
  /// What an upload takes that begins then, if it never gives up.
  double transfer_s(double from_s, Bytes size) { return trace_.transfer_s(from_s, size, piece_); }

 private:
  const RateTrace& trace_;
  SampleTimes times_;
  std::size_t starts_;
  Outages outages_;
  Outages too_long_;  // those that are longer than uploads wait
  RateTrace::Hint piece_ = 0;
  Outages::Hint outage_ = 0;
  Outages::Hint too_long_outage_ = 0;
};

}  // namespace popex
