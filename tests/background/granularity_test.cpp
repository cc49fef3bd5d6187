// SPDX-License-Identifier: MIT
#include "background/granularity.hpp"

#include <string>

#include <gtest/gtest.h>

#include <popex/profile_io.hpp>

#include "support/layer_lines.hpp"
#include "support/problem_lines.hpp"

namespace popex::test {
namespace {

Lines grouped_lines(const std::string& members, Granularity granularity) {
  const Profile profile =
      read_profile(R"({"format_version": 1, "input": {"bytes": 1000}, )" + members + "}").value();
  return layer_lines(data_of(grouped(profile, group_layers(profile, granularity))));
}

//     input ─▸ conv ─▸ relu ─▸ pool ──┬─▸ left ─▸ norm ─┬─▸ sum ─▸ fc ─▸ soft
//                                     └─▸ right ────────┘
const std::string kNetwork = R"("layers": [
    {"name": "conv", "type": "Conv", "time_ms": {"edge": 1, "cloud": 0.5}, "output_bytes": 900,
     "parameter_bytes": 10, "energy_mj": {"edge": 1}, "time_iqr_ms": {"edge": 0.1}},
    {"name": "relu", "type": "ReLU", "time_ms": {"edge": 2, "cloud": 0.25}, "output_bytes": 900,
     "parameter_bytes": 0, "energy_mj": {"edge": 2}, "time_iqr_ms": {"edge": 0.1}},
    {"name": "pool", "type": "MAX_POOL_2D", "time_ms": {"edge": 4, "cloud": 0.125},
     "output_bytes": 225, "parameter_bytes": 0, "energy_mj": {"edge": 4}},
    {"name": "left", "type": "Conv", "inputs": ["pool"], "time_ms": {"edge": 8}, "output_bytes": 50,
     "parameter_bytes": 30},
    {"name": "right", "type": "Conv", "inputs": ["pool"], "time_ms": {"edge": 16, "cloud": 4},
     "output_bytes": 60, "parameter_bytes": 40, "time_iqr_ms": {"edge": 0.2}},
    {"name": "norm", "type": "BatchNormalization", "inputs": ["left"],
     "time_ms": {"edge": 32, "cloud": 2}, "output_bytes": 50, "parameter_bytes": 4},
    {"name": "sum", "type": "Add", "inputs": ["norm", "right"], "time_ms": {"edge": 64, "cloud": 1},
     "output_bytes": 60, "parameter_bytes": 0},
    {"name": "fc", "type": "Gemm", "time_ms": {"edge": 128, "cloud": 1}, "output_bytes": 10,
     "parameter_bytes": 600},
    {"name": "soft", "type": "Softmax", "time_ms": {"edge": 256, "cloud": 1}}])";

TEST(Granularity, OperatorsStayAsTheyAre) {
  const Lines lines = grouped_lines(kNetwork, Granularity::operators);
  ASSERT_EQ(lines.size(), 10U);
  EXPECT_EQ(lines[1],
            "conv [Conv] < input: edge 1, cloud 0.5; iqr edge 0.1; mJ edge 1; 900 B; 10 B of "
            "parameters");
  EXPECT_EQ(lines[3],
            "pool [MAX_POOL_2D] < relu: edge 4, cloud 0.125; mJ edge 4; 225 B; 0 B of parameters");
  EXPECT_EQ(lines[9], "soft [Softmax] < fc: edge 256, cloud 1");
}

TEST(Granularity, LayersHaveWhatFollowsAndBelongsToThem) {
  EXPECT_EQ(grouped_lines(kNetwork, Granularity::layers),
            (Lines{"input: 1000 B",
                   "conv [Conv] < input: edge 7, cloud 0.875; mJ edge 7; 225 B; 10 B of parameters",
                   "left [Conv] < conv: edge 40; 50 B; 34 B of parameters",
                   "right [Conv] < conv: edge 16, cloud 4; iqr edge 0.2; 60 B; 40 B of parameters",
                   "sum [Add] < left, right: edge 64, cloud 1; 60 B; 0 B of parameters",
                   "fc [Gemm] < sum: edge 384, cloud 2"}));
}

TEST(Granularity, BlocksReachFromCutVertexToCutVertex) {
  const Lines operators = grouped_lines(kNetwork, Granularity::operators);
  EXPECT_EQ(
      grouped_lines(kNetwork, Granularity::blocks),
      (Lines{operators[0], operators[1], operators[2], operators[3],
             "sum [Add] < pool: edge 120; 60 B; 74 B of parameters", operators[8], operators[9]}));
}

