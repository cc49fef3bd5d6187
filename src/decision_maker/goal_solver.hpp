// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <popex/decision.hpp>
#include <popex/planner.hpp>
#include <popex/result.hpp>

#include "decision_maker/dijkstra.hpp"
#include "model/criteria.hpp"
#include "model/instance.hpp"

namespace popex {

/// Finds the best decision for a goal.
///
/// An objective that is a sum over the steps, with or without pins, is a shortest path of the
/// partition graph with that sum as its weights, and so are the next best ones. Where that path
/// keeps to the budgets as well, it is the answer. Otherwise, and for other objectives, the stages
/// are searched (`search_stages`), and then blocks are kept whole, but for the cuts of the fastest
/// decision. Where nothing is found so, and placements are few, all of them are looked at.
class GoalSolver {
 public:
  /// `instance` with what `make_criteria` has set in it.
  GoalSolver(Instance instance, Criteria criteria);

  [[nodiscard]] const Instance& instance() const { return instance_; }
  [[nodiscard]] const Criteria& criteria() const { return criteria_; }

  /// Finds the best decision; nothing where none keeps to the bounds.
  std::optional<Decision> find();

  /// After `find` found nothing: problems of cause `infeasible`, for each constraint what it
  /// excludes.
  [[nodiscard]] Problems why_nothing() const;

  /// After `find`: whether blocks were kept on one tier each, or cut where that takes the least
  /// time, so that there may be something better inside of one.
  [[nodiscard]] bool keeps_blocks_whole() const { return keeps_blocks_whole_; }

  /// The same by other ways, where `find` finds something: `exhaustive` looks at every placement,
  /// those inside blocks included. `mincut` is for sums, without budgets, in networks without
  /// branches.
  Decision decide(Solver solver);

  // After `find`, as in DijkstraSolver: decisions that keep to the goal, the best first, or all.
  [[nodiscard]] std::vector<Decision> best(std::size_t count);
  [[nodiscard]] std::vector<Decision> all();
  [[nodiscard]] std::size_t decision_count() { return solver_.path_count(weights()); }
  /// Whether `best` has to look at all decisions.
  [[nodiscard]] bool ranks_all() const { return !criteria_.is_sum() || criteria_.has_budget(); }

 private:
  [[nodiscard]] const Instance& weights() const { return weights_ ? *weights_ : instance_; }
  void set_weights();
  [[nodiscard]] std::optional<Decision> best_of_all_placements() const;

  Instance instance_;
  Criteria criteria_;
  DijkstraSolver solver_;
  std::optional<Instance> weights_;  // where the objective is not E[T]
  std::optional<Decision> decided_;
  bool keeps_blocks_whole_ = false;
};

}  // namespace popex
