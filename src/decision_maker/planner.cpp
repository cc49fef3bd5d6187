// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include <popex/planner.hpp>

#include "decision_maker/breakpoints.hpp"
#include "decision_maker/exhaustive.hpp"
#include "decision_maker/goal_solver.hpp"
#include "decision_maker/solution.hpp"
#include "model/criteria.hpp"

namespace popex {

struct Planner::State {
  State(Instance instance, Criteria criteria, Scenario filled_in)
      : solver(std::move(instance), std::move(criteria)), scenario(std::move(filled_in)) {}

  [[nodiscard]] const Instance& instance() const { return solver.instance(); }
  /// Whether what is best is the least E[T], pins or not.
  [[nodiscard]] bool is_latency() const {
    return solver.criteria().objective == Objective::latency && !solver.ranks_all();
  }

  GoalSolver solver;
  Scenario scenario;
  std::optional<Decision> decision;  // known where there is a goal
};

Planner::Planner(std::unique_ptr<State> state) : state_(std::move(state)) {}
Planner::~Planner() = default;
Planner::Planner(Planner&&) noexcept = default;
Planner& Planner::operator=(Planner&&) noexcept = default;

Result<Planner> Planner::make(const Profile& profile, const Scenario& scenario,
                              const ScenarioPlaces& places) {
  return make(profile, scenario, Goal{}, places);
}

Result<Planner> Planner::make(const Profile& profile, const Scenario& scenario, const Goal& goal,
                              const ScenarioPlaces& places, const GoalPlaces& goal_places) {
  Problems problems;
  Instance instance = make_instance(profile, scenario, places, problems);
  Result<Criteria> criteria = make_criteria(profile, goal, instance, goal_places);
  if (!criteria) {
    problems.insert(problems.end(), criteria.problems().begin(), criteria.problems().end());
  }
  if (!problems.empty()) return problems;
  Scenario complete = complete_scenario(profile, instance, scenario.gamma);
  const bool is_plain = criteria->is_plain;
  Planner planner(
      std::make_unique<State>(std::move(instance), *std::move(criteria), std::move(complete)));
  if (is_plain) return planner;
  planner.state_->decision = planner.state_->solver.find();
  if (!planner.state_->decision) return planner.state_->solver.why_nothing();
  return planner;
}

const Scenario& Planner::scenario() const { return state_->scenario; }

Decision Planner::decide(Solver solver) const {
  if (solver == Solver::dijkstra && state_->decision) return *state_->decision;
  return state_->solver.decide(solver);
}

bool Planner::keeps_blocks_whole() const { return state_->solver.keeps_blocks_whole(); }

std::vector<Decision> Planner::best(std::size_t count) const { return state_->solver.best(count); }

bool Planner::ranks_all() const { return state_->solver.ranks_all(); }

std::size_t Planner::decision_count() const { return state_->solver.decision_count(); }

std::size_t Planner::placement_count(std::size_t most) const {
  return popex::decision_count(state_->instance(), most);
}

std::vector<Decision> Planner::all() const { return state_->solver.all(); }

std::optional<Interval> Planner::holds() const {
  const Instance& instance = state_->instance();
  if (instance.tiers != 2 || !state_->is_latency()) return std::nullopt;
  // Where a link is down, pins can leave no decision to start a search in a network from.
  if (!instance.allowed.empty() && !instance.is_chain()) return std::nullopt;
  return rates_where_best(instance, decide().placement);
}

std::vector<Piece> Planner::breakpoints(Parameter parameter, Interval interval) const {
  if (!state_->is_latency() || !state_->instance().allowed.empty()) {
    throw std::logic_error("breakpoints are those of the latency, without bounds");
  }
  return popex::breakpoints(state_->instance(), parameter, interval);
}

RateTable Planner::rate_table(std::size_t link) const {
  return RateTable(breakpoints({Parameter::Kind::rate, link}, domain(Parameter::Kind::rate)));
}

RateTable::RateTable(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {
  const std::vector<double> last = last_values(pieces_);
  rows_.reserve(pieces_.size());
  for (std::size_t i = 0; i < pieces_.size(); ++i) rows_.push_back({last[i], pieces_[i].line});
}

RateTable::Entry RateTable::at(Mbps rate) const {
  const auto row = std::lower_bound(rows_.begin(), rows_.end() - 1, rate.value,
                                    [](const Row& r, double value) { return r.last < value; });
  const auto piece = static_cast<std::size_t>(row - rows_.begin());
  return {&pieces_[piece].placement, expected_time(piece, rate), piece};
}

}  // namespace popex
