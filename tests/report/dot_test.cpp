// SPDX-License-Identifier: MIT
#include "report/dot.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "decision_maker/dijkstra.hpp"
#include "model/expected_time.hpp"
#include "support/chain.hpp"

namespace popex::report {
namespace {

using test::chain;

std::string partition_dot(const test::Chain& network) {
  const Profile profile = network.profile();
  const Instance instance = network.instance();
  DijkstraSolver solver(instance);
  const Solution solution = solver.solve(instance);
  return render_dot(draw_partition(profile, instance, solver.graph(), solution.placement));
}

std::size_t count_of(std::string_view needle, std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find(needle); at != std::string_view::npos;
       at = text.find(needle, at + needle.size())) {
    ++count;
  }
  return count;
}

TEST(NetworkDot, ShowsLayersTensorsAndBranches) {
  const std::string dot = render_dot(draw_network(
      chain(1000).layer({2, 1}, 500).branch({1, 0.5}, 0.4).layer({6, 3}, 10).profile()));
  EXPECT_EQ(dot,
            "digraph \"\" {\n"
            "  rankdir=LR;\n"
            "  node [fontname=\"sans-serif\"];\n"
            "  edge [fontname=\"sans-serif\", fontsize=10];\n"
            "  t0 [label=\"input\"];\n"
            "  t1 [label=\"v1\\nedge 2 ms, cloud 1 ms\", shape=box];\n"
            "  t2 [label=\"v2\\nedge 6 ms, cloud 3 ms\", shape=box];\n"
            "  output [label=\"output\"];\n"
            "  b0 [label=\"b1\\nexits with p = 0.4\", shape=box, style=rounded];\n"
            "  t0 -> t1 [label=\"1 kB\"];\n"
            "  t1 -> t2 [label=\"500 B\"];\n"
            "  t2 -> output;\n"
            "  t1 -> b0 [style=dashed];\n"
            "}\n");
}

TEST(NetworkDot, DrawsEveryInputOfALayer) {
  ProfileData data = test::equal_layers(4);
  data.layers[2].inputs = {"v1"};
  data.layers[3].inputs = {"v2", "v3"};
  const std::string dot = render_dot(draw_network(make_profile(data).value()));
  for (const char* link : {"t0 -> t1 ", "t1 -> t2 ", "t1 -> t3 ", "t2 -> t4 ", "t3 -> t4 "}) {
    EXPECT_EQ(count_of(link, dot), 1U) << link << '\n' << dot;
  }
  EXPECT_EQ(count_of("t2 -> t3 ", dot), 0U) << dot;
}

TEST(NetworkDot, EscapesQuotesAndBackslashes) {
  ProfileData data = test::equal_layers(1);
  data.name = "the \"net\"";
  data.layers[0].name = R"(a\"b\)";
  const std::string dot = render_dot(draw_network(make_profile(data).value()));
  EXPECT_EQ(dot.find("digraph \"the \\\"net\\\"\" {"), 0U) << dot;
  EXPECT_NE(dot.find("label=\"a\\\\\\\"b\\\\\\n"), std::string::npos) << dot;
}

TEST(NetworkDot, LeavesOutTimesThatNobodyMeasured) {
  ProfileData data = test::equal_layers(2);
  data.layers[0].time.clear();
  data.layers[1].time = {{"cloud", Milliseconds(3)}};
  const std::string dot = render_dot(draw_network(make_profile(data).value()));
  EXPECT_NE(dot.find("label=\"v1\", shape=box]"), std::string::npos) << dot;
  EXPECT_NE(dot.find("label=\"v2\\ncloud 3 ms\", shape=box]"), std::string::npos) << dot;
}

TEST(PartitionDot, MarksAPathFromInputToOutputOnceOnly) {
  // 8 Mbps: a kilobyte a millisecond. v1 and b1 on the edge cost 3 + 0.6 · (0.1 + 3), less than all
  // in the cloud (8 + 4) and all on the edge (3 + 0.6 · 6).
  const std::string dot = partition_dot(
      chain(8000).layer({2, 1}, 100).branch({1, 0.5}, 0.4).layer({6, 3}, 10).rate({8}));
  EXPECT_EQ(count_of("color=\"#b2182b\"", dot), 4U) << dot;
  for (const std::string weight : {"2 ms", "1 ms", "60 µs", "1.8 ms"}) {
    EXPECT_EQ(count_of("[label=\"" + weight + "\", penwidth=3, color=\"#b2182b\"]", dot), 1U)
        << weight << '\n'
        << dot;
  }
}

TEST(PartitionDot, SaysForeverOfALinkThatIsDown) {
  const std::string dot = partition_dot(chain(1000).layer({2, 1}, 500).layer({6, 3}, 10).rate({0}));
  EXPECT_EQ(count_of("label=\"∞\"", dot), 2U) << dot;
  EXPECT_EQ(count_of("∞\", penwidth", dot), 0U) << dot;
  EXPECT_EQ(count_of("inf", dot), 0U) << dot;
  EXPECT_EQ(count_of("nan", dot), 0U) << dot;
}

TEST(PartitionDot, HasARowForEachOfMoreTiersThanFills) {
  const std::vector<std::string> tiers = {"t1", "t2", "t3", "t4", "t5", "t6"};
  const std::string dot =
      partition_dot(chain(1000, tiers).layer({6, 5, 4, 3, 2, 1}, 500).rate({1, 1, 1, 1, 1}));
  for (const std::string& tier : tiers) {
    EXPECT_EQ(count_of("\\n" + tier + '"', dot), tier == "t1" ? 0U : 1U) << tier << '\n' << dot;
  }
}

}  // namespace
}  // namespace popex::report
