// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "report/wording.hpp"
#include "support/program.hpp"

namespace popex::test {
namespace {

using nlohmann::json;

// With kSmallProfile at 1 Mbps (8 ms for the input, 4 ms for a's output):
//   input 8 + 1 + 2 = 11;  a 10 + 4 + 2 = 16;  a +x 11 + (4 + 2) / 2 = 14;  output 11 + 20 / 2 = 21
class Solve : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::string profile_ = folder_.write("small.json", kSmallProfile);
};

TEST_F(Solve, SaysTheDecisionItsPartsAndTheRunnerUp) {
  const Seen seen = popex({"solve", "--profile", profile_, "--rate", "1"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out,
            "small: edge-cloud 1 Mbps, p(x) = 0.5\n"
            "Split at input: everything on the cloud; expected time 11 ms:\n"
            "  edge    0 ms  nothing\n"
            "  upload  8 ms  the input, 1 kB, for 100 % of samples\n"
            "  cloud   3 ms  a, b\n"
            "Runner-up: a +x, 14 ms (+27.3 %).\n"
            "Holds for rates from 0.667 Mbps.\n");
}

TEST_F(Solve, ListsEveryDecisionInOrderAndMarksTheBest) {
  const Seen seen = popex({"solve", "--profile", profile_, "--rate", "1", "--all"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  // 26 columns are 21 ms; a bar's parts end where that rounds to.
  const std::string table =
      "   split   edge ms  upload ms  cloud ms  expected ms  # edge ~ upload = cloud\n"
      "*  input     0.000      8.000     3.000       11.000  ~~~~~~~~~~====\n"
      "   a        10.000      4.000     2.000       16.000  ############~~~~~===\n"
      "   a +x     11.000      2.000     1.000       14.000  ##############~~=\n"
      "   output   21.000      0.000     0.000       21.000  ##########################\n";
  EXPECT_NE(seen.out.find(table), std::string::npos) << seen.out;
}

TEST_F(Solve, AnswersInJsonWithPartsThatAddUp) {
  const Seen seen =
      popex({"solve", "--profile", profile_, "--rate", "0.5", "--all", "--format", "json"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const json answer = json::parse(seen.out);
  EXPECT_EQ(answer["format_version"], 1);
  EXPECT_EQ(answer["command"], "solve");
  EXPECT_EQ(answer["profile"], "small");
  EXPECT_EQ(answer["solver"], "dijkstra");
  EXPECT_EQ(answer["scenario"], json::parse(R"({"rate_mbps": {"edge-cloud": 0.5}, "latency_ms":
      {"edge-cloud": 0}, "gamma": null, "exit_probability": {"x": 0.5}})"));
  EXPECT_EQ(answer["decision"], json::parse(R"({"split": "a", "split_index": 1, "label": "a +x",
      "expected_time_ms": 16, "tiers": [
        {"tier": "edge", "layers": ["a"], "branches": ["x"], "compute_ms": 11},
        {"tier": "cloud", "layers": ["b"], "branches": [], "compute_ms": 1}],
      "links": [{"link": "edge-cloud", "tensors": ["a"], "bytes": 500, "probability": 0.5,
                 "transfer_ms": 4}]})"));
  ASSERT_EQ(answer["alternatives"].size(), 4U);
  for (const json& decision : answer["alternatives"]) {
    double sum = decision["links"][0]["transfer_ms"].get<double>();
    for (const json& tier : decision["tiers"]) sum += tier["compute_ms"].get<double>();
    EXPECT_DOUBLE_EQ(sum, decision["expected_time_ms"].get<double>());
  }
  // a +x is better than input from 16 / B < 12 - 4 / B … down to where 2 / B meets output's 21
  // - 12.
  EXPECT_NEAR(answer["holds"]["rate_mbps"][0].get<double>(), 2.0 / 9, 1e-12);
  EXPECT_NEAR(answer["holds"]["rate_mbps"][1].get<double>(), 6.0 / 9, 1e-12);
}

TEST_F(Solve, AnswersInCsv) {
  const Seen seen =
      popex({"solve", "--profile", profile_, "--rate", "1", "--all", "--format", "csv"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out,
            "split,split_index,branches_run,expected_time_ms,edge_ms,upload_ms,cloud_ms,"
            "offload_probability,label\n"
            "input,0,0,11,0,8,3,1,input\na,1,0,16,10,4,2,1,a\na,1,1,14,11,2,1,0.5,a "
            "+x\noutput,2,1,21,21,0,0,0,output\n");
}

TEST_F(Solve, FindsTheSameByExhaustiveSearch) {
  for (const char* rate : {"0.1", "0.5", "1", "100"}) {
    const std::vector<std::string> words{"solve",  "--profile", profile_,
                                         "--rate", rate,        "--solver"};
    std::vector<std::string> dijkstra = words;
    dijkstra.emplace_back("dijkstra");
    std::vector<std::string> exhaustive = words;
    exhaustive.emplace_back("exhaustive");
    EXPECT_EQ(popex(dijkstra).out, popex(exhaustive).out) << rate;
  }
}

TEST_F(Solve, UnderstandsUnitsAndPresetsOfRates) {
  const auto rate = [&](const std::string& text) {
    const Seen seen = popex({"solve", "-p", profile_, "-r", text, "--format", "json"});
    EXPECT_EQ(seen.err, "") << text;
    return json::parse(seen.out)["scenario"]["rate_mbps"]["edge-cloud"].get<double>();
  };
  EXPECT_EQ(rate("4g"), 5.85);
  EXPECT_EQ(rate("WiFi"), 18.88);
  EXPECT_EQ(rate("3g"), 1.1);
  EXPECT_EQ(rate("700kbps"), 0.7);
  EXPECT_EQ(rate("1.2Gbps"), 1200);
  EXPECT_EQ(rate("edge-cloud=2"), 2);
}

TEST_F(Solve, ScalesTheCloudsTimesByGamma) {
  // gamma 4: a 4, x 0.4, b 8 on the edge: a +x costs 4.4 + 0.5 · (4 + 2) = 7.4 at 1 Mbps
  const Seen seen = popex({"solve", "-p", profile_, "-r", "1", "--gamma", "4", "--format", "csv"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(lines_of(seen.out)[1], "a,1,1,7.4,4.4,2,1,0.5,a +x");
}

TEST_F(Solve, TakesProbabilitiesForAllBranchesOrByName) {
  for (const char* p : {"1", "x=1"}) {
    const Seen seen =
        popex({"solve", "-p", profile_, "-r", "0.5", "--probability", p, "--format", "csv"});
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(lines_of(seen.out)[1], "output,2,1,11,11,0,0,0,output") << p;
  }
}

TEST_F(Solve, KeepsEverythingOnTheEdgeWhenTheLinkIsDown) {
  const Seen seen = popex({"solve", "-p", profile_, "-r", "0", "--all", "--format", "json"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const json answer = json::parse(seen.out);
  EXPECT_EQ(answer["decision"]["split"], "output");
  EXPECT_TRUE(answer["alternatives"][0]["expected_time_ms"].is_null());
}

TEST_F(Solve, ReadsTheProfileFromStandardInput) {
  const Seen seen = popex({"solve", "-p", "-", "-r", "1"}, std::string(kSmallProfile));
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, popex({"solve", "-p", profile_, "-r", "1"}).out);
}

TEST_F(Solve, PrefersAProfileInTheFolderToABundledOneOfItsName) {
  folder_.write("alexnet.json", kSmallProfile);
  const Seen here = shell("popex solve --profile alexnet.json --rate 1 | head -1", folder_.path());
  EXPECT_EQ(here.out, "small: edge-cloud 1 Mbps, p(x) = 0.5\n");
  const Seen elsewhere = shell("popex solve --profile alexnet.json --rate 1 | head -1", "/");
  EXPECT_EQ(elsewhere.out, "b-alexnet: edge-cloud 1 Mbps, p(b1) = 0.4943\n");
  EXPECT_EQ(here.err + elsewhere.err, "");
}

TEST_F(Solve, FitsTenLinesOfEightyColumns) {
  for (const char* profile : {"alexnet.json", "alexnet-tx2.json", "alexnet-three-tier.json"}) {
    const bool three = std::string(profile).find("three") != std::string::npos;
    const Seen seen = three ? popex({"solve", "-p", profile})
                            : popex({"solve", "-p", profile, "-r", "5.5", "-l", "10", "-g", "100"});
    EXPECT_EQ(seen.code, 0);
    const std::vector<std::string> lines = lines_of(seen.out);
    EXPECT_LE(lines.size(), 10U) << profile;
    for (const std::string& line : lines) EXPECT_LE(report::width_of(line), 80U) << line;
  }
}

TEST_F(Solve, AsksForWhatIsMissingByName) {
  const Seen seen = popex({"solve", "-p", profile_});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err,
            "popex: error: --rate: missing, expected the upload rate of the link edge-cloud (the "
            "profile gives none)\n");
}

TEST_F(Solve, ReportsEveryProblemOfACommandLineAtOnce) {
  const Seen seen =
      popex({"solve", "-p", "none.json", "-r", "fast", "-g", "x", "-b", "x=2,3", "-l", ""});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  for (const char* place : {"--rate: 'fast'", "--gamma: 'x'", "--probability: '2,3'",
                            "--latency: ''", "none.json: no such file"}) {
    EXPECT_NE(seen.err.find(std::string("popex: error: ") + place), std::string::npos) << place;
  }
}

TEST_F(Solve, RefusesValuesThatMeanNothing) {
  for (const char* rate : {"-1", "nan", "inf", "1e308", "1e999", "", "5,6", "5:6:1"}) {
    const Seen seen = popex({"solve", "-p", profile_, "--rate", rate});
    EXPECT_EQ(seen.code, 2) << rate;
    EXPECT_EQ(seen.out, "") << rate;
    EXPECT_EQ(seen.err.find("popex: error: --rate: "), 0U) << rate << ": " << seen.err;
  }
  for (const char* p : {"-0.1", "1.1", "y=0.5"}) {
    const Seen seen = popex({"solve", "-p", profile_, "-r", "1", "--probability", p});
    EXPECT_EQ(seen.code, 2) << p;
    EXPECT_EQ(seen.err.find("popex: error: --probability"), 0U) << p << ": " << seen.err;
  }
}

TEST_F(Solve, FailsInJsonWhereJsonWasAskedFor) {
  const Seen seen = popex({"solve", "-p", profile_, "--format", "json"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_NE(seen.err, "");
  const json answer = json::parse(seen.out);
  EXPECT_EQ(answer["error"]["code"], 2);
  ASSERT_EQ(answer["error"]["problems"].size(), 1U);
  EXPECT_EQ(answer["error"]["problems"][0]["where"], "--rate");
}

TEST_F(Solve, NamesTheFileAndThePlaceOfAProfilesProblem) {
  const std::string broken =
      folder_.write("broken.json", R"({"format_version": 1, "input": {"bytes": "1"},
    "layers": [{"name": "a", "output_bytes": -1, "time_ms": {"egde": 1}}]})");
  const Seen seen = popex({"solve", "-p", broken, "-r", "1"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_NE(seen.err.find(broken + ": /input/bytes: a string, expected a number\n"),
            std::string::npos);
  EXPECT_NE(seen.err.find(broken + ": /layers/0/output_bytes: -1, must be between 0 and "),
            std::string::npos);
  EXPECT_NE(seen.err.find(broken + ": /layers/0/time_ms/egde: "), std::string::npos);
  EXPECT_NE(seen.err.find("did you mean 'edge'?"), std::string::npos);
}

TEST_F(Solve, NamesTheFileOfTimesThatTheProfileLacks) {
  const std::string timeless = folder_.write(
      "timeless.json",
      R"({"format_version": 1, "input": {"bytes": 1}, "layers": [{"name": "a", "output_bytes": 1}]})");
  const Seen seen = popex({"solve", "-p", timeless, "-r", "1"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_NE(seen.err.find(timeless + ": /layers/0/time_ms: 'a' has no time on tier 'edge'"),
            std::string::npos)
      << seen.err;
}

TEST_F(Solve, WantsARateForEachOfSeveralLinks) {
  const Seen seen = popex({"solve", "-p", "alexnet-three-tier.json", "-r", "5"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.err,
            "popex: error: --rate: the profile has 2 links, expected a value for each by name: "
            "device-edge=…, edge-cloud=…\n");
}

TEST(SolveGamma, SaysWhatItDoesToTimesThatWereMeasured) {
  const TemporaryFolder folder;
  const std::string file = folder.write("small.json", kSmallProfile);
  const std::vector<std::string> words{"solve", "--profile", file, "--rate", "5.5", "--gamma", "4"};
  EXPECT_EQ(
      popex(words).err,
      "popex: --gamma 4: edge times replaced; this profile's own ratio is 10 (its layers take "
      "30 ms on edge, 3 ms on cloud)\n");
  std::vector<std::string> quiet = words;
  quiet.emplace_back("-q");
  EXPECT_EQ(popex(quiet).err, "");
  EXPECT_EQ(popex({"solve", "--profile", file, "--rate", "5.5"}).err, "");
}

}  // namespace
}  // namespace popex::test
