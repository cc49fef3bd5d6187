// SPDX-License-Identifier: MIT
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <popex/profile.hpp>

#include "model/profile_builder.hpp"
#include "support/chain.hpp"
#include "support/problem_lines.hpp"

// The rules of a profile that are about what reads what.

namespace popex {
namespace {

using test::Lines;

Lines problems(const ProfileData& data) { return test::problem_lines(make_profile(data)); }

using Inputs = std::vector<std::string>;

/// Layers v1, v2, … that read these.
ProfileData network(const std::vector<Inputs>& inputs) {
  ProfileData data = test::equal_layers(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) data.layers[i].inputs = inputs[i];
  return data;
}

ProfileData with_branch(ProfileData data, const std::string& after) {
  data.branches.resize(1);
  data.branches[0].name = "b";
  data.branches[0].after = after;
  return data;
}

//             ┌─▸ v2 ─┐
//     v1 ─────┤       ├─▸ v4 ─▸ v5
//             └─▸ v3 ─┘
ProfileData diamond() { return network({{"input"}, {"v1"}, {"v1"}, {"v2", "v3"}, {"v4"}}); }

TEST(ProfileTopology, CycleIsNamed) {
  EXPECT_EQ(problems(network({{"input"}, {"v1", "v3"}, {"v2"}, {"v3"}})),
            (Lines{"/layers/1/inputs: a cycle: 'v2' reads 'v3' reads the first of them again, "
                   "expected a network that ends"}));
}

TEST(ProfileTopology, LayerThatReadsItselfIsACycle) {
  EXPECT_EQ(problems(network({{"input"}, {"v1", "v2"}})),
            (Lines{"/layers/1/inputs: a cycle: 'v2' reads the first of them again, expected a "
                   "network that ends"}));
}

TEST(ProfileTopology, LongCycleIsNotToldInFull) {
  std::vector<Inputs> ring(20);
  for (std::size_t i = 0; i < ring.size(); ++i) {
    ring[i] = {test::numbered("v", (i + 1) % ring.size() + 1)};
  }
  const Lines found = problems(network(ring));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].find("'v10' … reads the first"), std::string::npos) << found[0];
}

TEST(ProfileTopology, NetworkHasOneOutput) {
  EXPECT_EQ(problems(network({{"input"}, {"v1"}, {"v1"}})),
            (Lines{"/layers: 2 layers are read by no other ('v2', 'v3'), expected one: the "
                   "network's output"}));
}

TEST(ProfileTopology, UnknownInputHasAHint) {
  EXPECT_EQ(problems(network({{"input"}, {"v1"}, {"v2", "inptu"}})),
            (Lines{"/layers/2/inputs/1: 'inptu' is not a layer, expected a layer's name or "
                   "'input'"}));
  ProfileData data = network({{"input"}, {"conv1_1"}});
  data.layers[0].name = "conv_1";
  EXPECT_EQ(problems(data),
            (Lines{"/layers/1/inputs/0: 'conv1_1' is not a layer, expected a layer's name or "
                   "'input'; did you mean 'conv_1'?"}));
}

TEST(ProfileTopology, LayerReadsSomething) {
  EXPECT_EQ(problems(network({{"input"}, {}})),
            (Lines{"/layers/1/inputs: empty, expected the names of what the layer reads"}));
}

TEST(ProfileTopology, BranchesAreNoLayers) {
  ProfileData data = with_branch(network({{"input"}, {"b"}}), "v1");
  const Lines found = problems(data);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].starts_with("/layers/1/inputs/0: 'b' is not a layer")) << found[0];
}

TEST(ProfileTopology, BranchStandsWhereEverySamplePasses) {
  for (const std::string after : {"v1", "v4"}) {
    EXPECT_EQ(problems(with_branch(diamond(), after)), (Lines{"no problem"})) << after;
  }
  for (const std::string after : {"v2", "v3"}) {
    EXPECT_EQ(problems(with_branch(diamond(), after)),
              (Lines{"/branches/0/after: '" + after +
                     "' is not on every path from input to output, expected a layer that is (a "
                     "cut vertex)"}));
  }
}

TEST(ProfileTopology, BranchAfterTheLastLayerMakesNoSense) {
  EXPECT_EQ(problems(with_branch(diamond(), "v5")),
            (Lines{"/branches/0/after: 'v5' is the last layer: a sample that got there is done, "
                   "expected an earlier layer"}));
  EXPECT_EQ(problems(with_branch(test::equal_layers(1), "v1")).size(), 1U);
}

TEST(ProfileTopology, BranchComesAfterALayer) {
  EXPECT_EQ(problems(with_branch(diamond(), "v9")),
            (Lines{"/branches/0/after: 'v9' is not a layer, expected a layer's name; did you mean "
                   "'v1'?"}));
  EXPECT_EQ(problems(with_branch(diamond(), "input")),
            (Lines{"/branches/0/after: 'input' is not a layer, expected a layer's name"}));
  EXPECT_EQ(problems(with_branch(diamond(), "")),
            (Lines{"/branches/0/after: missing or empty, expected a layer's name"}));
}

TEST(ProfileTopology, WhatFollowsFromAnotherMistakeIsNotReported) {
  // Without the name of its first layer nothing can be said of who reads it.
  ProfileData data = with_branch(diamond(), "v1");
  data.layers[0].name = "";
  EXPECT_EQ(problems(data), (Lines{"/layers/0/name: missing or empty, expected a name"}));
}

TEST(ProfileTopology, MistakesElsewhereDoNotHideACycle) {
  ProfileData data = network({{"input"}, {"v1", "v2"}});
  data.layers[0].output = Bytes{-1};
  EXPECT_EQ(problems(data).size(), 2U);
}

TEST(ProfileBuilder, ReadersProblemsComeFirstAndAreNotRepeated) {
  ProfileData data = test::equal_layers(2);
  data.layers[0].output.reset();                     // the reader has said so …
  data.layers[1].time = {{"fog", Milliseconds(1)}};  // … and that all of this is no object
  data.input = Bytes{-1};                            // but not this
  Problems found_by_reader;
  found_by_reader.push_back({"/layers/0/output_bytes", "a string, expected a number"});
  found_by_reader.push_back({"/layers/1/time_ms", "a number, expected an object"});
  EXPECT_EQ(test::problem_lines(make_profile(data, found_by_reader)),
            (Lines{"/layers/0/output_bytes: a string, expected a number",
                   "/layers/1/time_ms: a number, expected an object",
                   "/input/bytes: -1, must be between 0 and 1000000000000000"}));
}

TEST(ProfileBuilder, ProblemOfOneLayerDoesNotSilenceTheOneWhoseNumberBeginsAlike) {
  ProfileData data = test::equal_layers(11);
  data.layers[10].output = Bytes{-1};
  Problems found_by_reader;
  found_by_reader.push_back({"/layers/1", "a number, expected an object"});
  EXPECT_EQ(test::problem_lines(make_profile(data, found_by_reader)).size(), 2U);
}

}  // namespace
}  // namespace popex
