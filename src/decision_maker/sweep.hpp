// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <popex/decision.hpp>
#include <popex/goal.hpp>
#include <popex/profile.hpp>
#include <popex/scenario.hpp>

#include "decision_maker/dijkstra.hpp"
#include "decision_maker/split_costs.hpp"
#include "model/instance.hpp"

namespace popex {

/// The values that a sweep goes through, as a product.
struct SweepAxes {
  struct ProbabilityAxis {
    std::vector<std::size_t> branches;  ///< all get the same value
    std::vector<double> values;
  };
  std::vector<std::vector<double>> rates;  ///< Mbps, one list a link
  std::vector<double> gammas;              ///< empty: none
  std::vector<ProbabilityAxis> probabilities;

  [[nodiscard]] std::size_t size() const;  ///< number of points
};

/// One point of a sweep.
struct SweepPoint {
  Scenario scenario;  ///< complete
  Decision decision;
  bool is_feasible = true;          ///< otherwise no decision keeps to the goal's bounds here
  bool keeps_blocks_whole = false;  ///< as `Planner::keeps_blocks_whole`
};

/// Decides point after point of a sweep. What a point shares with the one before it is kept, so
/// neighbours are cheap. One object a thread.
class Sweep {
 public:
  /// `base` is the instance for the sweep's other values; made with a γ where γ is swept. The goal
  /// is one that `make_criteria` takes for it. The profile is kept by reference.
  Sweep(const Profile& profile, Instance base, SweepAxes axes, Goal goal = {});

  /// The i-th point: rates vary slowest, then γ, then probabilities; of several the last fastest.
  /// The reference is good until the next call.
  const SweepPoint& at(std::size_t i);

 private:
  void move_to(std::size_t i);
  void decide_by_costs();
  void decide_for_goal();

  const Profile& profile_;
  Goal goal_;
  bool has_goal_ = false;
  Instance instance_;
  SweepAxes axes_;
  SweepPoint point_;
  std::optional<SplitCosts> costs_;  // where they exist; made again when more than a rate changes
  std::optional<DijkstraSolver> solver_;  // elsewhere
};

}  // namespace popex
