// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <utility>

#include <popex/planner.hpp>

#include "decision_maker/breakpoints.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/exhaustive.hpp"
#include "decision_maker/min_cut.hpp"
#include "model/expected_time.hpp"

namespace popex {

struct Planner::State {
  State(Instance made, Scenario filled_in)
      : instance(std::move(made)), scenario(std::move(filled_in)), solver(instance) {}

  Instance instance;
  Scenario scenario;
  DijkstraSolver solver;
};

Planner::Planner(std::unique_ptr<State> state) : state_(std::move(state)) {}
Planner::~Planner() = default;
Planner::Planner(Planner&&) noexcept = default;
Planner& Planner::operator=(Planner&&) noexcept = default;

Result<Planner> Planner::make(const Profile& profile, const Scenario& scenario,
                              const ScenarioPlaces& places) {
  Result<Instance> instance = make_instance(profile, scenario, places);
  if (!instance) return instance.problems();
  Scenario complete = complete_scenario(profile, *instance, scenario.gamma);
  return Planner(std::make_unique<State>(*std::move(instance), std::move(complete)));
}

const Scenario& Planner::scenario() const { return state_->scenario; }

Decision Planner::decide(Solver solver) const {
  switch (solver) {
    case Solver::dijkstra:
      return expected_time(state_->instance, state_->solver.solve(state_->instance).placement);
    case Solver::exhaustive:
      return expected_time(state_->instance, solve_exhaustive(state_->instance).placement);
    case Solver::mincut:
      return expected_time(state_->instance, solve_min_cut(state_->instance).placement);
  }
  return {};
}

std::vector<Decision> Planner::best(std::size_t count) const {
  state_->solver.solve(state_->instance);
  std::vector<Decision> decisions;
  for (Solution& solution : state_->solver.best(state_->instance, count)) {
    decisions.push_back(expected_time(state_->instance, std::move(solution.placement)));
  }
  return decisions;
}

std::size_t Planner::decision_count() const { return state_->solver.path_count(state_->instance); }

std::size_t Planner::placement_count(std::size_t most) const {
  return popex::decision_count(state_->instance, most);
}

std::vector<Decision> Planner::all() const {
  std::vector<Decision> decisions;
  state_->solver.solve(state_->instance);
  state_->solver.for_each_path(state_->instance, [&](Placement placement) {
    decisions.push_back(expected_time(state_->instance, std::move(placement)));
  });
  return decisions;
}

std::optional<Interval> Planner::holds() const {
  const Instance& instance = state_->instance;
  if (instance.tiers != 2) return std::nullopt;
  return rates_where_best(instance, state_->solver.solve(instance).placement);
}

std::vector<Piece> Planner::breakpoints(Parameter parameter, Interval interval) const {
  return popex::breakpoints(state_->instance, parameter, interval);
}

RateTable Planner::rate_table(std::size_t link) const {
  return RateTable(breakpoints({Parameter::Kind::rate, link}, domain(Parameter::Kind::rate)));
}

RateTable::RateTable(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {
  rows_.reserve(pieces_.size());
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    // At a breakpoint two decisions tie, and the one that keeps most on the edge has it.
    const bool mine =
        i + 1 == pieces_.size() || keeps_more_early(pieces_[i].placement, pieces_[i + 1].placement);
    rows_.push_back({mine ? pieces_[i].to : std::nextafter(pieces_[i].to, 0.0), pieces_[i].line});
  }
}

RateTable::Entry RateTable::at(Mbps rate) const {
  const auto row = std::lower_bound(rows_.begin(), rows_.end() - 1, rate.value,
                                    [](const Row& r, double value) { return r.last < value; });
  return {&pieces_[static_cast<std::size_t>(row - rows_.begin())].placement,
          Milliseconds(row->line.at(1 / rate.value))};
}

}  // namespace popex
