// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include <popex/planner.hpp>
#include <popex/rate_estimator.hpp>
#include <popex/units.hpp>

namespace popex {

struct UpdateBoxOptions {
  EstimatorOptions estimator;
  Milliseconds switch_cost{0};       ///< what a switch takes away from inferences, once
  double hold_s = 0;                 ///< how long a decision stays at least
  double inferences_per_second = 1;  ///< by which a saving per inference pays for a switch
};

/// What is wrong with options; `where` is the name of a member, `hold_s` or `window` for instance.
Problems problems_of(const UpdateBoxOptions& options);

/// What a sample of the rate means for the decision.
struct Update {
  enum class Reason {
    // The decision changed, because
    first,       ///< there was none
    left_range,  ///< the estimate left the range where the one before was best
    jumped,      ///< it did at a change point
    link_down,   ///< the one before needs the link, through which nothing gets
    link_back,   ///< something gets through again
    // The decision did not change, because
    stays,        ///< it is the best one
    held,         ///< the last switch was too short a time ago
    does_not_pay  ///< a better one would save less than the switch costs
  };
  double time_s = 0;
  Mbps measured;
  Mbps estimate;
  std::size_t piece = 0;         ///< of RateTable::pieces(): the decision in force from now on
  std::size_t wanted = 0;        ///< the best one at the estimate
  Milliseconds expected_time{};  ///< E[T] of `piece` at the estimate
  bool changed = false;
  Reason reason = Reason::first;
  /// What an inference takes less by `wanted` than by the decision in force before, at the
  /// estimate; infinite where that one needs a link that is down.
  Milliseconds saving{};
  double expected_stay_s = 0;  ///< how long `wanted` is expected to stay the best one
  Milliseconds lost{};         ///< by all inferences that `wanted` has had to wait for; see below
  double held_until_s = 0;     ///< no switch before, unless the link is down
};

/// Keeps the decision current while the rate changes: the paper's Update Box, with an estimator
/// before the look-up and hysteresis behind it. Times are arguments; it has no clock and does no
/// input or output.
///
///     auto planner = popex::Planner::make(*profile, scenario);
///     popex::UpdateBox box(planner->rate_table(), {});
///     popex::Update now = box.add(seconds, popex::Mbps{4.2});   // for every rate measured
///     if (now.changed) move_to(box.table().pieces()[now.piece].placement);
///
/// Without hysteresis (`switch_cost` and `hold_s` 0) the decision is always the best one at the
/// estimate, RateTable::at, and changes exactly at the table's breakpoints.
///
/// With it, another decision is taken only if
///  * `hold_s` have passed since the last switch, and
///  * it pays: saving · inferences_per_second · expected stay ≥ switch_cost, or lost ≥ switch_cost.
///
/// The expected stay is the exponential mean (the newest weighs a quarter) of how long this
/// decision was the best one each time before; at least `hold_s`, and as long as it has been the
/// best by now. That is a guess. So what the decision in force has lost is added up, as in renting
/// skis: `lost` grows by saving · inferences_per_second · time while another decision is better,
/// and shrinks again, not below 0, by what the decision in force saves against that one while it is
/// the best. A lasting change always gets its switch in the end, and before any switch no more is
/// lost than a switch costs, but for the time of a sample or two and for `hold_s`; loss and switch
/// together are at most twice the cost.
///
/// Where the link is down and the decision in force needs it, another is taken at once, held or
/// not. The first decision is no switch: it costs nothing and holds nothing.
///
/// A sample costs one look-up, and no memory is taken after the box was made. A box is for one
/// thread at a time; boxes that share a table are independent.
class UpdateBox {
 public:
  /// Both throw std::invalid_argument where `problems_of` has something to say. Many boxes can
  /// share one table.
  UpdateBox(RateTable table, const UpdateBoxOptions& options);
  UpdateBox(std::shared_ptr<const RateTable> table, const UpdateBoxOptions& options);

  /// The next sample. Times must not fall: where one does, no time has passed.
  Update add(double time_s, Mbps measured);

  [[nodiscard]] const RateTable& table() const { return *table_; }

  /// Goes on with another table of the same network, because its latency has changed for instance.
  /// The decision in force stays until the next sample, where it is the best one at some rate of
  /// that table; otherwise that sample decides as the first one does. How long decisions stayed is
  /// forgotten.
  void use(std::shared_ptr<const RateTable> table);

 private:
  void pass_time(double time_s);
  void want(std::size_t piece);
  [[nodiscard]] double expected_stay_s() const;
  void decide(Update& update);
  void move(Update& update, Update::Reason reason);
  void set_loss(const Update& update);

  std::shared_ptr<const RateTable> table_;
  UpdateBoxOptions options_;
  RateEstimator estimator_;
  bool is_first_ = true;
  double time_s_ = 0;
  bool was_down_ = false;
  std::size_t piece_ = 0;

  std::size_t wanted_ = 0;
  double wanted_since_s_ = 0;
  std::vector<double> mean_stay_s_;  // of each piece; below 0 where none has ended yet

  // The decision that was best when last another than the one in force was: what that one has lost
  // against it by now, and what it loses in a second (below 0: gains).
  std::size_t rival_ = 0;
  double lost_ms_ = 0;
  double loss_ms_per_s_ = 0;

  double held_until_s_ = 0;
};

}  // namespace popex
