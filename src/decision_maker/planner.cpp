// SPDX-License-Identifier: MIT
#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <popex/planner.hpp>

#include "decision_maker/breakpoints.hpp"
#include "decision_maker/goal_solver.hpp"
#include "decision_maker/solution.hpp"
#include "model/criteria.hpp"

namespace popex {
namespace {

/// Whether the network has what is to vary.
void check(Parameter parameter, const Instance& instance, bool has_gamma, Problems& problems) {
  const auto check_index = [&](std::size_t count, std::string_view what) {
    if (parameter.index < count) return;
    problems.push_back({"parameter", fmt::format("{} number {}, counted from 0, of {}", what,
                                                 parameter.index, count)});
  };
  switch (parameter.kind) {
    case Parameter::Kind::rate:
      check_index(instance.tiers - 1, "link");
      break;
    case Parameter::Kind::gamma:
      if (!has_gamma) problems.push_back({"parameter", "gamma, of a scenario that has none"});
      break;
    case Parameter::Kind::probability:
      check_index(instance.branches, "branch");
      break;
  }
}

}  // namespace

struct Planner::State {
  State(Instance instance, Criteria criteria, Scenario filled_in)
      : solver(std::move(instance), std::move(criteria)), scenario(std::move(filled_in)) {}

  [[nodiscard]] const Instance& instance() const { return solver.instance(); }
  /// Whether what is best is the least E[T], pins or not.
  [[nodiscard]] bool is_latency() const {
    return solver.criteria().objective == Objective::latency && !solver.ranks_all();
  }

  const GoalSolver solver;
  const Scenario scenario;
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
  Planner planner(
      std::make_unique<State>(std::move(instance), *std::move(criteria), std::move(complete)));
  if (!planner.state_->solver.decision()) return planner.state_->solver.why_nothing();
  return planner;
}

const Scenario& Planner::scenario() const { return state_->scenario; }

Decision Planner::decide() const { return state_->solver.decision().value(); }

Result<Decision> Planner::decide(Solver solver, const std::string& place) const {
  return state_->solver.decide(solver, place);
}

bool Planner::keeps_blocks_whole() const { return state_->solver.keeps_blocks_whole(); }

std::vector<Decision> Planner::best(std::size_t count) const { return state_->solver.best(count); }

bool Planner::ranks_all() const { return state_->solver.ranks_all(); }

std::size_t Planner::decision_count() const { return state_->solver.decision_count(); }

std::vector<Decision> Planner::all() const { return state_->solver.all(); }

std::optional<Interval> Planner::holds() const {
  const Instance& instance = state_->instance();
  if (instance.tiers != 2 || !state_->is_latency()) return std::nullopt;
  // Where a link is down, pins can leave no decision to start a search in a network from.
  if (!instance.allowed.empty() && !instance.is_chain()) return std::nullopt;
  return rates_where_best(instance, decide().placement);
}

Result<std::vector<Piece>> Planner::breakpoints(Parameter parameter, Interval interval) const {
  const Instance& instance = state_->instance();
  Problems problems;
  if (!state_->is_latency() || !instance.allowed.empty()) {
    problems.push_back(
        {"goal", "breakpoints are those of the latency, without bounds and arrivals"});
  }
  check(parameter, instance, state_->scenario.gamma.has_value(), problems);
  const Interval all = domain(parameter.kind);
  if (!(all.from <= interval.from && interval.from <= interval.to && interval.to <= all.to)) {
    problems.push_back({"interval", fmt::format("{} to {}, expected rising ends within {} to {}",
                                                interval.from, interval.to, all.from, all.to)});
  }
  if (!problems.empty()) return problems;
  return popex::breakpoints(instance, parameter, interval);
}

Result<RateTable> Planner::rate_table(std::size_t link) const {
  Result<std::vector<Piece>> pieces =
      breakpoints({Parameter::Kind::rate, link}, domain(Parameter::Kind::rate));
  if (!pieces) return pieces.problems();
  return RateTable(*std::move(pieces));
}

RateTable::RateTable(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {
  if (pieces_.empty()) throw std::invalid_argument("a rate table has at least one piece");
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
