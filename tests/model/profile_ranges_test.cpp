// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <popex/profile.hpp>

#include "model/profile_builder.hpp"
#include "support/chain.hpp"
#include "support/problem_lines.hpp"

// The rules of a profile that are about measured ranges.

namespace popex {
namespace {

using test::Lines;

Lines problems(const ProfileData& data) { return test::problem_lines(make_profile(data)); }

/// Ranges of one tier at the layers v1, v2, ….
ProfileData with_ranges(ProfileData data, const std::string& tier, const std::vector<double>& ms) {
  for (std::size_t i = 0; i < ms.size(); ++i) {
    data.layers.at(i).range.emplace_back(tier, Milliseconds(ms[i]));
  }
  return data;
}

ProfileData three_tiers() {
  ProfileData data = test::equal_layers(2);
  data.tiers = {"edge", "fog", "cloud"};
  return data;
}

TEST(ProfileRanges, RiseFromTheInputAndFallToTheOutput) {
  ProfileData data = with_ranges(test::equal_layers(3), "edge", {1, 1, 4});
  data = with_ranges(data, "cloud", {5, 5, 0});
  data.input_range = {{"cloud", Milliseconds(5)}};
  EXPECT_EQ(problems(data), Lines{"no problem"});
  EXPECT_TRUE(make_profile(data).value().has_ranges());
  EXPECT_FALSE(make_profile(test::equal_layers(3)).value().has_ranges());
}

TEST(ProfileRanges, PrefixDoesNotFall) {
  EXPECT_EQ(problems(with_ranges(test::equal_layers(4), "edge", {5, 3, 4, 3.5})),
            (Lines{"/layers/1/range_ms/edge: 3, but up to 'v1' it is 5 already, expected at least "
                   "that",
                   "/layers/3/range_ms/edge: 3.5, but up to 'v3' it is 4 already, expected at "
                   "least that"}));
}

TEST(ProfileRanges, SuffixDoesNotRise) {
  ProfileData data = with_ranges(test::equal_layers(3), "cloud", {6, 7, 0.5});
  data.input_range = {{"cloud", Milliseconds(5)}};
  EXPECT_EQ(problems(data),
            (Lines{"/layers/0/range_ms/cloud: 6, but after 'input' it is 5, expected at most that",
                   "/layers/1/range_ms/cloud: 7, but after 'v1' it is 6, expected at most that",
                   "/layers/2/range_ms/cloud: 0.5, expected 0: nothing comes after the last "
                   "layer"}));
}

TEST(ProfileRanges, OrderIsThatOfTheNetworkAndPlacesAreThoseOfTheFile) {
  ProfileData data = with_ranges(test::equal_layers(2), "edge", {2, 3});  // v2 runs first
  data.layers[0].inputs = {"v2"};
  data.layers[1].inputs = {"input"};
  EXPECT_EQ(
      problems(data),
      (Lines{
          "/layers/0/range_ms/edge: 2, but up to 'v2' it is 3 already, expected at least that"}));
}

TEST(ProfileRanges, BelongToTheFirstAndTheLastTier) {
  ProfileData data = with_ranges(three_tiers(), "fog", {1});
  data.input_range = {{"edge", Milliseconds(0)}, {"fog", Milliseconds(1)}};
  EXPECT_EQ(problems(data),
            (Lines{"/input/range_ms/edge: a range of the input, expected it on the last tier: "
                   "cloud",
                   "/input/range_ms/fog: a range of the input, expected it on the last tier: cloud",
                   "/layers/0/range_ms/fog: a range on a tier in the middle, expected it on the "
                   "first or the last: edge, cloud"}));
}

TEST(ProfileRanges, BelongToCutVertices) {
  ProfileData data = with_ranges(test::equal_layers(4), "edge", {1, 2, 3, 4});
  data.layers[2].inputs = {"v1"};
  data.layers[3].inputs = {"v2", "v3"};
  const std::string not_cut =
      "is not on every path from input to output, expected a layer that is (a cut vertex)";
  EXPECT_EQ(problems(data),
            (Lines{"/layers/1/range_ms: 'v2' " + not_cut, "/layers/2/range_ms: 'v3' " + not_cut}));
}

TEST(ProfileRanges, AreTimesOfKnownTiers) {
  ProfileData data = with_ranges(test::equal_layers(2), "clout", {1});
  data = with_ranges(data, "edge", {-1, 2e12});
  EXPECT_EQ(problems(data),
            (Lines{"/layers/0/range_ms/clout: 'clout' is not a tier, expected one of edge, cloud; "
                   "did you mean 'cloud'?",
                   "/layers/0/range_ms/edge: -1, must be between 0 and 1000000000000",
                   "/layers/1/range_ms/edge: 2000000000000, must be between 0 and "
                   "1000000000000"}));
}

TEST(ProfileRanges, WithoutTwoTiersTheyAreNotJudged) {
  ProfileData data = with_ranges(test::equal_layers(2), "edge", {3, 2});
  data.tiers = {"edge"};
  for (auto& layer : data.layers) layer.time.clear();
  EXPECT_EQ(problems(data), Lines{"/tiers: 1 tiers, expected 2 to 16"});
}

TEST(ProfileRanges, NothingIsSaidOfWhatTheReaderDidNotUnderstand) {
  // The reader leaves a 0 where it found text.
  const ProfileData data = with_ranges(test::equal_layers(2), "cloud", {0, 3});
  const Problems found = {{"/layers/0/range_ms/cloud", "a string, expected a number"}};
  EXPECT_EQ(test::problem_lines(make_profile(data, found)),
            Lines{"/layers/0/range_ms/cloud: a string, expected a number"});
}

}  // namespace
}  // namespace popex
