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

// At 0.1 and 8 Mbps the mean of 1/B is 5.0625: in the cloud 3 + 40.5, with a on the edge 12 +
// 10.125, on the edge 21. The mean rate is 4.05, where the cloud would be best.
TEST_F(Robust, ExpectationOverATraceIsThatAtItsHarmonicMean) {
  const json found = answer({"--rate-trace", trace({0.1, 8})});
  const json& robust = found["robust"];
  EXPECT_EQ(found["command"], "solve");
  EXPECT_EQ(found["decision"]["split"], "output");
  EXPECT_EQ(robust["criterion"], "expectation");
  EXPECT_EQ(robust["link"], "edge-cloud");
  EXPECT_DOUBLE_EQ(robust["value_ms"], 21);
  EXPECT_DOUBLE_EQ(robust["rate_mbps"], 1 / 5.0625);
  EXPECT_EQ(found["scenario"]["rate_mbps"]["edge-cloud"], robust["rate_mbps"]);
  EXPECT_EQ(robust["rates"]["count"], 2);
  EXPECT_EQ(robust["rates"]["interval_s"], 1);
  EXPECT_DOUBLE_EQ(robust["rates"]["mean_mbps"], 4.05);
  EXPECT_EQ(robust["rates"]["outage_share"], 0);
  EXPECT_EQ(robust["for_mean_rate"]["split"], "input");
  EXPECT_DOUBLE_EQ(robust["for_mean_rate"]["value_ms"], 43.5);
  EXPECT_DOUBLE_EQ(robust["for_mean_rate"]["lost_ms"], 22.5);
}

TEST_F(Robust, DecisionIsThatOfSolveAtTheRateThatItSays) {
  for (const std::vector<std::string>& question :
       {std::vector<std::string>{"--rate-trace", trace({0.3, 1, 2.5, 8, 0.7})},
        {"--rate-trace", trace({0.3, 1, 2.5, 8, 0.7}), "--risk", "0.6"},
        {"--rate-trace", trace({0.3, 1, 2.5, 8, 0.7}), "--robust", "worst"},
        {"--rate", "0.3..8"}}) {
    const json robust = answer(question);
    const json plain = answer({"--rate", robust["robust"]["rate_mbps"].dump()});
    EXPECT_EQ(robust["decision"], plain["decision"]);
    EXPECT_EQ(robust["scenario"], plain["scenario"]);
  }
}

// Of five rates the 0.75-quantile of 1/B is the fourth: 1/0.5.
TEST_F(Robust, RiskIsAQuantileAndSurvivesAnOutage) {
  const std::string file = trace({8, 0, 4, 0.5, 2});
  const json found = answer({"--rate-trace", file, "--risk", "0.75"});
  EXPECT_EQ(found["robust"]["criterion"], "risk");
  EXPECT_EQ(found["robust"]["risk"], 0.75);
  EXPECT_DOUBLE_EQ(found["robust"]["rate_mbps"], 0.5);
  EXPECT_EQ(found["decision"]["split"], "a");
  EXPECT_DOUBLE_EQ(found["robust"]["value_ms"], 16);
  // The default, 0.95, falls between it and the outage; the expectation is that of the outage.
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{"--robust", "risk"}, {"--robust", "expectation"}}) {
    std::vector<std::string> words{"--rate-trace", file};
    words.insert(words.end(), more.begin(), more.end());
    const json other = answer(words);
    EXPECT_EQ(other["robust"]["rates"]["outage_share"], 0.2);
    EXPECT_EQ(other["robust"]["rates"]["harmonic_mean_mbps"], 0);
    EXPECT_EQ(other["decision"]["split"], "output");
    EXPECT_DOUBLE_EQ(other["robust"]["value_ms"], 21);
    EXPECT_TRUE(other["robust"]["for_mean_rate"]["value_ms"].is_null());  // infinite
  }
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
            "expected_time_ms,edge_ms,upload_ms,cloud_ms,offload_probability\n"
            "robust,worst,20,0.25,a,1,1,20,11,8,1,0.5\n"
            "for mean rate,worst,35,0.25,input,0,0,35,0,32,3,1\n");
}

TEST_F(Robust, TraceMayComeByStandardInputInLongerIntervals) {
  const json found = answer({"--rate-trace", "-", "--interval", "2s"}, "0 2\n1 4\n2 6\n3 8\n");
  EXPECT_EQ(found["robust"]["rates"]["trace"], "standard input");
  EXPECT_EQ(found["robust"]["rates"]["count"], 2);
  EXPECT_EQ(found["robust"]["rates"]["lowest_mbps"], 3);
  EXPECT_EQ(found["robust"]["rates"]["highest_mbps"], 7);
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
                                      "popex: error: --interval: 0, must be above 0"}));
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
