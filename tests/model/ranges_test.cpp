// SPDX-License-Identifier: MIT
#include "model/ranges.hpp"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "model/assessment.hpp"
#include "model/criteria.hpp"
#include "model/expected_time.hpp"
#include "support/chain.hpp"
#include "support/energy_goal.hpp"
#include "support/problem_lines.hpp"

// Measured ranges, worked out by hand. At 8 Mbps 1000 bytes take 1 ms.

namespace popex {
namespace {

using test::chain;

using Times = std::vector<std::optional<Milliseconds>>;
using Ranges = std::initializer_list<std::pair<std::size_t, double>>;

/// Layer by layer, 12 ms on the edge and 6 ms in the cloud.
test::Chain three_layers() {
  return chain(1000).layer({2, 1}, 3000).layer({6, 3}, 2000).layer({4, 2}, 10).rate({8});
}

/// Ranges of one tier at these layers, counted from 1; 0 is the input.
ProfileData with_ranges(ProfileData data, const std::string& tier, Ranges ranges) {
  for (const auto& [layer, ms] : ranges) {
    auto& into = layer == 0 ? data.input_range : data.layers.at(layer - 1).range;
    into.emplace_back(tier, Milliseconds(ms));
  }
  return data;
}

ProfileData with_all_ranges(ProfileData data) {
  data = with_ranges(std::move(data), "edge", {{1, 3}, {2, 10}, {3, 13}});
  return with_ranges(std::move(data), "cloud", {{0, 5}, {1, 4.5}, {2, 1.5}, {3, 0}});
}

ProfileData without_times(ProfileData data, const std::string& tier) {
  for (auto& layer : data.layers) {
    std::erase_if(layer.time, [&](const auto& time) { return time.first == tier; });
  }
  return data;
}

Times times(const ProfileData& data, std::size_t tier) {
  return effective_times(make_profile(data).value(), tier);
}

Times ms(const std::vector<double>& values) {
  Times made;
  for (const double value : values) made.emplace_back(value);
  return made;
}

double time_of(const ProfileData& data, const Scenario& scenario, const Placement& placement) {
  const Instance instance = make_instance(make_profile(data).value(), scenario).value();
  return expected_time(instance, placement).expected_time.count();
}

TEST(Ranges, OfAllLayersMakeTheTimeOfASplitPrefixUploadAndSuffix) {
  const ProfileData data = with_all_ranges(three_layers().data());
  const Scenario scenario = three_layers().scenario();
  EXPECT_DOUBLE_EQ(time_of(data, scenario, {{0, 0}}), 0 + 1 + 5);
  EXPECT_DOUBLE_EQ(time_of(data, scenario, {{1, 0}}), 3 + 3 + 4.5);
  EXPECT_DOUBLE_EQ(time_of(data, scenario, {{2, 0}}), 10 + 2 + 1.5);
  EXPECT_DOUBLE_EQ(time_of(data, scenario, {{3, 0}}), 13 + 0 + 0);
}

TEST(Ranges, NeedNoTimesOfLayersWhereAllAreGiven) {
  ProfileData data = with_all_ranges(three_layers().data());
  for (const char* tier : {"edge", "cloud"}) data = without_times(std::move(data), tier);
  EXPECT_DOUBLE_EQ(time_of(data, three_layers().scenario(), {{2, 0}}), 10 + 2 + 1.5);
}

TEST(Ranges, AreSharedInProportionToTheLayersOwnTimes) {
  const ProfileData data = three_layers().data();
  // 2 : 6 of 10 ms; 2 : 6 : 4 of 24 ms.
  EXPECT_EQ(times(with_ranges(data, "edge", {{2, 10}}), 0), ms({2.5, 7.5, 4}));
  EXPECT_EQ(times(with_ranges(data, "edge", {{3, 24}}), 0), ms({4, 12, 8}));
  EXPECT_EQ(times(with_ranges(data, "edge", {{1, 3}, {3, 13}}), 0), ms({3, 6, 4}));
  EXPECT_EQ(times(with_ranges(data, "cloud", {{0, 12}}), 1), ms({2, 6, 4}));
  EXPECT_EQ(times(with_ranges(data, "cloud", {{0, 12}, {2, 4}}), 1), ms({2, 6, 4}));
}

TEST(Ranges, LeaveLayersBehindTheLastPrefixAndBeforeTheFirstSuffixAsTheyAre) {
  const ProfileData data = three_layers().data();
  EXPECT_EQ(times(with_ranges(data, "edge", {{1, 3}}), 0), ms({3, 6, 4}));
  EXPECT_EQ(times(with_ranges(data, "cloud", {{1, 10}}), 1), ms({1, 6, 4}));
  EXPECT_EQ(times(with_ranges(data, "cloud", {{3, 0}}), 1), ms({1, 3, 2}));
  EXPECT_EQ(times(with_ranges(data, "edge", {{1, 3}}), 1), ms({1, 3, 2}));  // the other tier
}

TEST(Ranges, GoToTheLastOfLayersThatHaveNoTimeOfTheirOwn) {
  ProfileData data = with_ranges(three_layers().data(), "edge", {{2, 10}});
  data.layers[0].time[0].second = Milliseconds(0);
  EXPECT_EQ(times(data, 0), ms({0, 10, 4}));
  data.layers[1].time[0].second = Milliseconds(0);
  EXPECT_EQ(times(data, 0), ms({0, 10, 4}));
  data.layers[0].time.clear();
  data.layers[1].time.clear();
  EXPECT_EQ(times(data, 0), ms({0, 10, 4}));
  data.layers[0].time = {{"edge", Milliseconds(7)}};  // a time that is missing counts as 0
  EXPECT_EQ(times(data, 0), ms({10, 0, 4}));
}

TEST(Ranges, MayStayAsTheyAre) {
  const ProfileData data = with_ranges(three_layers().data(), "edge", {{1, 3}, {2, 3}, {3, 3}});
  EXPECT_EQ(times(data, 0), ms({3, 0, 0}));
  EXPECT_EQ(times(with_ranges(data, "cloud", {{0, 2}, {1, 2}, {2, 2}}), 1), ms({0, 0, 2}));
}

TEST(Ranges, OfTheLastTierAreWhatGammaMultiplies) {
  const ProfileData data = with_all_ranges(three_layers().data());
  Scenario scenario = three_layers().scenario();
  scenario.gamma = 10;
  EXPECT_DOUBLE_EQ(time_of(data, scenario, {{3, 0}}), 10 * 5);
  EXPECT_DOUBLE_EQ(time_of(data, scenario, {{2, 0}}), 10 * (0.5 + 3) + 2 + 1.5);
  const ProfileData cloud_only =
      with_ranges(without_times(three_layers().data(), "edge"), "cloud", {{0, 12}});
  EXPECT_DOUBLE_EQ(time_of(cloud_only, scenario, {{1, 0}}), 10 * 2 + 3 + 10);
}

TEST(Ranges, AreWeighedWithTheSamplesThatComeSoFar) {
  // Behind b1, which takes 1 ms, 60 % are left: of the 7 ms up to v2, of the upload and the rest.
  ProfileData data = with_all_ranges(three_layers().data());
  data.branches.push_back({"b1", "v1", {{"edge", Milliseconds(1)}}, Probability{0.4}, {}, {}, {}});
  EXPECT_DOUBLE_EQ(time_of(data, three_layers().scenario(), {{2, 1}}),
                   3 + 1 + 0.6 * ((10 - 3) + 2 + 1.5));
}

TEST(Ranges, MakeTheEnergyThatComesFromAPower) {
  const ProfileData data = with_all_ranges(three_layers().data());
  const Profile profile = make_profile(data).value();
  Instance instance = make_instance(profile, three_layers().scenario()).value();
  const Goal goal = test::energy_goal({{"edge", 500}, {"cloud", 4000}});
  const Criteria criteria = make_criteria(profile, goal, instance).value();
  const Energy energy = assess(instance, criteria, {{2, 0}}).energy.value();
  EXPECT_DOUBLE_EQ(energy.tiers_mj[0], 0.5 * 10);
  EXPECT_DOUBLE_EQ(energy.tiers_mj[1], 4 * 1.5);
}

TEST(Ranges, SayNothingOfTiersInTheMiddle) {
  const test::Chain network =
      chain(1000, test::three_tiers()).layer({9, 3, 1}, 1000).layer({9, 3, 1}, 10).rate({8, 8});
  ProfileData data = with_ranges(network.data(), "device", {{1, 8}, {2, 15}});
  data = with_ranges(std::move(data), "cloud", {{0, 5}, {1, 4}});
  EXPECT_EQ(times(data, 1), ms({3, 3}));
  EXPECT_DOUBLE_EQ(time_of(data, network.scenario(), {{1, 0}, {2, 0}}), 8 + 1 + 3);
  EXPECT_DOUBLE_EQ(time_of(data, network.scenario(), {{0, 0}, {1, 0}}), 1 + 3 + 1 + 4);
}

TEST(Ranges, AreSharedByTheLayersOfABlock) {
  // v2 and v3 read v1, and v4 reads both: 2 : 6 : 4 of the 24 ms from v1 to v4.
  ProfileData data = chain(1).layer({5, 1}, 1).layer({2, 1}, 1).layer({6, 1}, 1).data();
  data.layers.push_back(data.layers[0]);
  data.layers[3].name = "v4";
  data.layers[3].time[0].second = Milliseconds(4);
  data.layers[2].inputs = {"v1"};
  data.layers[3].inputs = {"v2", "v3"};
  EXPECT_EQ(times(with_ranges(data, "edge", {{1, 6}, {4, 30}}), 0), ms({6, 4, 12, 8}));
}

TEST(Ranges, LeaveTimesToBeAskedForWhereTheyDoNotReach) {
  const ProfileData data =
      with_ranges(without_times(three_layers().data(), "edge"), "edge", {{1, 3}, {2, 4}});
  const Profile profile = make_profile(data).value();
  EXPECT_EQ(
      test::problem_lines(make_instance(profile, three_layers().scenario())),
      (test::Lines{"/layers/2/time_ms: 'v3' has no time on tier 'edge', expected one, or gamma"}));
}

}  // namespace
}  // namespace popex
