// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "decision_maker/tuning/tuner_state.hpp"
#include "model/branch_subset.hpp"
#include "model/by_name.hpp"

namespace popex {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// For each branch of the profile, which of the outcomes are its own.
std::vector<std::size_t> outcomes_by_branch(const Profile& profile, const ExitOutcomes& outcomes,
                                            const std::string& place, Problems& problems) {
  std::vector<std::size_t> by_branch(profile.branches().size(), kNone);
  for (std::size_t o = 0; o < outcomes.branches.size(); ++o) {
    const std::string& name = outcomes.branches[o].name;
    const auto branch = find_by_name(
        name, "branch", profile.branches(), [&] { return place; }, problems);
    if (!branch) continue;
    if (by_branch[*branch] != kNone) {
      problems.push_back({place, fmt::format("branch '{}' is there twice", name)});
    }
    by_branch[*branch] = o;
  }
  if (outcomes.samples == 0) problems.push_back({place, "no samples, expected at least one"});
  if (outcomes.samples > TuneLimits::samples) {
    problems.push_back({place, fmt::format("{} samples, expected at most {}", outcomes.samples,
                                           TuneLimits::samples)});
  }
  if (outcomes.branches.size() > TuneLimits::branches) {
    problems.push_back({place, fmt::format("{} branches, expected at most {}",
                                           outcomes.branches.size(), TuneLimits::branches)});
  }
  return by_branch;
}

void check_options(const TuneOptions& options, const TunePlaces& places, Problems& problems) {
  if (options.grid < 1 || options.grid > TuneLimits::grid) {
    problems.push_back(
        {places.grid, fmt::format("{}, must be between 1 and {}", options.grid, TuneLimits::grid)});
  }
  for (const double threshold : options.thresholds) {
    if (std::isfinite(threshold)) continue;
    problems.push_back({places.thresholds, fmt::format("{}, expected a number", threshold)});
  }
  if (options.objective == Objective::throughput) {
    problems.push_back({places.objective, "throughput, expected latency or energy"});
  }
}

Goal goal_of(const TuneOptions& options) {
  Goal goal;
  goal.objective = options.objective;
  goal.power_mw = options.power_mw;
  goal.radio_power = options.radio_power;
  return goal;
}

/// Levels of the branches that have outcomes, whose numbers are `which`.
ExitLevels make_levels(const ExitOutcomes& outcomes, const std::vector<std::size_t>& which,
                       const TuneOptions& options, std::size_t most_active) {
  const ExitCriterion criterion = outcomes.criterion;
  const std::size_t grid = most_active <= 1 ? kNone : options.grid;
  std::vector<double> shared;
  if (!options.thresholds.empty()) {
    shared = from_strictest(criterion, options.thresholds);
  } else if (options.shared_threshold && !options.right_size) {
    std::vector<double> all;
    for (const std::size_t o : which) {
      const std::vector<double>& values = outcomes.branches[o].value;
      all.insert(all.end(), values.begin(), values.end());
    }
    shared = quantiles(criterion, std::move(all), grid);
  }
  const bool has_own = options.thresholds.empty() && !options.shared_threshold;
  ExitLevels levels{outcomes.samples, {}, outcomes.correct};
  for (const std::size_t o : which) {
    const ExitOutcomes::Branch& branch = outcomes.branches[o];
    std::vector<double> thresholds = has_own ? quantiles(criterion, branch.value, grid) : shared;
    if (options.right_size) thresholds.clear();
    levels.branches.push_back(levels_of(criterion, branch, std::move(thresholds)));
  }
  return levels;
}

}  // namespace

Result<Tuner> Tuner::make(const Profile& profile, const Scenario& scenario,
                          const ExitOutcomes& outcomes, const TuneOptions& options,
                          const ScenarioPlaces& places, const TunePlaces& tune_places) {
  Problems problems = problems_of_sizes(outcomes, tune_places.records);
  Scenario without_probabilities = scenario;
  without_probabilities.exit_probability = {};
  if (!profile.branches().empty()) without_probabilities.exit_probability.all = Probability{0};
  Instance instance = make_instance(profile, without_probabilities, places, problems);
  check_options(options, tune_places, problems);
  GoalPlaces goal_places;
  goal_places.objective = tune_places.objective;
  goal_places.power = tune_places.power;
  goal_places.radio_power = tune_places.radio_power;
  Result<Criteria> criteria = make_criteria(profile, goal_of(options), instance, goal_places);
  if (!criteria) {
    problems.insert(problems.end(), criteria.problems().begin(), criteria.problems().end());
  }
  const std::vector<std::size_t> by_branch =
      outcomes_by_branch(profile, outcomes, tune_places.records, problems);
  if (!problems.empty()) return problems;

  std::vector<std::size_t> branches;
  std::vector<std::size_t> which;
  for (std::size_t j = 0; j < by_branch.size(); ++j) {
    if (by_branch[j] == kNone) continue;
    branches.push_back(j);
    which.push_back(by_branch[j]);
  }
  Scenario complete = complete_scenario(profile, instance, scenario.gamma);
  complete.exit_probability = {};
  TunedNetwork network{std::move(instance), *std::move(criteria)};
  const std::vector<Probability> nobody(branches.size(), Probability{0});
  ExitRoutes routes(with_branches(network.costs(), branches, nobody));
  const std::size_t most_active =
      options.right_size ? 1 : std::min(options.most_active, branches.size());
  ExitLevels levels = make_levels(outcomes, which, options, most_active);
  return Tuner(std::make_unique<State>(State{profile,
                                             std::move(complete),
                                             tune_places,
                                             outcomes,
                                             std::move(branches),
                                             std::move(network),
                                             std::move(routes),
                                             std::move(levels),
                                             {most_active, options.most_work},
                                             options.shared_threshold && !options.right_size}));
}

ExitLevels Tuner::State::right_sized_levels() const {
  ExitLevels all = levels;
  for (BranchLevels& branch : all.branches) {
    branch.thresholds.clear();
    std::fill(branch.level.begin(), branch.level.end(), 0U);
  }
  return all;
}

}  // namespace popex
