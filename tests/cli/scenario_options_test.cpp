// SPDX-License-Identifier: MIT
//
// --rate, --latency, --gamma and --probability, in whatever command they stand.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.hpp"

namespace popex::test {
namespace {

Seen small(std::vector<std::string> words) {
  words.insert(words.begin() + 1, {"-p", "-"});
  return popex(words, std::string(kSmallProfile));
}

void expect_refused(const Seen& seen, const std::string& lines) {
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err, lines);
}

std::string only_row(const Seen& seen) {
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const std::vector<std::string> lines = lines_of(seen.out);
  return lines.size() == 2 ? lines[1] : seen.out;
}

TEST(ScenarioOptions, TakeOneValueWhereThereIsOneScenario) {
  const std::string expected =
      ", expected a rate: 5.5 (Mbps), 700kbit/s, 1.2Gbps, 5MB/s, 3g, 4g, lte or wifi\n";
  for (const char* command : {"solve", "breakpoints", "graph"}) {
    expect_refused(small({command, "-r", "1:3:1"}), "popex: error: --rate: '1:3:1'" + expected);
    expect_refused(small({command, "-r", "1", "-g", "1,2", "-b", "x=0,1", "-l", "log:1:2:3"}),
                   "popex: error: --latency: 'log:1:2:3', expected a time: 50 (ms), 50ms or 0.5s\n"
                   "popex: error: --probability: '0,1' may be 0.1 (a decimal comma) or the two "
                   "values 0 and 1, expected a number or a share: 0.7 or 70%\n"
                   "popex: error: --gamma: '1,2' may be 1.2 (a decimal comma) or the two values 1 "
                   "and 2, expected a number\n");
  }
}

TEST(ScenarioOptions, TakeOneLatencyInASweepToo) {
  expect_refused(small({"sweep", "-r", "1,2", "-l", "0,10"}),
                 "popex: error: --latency: '0,10' may be 0.10 (a decimal comma) or the two values "
                 "0 and 10, expected a time: 50 (ms), 50ms or 0.5s\n");
}

TEST(ScenarioOptions, ChargeTheLatencyOfSamplesThatCross) {
  // At 1 Mbps a +x costs 11 + 0.5 · (4 + 2) = 14 and input 11; 10 ms cost them 5 and 10.
  EXPECT_EQ(only_row(small({"solve", "-r", "1", "-l", "10", "--format", "csv"})),
            "a,1,1,19,11,7,1,0.5,a +x");
  EXPECT_EQ(only_row(small({"solve", "-r", "1", "-l", "edge-cloud=1000", "--format", "csv"})),
            "output,2,1,21,21,0,0,0,output");
}

TEST(ScenarioOptions, WinOverTheProfilesOwnValues) {
  std::string profile(kSmallProfile);
  profile.replace(profile.rfind('}'), 1,
                  R"(, "links": [{"from": "edge", "to": "cloud", "rate_mbps": 1,
                      "latency_ms": 10}]})");
  EXPECT_EQ(only_row(popex({"solve", "-p", "-", "--format", "csv"}, profile)),
            "a,1,1,19,11,7,1,0.5,a +x");
  EXPECT_EQ(only_row(popex({"solve", "-p", "-", "-l", "0", "--format", "csv"}, profile)),
            "input,0,0,11,0,8,3,1,input");
  EXPECT_EQ(only_row(popex({"solve", "-p", "-", "-r", "0", "--format", "csv"}, profile)),
            "output,2,1,21,21,0,0,0,output");
}

TEST(ScenarioOptions, PreferABranchsOwnProbabilityToTheOneForAll) {
  EXPECT_EQ(only_row(small({"solve", "-r", "0.5", "-b", "0", "-b", "x=1", "--format", "csv"})),
            "output,2,1,11,11,0,0,0,output");
}

