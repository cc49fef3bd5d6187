// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "model/assessment.hpp"
#include "model/criteria.hpp"
#include "support/chain.hpp"
#include "support/energy_goal.hpp"

// Energy, worked out by hand.

namespace popex {
namespace {

using test::chain;
using test::energy_goal;
using test::two_layers;

Energy energy_of(const ProfileData& data, const Scenario& scenario, const Goal& goal,
                 const Placement& placement) {
  const Profile profile = make_profile(data).value();
  Instance instance = make_instance(profile, scenario).value();
  const Criteria criteria = make_criteria(profile, goal, instance).value();
  return assess(instance, criteria, placement).energy.value();
}

TEST(Energy, IsPowerTimesTimeOfWhoeverComesSoFar) {
  // Both layers: 10 ms, 2 ms at the branch, and 60 % of 20 ms, at 500 mW.
  const test::Chain network = two_layers();
  const Goal goal = energy_goal({{"edge", 500}});
  const Energy edge = energy_of(network.data(), network.scenario(), goal, {{2, 1}});
  EXPECT_DOUBLE_EQ(edge.tiers_mj[0], 0.5 * (10 + 2 + 0.6 * 20));
  EXPECT_EQ(edge.tiers_mj[1], 0);
  EXPECT_EQ(edge.links_mj[0], 0);
  EXPECT_DOUBLE_EQ(edge.total_mj, 12);
}

TEST(Energy, OfTheRadioIsLinearInTheRate) {
  // 438.39 · 10 + 1288.04 = 5671.94 mW. The input takes 8 · 1 250 000 / 10 000 = 1000 ms, and the
  // link's latency no energy; v1's output 200 ms, for 60 % of the samples.
  const test::Chain network = two_layers();
  const Goal goal = energy_goal({{"edge", 500}});
  const Energy all_sent = energy_of(network.data(), network.scenario(), goal, {{0, 0}});
  EXPECT_DOUBLE_EQ(all_sent.links_mj[0], 5671.94);
  EXPECT_DOUBLE_EQ(all_sent.total_mj, 5671.94);
  const Energy split = energy_of(network.data(), network.scenario(), goal, {{1, 1}});
  EXPECT_DOUBLE_EQ(split.tiers_mj[0], 0.5 * 12);
  EXPECT_DOUBLE_EQ(split.links_mj[0], 0.6 * 0.2 * 5671.94);
  EXPECT_DOUBLE_EQ(split.total_mj, 6 + 680.6328);
}

TEST(Energy, OfTheCloudCountsWhereItsPowerIsGiven) {
  const test::Chain network = two_layers();
  const Goal goal = energy_goal({{"edge", 500}, {"cloud", 100'000}});
  const Energy split = energy_of(network.data(), network.scenario(), goal, {{1, 0}});
  EXPECT_DOUBLE_EQ(split.tiers_mj[1], 100 * 2);
}

TEST(Energy, GoalGoesBeforeLayersAndLayersGoBeforeTheirTier) {
  ProfileData data = two_layers().data();
  data.power_mw = {{"edge", 1000}};
  data.layers[0].energy_mj = {{"edge", 70}};
  const Scenario scenario = two_layers().scenario();
  EXPECT_DOUBLE_EQ(energy_of(data, scenario, energy_goal({}), {{2, 0}}).total_mj, 70 + 20);
  EXPECT_DOUBLE_EQ(energy_of(data, scenario, energy_goal({{"edge", 500}}), {{2, 0}}).total_mj,
                   0.5 * 30);
}

TEST(Energy, GammaScalesTimesAndNotWhatWasMeasured) {
  ProfileData data = two_layers().data();
  data.layers[0].energy_mj = {{"edge", 70}};
  data.power_mw = {{"edge", 1000}};
  Scenario scenario = two_layers().scenario();
  scenario.gamma = 100;  // v1: 100 ms, b1: 50 ms, v2: 200 ms
  EXPECT_DOUBLE_EQ(energy_of(data, scenario, energy_goal({}), {{2, 1}}).total_mj,
                   70 + 50 + 0.6 * 200);
  EXPECT_DOUBLE_EQ(energy_of(data, scenario, energy_goal({{"edge", 2000}}), {{2, 1}}).total_mj,
                   2 * (100 + 50 + 0.6 * 200));
}

TEST(Energy, OfLaterRadiosCountsByName) {
  const test::Chain network = chain(1250, test::three_tiers()).layer({1, 1, 1}, 1).rate({10, 1});
  Goal goal = energy_goal({{"device", 1000}});
  const Placement all_sent = {{0, 0}, {0, 0}};
  Energy energy = energy_of(network.data(), network.scenario(), goal, all_sent);
  EXPECT_DOUBLE_EQ(energy.links_mj[0], 5.67194);
  EXPECT_EQ(energy.links_mj[1], 0);
  goal.radio_power.named = {{"edge-cloud", {100, 400}}};
  energy = energy_of(network.data(), network.scenario(), goal, all_sent);
  EXPECT_DOUBLE_EQ(energy.links_mj[0], 5.67194);
  EXPECT_DOUBLE_EQ(energy.links_mj[1], 0.5 * 10);
  goal.radio_power.named.emplace_back("device-edge", RadioPower{0, 1000});
  energy = energy_of(network.data(), network.scenario(), goal, all_sent);
  EXPECT_DOUBLE_EQ(energy.links_mj[0], 1);
}

}  // namespace
}  // namespace popex
