// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

// `solve` where a rate varies. Of the small profile: everything on the edge takes 21 ms, a on the
// edge and b, if x does not exit, in the cloud 12 + 2/B, everything in the cloud 3 + 8/B.

namespace popex::test {
namespace {

using nlohmann::json;

class Robust : public testing::Test {
 protected:
  Robust() : profile_(folder_.write("small.json", kSmallProfile)) {}

  /// One second at each rate.
  [[nodiscard]] std::string trace(const std::vector<double>& rates) const {
    std::string lines;
    for (std::size_t i = 0; i < rates.size(); ++i) {
      lines += std::to_string(i) + " " + std::to_string(rates[i]) + "\n";
    }
    return folder_.write("trace.txt", lines);
  }

  [[nodiscard]] Seen solve(const std::vector<std::string>& more,
                           const std::string& input = "") const {
    std::vector<std::string> words{"-q", "solve", "-p", profile_};
    words.insert(words.end(), more.begin(), more.end());
    return popex(words, input);
  }

  [[nodiscard]] json answer(std::vector<std::string> more, const std::string& input = "") const {
    more.insert(more.end(), {"--format", "json"});
    const Seen seen = solve(more, input);
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
    return json::parse(seen.out);
  }

  [[nodiscard]] std::vector<std::string> errors(const std::vector<std::string>& more) const {
    const Seen seen = solve(more);
    EXPECT_EQ(seen.code, 2);
    EXPECT_EQ(seen.out, "");
    return lines_of(seen.err);
  }

