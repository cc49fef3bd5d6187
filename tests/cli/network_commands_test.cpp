// SPDX-License-Identifier: MIT
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

// The commands on a network that is no chain, small enough for pencil and paper:
//
//     input 9000 B ──▸ a ──┬─▸ b ──┬─▸ d ──▸ e ──▸ output     1 ms each on the edge
//                   1000 B └─▸ c ──┘ 9000 B                   cloud: a and c 9 ms, the others 0
//                              1000 B
//
// At 8 Mbps a kilobyte takes 1 ms. The best: a and c on the edge (2 ms), their outputs are sent
// (2 ms), the rest is free.

namespace popex::test {
namespace {

using nlohmann::json;

std::string diamond(const std::string& branches = "") {
  return R"({"format_version": 1, "name": "diamond", "input": {"bytes": 9000}, "layers": [
    {"name": "a", "time_ms": {"edge": 1, "cloud": 9}, "output_bytes": 1000},
    {"name": "b", "inputs": ["a"], "time_ms": {"edge": 1, "cloud": 0}, "output_bytes": 9000},
    {"name": "c", "inputs": ["a"], "time_ms": {"edge": 1, "cloud": 9}, "output_bytes": 1000},
    {"name": "d", "inputs": ["b", "c"], "time_ms": {"edge": 1, "cloud": 0}, "output_bytes": 9000},
    {"name": "e", "time_ms": {"edge": 1, "cloud": 0}, "output_bytes": 1000}])" +
         branches + "}";
}

TEST(NetworkCommands, SolveNamesTheLayersAndAllTensorsThatCross) {
  const Seen seen = popex({"solve", "-p", "-", "-r", "8"}, diamond());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out,
            "diamond: edge-cloud 8 Mbps\n"
            "Split through the block b … d; expected time 4 ms:\n"
            "  edge    2 ms  a, c\n"
            "  upload  2 ms  outputs of a, c, 2 kB, for 100 % of samples\n"
            "  cloud   0 ms  b, d, e\n"
            "Runner-up: output, 5 ms (+25 %).\n"
            "Holds for rates from 5.33 Mbps.\n");
}

TEST(NetworkCommands, SolveInJsonHasNullForASplitInsideABlock) {
  const Seen seen = popex({"solve", "-p", "-", "-r", "8", "--format", "json"}, diamond());
  EXPECT_EQ(seen.code, 0);
  const json decision = json::parse(seen.out)["decision"];
  EXPECT_TRUE(decision["split"].is_null());
  EXPECT_TRUE(decision["split_index"].is_null());
  EXPECT_EQ(decision["expected_time_ms"], 4);
  EXPECT_EQ(decision["tiers"][0]["layers"], (json{"a", "c"}));
  EXPECT_EQ(decision["tiers"][1]["layers"], (json{"b", "d", "e"}));
  EXPECT_EQ(decision["links"][0]["tensors"], (json{"a", "c"}));
  EXPECT_EQ(decision["links"][0]["bytes"], 2000);
}

TEST(NetworkCommands, SolveGivesTheBestInOrder) {
  // input: 9 + 18; a: 1 + 1 + 9; through the block 4; d: 4 + 9; output: 5
  const std::string heading =
      "split,split_index,branches_run,expected_time_ms,edge_ms,upload_ms,cloud_ms,"
      "offload_probability,label\n";
  EXPECT_EQ(
      popex({"solve", "-p", "-", "-r", "8", "--top", "3", "--format", "csv"}, diamond()).out,
      heading + "a + c,,0,4,2,2,0,1,a + c\noutput,5,0,5,5,0,0,0,output\na,1,0,11,1,1,9,1,a\n");
  EXPECT_EQ(popex({"solve", "-p", "-", "-r", "8", "--all", "--format", "csv"}, diamond()).out,
            heading +
                "input,0,0,27,0,9,18,1,input\na,1,0,11,1,1,9,1,a\na + c,,0,4,2,2,0,1,a + c\n"
                "d,4,0,13,4,9,0,1,d\noutput,5,0,5,5,0,0,0,output\n");
}