TEST(Granularity, BlockMayBeginAtTheInput) {
  EXPECT_EQ(grouped_lines(R"("layers": [
              {"name": "a", "inputs": ["input"], "time_ms": {"edge": 1}},
              {"name": "b", "inputs": ["input"], "time_ms": {"edge": 2}},
              {"name": "c", "inputs": ["a", "b", "input"], "time_ms": {"edge": 4}}])",
                          Granularity::blocks),
            (Lines{"input: 1000 B", "c < input: edge 7"}));
}

TEST(Granularity, BranchEndsAGroupAndStays) {
  const std::string network = R"("layers": [
    {"name": "conv", "type": "Conv", "time_ms": {"edge": 1}, "output_bytes": 900},
    {"name": "relu", "type": "Relu", "time_ms": {"edge": 2}, "output_bytes": 800},
    {"name": "pool", "type": "Pooling", "time_ms": {"edge": 4}, "output_bytes": 700},
    {"name": "lrn", "type": "LRN", "time_ms": {"edge": 8}, "output_bytes": 600},
    {"name": "fc", "type": "Gemm", "time_ms": {"edge": 16}}],
    "branches": [
    {"name": "y", "after": "lrn", "time_ms": {"edge": 5}, "exit_probability": 0.5},
    {"name": "x", "after": "relu", "time_ms": {"edge": 3}}])";
  EXPECT_EQ(grouped_lines(network, Granularity::layers),
            (Lines{"input: 1000 B", "conv [Conv] < input: edge 3; 800 B",
                   "pool [Pooling] < conv: edge 12; 600 B", "fc [Gemm] < pool: edge 16",
                   "x > conv: edge 3", "y > pool: edge 5; p = 0.5"}));
  EXPECT_EQ(grouped_lines(network, Granularity::blocks),
            grouped_lines(network, Granularity::operators));
}

TEST(Granularity, LayerThatOthersReadTooStaysApart) {
  // relu is not the only one to read conv; scale reads two, tanh the input.
  EXPECT_EQ(grouped_lines(R"("layers": [
              {"name": "tanh", "type": "Tanh"},
              {"name": "conv", "type": "Conv"},
              {"name": "relu", "type": "Relu"},
              {"name": "scale", "type": "Scale", "inputs": ["conv", "relu"]}])",
                          Granularity::layers),
            (Lines{"input: 1000 B", "tanh [Tanh] < input", "conv [Conv] < tanh",
                   "relu [Relu] < conv", "scale [Scale] < conv, relu"}));
}

TEST(Granularity, KnowsTheSpellingOfEveryTool) {
  for (const std::string type : {"Relu", "ReLU", "RELU", "LEAKY_RELU", "LeakyRelu", "LOGISTIC",
                                 "HARD_SWISH", "AVERAGE_POOL_2D", "AveragePool", "Pooling",
                                 "BatchNorm", "SoftMax", "SoftmaxWithLoss", "Dropout", "Split"}) {
    EXPECT_EQ(grouped_lines(R"("layers": [{"name": "a", "type": "Conv"}, {"name": "b", "type": ")" +
                                type + R"("}])",
                            Granularity::layers),
              (Lines{"input: 1000 B", "a [Conv] < input"}))
        << type;
  }
}

TEST(Granularity, GroupLacksWhatOneOfItsLayersLacks) {
  EXPECT_EQ(grouped_lines(R"("layers": [
              {"name": "a", "type": "Conv", "time_ms": {"edge": 1, "cloud": 1},
               "parameter_bytes": 4, "energy_mj": {"edge": 1}, "output_bytes": 8},
              {"name": "b", "type": "Relu", "time_ms": {"cloud": 1}}])",
                          Granularity::layers),
            (Lines{"input: 1000 B", "a [Conv] < input: cloud 2"}));
}

TEST(Granularity, GroupsListTheLayersOfEach) {
  const Profile profile = read_profile(R"({"format_version": 1, )" + kNetwork + "}").value();
  std::string text;
  for (const LayerGroup& group : group_layers(profile, Granularity::layers)) {
    for (const std::size_t layer : group.layers) text += std::to_string(layer) + " ";
    text += "as " + std::to_string(group.named_after) + "; ";
  }
  EXPECT_EQ(text, "0 1 2 as 0; 3 5 as 3; 4 as 4; 6 as 6; 7 8 as 7; ");
}

}  // namespace
}  // namespace popex::test