TEST(ScenarioOptions, AreRefusedBeyondTheirLimits) {
  struct Case {
    const char* option;
    const char* value;
    const char* message;
  };
  for (const Case& c :
       {Case{"--rate", "-1", "-1, must be between 0 and 1000000000"},
        Case{"--rate", "1e308", "1e+308, must be between 0 and 1000000000"},
        Case{"--latency", "-0.5", "-0.5, must be between 0 and 1000000000000"},
        Case{"--latency", "1e308", "1e+308, must be between 0 and 1000000000000"},
        Case{"--gamma", "-1", "-1, must be between 0 and 1000000000"},
        Case{"--gamma", "nan", "'nan', expected a number"},
        Case{"--gamma", "inf", "'inf', expected a number"},
        Case{"--probability", "1.0000001", "1.0000001, must be between 0 and 1"},
        Case{"--probability", "-1e-9", "-1e-09, must be between 0 and 1"},
        Case{"--probability", "-nan", "'-nan', expected a number or a share: 0.7 or 70%"},
        Case{"--rate", "5MBPS",
             "'5MBPS' may be 5 Mbit/s or 5 MB/s, expected a rate: 5.5 (Mbps), "
             "700kbit/s, 1.2Gbps, 5MB/s, 3g, 4g, lte or wifi"},
        Case{"--rate", "1e999",
             "'1e999' is not within what a number can be, expected a rate: 5.5 "
             "(Mbps), 700kbit/s, 1.2Gbps, 5MB/s, 3g, 4g, lte or wifi"},
        Case{"--latency", "5m",
             "'5m' may be 5 min or 5 ms, expected a time: 50 (ms), 50ms or 0.5s"},
        Case{"--probability", "70", "70, must be between 0 and 1"}}) {
    std::vector<std::string> words{"solve", std::string(c.option) + '=' + c.value};
    if (words[1].find("--rate") == std::string::npos) words.insert(words.end(), {"-r", "1"});
    expect_refused(small(words),
                   std::string("popex: error: ") + c.option + ": " + c.message + '\n');
  }
}

// The same scenario however it is written: 40 Mbps, 50 ms, p = 0.25.
TEST(ScenarioOptions, HaveUnits) {
  const std::string row =
      only_row(small({"solve", "-r", "40", "-l", "50", "-b", "0.25", "--format", "csv"}));
  for (const char* rate : {"40Mbps", "5MBps", "5MB/s", "5 MB/s", "40 Mbits/sec", "0.04Gbit/s"}) {
    EXPECT_EQ(only_row(small({"solve", "-r", rate, "-l", "50ms", "-b", "25%", "--format", "csv"})),
              row)
        << rate;
  }
  EXPECT_EQ(only_row(small({"solve", "-r", "edge-cloud=5MB/s", "-l", "edge-cloud=0.05s", "-b",
                            "x=25 %", "--format", "csv"})),
            row);
  EXPECT_EQ(small({"sweep", "-r", "5MB/s,100", "-b", "0:50%:25%", "--format", "csv"}).out,
            small({"sweep", "-r", "40,100", "-b", "0,0.25,0.5", "--format", "csv"}).out);
}

TEST(ScenarioOptions, AreRefusedWhereTheyContradictThemselves) {
  expect_refused(small({"solve", "-r", "1", "-r", "2", "-b", "x=0", "-b", "x=1"}),
                 "popex: error: --rate: given twice\n"
                 "popex: error: --probability: given twice for 'x'\n");
}

TEST(ScenarioOptions, NameWhatTheProfileHasInstead) {
  expect_refused(small({"solve", "-r", "1", "-b", "other=0.5"}),
                 "popex: error: --probability other: 'other' is not a branch, expected one of x\n");
}

TEST(ScenarioOptions, DecideOnThreeTiersAsWorkedOutByHand) {
  // 1000 B take 8 ms at 1 Mbps. Device 10 + 100, edge 2 + 20, cloud 1 + 2; v1 hands on 100 B.
  //   device v1, edge -, cloud v2:  10 + 0.8 + 0.8 / 10 + 2 = 12.88
  //   device -, edge v1, cloud v2:   8 + 2 + 0.8 / 10 + 2 = 12.08
  //   device -, edge -, cloud all:   8 + 8 / 10 + 3 = 11.8
  const std::string profile = R"({"format_version": 1, "tiers": ["device", "edge", "cloud"],
    "input": {"bytes": 1000}, "layers": [
      {"name": "v1", "output_bytes": 100, "time_ms": {"device": 10, "edge": 2, "cloud": 1}},
      {"name": "v2", "output_bytes": 10, "time_ms": {"device": 100, "edge": 20, "cloud": 2}}]})";
  const auto row = [&](const std::string& second) {
    return only_row(popex({"solve", "-p", "-", "-r", "device-edge=1", "-r", "edge-cloud=" + second,
                           "--format", "csv"},
                          profile));
  };
  EXPECT_EQ(row("10"), "input,0,input,0,0,11.8,0,8,0,0.8,3,1,1,input | input");
  EXPECT_EQ(row("2"), "input,0,v1,1,0,12.4,0,8,2,0.4,2,1,1,input | v1");
}

}  // namespace
}  // namespace popex::test