  TemporaryFolder folder_;
  std::string profile_;
};

// Samples start at 1 and 2 s, at 8 and, as the trace begins again, 0.01 Mbps: in the cloud they
// take 3 + 1 and 3 + 800 ms, with a on the edge and half of 4 kbit to send 12 + 0.25 and 12 + 200,
// on the edge 21. The mean rate is 4.005, where the cloud would be best.
TEST_F(Robust, ATraceIsAnsweredByTheMeanOverItsStarts) {
  const json found = answer({"--rate-trace", trace({0.01, 8})});
  const json& robust = found["robust"];
  EXPECT_EQ(found["command"], "solve");
  EXPECT_EQ(found["decision"]["split"], "output");
  EXPECT_EQ(robust["criterion"], "expectation");
  EXPECT_EQ(robust["link"], "edge-cloud");
  EXPECT_DOUBLE_EQ(robust["value_ms"], 21);
  EXPECT_TRUE(robust["rate_mbps"].is_null());
  EXPECT_TRUE(found["scenario"]["rate_mbps"]["edge-cloud"].is_null());
  EXPECT_EQ(robust["rates"]["count"], 2);
  EXPECT_EQ(robust["rates"]["interval_s"], 1);
  EXPECT_DOUBLE_EQ(robust["rates"]["mean_mbps"], 4.005);
  EXPECT_EQ(robust["rates"]["outage_share"], 0);
  EXPECT_EQ(robust["outage_timeout_s"], 10);
  EXPECT_EQ(robust["starts"], 2);
  EXPECT_EQ(robust["decisions"], 4);
  EXPECT_EQ(robust["looked_at"], "all");
  EXPECT_EQ(robust["for_mean_rate"]["split"], "input");
  EXPECT_DOUBLE_EQ(robust["for_mean_rate"]["value_ms"], (4 + 803) / 2.0);
  EXPECT_DOUBLE_EQ(robust["for_mean_rate"]["lost_ms"], (4 + 803) / 2.0 - 21);
}

TEST_F(Robust, OneBadSecondInAThousandIsNoMoreThanThat) {
  for (const std::string bad : {"0.0002", "0"}) {
    std::string lines;
    for (int i = 0; i < 1000; ++i) {
      lines += std::to_string(i) + (i == 500 ? " " + bad : " 20") + "\n";
    }
    const Seen seen = popex({"-q", "solve", "-p", "alexnet.json", "--rate-trace", "-"}, lines);
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
    EXPECT_EQ(seen.out,
              "b-alexnet: p(b1) = 0.4943\n"
              "edge-cloud: " +
                  bad + " to 20 Mbps, mean 20, 1000 starts," +
                  (bad == "0" ? " one every 1 s of standard input,\n  0.1 % down; "
                              : "\n  one every 1 s of standard input; ") +
                  "taken for seconds-rate, times in s," + (bad == "0" ? "" : "\n ") +
                  " rates in Mbps\n"
                  "Split at input: everything on the cloud; expected time 63.2 ms,\n"
                  "  the mean over the starts:\n"
                  "  edge       0 ms  nothing\n"
                  "  upload  62.8 ms  the input, 155 kB, for 100 % of samples\n"
                  "  cloud   0.33 ms  conv1 … fc8\n"
                  "That is best at the mean rate, 20 Mbps, too.\n");
  }
}

TEST_F(Robust, IsWhatReplayCallsTheBestFixedDecision) {
  const std::string file = trace({0.3, 0, 0, 2.5, 8, 0.7, 0.02, 3});
  for (const std::vector<std::string>& more : {std::vector<std::string>{},
                                               {"--interval", "500ms"},
                                               {"--outage-timeout", "0.8s"},
                                               {"--interval", "2", "--outage-timeout", "off"}}) {
    std::vector<std::string> words{"--rate-trace", file};
    words.insert(words.end(), more.begin(), more.end());
    const json solved = answer(words);
    words = {"replay", "-p", profile_, "--trace", file, "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const Seen seen = popex(words);
    EXPECT_EQ(seen.code, 0) << seen.err;
    const json replayed = json::parse(seen.out);
    for (const json& strategy : replayed["all"]) {
      if (strategy["strategy"] != "best-fixed") continue;
      EXPECT_DOUBLE_EQ(strategy["mean_time_ms"], solved["robust"]["value_ms"]);
      EXPECT_EQ(strategy["inferences"], solved["robust"]["starts"]);
      EXPECT_EQ(strategy["gave_up"], solved["robust"]["gave_up"]);
      const std::string split = strategy["split"];
      EXPECT_EQ(split.substr(0, split.find(' ')), solved["decision"]["split"]);
    }
  }
}

TEST_F(Robust, DecisionIsThatOfSolveAtTheRateThatItSays) {
  const std::vector<std::string> question{"--rate", "0.3..8"};
  const json robust = answer(question);
  const json plain = answer({"--rate", robust["robust"]["rate_mbps"].dump()});
  EXPECT_EQ(robust["decision"], plain["decision"]);
  EXPECT_EQ(robust["scenario"], plain["scenario"]);
}

// At 1, 2, 3, 4 s and, as the trace begins again, 8: uploads of the input take 4, 2, 16 and 1 ms,
// those of a's output half of it for half of the samples. The second second has nothing: the first
// upload waits for its end.
TEST_F(Robust, CriteriaAreOverTheStarts) {
  const std::string file = trace({8, 0, 4, 0.5, 2});
  const json risk = answer({"--rate-trace", file, "--risk", "0.75"});
  EXPECT_EQ(risk["robust"]["criterion"], "risk");
  EXPECT_EQ(risk["robust"]["risk"], 0.75);
  EXPECT_EQ(risk["decision"]["split"], "a");
  EXPECT_DOUBLE_EQ(risk["robust"]["value_ms"], 12 + 4);
  EXPECT_EQ(risk["robust"]["rates"]["outage_share"], 0.2);
  const json worst = answer({"--rate-trace", file, "--robust", "worst"});
  EXPECT_EQ(worst["decision"]["split"], "output");
  EXPECT_DOUBLE_EQ(worst["robust"]["value_ms"], 21);
  // In the cloud, after the wait, 3 + 1000 + 2 ms; if uploads give up after 0.2 s, 200 and all that
  // the edge has to run without x.
  EXPECT_DOUBLE_EQ(worst["robust"]["for_mean_rate"]["value_ms"], 1005);
  const json regret =
      answer({"--rate-trace", file, "--robust", "regret", "--outage-timeout", "200ms"})["robust"];
  EXPECT_EQ(regret["for_mean_rate"]["gave_up"], 1);
  EXPECT_DOUBLE_EQ(regret["for_mean_rate"]["value_ms"], 200 + 30 - 21);
  EXPECT_DOUBLE_EQ(regret["value_ms"], 21 - 4);
  EXPECT_EQ(regret["regret"]["start_s"], 5);
  EXPECT_EQ(regret["regret"]["split"], "input");
  EXPECT_DOUBLE_EQ(regret["regret"]["expected_time_ms"], 21);
  EXPECT_DOUBLE_EQ(regret["regret"]["least_ms"], 4);
  const Seen text = solve({"--rate-trace", "-", "--robust", "regret", "--outage-timeout", "200ms"},
                          "0 8\n1 0\n2 4\n3 0.5\n4 2\n");
  EXPECT_EQ(text.out,
            "small: p(x) = 0.5\n"
            "edge-cloud: 0 to 8 Mbps, mean 2.9, 5 starts, one every 1 s of standard input,\n"
            "  20 % down; taken for seconds-rate, times in s, rates in Mbps\n"
            "Split at output: everything on the edge;\n"
            "  at most 17 ms above the best at each start, mean 21 ms:\n"
            "  edge    21 ms  a, b, branch x\n"
            "  upload   0 ms  nothing\n"
            "  cloud    0 ms  nothing\n"
            "At 5 s: 21 ms, 17 ms above input.\n"
            "Best at the mean rate, 2.9 Mbps, is input; here: 209 ms, 192 ms more (+1129 %).\n");
  const Seen gives_up = solve({"--rate-trace", "-", "--outage-timeout", "3ms"}, "0 8\n8 0\n9 8\n");
  EXPECT_NE(
      gives_up.out.find(
          "Uploads give up at 1 of 13 starts, after 0.003 s of outage: edge runs the rest.\n"),
      std::string::npos)
      << gives_up.out;
}

TEST_F(Robust, TextSaysWhatIsLostByTheMeanRate) {
  const Seen seen = solve({"--rate", "0.25..8"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out,
            "small: p(x) = 0.5\n"
            "edge-cloud: 0.25 to 8 Mbps\n"
            "Split after a; expected time at most 20 ms, at 0.25 Mbps:\n"
            "  edge    11 ms  a, branch x\n"
            "  upload   8 ms  output of a, 500 B, for 50 % of samples\n"
            "  cloud    1 ms  b\n"
            "Best at the mean rate, 4.12 Mbps, is input; here: 35 ms, 15 ms more (+75 %).\n");
}

// At 0.25 Mbps: 21, 20 and 35 ms; at 8 Mbps: 21, 12.25 and 4 ms. Regrets: 17, 8.25, 15.
TEST_F(Robust, RegretIsTheLargestAtBothEnds) {
  const std::vector<std::string> question{"--rate", "edge-cloud=250kbps..8", "--robust", "regret"};
  const json robust = answer(question)["robust"];
  EXPECT_DOUBLE_EQ(robust["value_ms"], 8.25);
  EXPECT_EQ(robust["gap_ms"], 0);
  ASSERT_EQ(robust["regret"].size(), 2U);
  EXPECT_EQ(robust["regret"][0]["rate_mbps"], 0.25);
  EXPECT_EQ(robust["regret"][0]["regret_ms"], 0);
  EXPECT_EQ(robust["regret"][0]["split"], "a");
  EXPECT_EQ(robust["regret"][1]["split"], "input");
  EXPECT_DOUBLE_EQ(robust["regret"][1]["expected_time_ms"], 12.25);
  EXPECT_DOUBLE_EQ(robust["regret"][1]["least_ms"], 4);
  EXPECT_DOUBLE_EQ(robust["for_mean_rate"]["value_ms"], 15);
  const Seen text = solve(question);
  EXPECT_NE(text.out.find("Split after a; at most 8.25 ms above the best at each rate; at 0.25 "
                          "Mbps:\n"),
            std::string::npos)
      << text.out;
  EXPECT_NE(text.out.find("At 8 Mbps: 12.2 ms, 8.25 ms above input.\n"), std::string::npos)
      << text.out;
}

TEST_F(Robust, TableHasTheDecisionAndThatForTheMeanRate) {
  const Seen seen = solve({"--rate", "0.25..8", "--format", "csv"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out,
            "choice,criterion,value_ms,rate_mbps,split,split_index,branches_run,"
            "expected_time_ms,edge_ms,upload_ms,cloud_ms,offload_probability,label\n"
            "robust,worst,20,0.25,a,1,1,20,11,8,1,0.5,a +x\n"
            "for mean rate,worst,35,0.25,input,0,0,35,0,32,3,1,input\n");
}

TEST_F(Robust, TraceMayComeByStandardInputInLongerIntervals) {
  const json found = answer({"--rate-trace", "-", "--interval", "2s"}, "0 2\n1 4\n2 6\n3 8\n");
  EXPECT_EQ(found["robust"]["rates"]["trace"], "standard input");
  EXPECT_EQ(found["robust"]["rates"]["count"], 2);
  EXPECT_EQ(found["robust"]["rates"]["lowest_mbps"], 3);
  EXPECT_EQ(found["robust"]["rates"]["highest_mbps"], 7);
  EXPECT_EQ(found["robust"]["starts"], 2);
}

TEST_F(Robust, OneLinkOfSeveralIsNamed) {
  const auto three_tiers = [](const std::vector<std::string>& more) {
    std::vector<std::string> words{"solve", "-p", "alexnet-three-tier.json", "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    return popex(words);
  };
  const Seen named = three_tiers({"--rate", "edge-cloud=2..20", "--rate", "device-edge=3"});
  EXPECT_EQ(named.code, 0) << named.err;
  EXPECT_EQ(json::parse(named.out)["scenario"]["rate_mbps"],
            (json{{"device-edge", 3}, {"edge-cloud", 2}}));
  const Seen by_link = three_tiers({"--rate-trace", trace({2, 20}), "--link", "edge-cloud"});
  EXPECT_EQ(by_link.code, 0) << by_link.err;
  EXPECT_EQ(json::parse(by_link.out)["robust"]["link"], "edge-cloud");
  EXPECT_NE(three_tiers({"--rate", "2..20"}).err.find("device-edge, edge-cloud"),
            std::string::npos);
  EXPECT_NE(three_tiers({"--rate", "edge-clod=2..20"}).err.find("did you mean 'edge-cloud'?"),
            std::string::npos);
}

TEST_F(Robust, EverythingThatIsWrongIsSaidAtOnce) {
  EXPECT_EQ(errors({"--rate", "2..40", "--robust", "expectation", "--all", "--batch", "x",
                    "--solver", "exhaustive", "--interval", "2", "--deadline", "5", "--objective",
                    "energy", "--rate", "5"}),
            (std::vector<std::string>{
                "popex: error: --batch: not where a rate varies: one decision alone",
                "popex: error: --all: not where a rate varies: one decision alone",
                "popex: error: --solver: not where a rate varies: one decision alone",
                "popex: error: --robust: an interval does not say how likely its rates are, "
                "expected --rate-trace FILE, or --robust worst or regret",
                "popex: error: --interval: is for a trace, expected --rate-trace FILE",
                "popex: error: --objective: not where a rate varies: that is for E[T] alone",
                "popex: error: --deadline: not where a rate varies: that is for E[T] alone",
                "popex: error: --rate: given twice for 'edge-cloud'"}));
  EXPECT_EQ(
      errors({"--rate", "20..2"}),
      (std::vector<std::string>{"popex: error: --rate: '20..2', expected the lower rate first"}));
  EXPECT_EQ(errors({"--rate", "-1..2e9"}).size(), 2U);
  EXPECT_EQ(errors({"--rate", "x.."}).size(), 2U);
  EXPECT_EQ(errors({"--rate", "1..2", "--rate", "3..4"}),
            (std::vector<std::string>{"popex: error: --rate: more than one rate varies, expected "
                                      "one interval or one trace"}));
  EXPECT_EQ(errors({"--rate-trace", trace({1, 2}), "--risk", "1.5", "--robust", "worst",
                    "--interval", "0"}),
            (std::vector<std::string>{"popex: error: --risk: 1.5, must be between 0 and 1",
                                      "popex: error: --risk: not with --robust worst",
                                      "popex: error: --interval: 0 s, must be above 0"}));
  EXPECT_EQ(errors({"--rate", "3", "--robust", "worst", "--risk", "0.5", "--rate-column", "x"}),
            (std::vector<std::string>{
                "popex: error: --rate-column: no rate varies, expected --rate-trace FILE or "
                "--rate LOW..HIGH",
                "popex: error: --robust: no rate varies, expected --rate-trace FILE or --rate "
                "LOW..HIGH",
                "popex: error: --risk: no rate varies, expected --rate-trace FILE or --rate "
                "LOW..HIGH"}));
  // The trace's problems beside the profile's.
  const Seen both = popex({"solve", "-p", folder_.write("bad.json", "{}"), "--rate-trace",
                           folder_.write("bad.txt", "0 -1\n1 x\n")});
  EXPECT_EQ(both.code, 2);
  EXPECT_NE(both.err.find("bad.json: "), std::string::npos) << both.err;
  EXPECT_NE(both.err.find("bad.txt:1"), std::string::npos) << both.err;
  const Seen missing = popex({"solve", "-p", profile_, "--rate-trace", "nowhere.txt"});
  EXPECT_EQ(missing.code, 4);
}

}  // namespace
}  // namespace popex::test
