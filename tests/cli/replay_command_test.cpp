// SPDX-License-Identifier: MIT
//
// popex replay: kSmallProfile takes 30 ms or less on the edge; the cloud alone takes 3 ms and 8
// ms·Mbps of upload.

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

namespace popex::test {
namespace {

using Json = nlohmann::json;

class Replay : public testing::Test {
 protected:
  Replay() : profile(folder.write("p.json", kSmallProfile)) {}

  [[nodiscard]] Seen replayed(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"replay", "--profile", profile});
    return popex(arguments);
  }

  TemporaryFolder folder;
  std::string profile;
  std::string trace = folder.write("t.csv", "time_s,rate_mbps\n0,10\n1,10\n2,0.1\n3,0.1\n4,10\n");
};

TEST_F(Replay, HasATableForEachTraceAndOneForAll) {
  const std::string other = folder.write("u.log", "0 5\n1 5\n");
  const Seen seen =
      replayed({"--trace", trace, "--trace", other, "--estimator", "last", "--jump", "off"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out,
            "small: p(x) = 0.5\n"
            "Rates of edge-cloud from traces, every 1 s,\n"
            "  uploads give up after 10 s of outage.\n"
            "\n" +
                trace +
                ": 5 s, mean 6.04 Mbps, 5 intervals\n"
                "Taken for csv, rates of 'rate_mbps' in mbps, times of 'time_s' in s.\n"
                "strategy    mean ms  95 % ms  regret     %  switches  waits s  gave up\n"
                "last           26.5     70.6    15.8   148         2        0        0\n"
                "oracle         10.7       21       0     0         2        0        0\n"
                "best fixed     20.1       32    9.44  88.4         0        0        0\n"
                "edge only        21       21    10.3  96.6         0        0        0\n"
                "cloud only     35.5       83    24.8   232         0        0        0\n"
                "Best fixed: a +x.\n"
                "\n" +
                other +
                ": 2 s, mean 5 Mbps, 2 intervals\n"
                "Taken for seconds-rate, times in s, rates in Mbps.\n"
                "strategy    mean ms  95 % ms  regret    %  switches  waits s  gave up\n"
                "last            4.6      4.6       0    0         0        0        0\n"
                "oracle          4.6      4.6       0    0         0        0        0\n"
                "best fixed      4.6      4.6       0    0         0        0        0\n"
                "edge only        21       21    16.4  357         0        0        0\n"
                "cloud only      4.6      4.6       0    0         0        0        0\n"
                "Best fixed: input.\n"
                "\n"
                "All 2 traces: 7 intervals\n"
                "strategy    mean ms  95 % ms  regret    %  switches  waits s  gave up\n"
                "last           20.3     64.4    11.3  127         2        0        0\n"
                "oracle         8.94       21       0    0         2        0        0\n"
                "best fixed     17.9       32    8.97  100         0        0        0\n"
                "edge only        21       21    12.1  135         0        0        0\n"
                "cloud only     26.7       83    17.7  198         0        0        0\n"
                "Best fixed: a +x.\n");
}

TEST_F(Replay, AnswersInJsonWithFixedKeys) {
  const Seen seen = replayed({"--trace", trace, "--estimator", "last,harmonic", "--format", "json",
                              "--switch-cost", "5", "--hold", "500ms", "--interval", "0.5"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const Json json = Json::parse(seen.out);
  EXPECT_EQ(json["format_version"], 1);
  EXPECT_EQ(json["command"], "replay");
  EXPECT_EQ(json["scenario"]["rate_mbps"], Json::object());
  EXPECT_EQ(json["link"], "edge-cloud");
  EXPECT_EQ(json["interval_s"], 0.5);
  EXPECT_EQ(json["hold_s"], 0.5);
  EXPECT_EQ(json["switch_cost_ms"], 5);
  const Json& played = json["traces"][0];
  EXPECT_EQ(played["format"], "csv");
  EXPECT_EQ(played["duration_s"], 5);
  std::vector<std::string> names;
  for (const Json& strategy : played["strategies"]) {
    names.push_back(strategy["strategy"]);
    EXPECT_EQ(strategy["inferences"], 10);
    EXPECT_GE(strategy["regret_ms"], 0);
    EXPECT_EQ(strategy["switch_cost_ms"], 5 * strategy["switches"].get<double>());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"last", "harmonic", "oracle", "best-fixed",
                                             "edge-only", "cloud-only"}));
  EXPECT_EQ(played["strategies"], json["all"]);
  EXPECT_FALSE(played.contains("steps"));
}

// At 2 and 4 s, with the slow second before and the fast one behind: 48 kbit of a's output at 100
// Mbps take 0.48 ms, but the input, sent at once, 800 ms. Everything on the edge takes 6 s. At no
// constant rate is a split after a the best.
TEST_F(Replay, OracleAndBestFixedAreTheBestOfAllDecisions) {
  const std::string network =
      folder.write("oracle.json",
                   R"({"format_version": 1, "name": "oracle", "input": {"bytes": 5000}, "layers": [
           {"name": "a", "time_ms": {"edge": 1000, "cloud": 700}, "output_bytes": 6000},
           {"name": "b", "time_ms": {"edge": 5000, "cloud": 10}, "output_bytes": 0}]})");
  const std::string changing = folder.write("two.txt", "0 0.05\n1 100\n2 0.05\n3 100\n");
  for (const char* const switch_cost : {"0", "5"}) {
    const Seen seen =
        popex({"replay", "--profile", network, "--trace", changing, "--interval", "2",
               "--switch-cost", switch_cost, "--format", "json", "--estimator", "last"});
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
    const Json json = Json::parse(seen.out);
    EXPECT_EQ(json["looked_at"], "all");
    const Json& strategies = json["all"];
    EXPECT_EQ(strategies[1]["strategy"], "oracle");
    EXPECT_NEAR(strategies[1]["mean_time_ms"], 1010.48, 1e-9);
    EXPECT_EQ(strategies[2]["strategy"], "best-fixed");
    EXPECT_NEAR(strategies[2]["mean_time_ms"], 1010.48, 1e-9);
    EXPECT_EQ(strategies[2]["split"], "a");
  }
}

