// SPDX-License-Identifier: MIT
#include "decision_maker/goal_case.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "decision_maker/decisions.hpp"
#include "support/random_goal.hpp"
#include "support/random_profile.hpp"

namespace popex::test {
namespace {

testing::AssertionResult same_numbers(const std::vector<double>& expected,
                                      const std::vector<double>& found) {
  if (expected.size() != found.size()) return testing::AssertionFailure() << "not as many";
  for (std::size_t k = 0; k < expected.size(); ++k) {
    const auto same = same_time(expected[k], found[k]);
    if (!same) return testing::AssertionFailure() << "number " << k << ": " << same.message();
  }
  return testing::AssertionSuccess();
}

void expect_figures(const GoalCase& tested, const Decision& decision, const Figures& figures) {
  EXPECT_TRUE(same_time(decision.expected_time.count(), figures.time));
  std::vector<double> upload;
  for (const Transfer& transfer : decision.links) upload.push_back(transfer.size.value);
  EXPECT_TRUE(same_numbers(figures.upload, upload));
  const bool has_radio = tested.goal.radio_power.all || !tested.goal.radio_power.named.empty();
  ASSERT_EQ(decision.energy.has_value(), has_radio);
  if (decision.energy) {
    EXPECT_TRUE(same_numbers(figures.tier_mj, decision.energy->tiers_mj));
    EXPECT_TRUE(same_numbers(figures.link_mj, decision.energy->links_mj));
    EXPECT_TRUE(same_time(figures.energy(), decision.energy->total_mj));
  }
  ASSERT_EQ(decision.load.has_value(),
            tested.goal.arrival_rate || tested.goal.objective == Objective::throughput);
  if (!decision.load) return;
  std::vector<double> occupancy;
  std::vector<double> waiting;
  for (const auto* stages : {&decision.load->tiers, &decision.load->links}) {
    for (const StageLoad& stage : *stages) {
      occupancy.push_back(stage.occupancy.count());
      waiting.push_back(stage.waiting.count());
    }
  }
  const auto joined = [](std::vector<double> tiers, const std::vector<double>& links) {
    tiers.insert(tiers.end(), links.begin(), links.end());
    return tiers;
  };
  EXPECT_TRUE(same_numbers(joined(figures.tier_occupancy, figures.link_occupancy), occupancy));
  EXPECT_TRUE(same_numbers(joined(figures.tier_waiting, figures.link_waiting), waiting));
  EXPECT_TRUE(same_time(figures.bottleneck(), decision.load->bottleneck.count()));
  EXPECT_TRUE(same_time(figures.waiting(), decision.load->waiting.count()));
}

}  // namespace

struct GoalCase::Parts {
  Parts(Random& random, Shape shape) {
    RandomOptions options;
    options.most_tiers = shape == Shape::chain ? 4 : 3;
    options.most_layers = shape == Shape::chain ? 10 : 8;
    options.most_branches = 3;
    data = shape == Shape::chain ? random_chain(random, options) : random_network(random, options);
    goal = random_goal(random, data);
    scenario = random_scenario(random, data, options);
    // Through a block there is no way over a link that is down, not even where all samples have
    // left before: its cut is the same for every survival.
    const bool all_leave =
        std::any_of(data.branches.begin(), data.branches.end(),
                    [](const auto& branch) { return branch.exit_probability->value == 1; });
    if (shape == Shape::chain || !all_leave) return;
    for (auto& [link, rate] : scenario.rate.named) rate = Mbps{std::max(rate.value, 1e-6)};
  }
  ProfileData data;
  Goal goal;
  Scenario scenario;
};

GoalCase::GoalCase(Random& random, Shape shape) : GoalCase(random, Parts(random, shape)) {}

GoalCase::GoalCase(Random& random, Parts parts)
    : profile(make_profile(std::move(parts.data)).value()),
      scenario(std::move(parts.scenario)),
      goal(std::move(parts.goal)),
      instance(make_instance(profile, scenario).value()) {
  look_at_all();
  if (candidates.empty() || chance(random, 0.3)) return;
  add_budgets(random);
  look_at_all();
}

void GoalCase::look_at_all() {
  const SecondOpinion second = opinion();
  candidates.clear();
  for (TierOf& placement : every_placement(profile)) {
    Figures figures = second.figures(placement);
    if (!figures.is_pinned || !std::isfinite(figures.time)) continue;
    const double objective = second.objective(figures);
    const bool is_whole = !cuts_a_block(profile, placement);
    const bool is_possible = second.is_possible(figures);
    candidates.push_back(
        {std::move(placement), std::move(figures), objective, is_whole, is_possible});
  }
}

/// Budgets near to what some placement needs: often just that, else less or more.
void GoalCase::add_budgets(Random& random) {
  const auto any = [&]() -> const TierOf& {
    return candidates[integer_between(random, 0, candidates.size() - 1)].placement;
  };
  const auto near = [&](double value) {
    return chance(random, 0.5) ? value : value * real_between(random, 0.7, 1.5);
  };
  const double bottleneck = opinion().figures(any()).bottleneck();
  if (chance(random, 0.4)) {
    goal.arrival_rate = real_between(random, 0.05, 1.1) * 1000 / std::max(1e-3, bottleneck);
  }
  const Figures figures = opinion().figures(any());  // under this load
  if (chance(random, 0.3)) goal.max_upload.all = Bytes{near(figures.upload.front())};
  for (std::size_t k = 0; k < figures.upload.size(); ++k) {
    if (!chance(random, 0.15)) continue;
    goal.max_upload.named.emplace_back(profile.links()[k].name, Bytes{near(figures.upload[k])});
  }
  for (std::size_t k = 0; k < figures.parameters.size(); ++k) {
    if (!chance(random, 0.15)) continue;
    goal.memory.emplace_back(profile.tiers()[k], Bytes{near(figures.parameters[k])});
  }
  const double ms = near(figures.time_with_waiting());
  if (goal.objective != Objective::latency && chance(random, 0.3) && ms <= ProfileLimits::time_ms) {
    goal.deadline = Milliseconds(ms);
  }
}

bool GoalCase::has_budget() const {
  return goal.arrival_rate || goal.max_upload.all || !goal.max_upload.named.empty() ||
         !goal.memory.empty() || goal.deadline;
}

bool GoalCase::is_sum() const {
  return goal.objective == Objective::energy ||
         (goal.objective == Objective::latency && !goal.arrival_rate);
}

testing::AssertionResult same_objective(const GoalCase& tested, double a, double b,
                                        double absolute) {
  return same_time(a, b, tested.goal.objective == Objective::energy ? 3e-9 : 1e-9, absolute);
}

Figures figures_of(const GoalCase& tested, const Decision& decision) {
  const Figures figures = tested.opinion().figures(test::tiers_of(tested.profile, decision));
  EXPECT_TRUE(tested.opinion().is_possible(figures));
  expect_figures(tested, decision, figures);
  return figures;
}

}  // namespace popex::test
