// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include <popex/tuner.hpp>

#include "decision_maker/tuning/shared_search.hpp"
#include "decision_maker/tuning/table_search.hpp"
#include "decision_maker/tuning/tuner_state.hpp"
#include "model/by_name.hpp"

namespace popex {

Tuner::Tuner(std::unique_ptr<State> state) : state_(std::move(state)) {}
Tuner::~Tuner() = default;
Tuner::Tuner(Tuner&&) noexcept = default;
Tuner& Tuner::operator=(Tuner&&) noexcept = default;

Tuner::State::Found Tuner::State::search(const ExitLevels& of, SearchLimits within,
                                         const SearchTarget& target) const {
  Found found{BestSettings(of.samples), std::nullopt};
  found.gap = shares_threshold ? SharedSearch(routes, of, within).run(target, found.best)
                               : TableSearch(routes, of, within).run(target, found.best);
  return found;
}

SearchTarget Tuner::State::target_of(const TuneQuestion& question) const {
  if (question.kind == TuneQuestion::Kind::most_accurate) {
    return {SearchTarget::Kind::most_accurate, question.bound, 0};
  }
  // A share that was worked out from the samples may be off in its last digit.
  const double least = question.bound * static_cast<double>(outcomes.samples) * (1 - 1e-12);
  return {SearchTarget::Kind::cheapest, 0, static_cast<std::size_t>(std::ceil(least))};
}

std::optional<std::size_t> Tuner::State::answer(const BestSettings& best,
                                                const SearchTarget& target) {
  return target.kind == SearchTarget::Kind::most_accurate ? best.most_accurate(target.most_cost)
                                                          : best.cheapest(target.least_correct);
}

std::vector<ExitRule> Tuner::State::rules_of(const LeveledSetting& setting,
                                             const ExitLevels& of) const {
  std::vector<ExitRule> rules;
  for (const LeveledExit& exit : setting) {
    rules.push_back({branches[exit.branch], of.branches[exit.branch].threshold(exit.level)});
  }
  return rules;
}

OperatingPoint Tuner::State::point_of(const BestSettings& best, std::size_t correct) const {
  const BestSettings::Cell& cell = best.at(correct);
  return {rules_of(cell.setting, levels), cell.cost, correct,
          static_cast<double>(correct) / static_cast<double>(outcomes.samples)};
}

void Tuner::State::check_rules(const std::vector<ExitRule>& rules) const {
  for (std::size_t k = 0; k < rules.size(); ++k) {
    if (!std::binary_search(branches.begin(), branches.end(), rules[k].branch) ||
        (k > 0 && rules[k - 1].branch >= rules[k].branch)) {
      throw std::invalid_argument("rules are of branches with outcomes, in their order");
    }
  }
}

const Scenario& Tuner::scenario() const { return state_->scenario; }

Result<TunedPoint> Tuner::decide(const TuneQuestion& question) const {
  const bool is_energy = state_->network.criteria.objective == Objective::energy;
  const bool asks_for_accuracy = question.kind == TuneQuestion::Kind::cheapest;
  const std::string& place =
      asks_for_accuracy ? state_->places.least_accuracy : state_->places.most_cost;
  const double most_cost = is_energy ? ProfileLimits::energy_mj : ProfileLimits::time_ms;
  Problems problems;
  check_range(
      question.bound, asks_for_accuracy ? 1.0 : most_cost, [&] { return place; }, problems);
  if (!problems.empty()) return problems;

  const SearchTarget target = state_->target_of(question);
  const State::Found found = state_->search(state_->levels, state_->limits, target);
  if (const auto cell = State::answer(found.best, target)) {
    return TunedPoint{state_->point_of(found.best, *cell), found.gap};
  }
  // The other end of the front says how far it is from here.
  SearchTarget other{SearchTarget::Kind::cheapest, 0, 0};
  if (asks_for_accuracy) {
    other = {SearchTarget::Kind::most_accurate, std::numeric_limits<double>::infinity(), 0};
  }
  const State::Found end = state_->search(state_->levels, state_->limits, other);
  const OperatingPoint nearest = state_->point_of(end.best, *State::answer(end.best, other));
  const char* const unit = is_energy ? "mJ" : "ms";
  const char* const found_so_far = end.gap ? " that was found" : "";
  return Problems{
      {place,
       asks_for_accuracy
           ? fmt::format("no setting has an accuracy of {}; the most accurate one{} has {} and "
                         "takes {} {}",
                         question.bound, found_so_far, nearest.accuracy, nearest.cost, unit)
           : fmt::format("no setting takes at most {} {}; the {} one{} takes {} {} and has an "
                         "accuracy of {}",
                         question.bound, unit, is_energy ? "thriftiest" : "fastest", found_so_far,
                         nearest.cost, unit, nearest.accuracy),
       Problem::Cause::infeasible}};
}

ParetoFront Tuner::pareto() const {
  const State::Found found = state_->search(state_->levels, state_->limits, {});
  ParetoFront front{{}, found.gap};
  for (const std::size_t cell : found.best.front()) {
    front.points.push_back(state_->point_of(found.best, cell));
  }
  return front;
}

TunedDecision Tuner::details(const std::vector<ExitRule>& exits,
                             std::optional<Milliseconds> deadline) const {
  state_->check_rules(exits);
  std::vector<ExitShare> shares = follow(state_->profile, exits, state_->outcomes).exits;
  const TunedNetwork network = with_exits(state_->network, shares);
  return describe(network, std::move(shares), best_placement(network), deadline);
}

std::vector<TunedDecision> Tuner::details(const std::vector<OperatingPoint>& points) const {
  std::map<std::size_t, LoneExit> lone;
  std::vector<TunedDecision> made;
  made.reserve(points.size());
  for (const OperatingPoint& point : points) {
    if (point.exits.size() != 1) {
      made.push_back(details(point.exits));
      continue;
    }
    state_->check_rules(point.exits);
    const ExitRule& rule = point.exits.front();
    auto known = lone.find(rule.branch);
    if (known == lone.end()) {
      const ExitOutcomes::Branch& outcomes =
          outcomes_of_branch(state_->profile, rule.branch, state_->outcomes);
      known = lone.try_emplace(rule.branch, rule.branch, outcomes, state_->outcomes).first;
    }
    std::vector<ExitShare> shares = known->second.at(rule.threshold);
    const TunedNetwork network = with_exits(state_->network, shares);
    made.push_back(describe(network, std::move(shares), best_placement(network), std::nullopt));
  }
  return made;
}

Result<TunedDecision> Tuner::evaluate(const TunedDecision& chosen, const ExitOutcomes& outcomes,
                                      std::optional<Milliseconds> deadline) const {
  const std::string& where = state_->places.records;
  Problems problems = problems_of_sizes(outcomes, where);
  std::vector<ExitRule> rules;
  for (const ExitShare& exit : chosen.exits) {
    if (!exit.branch) continue;
    rules.push_back({*exit.branch, exit.threshold});
    const std::string& name = state_->profile.branches().at(*exit.branch).name;
    const auto names = names_of(outcomes.branches);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      problems.push_back({where, fmt::format("nothing about branch '{}', which is on", name)});
    }
  }
  if (outcomes.criterion != state_->outcomes.criterion) {
    problems.push_back({where, "another criterion than that of the thresholds"});
  }
  if (outcomes.samples == 0) problems.push_back({where, "no samples, expected at least one"});
  if (!problems.empty()) return problems;
  state_->check_rules(rules);
  std::vector<ExitShare> shares = follow(state_->profile, rules, outcomes).exits;
  const TunedNetwork network = with_exits(state_->network, shares);
  return describe(network, std::move(shares), chosen.decision.placement, deadline);
}

Profile Tuner::profile_of(const TunedDecision& decision) const {
  ProfileData data = data_of(state_->profile);
  std::vector<ProfileData::Branch> on;
  const TunedNetwork network = with_exits(state_->network, decision.exits);
  for (const ExitShare& exit : decision.exits) {
    if (!exit.branch) continue;
    ProfileData::Branch& branch = on.emplace_back(data.branches.at(*exit.branch));
    branch.exit_probability = network.instance.exit_probability[on.size() - 1];
  }
  data.branches = std::move(on);
  return make_profile(std::move(data)).value();
}

}  // namespace popex