TEST(NetworkCommands, ExitsFollowCutVertices) {
  // b1 after a lets half go: 1 + 1 + 0.5 · (1 + 2)
  const std::string branch =
      R"(, "branches": [{"name": "b1", "after": "a", "time_ms": {"edge": 1}, "exit_probability": 0.5}])";
  const Seen seen = popex({"solve", "-p", "-", "-r", "8", "--format", "json"}, diamond(branch));
  const json decision = json::parse(seen.out)["decision"];
  EXPECT_EQ(decision["expected_time_ms"], 3.5);
  EXPECT_EQ(decision["links"][0]["probability"], 0.5);
  EXPECT_EQ(decision["tiers"][0]["branches"], (json{"b1"}));
}

TEST(NetworkCommands, AllSolversSayTheSame) {
  for (const char* rate : {"1", "8", "100"}) {
    json first;
    for (const char* solver : {"dijkstra", "exhaustive", "mincut"}) {
      const Seen seen = popex(
          {"solve", "-p", "-", "-r", rate, "--solver", solver, "--format", "json"}, diamond());
      EXPECT_EQ(seen.code, 0) << seen.err;
      const json answer = json::parse(seen.out);
      EXPECT_EQ(answer["solver"], solver);
      if (first.is_null()) first = answer["decision"];
      EXPECT_EQ(answer["decision"], first) << solver << " at " << rate;
    }
  }
}

