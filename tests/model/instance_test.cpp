// SPDX-License-Identifier: MIT
#include "model/instance.hpp"

#include <vector>

#include <gtest/gtest.h>

#include <popex/profile.hpp>
#include <popex/scenario.hpp>

#include "support/chain.hpp"

namespace popex {
namespace {

using test::chain;

/// b1 after v1, two tiers; the branch has a time in the cloud, which only γ needs.
ProfileData two_layers() {
  return chain(5000).layer({10, 1}, 2000).branch({2, 0.5}, 0.4).layer({20, 2}, 100).data();
}

Scenario at_rate(double mbps) {
  Scenario scenario;
  scenario.rate.all = Mbps{mbps};
  return scenario;
}

TEST(Instance, HoldsTimesSizesAndBranchesByPosition) {
  const Profile profile = make_profile(two_layers()).value();
  const Instance instance = make_instance(profile, at_rate(8)).value();
  EXPECT_EQ(instance.tiers, 2U);
  EXPECT_EQ(instance.layers, 2U);
  EXPECT_EQ(instance.branches, 1U);
  EXPECT_EQ(instance.layer_time(0, 1).count(), 20);
  EXPECT_EQ(instance.layer_time(1, 0).count(), 1);
  EXPECT_EQ(instance.branch_time(0, 0).count(), 2);
  EXPECT_EQ(instance.tensors, (std::vector<Bytes>{Bytes{5000}, Bytes{2000}, Bytes{100}}));
  EXPECT_EQ(instance.branch_after, (std::vector<std::size_t>{1}));
  EXPECT_EQ(instance.rate, (std::vector<Mbps>{Mbps{8}}));
  EXPECT_EQ(instance.latency.front().count(), 0);
}

TEST(Instance, BranchIsNextAfterItsLayerUntilItRan) {
  const Profile profile = make_profile(two_layers()).value();
  const Instance instance = make_instance(profile, at_rate(8)).value();
  EXPECT_FALSE(instance.branch_is_next({0, 0}));
  EXPECT_TRUE(instance.branch_is_next({1, 0}));
  EXPECT_FALSE(instance.branch_is_next({1, 1}));
  EXPECT_FALSE(instance.branch_is_next({2, 1}));
}

TEST(Instance, LastTierNeedsNoBranchTimes) {
  const Profile profile = chain(1).layer({1, 1}, 1).branch({2}, 0.4).layer({1, 1}, 1).profile();
  EXPECT_TRUE(make_instance(profile, at_rate(8)).has_value());
}

TEST(Instance, ScenarioWinsOverTheProfilesDefaults) {
  ProfileData data = two_layers();
  data.links = {{"edge", "cloud", Mbps{3}, Milliseconds(7)}};
  const Profile profile = make_profile(data).value();

  const Instance defaults = make_instance(profile, {}).value();
  EXPECT_EQ(defaults.rate.front(), Mbps{3});
  EXPECT_EQ(defaults.latency.front().count(), 7);
  EXPECT_EQ(defaults.exit_probability.front(), Probability{0.4});

  Scenario scenario = at_rate(5);
  scenario.latency.all = Milliseconds(0);
  scenario.exit_probability.all = Probability{0.9};
  const Instance chosen = make_instance(profile, scenario).value();
  EXPECT_EQ(chosen.rate.front(), Mbps{5});
  EXPECT_EQ(chosen.latency.front().count(), 0);
  EXPECT_EQ(chosen.exit_probability.front(), Probability{0.9});
}

TEST(Instance, NameWinsOverAll) {
  ProfileData data = two_layers();
  data.branches.push_back(data.branches.front());
  data.branches.back().name = "b2";
  Scenario scenario = at_rate(5);
  scenario.exit_probability.all = Probability{0.2};
  scenario.exit_probability.named = {{"b2", Probability{0.7}}};
  const Instance instance = make_instance(make_profile(data).value(), scenario).value();
  EXPECT_EQ(instance.exit_probability,
            (std::vector<Probability>{Probability{0.2}, Probability{0.7}}));
}

TEST(Instance, EachLinkHasItsOwnRateAndLatency) {
  const Instance instance =
      chain(1, test::three_tiers()).layer({1, 1, 1}, 1).rate({50, 5.5}).latency({1, 20}).instance();
  EXPECT_EQ(instance.rate, (std::vector<Mbps>{Mbps{50}, Mbps{5.5}}));
  EXPECT_EQ(instance.latency[0].count(), 1);
  EXPECT_EQ(instance.latency[1].count(), 20);
}

TEST(Instance, GammaReplacesTheFirstTiersTimesOfLayersAndBranches) {
  Scenario scenario = at_rate(8);
  scenario.gamma = 10;
  const Instance instance = make_instance(make_profile(two_layers()).value(), scenario).value();
  EXPECT_DOUBLE_EQ(instance.layer_time(0, 0).count(), 10 * 1);
  EXPECT_DOUBLE_EQ(instance.layer_time(0, 1).count(), 10 * 2);
  EXPECT_DOUBLE_EQ(instance.branch_time(0, 0).count(), 10 * 0.5);
  EXPECT_DOUBLE_EQ(instance.layer_time(1, 1).count(), 2);
}

TEST(Instance, GammaLeavesTheMiddleTierAlone) {
  const Instance instance = chain(1, test::three_tiers())
                                .layer({9, 3, 1}, 1)
                                .branch({8, 4, 2}, 0.5)
                                .layer({9, 3, 1}, 1)
                                .rate({1, 1})
                                .gamma(100)
                                .instance();
  EXPECT_DOUBLE_EQ(instance.layer_time(0, 0).count(), 100);
  EXPECT_DOUBLE_EQ(instance.branch_time(0, 0).count(), 200);
  EXPECT_DOUBLE_EQ(instance.layer_time(1, 0).count(), 3);
  EXPECT_DOUBLE_EQ(instance.branch_time(1, 0).count(), 4);
}

TEST(Instance, GammaNeedsNoTimesOnTheFirstTier) {
  ProfileData data = two_layers();
  for (auto& layer : data.layers) layer.time = {{"cloud", Milliseconds(1)}};
  for (auto& branch : data.branches) branch.time = {{"cloud", Milliseconds(1)}};
  Scenario scenario = at_rate(8);
  scenario.gamma = 4;
  const Instance instance = make_instance(make_profile(data).value(), scenario).value();
  EXPECT_DOUBLE_EQ(instance.layer_time(0, 1).count(), 4);
}

TEST(Instance, SetGammaMayBeCalledAgainAndAgain) {
  Scenario scenario = at_rate(8);
  scenario.gamma = 10;
  Instance instance = make_instance(make_profile(two_layers()).value(), scenario).value();
  set_gamma(instance, 0);
  EXPECT_EQ(instance.layer_time(0, 1).count(), 0);
  set_gamma(instance, 3);
  EXPECT_DOUBLE_EQ(instance.layer_time(0, 1).count(), 6);
  EXPECT_DOUBLE_EQ(instance.branch_time(0, 0).count(), 1.5);
}

TEST(Instance, RateOfMinusZeroIsALinkThatIsDown) {
  // "-0" is a number that is at least 0, and dividing by it must not make an upload end before it
  // began.
  const Profile profile = make_profile(two_layers()).value();
  const Instance instance = make_instance(profile, at_rate(-0.0)).value();
  EXPECT_GT(instance.transfer_time(0, 0).count(), 0);
}

}  // namespace
}  // namespace popex
