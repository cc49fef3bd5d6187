// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <popex/planner.hpp>

#include "decision_maker/decisions.hpp"
#include "support/chain.hpp"

// Where decisions are the same to the objective, or nearly so.

namespace popex {
namespace {

using test::chain;
using test::three_tiers;

Planner plan(const test::Chain& network, const Goal& goal) {
  return Planner::make(network.profile(), network.scenario(), goal).value();
}

Goal energy_of_the_first_tier(const std::string& tier, double mw) {
  Goal goal;
  goal.objective = Objective::energy;
  goal.power_mw = {{tier, mw}};
  goal.radio_power.all = RadioPower{0, 1};
  return goal;
}

TEST(GoalTies, OfEnergyGoToTheFaster) {
  // The device sends the input at once, and what happens then is not its energy. To run everything
  // on the edge takes longest by far, so that 13 ms and 61 ms are next to nothing beside it.
  const test::Chain network =
      chain(1000, three_tiers()).layer({1, 50, 1}, 0).layer({1, 1e5, 10}, 1).rate({8, 8});
  const Decision decision = plan(network, energy_of_the_first_tier("device", 1000)).decide();
  EXPECT_EQ(decision.placement, (Placement{{0, 0}, {0, 0}}));
  EXPECT_DOUBLE_EQ(decision.energy->total_mj, 0.001);
  EXPECT_DOUBLE_EQ(decision.expected_time.count(), 13);
}

TEST(GoalTies, NoEnergyIsLessThanALittle) {
  // To send the input takes 0.001 mJ and 100 s less. That v1's output would take a million times as
  // much as can be saved has nothing to do with it.
  const test::Chain network = chain(1000).layer({1e5, 1}, 1e15).layer({1, 1}, 1).rate({8});
  const Decision decision = plan(network, energy_of_the_first_tier("edge", 0)).decide();
  EXPECT_EQ(decision.placement, (Placement{{2, 0}}));
  EXPECT_EQ(decision.energy->total_mj, 0);
}

TEST(GoalTies, OfEnergyLeaveTheDecisionAtTheBeginningOfTheList) {
  // The upload saves 10 of 1000 ms and takes 1e-10 more energy: as much as nothing, so that both
  // orders are right, but the decision and the list have to agree.
  const test::Chain network = chain(990'000).layer({1000, 0}, 1).rate({8});
  Goal goal;
  goal.objective = Objective::energy;
  goal.power_mw = {{"edge", 1000}};
  goal.radio_power.all = RadioPower{0, 1000 / 0.99 * (1 + 1e-10)};
  goal.deadline = Milliseconds(5000);  // a budget: everything is looked at
  const Planner planner = plan(network, goal);
  const std::vector<Decision> best = planner.best(2);
  ASSERT_EQ(best.size(), 2U);
  EXPECT_EQ(best[0].placement, planner.decide().placement);
  EXPECT_NEAR(best[1].energy->total_mj / best[0].energy->total_mj, 1, 1.1e-10);
}

TEST(GoalTies, OfThroughputGoToTheFaster) {
  // The slowest stage takes 10 ms, be it v1 on the edge or both layers in the cloud.
  const test::Chain network = chain(1000).layer({10, 5}, 1000).layer({5, 5}, 1).rate({8});
  Goal goal;
  goal.objective = Objective::throughput;
  const Decision decision = plan(network, goal).decide();
  EXPECT_EQ(decision.placement, (Placement{{0, 0}}));
  EXPECT_DOUBLE_EQ(decision.load->samples_per_second(), 100);
  EXPECT_DOUBLE_EQ(decision.expected_time.count(), 11);
}

TEST(GoalTies, SampleThatLeavesEarlyDoesNotWaitForTheNextTier) {
  // b1 takes 0.1 ms on the device and nothing on the edge, but half of the samples need not queue
  // for the edge if they leave before: with 100 a second, those that do wait for 5 ms each.
  const test::Chain network = chain(0, three_tiers())
                                  .layer({0.1, 1000, 1000}, 0)
                                  .branch({0.1, 0, 0}, 0.5)
                                  .layer({1000, 10, 1000}, 0)
                                  .rate({8, 8});
  Goal goal;
  goal.arrival_rate = 100;
  const Decision decision = plan(network, goal).decide();
  EXPECT_EQ(decision.placement, (Placement{{1, 1}, {2, 1}}));
  const double device = 0.2 + 0.1 * 0.04 / (2 * 0.98);
  EXPECT_DOUBLE_EQ(decision.time_with_waiting().count(), device + 5 + 0.5 * 5);
}

}  // namespace
}  // namespace popex