TEST(NetworkCommands, MincutIsForNetworksWithoutBranches) {
  const Seen seen = popex({"solve", "-p", "inception.json", "--solver", "mincut"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err,
            "popex: error: --solver: mincut is for networks without branches, expected dijkstra\n");
}

// Chains side by side, all of which read the input and are joined by the last layer.
std::string side_by_side(std::size_t chains, std::size_t length) {
  json layers;
  json ends;
  for (std::size_t c = 0; c < chains; ++c) {
    std::string before = "input";
    for (std::size_t i = 0; i < length; ++i) {
      const std::string name = std::to_string(c) + "." + std::to_string(i);
      layers.push_back({{"name", name},
                        {"inputs", {before}},
                        {"time_ms", {{"edge", 2}, {"cloud", 1}}},
                        {"output_bytes", 1000}});
      before = name;
    }
    ends.push_back(before);
  }
  layers.push_back({{"name", "join"},
                    {"inputs", ends},
                    {"time_ms", {{"edge", 2}, {"cloud", 1}}},
                    {"output_bytes", 1000}});
  return json{{"format_version", 1}, {"input", {{"bytes", 1000}}}, {"layers", layers}}.dump();
}

TEST(NetworkCommands, ExhaustiveSearchRefusesWhatItCannotFinish) {
  const std::string refused =
      "popex: error: --solver: there are more than 100000000 decisions, or a block of too many "
      "layers, for exhaustive search; expected dijkstra\n";
  // Few decisions for each layer, but a block of 2,001 layers; and 2^40 decisions.
  for (const std::string& network : {side_by_side(2, 1000), side_by_side(40, 1)}) {
    const Seen seen = popex({"solve", "-p", "-", "-r", "8", "--solver", "exhaustive"}, network);
    EXPECT_EQ(seen.code, 2);
    EXPECT_EQ(seen.out, "");
    EXPECT_EQ(seen.err, refused);
  }
  EXPECT_EQ(
      popex({"solve", "-p", "-", "-r", "8", "--solver", "exhaustive"}, side_by_side(8, 1)).code, 0);
}

TEST(NetworkCommands, BreakpointsAndSweepGoThroughBlocks) {
  const Seen pieces = popex({"breakpoints", "-p", "-"}, diamond());
  EXPECT_EQ(pieces.code, 0) << pieces.err;
  EXPECT_EQ(pieces.out,
            "diamond:\n"
            "By edge-cloud rate in Mbps:\n"
            "from    to  split   expected time\n"
            "   0  5.33  output  5 ms\n"
            "5.33     ∞  a + c   5 ms … 2 ms\n");
  const json in_json =
      json::parse(popex({"breakpoints", "-p", "-", "--format", "json"}, diamond()).out);
  EXPECT_EQ(in_json["pieces"][1]["links"][0]["tensors"], (json{"a", "c"}));
  EXPECT_TRUE(in_json["pieces"][1]["split"].is_null());

  const Seen sweep = popex({"sweep", "-p", "-", "-r", "4,8", "--format", "csv"}, diamond());
  EXPECT_EQ(sweep.out,
            "rate_mbps,latency_ms,gamma,split,split_index,expected_time_ms,edge_ms,upload_ms,"
            "cloud_ms,offload_probability,label\n"
            "4,0,,output,5,5,5,0,0,0,output\n8,0,,a + c,,4,2,2,0,1,a + c\n");
}

TEST(NetworkCommands, CheckNoticesAnotherCut) {
  const TemporaryFolder folder;
  const std::string profile = folder.write("diamond.json", diamond());
  const std::string baseline = folder.file("base.json");
  ASSERT_EQ(popex({"check", baseline, "--record", "-p", profile, "-r", "4,8"}).code, 0);
  EXPECT_EQ(popex({"check", baseline}).out, baseline + ": all 2 cases hold\n");
  std::string edited = diamond();
  const std::string c = R"("name": "c", "inputs": ["a"], "time_ms": {"edge": 1, "cloud": 9})";
  edited.replace(edited.find(c), c.size(),
                 R"("name": "c", "inputs": ["a"], "time_ms": {"edge": 1, "cloud": 0})");
  ASSERT_NE(folder.write("diamond.json", edited), "");
  const Seen seen = popex({"check", baseline});
  EXPECT_EQ(seen.code, 1);
  EXPECT_NE(seen.out.find("the decision was a + c, is a\n"), std::string::npos) << seen.out;
}

TEST(NetworkCommands, BatchAnswersAsSolveDoes) {
  const TemporaryFolder folder;
  const std::string profile = folder.write("diamond.json", diamond());
  const Seen lines =
      popex({"solve", "-p", profile, "--batch", "-"}, "{\"rate_mbps\": 4}\n{\"rate_mbps\": 8}\n");
  EXPECT_EQ(lines.code, 0) << lines.err;
  const std::vector<std::string> answers = lines_of(lines.out);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(json::parse(answers[0])["decision"]["split"], "output");
  EXPECT_EQ(json::parse(answers[1]),
            json::parse(popex({"solve", "-p", profile, "-r", "8", "--format", "json"}).out));
}

TEST(NetworkCommands, GraphColoursTiersAndMarksWhatIsSent) {
  const Seen seen =
      popex({"graph", "-p", "-", "-r", "8", "--of", "network", "--format", "json"}, diamond());
  EXPECT_EQ(seen.code, 0) << seen.err;
  const json drawing = json::parse(seen.out);
  std::string edge;
  for (const json& vertex : drawing["vertices"]) {
    if (vertex.value("tier", "") == "edge") edge += vertex["name"].get<std::string>();
  }
  EXPECT_EQ(edge, "ac");
  std::vector<std::string> sent;
  for (const json& link : drawing["links"]) {
    if (link["on_path"]) {
      sent.push_back(link["from"].get<std::string>() + " " + link["to"].get<std::string>());
    }
  }
  EXPECT_EQ(sent, (std::vector<std::string>{"t1 t2", "t3 t4"}));  // a to b, c to d
}

TEST(NetworkCommands, PartitionGraphHasALinkAcrossTheBlock) {
  const Seen seen = popex({"graph", "-p", "-", "-r", "8", "--format", "json"}, diamond());
  const json drawing = json::parse(seen.out);
  double length = 0;
  std::size_t marked = 0;
  for (const json& link : drawing["links"]) {
    if (!link["on_path"]) continue;
    length += link["delay_ms"].get<double>();
    ++marked;
  }
  EXPECT_EQ(marked, 3U);  // a, the cut through b … d, e
  EXPECT_DOUBLE_EQ(length, 4);
}

TEST(NetworkCommands, PathEndsInALastBlockAcrossTheRightLink) {
  // Without e the cut leads to `output`, where it stands beside the link that keeps all of d.
  std::string last = diamond();
  const std::size_t e = last.find(",\n    {\"name\": \"e\"");
  last.erase(e, last.find('}', last.find("cloud", e) + 15) + 1 - e);
  const Seen seen = popex({"graph", "-p", "-", "-r", "8", "--format", "json"}, last);
  ASSERT_EQ(seen.code, 0) << seen.err << last;
  const json drawing = json::parse(seen.out);
  double length = 0;
  for (const json& link : drawing["links"]) {
    if (link["on_path"]) length += link["delay_ms"].get<double>();
  }
  const json decision =
      json::parse(popex({"solve", "-p", "-", "-r", "8", "--format", "json"}, last).out)["decision"];
  EXPECT_DOUBLE_EQ(length, decision["expected_time_ms"]);
  EXPECT_DOUBLE_EQ(length, 4);
}

}  // namespace
}  // namespace popex::test
