// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <popex/breakpoints.hpp>
#include <popex/decision.hpp>
#include <popex/goal.hpp>
#include <popex/profile.hpp>
#include <popex/result.hpp>
#include <popex/scenario.hpp>

namespace popex {

/// Ways to the same answer; the others are the cross-checks of the first. `mincut` is one minimum
/// cut of the whole network, for networks without branches.
enum class Solver { dijkstra, exhaustive, mincut };

/// What a solver takes on at most.
struct SolverLimits {
  static constexpr std::size_t exhaustive = 100'000'000;  ///< placements that are tried
};

/// The best decision at every rate, worked out once: after that a decision costs a look-up. Exact,
/// because E[T] is affine in 1/B. It never changes, so any number of threads may ask one at once.
class RateTable {
 public:
  struct Entry {
    const Placement* placement;  ///< lives as long as the table
    Milliseconds expected_time;
    std::size_t piece;  ///< which of `pieces()`
  };

  /// Pieces over the whole domain of the rate, as `Planner::breakpoints` gives them. Throws
  /// std::invalid_argument where there are none.
  explicit RateTable(std::vector<Piece> pieces);

  /// The best decision at this rate and its E[T]. Ties to the edge. A rate that is no rate (below
  /// 0, or NaN) is 0, a link that is down; one above ProfileLimits::rate_mbps has the last piece.
  [[nodiscard]] Entry at(Mbps rate) const;

  /// E[T] of the decision of a piece at any rate, where it is not the best one as well; infinite
  /// where it sends over a link that is down. Throws std::out_of_range for a piece that is not.
  [[nodiscard]] Milliseconds expected_time(std::size_t piece, Mbps rate) const {
    return Milliseconds(rows_.at(piece).line.at(1 / (rate.value > 0 ? rate.value : 0.0)));
  }

  [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }

 private:
  struct Row {
    double last;  // the highest rate of the piece
    Line line;    // over 1/B
  };
  std::vector<Row> rows_;
  std::vector<Piece> pieces_;
};

/// Decides for one profile under one scenario.
///
///     auto profile = popex::load_profile("alexnet.json");
///     popex::Scenario scenario;
///     scenario.rate.all = popex::Mbps{5.5};
///     auto planner = popex::Planner::make(*profile, scenario);
///     popex::Decision decision = planner->decide();
///     auto table = planner->rate_table();   // then table->at(rate) again and again
///
/// A planner decides when it is made and never changes after that: any number of threads may ask
/// one at once. Questions that do not fit its network or its goal are answered with problems.
class Planner {
 public:
  /// Joins profile and scenario. Problems of the profile have a JSON pointer as their place, those
  /// of the scenario the name of its part in `places`.
  static Result<Planner> make(const Profile& profile, const Scenario& scenario,
                              const ScenarioPlaces& places = {});

  /// The same for a goal. Where no decision keeps to the bounds there is no planner, but problems
  /// of cause `infeasible` that say what each bound excludes.
  static Result<Planner> make(const Profile& profile, const Scenario& scenario, const Goal& goal,
                              const ScenarioPlaces& places = {},
                              const GoalPlaces& goal_places = {});

  ~Planner();
  Planner(Planner&&) noexcept;
  Planner& operator=(Planner&&) noexcept;
  Planner(const Planner&) = delete;
  Planner& operator=(const Planner&) = delete;

  /// The scenario with everything filled in: each link and each branch by name.
  [[nodiscard]] const Scenario& scenario() const;

  /// The decision with the least E[T], or with the least of the goal's objective within its bounds;
  /// on a tie the fastest, then the one that keeps most on the edge.
  [[nodiscard]] Decision decide() const;

  /// The same found by another way. Problems, with `place` as theirs: `exhaustive` where there is
  /// more to try than SolverLimits says; `mincut` where the network has branches, or the goal
  /// budgets (all bounds but pins and `not_before`), arrivals or the throughput as its objective.
  [[nodiscard]] Result<Decision> decide(Solver solver, const std::string& place = "solver") const;

  /// Whether dijkstra kept each block on one tier, or cut it where that takes the least time,
  /// because for the objective or the budgets of the goal no minimum cut finds the best way through
  /// one. Then something better may be inside one; the exhaustive solver finds it.
  [[nodiscard]] bool keeps_blocks_whole() const;

  /// The `count` best decisions, or all there are, the best first. In a network that is no chain
  /// a decision that goes through a block is that block's cheapest cut: other placements inside the
  /// block are not counted as decisions of their own. With a goal: those that keep to its bounds.
  [[nodiscard]] std::vector<Decision> best(std::size_t count) const;

  /// Whether `best` goes through all decisions, because the goal has budgets, or an objective that
  /// is no sum over the network's steps. Then, and in `all`, decisions keep blocks
  /// whole, but for the best one if it does not.
  [[nodiscard]] bool ranks_all() const;

  /// Every decision in that sense, from everything on the last tier to everything on the first. As
  /// many as `decision_count` says, or where `ranks_all` fewer.
  [[nodiscard]] std::vector<Decision> all() const;
  [[nodiscard]] std::size_t decision_count() const;

  /// The exact interval of the rate within which the best decision stays what it is. Two tiers
  /// only: nothing on more, nor where `ranks_all`, for another objective than latency, or with pins
  /// or `not_before` in a network that is no chain.
  [[nodiscard]] std::optional<Interval> holds() const;

  /// The best decision over an interval of a parameter, piece by piece, exact. Problems: of the
  /// `goal` where it has bounds, arrivals, or another objective than latency; of the `parameter`
  /// where the network has no such link or branch, or the scenario has no γ to vary; of the
  /// `interval` where it is empty or not within `domain`.
  [[nodiscard]] Result<std::vector<Piece>> breakpoints(Parameter parameter,
                                                       Interval interval) const;

  /// The best decision at every rate of a link. Problems as above.
  [[nodiscard]] Result<RateTable> rate_table(std::size_t link = 0) const;

 private:
  struct State;
  explicit Planner(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace popex
