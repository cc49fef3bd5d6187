// SPDX-License-Identifier: MIT
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include <popex/profile.hpp>

#include "support/chain.hpp"
#include "support/problem_lines.hpp"

// The rules of a profile that are about names and about what has to be there.

namespace popex {
namespace {

using test::Lines;

Lines problems(const ProfileData& data) { return test::problem_lines(make_profile(data)); }

ProfileData::Branch branch(const std::string& name, const std::string& after) {
  ProfileData::Branch made;
  made.name = name;
  made.after = after;
  return made;
}

TEST(ProfileNames, UnknownTierOfATimeIsAnErrorWithAHint) {
  ProfileData data = test::equal_layers(1);
  data.layers[0].time.emplace_back("cluod", Milliseconds(1));
  EXPECT_EQ(problems(data),
            (Lines{"/layers/0/time_ms/cluod: 'cluod' is not a tier, expected one of edge, cloud; "
                   "did you mean 'cloud'?"}));
}

TEST(ProfileNames, UnknownTierIsAnErrorWhereverTiersAreNamed) {
  ProfileData data = test::equal_layers(2);
  data.power_mw = {{"fog", 1}};
  data.layers[0].energy_mj = {{"fog", 1}};
  data.layers[0].time_iqr = {{"a/b", Milliseconds(1)}};
  data.branches = {branch("b", "v1")};
  data.branches[0].time = {{"fog", Milliseconds(1)}};
  data.branches[0].energy_mj = {{"fog", 1}};
  data.branches[0].time_iqr = {{"fog", Milliseconds(1)}};
  const std::string rest = ": 'fog' is not a tier, expected one of edge, cloud";
  EXPECT_EQ(problems(data),
            (Lines{"/power_mw/fog" + rest, "/layers/0/energy_mj/fog" + rest,
                   "/layers/0/time_iqr_ms/a~1b: 'a/b' is not a tier, expected one of edge, cloud",
                   "/branches/0/time_ms/fog" + rest, "/branches/0/energy_mj/fog" + rest,
                   "/branches/0/time_iqr_ms/fog" + rest}));
}

TEST(ProfileNames, TimeOfATierIsGivenOnce) {
  ProfileData data = test::equal_layers(1);
  data.layers[0].time.emplace_back("edge", Milliseconds(1));
  EXPECT_EQ(problems(data), (Lines{"/layers/0/time_ms/edge: given twice"}));
}

TEST(ProfileNames, UnknownTierOfAPowerIsAnErrorWithAHint) {
  ProfileData data = test::equal_layers(1);
  data.power_mw = {{"cloud", 1}, {"egde", 1}};
  EXPECT_EQ(problems(data),
            (Lines{"/power_mw/egde: 'egde' is not a tier, expected one of edge, cloud; did you "
                   "mean 'edge'?"}));
}

TEST(ProfileNames, PowerOfATierIsGivenOnce) {
  ProfileData data = test::equal_layers(1);
  data.power_mw = {{"edge", 1}, {"cloud", 2}, {"edge", 1}};
  EXPECT_EQ(problems(data), (Lines{"/power_mw/edge: given twice"}));
}

TEST(ProfileNames, LayersNeedDifferentNames) {
  ProfileData data = test::equal_layers(3);
  data.layers[2].name = "v1";
  EXPECT_EQ(problems(data),
            (Lines{"/layers/2/name: 'v1' is also the name of layer 0, names must differ"}));
}

TEST(ProfileNames, BranchesNeedDifferentNames) {
  ProfileData data = test::equal_layers(2);
  data.branches = {branch("b", "v1"), branch("b", "v1"), branch("v2", "v1")};
  EXPECT_EQ(problems(data),
            (Lines{"/branches/1/name: 'b' is given twice, names must differ",
                   "/branches/2/name: 'v2' is also the name of layer 1, names must differ"}));
}

TEST(ProfileNames, TiersNeedDifferentNames) {
  ProfileData data = test::equal_layers(1);
  data.tiers = {"edge", "cloud", "edge"};
  EXPECT_EQ(problems(data), (Lines{"/tiers/2: 'edge' is given twice, tiers need different names"}));
}

TEST(ProfileNames, LinksNeedDifferentNamesToo) {
  // "a-b" to "c" and "a" to "b-c" would both be a-b-c.
  ProfileData data = test::equal_layers(1);
  data.layers[0].time = {};
  data.tiers = {"a-b", "c", "a", "b-c"};
  EXPECT_EQ(problems(data), (Lines{"/tiers: two links would be called 'a-b-c', rename a tier"}));
}

TEST(ProfileNames, InputAndOutputAreReserved) {
  ProfileData data = test::equal_layers(3);
  data.layers[0].name = "input";
  data.branches = {branch("output", "v2")};
  data.tiers = {"edge", "cloud", "input"};
  const std::string rest = "' is reserved, expected another name";
  EXPECT_EQ(problems(data), (Lines{"/tiers/2: 'input" + rest, "/layers/0/name: 'input" + rest,
                                   "/branches/0/name: 'output" + rest}));
  data = test::equal_layers(1);
  data.layers[0].name = "output";
  EXPECT_EQ(problems(data), (Lines{"/layers/0/name: 'output" + rest}));
}

TEST(ProfileNames, EverythingHasAName) {
  ProfileData data = test::equal_layers(2);
  data.layers[0].name = "";
  data.branches = {branch("", "v2")};
  data.tiers = {"edge", "cloud", ""};
  const std::string rest = ": missing or empty, expected a name";
  EXPECT_EQ(problems(data),
            (Lines{"/tiers/2" + rest, "/layers/0/name" + rest, "/branches/0/name" + rest}));
}

TEST(ProfileNames, NamesHaveALength) {
  ProfileData data = test::equal_layers(2);
  data.layers[0].name = std::string(ProfileLimits::name_bytes, 'x');
  EXPECT_EQ(problems(data), (Lines{"no problem"}));
  data.layers[0].name += 'x';
  EXPECT_EQ(problems(data), (Lines{"/layers/0/name: a name of 1025 bytes, expected at most 1024"}));
}

TEST(ProfileNames, LinkGoesFromATierToTheNext) {
  ProfileData data = test::equal_layers(1);
  data.layers[0].time = {};
  data.tiers = test::three_tiers();
  data.links = {{"device", "cloud", std::nullopt, std::nullopt}};
  EXPECT_EQ(problems(data),
            (Lines{"/links/0: 'device-cloud' is not a link, expected from and to to be two "
                   "consecutive tiers: device-edge, edge-cloud; did you mean 'edge-cloud'?"}));
}

TEST(ProfileNames, LinkIsGivenOnce) {
  ProfileData data = test::equal_layers(1);
  data.links = {{"edge", "cloud", Mbps{1}, std::nullopt},
                {"edge", "cloud", std::nullopt, Milliseconds(1)}};
  EXPECT_EQ(problems(data), (Lines{"/links/1: 'edge-cloud' is given twice"}));
}

TEST(ProfileNames, NearOnesAreLookedForAMillionTimesInAll) {
  // Each unknown name is compared with those of 2,000 layers: the first 500 have a hint.
  ProfileData data = test::equal_layers(2000);
  for (std::size_t i = 0; i < 600; ++i) data.layers[i].inputs = {{"w" + std::to_string(i + 1)}};
  const Lines found = problems(data);
  ASSERT_EQ(found.size(), 600U);
  EXPECT_EQ(found[499],
            "/layers/499/inputs/0: 'w500' is not a layer, expected a layer's name or 'input'; did "
            "you mean 'v500'?");
  EXPECT_EQ(found[500],
            "/layers/500/inputs/0: 'w501' is not a layer, expected a layer's name or 'input'");
}

}  // namespace
}  // namespace popex
