// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include <popex/decision.hpp>
#include <popex/profile.hpp>
#include <popex/rate_trace.hpp>
#include <popex/result.hpp>
#include <popex/scenario.hpp>
#include <popex/units.hpp>

namespace popex {

/// What a decision has the least of where the rate of a link is not one number.
///
/// Over a trace (`decide_over_trace`) of its expected times at the starts: their mean, their
/// Q-quantile, the longest; or the most that is lost at a start against what is best there.
///
/// Where each sample meets one rate from begin to end (`decide_robustly`), a decision's E[T] is
/// a + b · u with u = 1/B and b >= 0, so that each of these is found exactly:
///
/// * expectation: the mean of a + b · u over the rates is a + b · (mean of u), which is E[T] at the
///   harmonic mean of the rates. A link that is down at times has a mean of 1/B that is infinite:
///   decisions that never need it are then the only ones whose mean is finite.
/// * risk: a + b · u rises with u, and so its Q-quantile is a + b · (Q-quantile of u), which is
///   E[T] at the (1 − Q)-quantile of the rates.
/// * worst: for the same reason, the longest E[T] is that at the lowest rate.
/// * regret: how much longer E[T] is than that of the decision that is best at the same rate, at
///   the rate between the lowest and the highest at which this is most. The best E[T] is the lower
///   envelope of lines, hence concave in u, and a line less that is convex: it is most at an end.
enum class Criterion { expectation, risk, worst, regret };

/// Which decisions were looked at, of those that can be better than others at some rate.
enum class LookedAt {
  all,
  known_cuts,      ///< all that cut no block, and the cuts that are cheapest at some rate
  best_at_a_rate,  ///< those that are the best at some rate, because there are too many
};

/// Rates of one link, each as likely as another, and each lasting longer than a sample takes. Where
/// they change meanwhile, ask `decide_over_trace`. For `worst` and `regret` only the lowest and the
/// highest matter, and all rates between these two are possible.
struct RobustQuestion {
  std::size_t link = 0;
  std::vector<Mbps> rates;  ///< at least one
  Criterion criterion = Criterion::expectation;
  double risk = 0.95;  ///< Q, 0 … 1, for `risk`
};

struct RateSummary {
  std::size_t count = 0;
  Mbps mean;
  Mbps harmonic_mean;  ///< 0 where the link is down at times
  Mbps lowest;
  Mbps highest;
  double outage_share = 0;  ///< of the rates, those that are 0
};

/// Throws std::logic_error where there are none.
RateSummary summary_of(const std::vector<Mbps>& rates);

/// The rate at which every decision's E[T] is its `expectation`, `risk` or `worst`; for `regret`
/// the lowest.
Mbps equivalent_rate(const RobustQuestion& question);

/// The regret of a decision at one rate.
struct Regret {
  Mbps rate;
  Milliseconds expected_time{};  ///< of the decision
  Placement best;                ///< what is best at that rate …
  Milliseconds least{};          ///< … and its E[T]

  [[nodiscard]] Milliseconds lost() const { return expected_time - least; }
};

/// A decision with its figures at one rate and its value of the criterion.
struct RobustDecision {
  Decision decision;
  Milliseconds value{};
};

struct RobustAnswer {
  RateSummary rates;
  Mbps at;  ///< `equivalent_rate`, which the decisions' figures are for
  RobustDecision chosen;
  RobustDecision for_mean;  ///< what is best at the mean rate, as if that were the rate
  std::optional<std::array<Regret, 2>> regret;  ///< at the lowest and the highest rate

  /// How much less the least regret might be: 0 where it is proved to be the least. That it is not
  /// happens in networks with blocks, or with several links, that have too many decisions to look
  /// at each.
  Milliseconds gap{0};
};

/// The decision that has the least of the criterion; ties to the edge. The scenario needs no rate
/// for the link in question, and what it says of it does not matter. Problems as those of
/// `Planner::make`.
Result<RobustAnswer> decide_robustly(const Profile& profile, const Scenario& scenario,
                                     const RobustQuestion& question,
                                     const ScenarioPlaces& places = {});

/// The rate of one link over time. A sample starts at each k · interval, k = 1 … n, of a trace of n
/// intervals. The device works first; the upload is integrated over the trace from then on until
/// its bytes are through; then the cloud works. Uploads wait in outages. After the timeout without
/// delivery they give up, and the tier before the link runs the layers that are left.
struct TraceQuestion {
  std::size_t link = 0;
  const RateTrace* trace = nullptr;  ///< has to be there
  double interval_s = 1;             ///< above 0
  double outage_timeout_s = 10;      ///< at least 0; infinite: nothing is ever given up
  Criterion criterion = Criterion::expectation;
  double risk = 0.95;  ///< Q, 0 … 1, for `risk`
};

struct TraceDecision {
  Decision decision;        ///< its parts and E[T] are means over the starts
  Milliseconds value{};     ///< of the criterion
  std::size_t gave_up = 0;  ///< starts at which an upload gives up
};

/// What is lost at one start.
struct StartRegret {
  double start_s = 0;
  Milliseconds expected_time{};  ///< of the decision
  Placement best;                ///< what is best at that start …
  Milliseconds least{};          ///< … and its expected time
};

struct TraceAnswer {
  RateSummary rates;  ///< of the intervals
  std::size_t starts = 0;
  TraceDecision chosen;
  TraceDecision for_mean;             ///< what is best at the mean rate, as if that were the rate
  std::optional<StartRegret> regret;  ///< of `chosen`, where it is most; for that criterion
  std::size_t decisions = 0;          ///< that were chosen from
  LookedAt looked_at = LookedAt::all;
};

/// The decision that has the least of the criterion over a trace, of all decisions, not only of
/// those that are best at some constant rate: an upload over a changing rate can favour another
/// one. Ties to the edge. What the scenario says of the link's rate does not matter. Problems as
/// those of `Planner::make`.
Result<TraceAnswer> decide_over_trace(const Profile& profile, const Scenario& scenario,
                                      const TraceQuestion& question,
                                      const ScenarioPlaces& places = {});

}  // namespace popex
