// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <popex/planner.hpp>
#include <popex/rate_trace.hpp>
#include <popex/robust.hpp>
#include <popex/update_box.hpp>

#include "model/instance.hpp"

namespace popex {

/// A network under a scenario in which the rate of one link comes from traces.
struct ReplayNetwork {
  Instance instance;
  std::shared_ptr<const RateTable> table;  ///< over the rate of that link
  std::size_t link = 0;
};

struct ReplayOptions {
  /// Strategies, one each; what a switch costs and inferences a second are those of the replay.
  std::vector<UpdateBoxOptions> boxes;
  Milliseconds switch_cost{0};
  double interval_s = 1;         ///< above 0
  double outage_timeout_s = 10;  ///< at least 0; infinite: nothing is ever given up
  bool keep_steps = false;       ///< of the first box
  /// Where switches cost something, the oracle looks at no more than so many costs of a decision at
  /// a start.
  std::size_t most_for_sequences = 100'000'000;
};

/// A way to choose decisions, and how it did.
struct ReplayStrategy {
  enum class Kind { estimator, oracle, best_fixed, edge_only, cloud_only };
  Kind kind = Kind::estimator;
  std::size_t box = 0;       ///< which of the options, of an estimator
  std::size_t decision = 0;  ///< which of `Replay::decisions`, where it is always the same

  std::size_t inferences = 0;
  Milliseconds mean{};  ///< of the inferences' expected times
  Milliseconds late{};  ///< 95 % of them take less
  std::size_t switches = 0;
  Milliseconds switch_cost{};  ///< of all switches
  Milliseconds waited{};       ///< of all inferences, in outages
  std::size_t given_up = 0;    ///< inferences that fell back in an outage

  /// Per inference, switches included: how much more than the oracle's. Never below 0.
  Milliseconds regret{};
  double regret_share = 0;  ///< of what the oracle takes
};

/// One inference of the first box.
struct ReplayStep {
  double time_s = 0;
  Mbps rate;  ///< measured before it
  Mbps estimate;
  std::size_t decision = 0;
  Milliseconds expected_time{};
  Milliseconds regret{};  ///< against the oracle in this step, without switches; may be below 0
};

struct ReplayedTrace {
  double duration_s = 0;
  Mbps mean_rate;
  std::size_t outages = 0;                 ///< intervals in which nothing is delivered
  std::vector<ReplayStrategy> strategies;  ///< boxes in their order, then the other kinds
  std::vector<ReplayStep> steps;
  /// Where all decisions at all starts are more than `most_for_sequences`: how many the oracle
  /// chose from, those that are best at some start among them.
  std::optional<std::size_t> oracle_chose_from;
};

struct Replay {
  /// The decisions that are named: the pieces of the table, which boxes choose from; everything on
  /// the first tier, everything on the last; the best fixed ones.
  std::vector<Placement> decisions;
  std::size_t all_decisions = 0;  ///< that the oracle and the best fixed one are chosen from
  LookedAt looked_at = LookedAt::all;
  std::vector<ReplayedTrace> traces;
  /// The same over all traces, behind one another; the best fixed decision is that of all.
  std::vector<ReplayStrategy> all;
};

/// Plays traces of a link's rate. Time goes in steps of `interval_s`. At k · interval_s, k = 1, 2,
/// …, while the trace lasts, every strategy has seen the mean rate of the interval before, decides,
/// and one inference begins, which costs what `TraceCosts` says. The traces have to be at least
/// one.
///
/// Estimators choose from the decisions that are best at some constant rate. The best fixed
/// decision and the oracle choose from all there are (see LinkDecisions): an upload over a changing
/// rate can favour one that no constant rate does. The oracle knows what each will cost at each
/// start and takes the cheapest sequence, switches included. So none can do better.
///
/// Outages are stretches without delivery of an interval or more (of the timeout, where that is
/// shorter).
Replay replay(const ReplayNetwork& network, const std::vector<const RateTrace*>& traces,
              const ReplayOptions& options);

}  // namespace popex
