// SPDX-License-Identifier: MIT
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <popex/profile.hpp>

#include "support/chain.hpp"
#include "support/problem_lines.hpp"

namespace popex {
namespace {

using test::chain;
using test::Lines;
using test::problem_lines;

std::vector<std::string> layer_names(const Profile& profile) {
  std::vector<std::string> names;
  for (const Layer& layer : profile.layers()) names.push_back(layer.name);
  return names;
}

std::vector<std::string> branch_names(const Profile& profile) {
  std::vector<std::string> names;
  for (const Branch& branch : profile.branches()) names.push_back(branch.name);
  return names;
}

TEST(Profile, LayerReadsTheOneBeforeItUnlessItSaysOtherwise) {
  const Profile profile = chain(1).layer({1, 1}, 1).layer({1, 1}, 1).profile();
  EXPECT_EQ(profile.layers()[0].inputs, (std::vector<std::size_t>{0}));
  EXPECT_EQ(profile.layers()[1].inputs, (std::vector<std::size_t>{1}));
  EXPECT_TRUE(profile.is_chain());
}

TEST(Profile, TensorsAreCalledAfterTheLayerThatMakesThem) {
  const Profile profile = chain(1).layer({1, 1}, 1).layer({1, 1}, 1).profile();
  EXPECT_EQ(profile.tensor_name(0), "input");
  EXPECT_EQ(profile.tensor_name(1), "v1");
  EXPECT_EQ(profile.tensor_name(2), "v2");
}

TEST(Profile, LinksAreCalledAfterTheirTiers) {
  const Profile profile = chain(1, test::three_tiers()).layer({1, 1, 1}, 1).profile();
  ASSERT_EQ(profile.links().size(), 2U);
  EXPECT_EQ(profile.links()[0].name, "device-edge");
  EXPECT_EQ(profile.links()[1].name, "edge-cloud");
  EXPECT_FALSE(profile.links()[0].rate.has_value());
}

TEST(Profile, LinksMayBeGivenInAnyOrder) {
  ProfileData data = chain(1, test::three_tiers()).layer({1, 1, 1}, 1).data();
  data.links = {{"edge", "cloud", Mbps{2}, std::nullopt},
                {"device", "edge", std::nullopt, Milliseconds(3)}};
  const Profile profile = make_profile(data).value();
  EXPECT_EQ(profile.links()[1].rate, Mbps{2});
  EXPECT_EQ(profile.links()[0].latency, Milliseconds(3));
}

TEST(Profile, LayersOutOfOrderAreSorted) {
  //  written: c reads b, a reads the input, b reads a
  ProfileData data = test::equal_layers(3);
  data.layers[0].name = "c";
  data.layers[0].inputs = {{"b"}};
  data.layers[0].output = Bytes{3};
  data.layers[1].name = "a";
  data.layers[1].inputs = {{"input"}};
  data.layers[1].output = Bytes{1};
  data.layers[2].name = "b";
  data.layers[2].output = Bytes{2};
  const Profile profile = make_profile(data).value();
  EXPECT_EQ(layer_names(profile), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(profile.layers()[2].output, Bytes{3});  // numbers go with their layer
  EXPECT_EQ(profile.layers()[2].inputs, (std::vector<std::size_t>{2}));
  EXPECT_TRUE(profile.is_chain());
}

TEST(Profile, BranchesStandInTheOrderInWhichTheyRun) {
  ProfileData data = test::equal_layers(4);
  const auto add = [&](const std::string& name, const std::string& after) {
    data.branches.push_back({});
    data.branches.back().name = name;
    data.branches.back().after = after;
  };
  add("late", "v3");
  add("first", "v1");
  add("second", "v1");  // of those after one layer, as written
  const Profile profile = make_profile(data).value();
  EXPECT_EQ(branch_names(profile), (std::vector<std::string>{"first", "second", "late"}));
  EXPECT_EQ(profile.branches()[2].after, 3U);
}

TEST(Profile, BranchFollowsItsLayerWhereLayersAreSorted) {
  ProfileData data = test::equal_layers(2);
  data.layers[0].inputs = {{"v2"}};
  data.layers[1].inputs = {{"input"}};
  data.branches.push_back({});
  data.branches.front().name = "b";
  data.branches.front().after = "v2";
  EXPECT_EQ(make_profile(data).value().branches().front().after, 1U);
}

TEST(Profile, InputsReadTwiceCountOnce) {
  ProfileData data = test::equal_layers(2);
  data.layers[1].inputs = {{"v1", "v1"}};
  const Profile profile = make_profile(data).value();
  EXPECT_EQ(profile.layers()[1].inputs, (std::vector<std::size_t>{1}));
  EXPECT_TRUE(profile.is_chain());
}

TEST(Profile, NetworkWithASkippedLayerIsNoChain) {
  ProfileData data = test::equal_layers(3);
  data.layers[2].inputs = {{"v2", "v1"}};
  const Profile profile = make_profile(data).value();
  EXPECT_FALSE(profile.is_chain());
  EXPECT_EQ(profile.layers()[2].inputs, (std::vector<std::size_t>{1, 2}));
}

TEST(Profile, TimesStandByTierHoweverTheyWereWritten) {
  ProfileData data = test::equal_layers(1);
  data.layers[0].time = {{"cloud", Milliseconds(1)}, {"edge", Milliseconds(2)}};
  data.layers[0].energy_mj = {{"cloud", 5}};
  const Profile profile = make_profile(data).value();
  const Layer& layer = profile.layers().front();
  ASSERT_EQ(layer.time.size(), 2U);
  EXPECT_EQ(layer.time[0], Milliseconds(2));
  EXPECT_EQ(layer.time[1], Milliseconds(1));
  ASSERT_EQ(layer.energy_mj.size(), 2U);
  EXPECT_EQ(layer.energy_mj[0], std::nullopt);
  EXPECT_EQ(layer.energy_mj[1], 5);
  EXPECT_TRUE(layer.time_iqr.empty());
}

TEST(Profile, PowerStandsByTierHoweverItWasWritten) {
  ProfileData data = test::equal_layers(1);
  EXPECT_TRUE(make_profile(data).value().power_mw().empty());
  data.power_mw = {{"cloud", 250'000}};
  EXPECT_EQ(make_profile(data).value().power_mw(),
            (std::vector<std::optional<double>>{std::nullopt, 250'000}));
  data.power_mw.emplace_back("edge", 4000);
  EXPECT_EQ(make_profile(data).value().power_mw(),
            (std::vector<std::optional<double>>{4000, 250'000}));
}

TEST(Profile, WithoutTimesThereIsStillOneEntryATier) {
  ProfileData data = test::equal_layers(1);
  data.layers[0].time = {};
  const Profile profile = make_profile(data).value();
  EXPECT_EQ(profile.layers().front().time.size(), 2U);
  EXPECT_EQ(profile.layers().front().time[0], std::nullopt);
}

TEST(Profile, AllProblemsAreReportedAtOnceWithTheirPlaces) {
  ProfileData data = test::equal_layers(3);
  data.input = Bytes{-1};
  data.layers[0].time = {{"egde", Milliseconds(1)}};
  data.layers[1].output = Bytes{-2};
  data.layers[2].inputs = {{"v7"}};
  data.branches.resize(1);
  data.branches[0].name = "v1";
  data.branches[0].exit_probability = Probability{1.5};
  data.links = {{"cloud", "edge", std::nullopt, std::nullopt}};
  EXPECT_EQ(
      problem_lines(make_profile(data)),
      (Lines{"/input/bytes: -1, must be between 0 and 1000000000000000",
             "/layers/0/time_ms/egde: 'egde' is not a tier, expected one of edge, cloud; did you "
             "mean 'edge'?",
             "/layers/1/output_bytes: -2, must be between 0 and 1000000000000000",
             "/branches/0/name: 'v1' is also the name of layer 0, names must differ",
             "/branches/0/exit_probability: 1.5, must be between 0 and 1",
             "/links/0: 'cloud-edge' is not a link, expected from and to to be two consecutive "
             "tiers: edge-cloud",
             "/layers/2/inputs/0: 'v7' is not a layer, expected a layer's name or 'input'; did "
             "you mean 'v1'?"}));
}

}  // namespace
}  // namespace popex
