// SPDX-License-Identifier: MIT
#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "background/importers/importer.hpp"
#include "support/imported.hpp"
#include "support/layer_lines.hpp"
#include "support/problem_lines.hpp"
#include "support/program.hpp"

namespace popex::test {
namespace {

/// 10 · id ms on the CPU, id ms on the accelerator.
std::string node(int id, const std::string& name, const std::string& more = "") {
  return fmt::format(R"({{"id": {}, "name": "{}", "cpuLatency": {}, "fpgaLatency": {}{}}})", id,
                     name, 10 * id, id, more);
}

std::string edge(int from, int to, const std::string& more) {
  return fmt::format(R"({{"sourceId": {}, "destId": {}, {}}})", from, to, more);
}

std::string graph(const std::vector<std::string>& nodes, const std::vector<std::string>& edges) {
  return fmt::format(
      R"({{"maxSizePerFPGA": 1e9, "maxFPGAs": 4, "maxCPUs": 8, "nodes": [{}], "edges": [{}]}})",
      fmt::join(nodes, ", "), fmt::join(edges, ", "));
}

Result<Imported> read(const std::string& text) { return imported(kMsrImporter, text); }

TEST(MsrImporter, ReadsNodesInTheOrderOfTheirIds) {
  const std::string text =
      graph({node(3, "sum"), node(1, "a", R"(, "supportedOnFpga": 1, "isBackwardNode": false)"),
             node(2, "b", R"(, "supportedOnFpga": true, "isBackwardNode": 0, "size": 77)")},
            {edge(1, 2, R"("cost": 0.5, "size": 1000)"), edge(2, 3, R"("cost": 1, "size": 2000)"),
             edge(1, 3, R"("cost": 0.5, "size": 1000)")});
  EXPECT_EQ(format_of(text), "msr");
  const Result<Imported> made = read(text);
  ASSERT_TRUE(made) << problem_lines(made).front();
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"a < input: edge 10, cloud 1; 1000 B", "b < a: edge 20, cloud 2; 2000 B",
                   "sum < b, a: edge 30, cloud 3; 0 B"}));
  EXPECT_EQ(made->profile.tiers, (std::vector<std::string>{"edge", "cloud"}));
  EXPECT_EQ(made->profile.description,
            "Graph of dnn-partitioning; edge is its CPU, cloud its accelerator; sizes are those of "
            "its edges");
  EXPECT_EQ(made->notes, Lines{});
}

TEST(MsrImporter, MakesSizesOfCostsWhereAnyEdgeHasNone) {
  const Result<Imported> made =
      read(graph({node(1, "a"), node(2, "b"), node(3, "c")},
                 {edge(1, 2, R"("cost": 0.5, "size": 1000)"), edge(1, 3, R"("cost": 0.75)"),
                  R"({"sourceId": 2, "destId": 3})"}));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"a < input: edge 10, cloud 1; 93.75 B", "b < a: edge 20, cloud 2",
                   "c < a, b: edge 30, cloud 3; 0 B"}));
  EXPECT_EQ(
      made->profile.description,
      "Graph of dnn-partitioning; edge is its CPU, cloud its accelerator; sizes are what takes "
      "the cost of its edges, in ms, at 1 Mbps");
  EXPECT_EQ(made->notes,
            Lines{"1 of 3 nodes have edges of different sizes, the largest counts: a"});
}

TEST(MsrImporter, GivesTheNetworkOneInputAndOneOutput) {
  const Result<Imported> made =
      read(graph({node(1, "w"), node(2, "w"), node(3, "a"), node(4, "end")},
                 {edge(1, 3, R"("cost": 8, "size": 1)"), edge(2, 4, R"("cost": 8, "size": 2)")}));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"w < input: edge 10, cloud 1; 1 B", "w#2 < input: edge 20, cloud 2; 2 B",
                   "a < w: edge 30, cloud 3; 0 B", "end < w#2: edge 40, cloud 4; 0 B",
                   "end#2 < a, end: edge 0, cloud 0; 0 B"}));
  EXPECT_EQ(
      made->notes,
      (Lines{"2 of 4 nodes read nothing, and are taken to read the network's input: w, w#2",
             "2 of 4 nodes are read by none; a layer without time, 'end#2', reads them and is "
             "sent nothing for it: a, end",
             "2 names were numbered, as they were taken or reserved: w#2, end#2"}));
  EXPECT_TRUE(make_profile(made->profile));
}