TEST_F(Replay, StepsAreRowsOfCsv) {
  const Seen seen = replayed(
      {"--trace", trace, "--estimator", "last", "--jump", "off", "--steps", "--format", "csv"});
  EXPECT_EQ(seen.code, 0);
  const std::vector<std::string> lines = lines_of(seen.out);
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines[0],
            "trace,time_s,rate_mbps,estimate_mbps,split,expected_time_ms,regret_ms,label");
  EXPECT_EQ(lines[1], trace + ",1,10,10,input,3.8,0,input");
  // Still to the cloud, and into the two slow seconds: 8 kbit at 0.1 Mbps.
  EXPECT_EQ(lines[2], trace + ",2,10,10,input,83,62,input");
}

TEST_F(Replay, SamplesFeedWatch) {
  const Seen seen = popex({"replay", "--trace", trace, "--samples"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, "1 10\n2 10\n3 0.1\n4 0.1\n5 10\n");
  const Seen watched = popex(
      {"watch", "--profile", profile, "--source", "-", "--estimator", "last", "--format", "json"},
      seen.out);
  EXPECT_EQ(watched.code, 0);
  EXPECT_EQ(lines_of(watched.out).size(), 3U);
}

TEST_F(Replay, ReadsATraceFromStandardInput) {
  const Seen seen = popex(
      {"replay", "--profile", profile, "--trace", "-", "--format", "csv", "--columns", "mahimahi"},
      "1\n2\n2000\n");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(lines_of(seen.out)[1].substr(0, 14), "standard input");
}

TEST_F(Replay, ReportsEverythingAtOnce) {
  const std::string bad = folder.write("bad.csv", "time_s,rate_mbps\n0,1\n0,-2\n");
  const Seen seen =
      replayed({"--trace", bad, "--trace", folder.file("none"), "--interval", "0",
                "--outage-timeout", "long", "--estimator", "emwa", "--weight", "2", "--steps"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err,
            "popex: error: --interval: 0 s, must be above 0\n"
            "popex: error: --outage-timeout: 'long', expected a time, 10s for instance, or off\n"
            "popex: error: --weight: 2, must be above 0 and at most 1\n"
            "popex: error: --estimator: 'emwa', expected last, mean, harmonic, ewma, "
            "quantile, similar; did you mean 'ewma'?\n"
            "popex: error: --steps: expected with --format csv or json\n" +
                std::string("popex: error: ") + bad +
                ":3: a rate of -2 Mbps, expected 0 … 1e+09\npopex: error: " + folder.file("none") +
                ": cannot be read: No such file or directory\n");
}

// What was taken for what, left out or put together is said; what has two readings is asked for.
TEST_F(Replay, SaysWhatItTookOfATrace) {
  const std::string phone = folder.write("phone.csv",
                                         "Timestamp,Speed,DL_bitrate,UL_bitrate\n"
                                         "2020.02.14_09.38.22,2,4100,120\n"
                                         "2020.02.14_09.38.22,2,4100,120\n"
                                         "2020.02.14_09.38.25,3,5200,340\n"
                                         "2020.02.14_09.38.26,3,5100,310\n");
  const Seen samples = popex({"replay", "-v", "--samples", "--trace", phone});
  EXPECT_EQ(samples.code, 0);
  EXPECT_EQ(samples.out, "1 0.12\n2 0.12\n3 0.12\n4 0.34\n5 0.31\n6 0.31\n");
  const std::string at = phone + ": ";
  EXPECT_EQ(samples.err,
            "popex: info: " + at +
                "taken for csv, rates of 'UL_bitrate' in kbit/s, times of 'Timestamp' by calendar "
                "or clock\npopex: info: " +
                at +
                "column 'UL_bitrate' names no unit, taken for kbit/s as G-NetTrack writes it\n"
                "popex: info: " +
                at + "the last rate is taken to last 2 s, the median of the others\npopex: info: " +
                at + "begins at 1581673102 s, taken for 0\npopex: warning: " + at +
                "1 of 4 rates have the time of another, the first at 0 s: of each time their mean "
                "counts\n");
}

TEST_F(Replay, AsksWhatATraceIs) {
  const std::string numbers = folder.write("n.txt", "10\n10\n20\n20\n30\n");
  const Seen asked = popex({"replay", "--samples", "--interval", "500ms", "--trace", numbers});
  EXPECT_EQ(asked.code, 2);
  EXPECT_EQ(asked.out, "");
  EXPECT_EQ(asked.err, "popex: error: " + numbers +
                           ": one column of whole numbers that never fall may be the milliseconds "
                           "of packets (mahimahi, 0.03 s) or rates in Mbps (one each 0.5 s), "
                           "expected --columns mahimahi or --columns rate\n");
  const Seen rates = popex(
      {"replay", "--samples", "--interval", "500ms", "--trace", numbers, "--columns", "rate"});
  EXPECT_EQ(rates.code, 0);
  EXPECT_EQ(rates.out, "0.5 10\n1 10\n1.5 20\n2 20\n2.5 30\n");
  EXPECT_EQ(rates.err, "");
  const Seen packets = popex(
      {"replay", "--samples", "--interval", "10ms", "--trace", numbers, "--columns", "mahimahi"});
  EXPECT_EQ(packets.code, 0);
  EXPECT_EQ(lines_of(packets.out).size(), 3U);  // 30 ms

  const std::string commas = folder.write("c.txt", "5,5\n6,1\n");
  const Seen unclear = popex({"replay", "--samples", "--trace", commas});
  EXPECT_EQ(unclear.code, 2);
  EXPECT_EQ(unclear.err, "popex: error: " + commas +
                             ":1: '5,5' may be 5.5 Mbps (a decimal comma) or 5 s and 5 Mbps (two "
                             "columns), expected --columns rate or --columns seconds,rate\n");
  EXPECT_EQ(popex({"replay", "--samples", "--trace", commas, "--columns", "rate"}).out,
            "1 5.5\n2 6.1\n");
  EXPECT_EQ(popex({"replay", "--samples", "--trace", commas, "--columns", "seconds,rate"}).out,
            "1 5\n2 1\n");
}

TEST_F(Replay, KnowsWhatDoesNotGoTogether) {
  EXPECT_EQ(popex({"replay"}).err,
            "popex: error: --trace: missing, expected the file of a rate trace\n"
            "popex: error: --profile: missing, expected a profile's file or a bundled one's name "
            "('popex profiles' lists them)\n");
  EXPECT_EQ(popex({"replay", "--samples", "--trace", trace, "--format", "csv"}).err,
            "popex: error: --format: not with --samples, which prints 'seconds rate' lines\n");
  EXPECT_EQ(replayed({"--trace", trace, "--interval", "1e-9"}).err,
            "popex: error: --interval: makes 5e+09 intervals of the traces, expected at most "
            "2e+07\n");
  EXPECT_EQ(replayed({"--trace", trace, "--estimator", "last", "--window", "3"}).err,
            "popex: error: --window: of mean, harmonic, quantile, expected with --estimator of one "
            "of them\n");
  EXPECT_EQ(replayed({"--trace", trace, "--link", "edge-clud"}).err,
            "popex: error: --link: 'edge-clud', expected the name of a link: edge-cloud; did you "
            "mean 'edge-cloud'?\n");
}

}  // namespace
}  // namespace popex::test
