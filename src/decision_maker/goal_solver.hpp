// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <popex/decision.hpp>
#include <popex/planner.hpp>
#include <popex/result.hpp>

#include "decision_maker/dijkstra.hpp"
#include "model/criteria.hpp"
#include "model/instance.hpp"

namespace popex {

/// Finds the best decision for a goal, once, when it is made; nothing changes after that.
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

  /// The best decision; nothing where none keeps to the bounds.
  [[nodiscard]] const std::optional<Decision>& decision() const { return decision_; }

  /// Where there is none: problems of cause `infeasible`, for each constraint what it excludes.
  [[nodiscard]] Problems why_nothing() const;

  /// Whether blocks were kept on one tier each, or cut where that takes the least time, so that
  /// there may be something better inside of one.
  [[nodiscard]] bool keeps_blocks_whole() const { return keeps_blocks_whole_; }

  /// The same by another way, where there is one: `exhaustive` looks at every placement, those
  /// inside blocks included. Problems where `problems_of` has some.
  [[nodiscard]] Result<Decision> decide(Solver solver, const std::string& place) const;

  // As in DijkstraSolver: decisions that keep to the goal, the best first, or all.
  [[nodiscard]] std::vector<Decision> best(std::size_t count) const;
  [[nodiscard]] std::vector<Decision> all() const;
  [[nodiscard]] std::size_t decision_count() const { return solver_.path_count(weights()); }
  /// Whether `best` has to look at all decisions.
  [[nodiscard]] bool ranks_all() const { return !criteria_.is_sum() || criteria_.has_budget(); }

 private:
  [[nodiscard]] const Instance& weights() const { return weights_ ? *weights_ : instance_; }
  void set_weights();
  std::optional<Decision> find();
  [[nodiscard]] std::optional<Decision> best_of_all_placements() const;

  Instance instance_;
  Criteria criteria_;
  DijkstraSolver solver_;            // solved for `weights()`
  std::optional<Instance> weights_;  // where the objective is not E[T]
  bool keeps_blocks_whole_ = false;
  std::optional<Decision> decision_;
};

/// What keeps a solver from a network. `is_sum`: whether the objective is a sum over the steps,
/// without budgets.
Problems problems_of(Solver solver, const Instance& instance, bool is_sum,
                     const std::string& place);

}  // namespace popex
