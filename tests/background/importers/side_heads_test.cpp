// SPDX-License-Identifier: MIT
#include "background/importers/side_heads.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/layer_lines.hpp"
#include "support/problem_lines.hpp"

namespace popex::test {
namespace {

/// Layers of 1, 2, 4, … ms on the edge.
ProfileData network(const std::vector<std::pair<std::string, std::vector<std::string>>>& layers) {
  ProfileData data;
  double ms = 1;
  for (const auto& [name, inputs] : layers) {
    ProfileData::Layer& layer = data.layers.emplace_back();
    layer.name = name;
    layer.inputs = inputs;
    layer.time = {{"edge", Milliseconds(ms)}};
    ms *= 2;
  }
  return data;
}

TEST(SideHeads, NetworkWithOneEndStaysAsItIs) {
  ProfileData data = network({{"a", {"input"}}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"b", "c"}}});
  const Lines before = layer_lines(data);
  const SideHeads heads = split_off_side_heads(data);
  EXPECT_EQ(layer_lines(data), before);
  EXPECT_EQ(heads.notes, Lines{});
  EXPECT_EQ(heads.left_out.count(), 0);
}

TEST(SideHeads, LongestWayIsTheMainNetworkWhereverItStands) {
  ProfileData data = network(
      {{"a", {"input"}}, {"b", {"a"}}, {"c", {"b"}}, {"x", {"a"}}, {"y", {"b"}}, {"z", {"y"}}});
  // b ─▸ c is shorter than b ─▸ y ─▸ z; x and c are heads of one layer.
  EXPECT_EQ(
      split_off_side_heads(data).notes,
      (Lines{"'c' ends beside the main network: taken for an early exit after 'b', the branch "
             "'c'",
             "'x' ends beside the main network: taken for an early exit after 'a', the branch "
             "'x'"}));
  EXPECT_EQ(layer_lines(data), (Lines{"a < input: edge 1", "b < a: edge 2", "y < b: edge 16",
                                      "z < y: edge 32", "c > b: edge 4", "x > a: edge 8"}));
  EXPECT_TRUE(make_profile(data));
}

TEST(SideHeads, HeadWithTwoEndsIsOneBranch) {
  ProfileData data = network({{"a", {"input"}},
                              {"h1", {"a"}},
                              {"h2", {"a"}},
                              {"h3", {"h1", "h2"}},
                              {"h4", {"h1"}},
                              {"b", {"a"}},
                              {"c", {"b"}},
                              {"d", {"c"}}});
  EXPECT_EQ(
      split_off_side_heads(data).notes,
      Lines{"'h1' … 'h4' ends beside the main network: taken for an early exit after 'a', the "
            "branch 'h4'"});
  EXPECT_EQ(layer_lines(data).back(), "h4 > a: edge 30");
}

TEST(SideHeads, ThatDoNotLeaveAtOneCutVertexAreLeftOut) {
  // x reads two layers, y one that some path goes around, z the input.
  ProfileData data = network({{"a", {"input"}},
                              {"b", {"a"}},
                              {"c", {"a"}},
                              {"d", {"b", "c"}},
                              {"e", {"d"}},
                              {"x", {"a", "d"}},
                              {"y", {"b"}},
                              {"z", {"input"}},
                              {"f", {"e"}}});
  const SideHeads heads = split_off_side_heads(data);
  const std::string rest =
      " ends beside the main network, but does not leave it at one layer that every path passes: "
      "left out, ";
  EXPECT_EQ(heads.notes,
            (Lines{"'x'" + rest + "32 ms", "'y'" + rest + "64 ms", "'z'" + rest + "128 ms"}));
  EXPECT_EQ(heads.left_out.count(), 224);
  EXPECT_EQ(layer_lines(data).size(), 6U);
  EXPECT_TRUE(make_profile(data));
}

TEST(SideHeads, BranchHasNoTimeWhereOneOfItsLayersHasNone) {
  ProfileData data = network(
      {{"a", {"input"}}, {"h1", {"a"}}, {"h2", {"h1"}}, {"b", {"a"}}, {"c", {"b"}}, {"d", {"c"}}});
  data.layers[1].time.clear();
  split_off_side_heads(data);
  EXPECT_EQ(layer_lines(data).back(), "h2 > a");
}

TEST(SideHeads, NothingHappensWhereItIsNotClearWhatReadsWhat) {
  for (ProfileData data : {network({{"a", {"b"}}, {"b", {"input"}}, {"c", {"input"}}}),
                           network({{"a", {"input"}}, {"b", {"nobody"}}}), network({})}) {
    const Lines before = layer_lines(data);
    EXPECT_EQ(split_off_side_heads(data).notes, Lines{});
    EXPECT_EQ(layer_lines(data), before);
  }
}

}  // namespace
}  // namespace popex::test