TEST(MsrImporter, SaysWhatIsNoneOfTheUsual) {
  const Result<Imported> made =
      read(graph({R"({"id": 1, "cpuLatency": 5, "fpgaLatency": 0, "supportedOnFpga": false})",
                  node(2, "back", R"(, "isBackwardNode": true)")},
                 {edge(1, 2, R"("cost": 8)")}));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"node1 < input: edge 5; 1000 B", "back < node1: edge 20, cloud 2; 0 B"}));
  EXPECT_EQ(
      made->notes,
      (Lines{"1 of 2 nodes cannot run on the accelerator, and have no time on the cloud: node1",
             "1 of 2 nodes are of a backward pass: this is training: back"}));
}

TEST(MsrImporter, ReportsEveryProblemOfAKind) {
  EXPECT_EQ(problem_lines(read(graph({R"({"id": "x"})", "7"}, {"null", R"({"destId": 1})"}))),
            (Lines{"log: /nodes/0/id: a string, expected a number",
                   "log: /nodes/0/cpuLatency: missing, expected a number",
                   "log: /nodes/0/fpgaLatency: missing, expected a number",
                   "log: /nodes/1: a number, expected an object",
                   "log: /edges/0: null, expected an object",
                   "log: /edges/1/sourceId: missing, expected a number"}));
  EXPECT_EQ(problem_lines(read(graph({node(1, "a"), node(1, "b"), node(1, "c")}, {}))),
            (Lines{"log: /nodes/1/id: 1 is the id of another node, too",
                   "log: /nodes/2/id: 1 is the id of another node, too"}));
  EXPECT_EQ(problem_lines(read(
                graph({node(1, "a")}, {edge(1, 9, R"("cost": 1)"), edge(8, 1, R"("cost": 1)")}))),
            (Lines{"log: /edges/0/destId: 9 is the id of no node",
                   "log: /edges/1/sourceId: 8 is the id of no node"}));
  EXPECT_EQ(problem_lines(read(R"({"nodes": []})")),
            Lines{"log: /edges: missing, expected an array"});
}

TEST(MsrImporter, RefusesEveryTruncation) {
  EXPECT_EQ(accepted_part(kMsrImporter,
                          graph({node(1, "a"), node(2, "b")}, {edge(1, 2, R"("cost": 1)")})),
            "");
}

class MsrSamples : public testing::TestWithParam<std::pair<const char*, std::size_t>> {};

TEST_P(MsrSamples, Import) {
  const auto [name, layers] = GetParam();
  const std::filesystem::path file = std::filesystem::path(POPEX_SAMPLES) / "dag" / name;
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no samples in " POPEX_SAMPLES;
  const std::string text = read_file(file);
  EXPECT_EQ(format_of(text.substr(0, 65536)), "msr");
  const Result<Imported> made = read(text);
  ASSERT_TRUE(made) << problem_lines(made).front();
  EXPECT_EQ(made->profile.layers.size(), layers);
  EXPECT_TRUE(make_profile(made->profile));
}

INSTANTIATE_TEST_SUITE_P(Importers, MsrSamples,
                         testing::Values(std::pair("bert_l-3_inference.json", 236U),
                                         std::pair("inceptionv3_inference.json", 326U),
                                         std::pair("resnet50_layers_inference.json", 177U)),
                         [](const auto& test) { return std::to_string(test.param.second); });

}  // namespace
}  // namespace popex::test
