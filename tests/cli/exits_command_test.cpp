// SPDX-License-Identifier: MIT
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <popex/profile_io.hpp>

#include "support/program.hpp"

namespace popex::test {
namespace {

/// Four samples at one branch and the main output:
///
///     x        0.9 right  0.8 wrong  0.5 right  0.2 wrong
///     output       right      right      wrong      right
class Exits : public ::testing::Test {
 protected:
  [[nodiscard]] static Seen exits(std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.begin(), "exits");
    return popex(words, input);
  }
  [[nodiscard]] Seen of_table(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--records", table_});
    return exits(std::move(words));
  }
  static void expect_error(const Seen& seen, const std::string& lines, int code = 2) {
    EXPECT_EQ(seen.code, code);
    EXPECT_EQ(seen.out, "");
    EXPECT_EQ(seen.err, lines);
  }
  static void expect_clean(const Seen& seen) {
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
  }

  TemporaryFolder folder_;
  std::string table_ = folder_.write("r.csv",
                                     "kind,confidence_x,correct_x,correct_output\n"
                                     "a,0.9,1,1\na,0.8,0,1\nb,0.5,1,0\nb,0.2,0,1\n");
  std::string profile_ = folder_.write("p.json", kSmallProfile);
};

TEST_F(Exits, SayWhoLeavesWhereAndHowOftenThatIsRight) {
  const Seen seen = of_table({});
  expect_clean(seen);
  EXPECT_EQ(seen.out, table_ + ": leaves with confidence >= 0.8\n" +
                          "samples  exit    reached  left  exit probability  accuracy\n"
                          "      4  x       100 %    50 %  50 % (15 … 85)    50 % (9.45 … 90.5)\n"
                          "      4  output  50 %     50 %                    50 % (9.45 … 90.5)\n"
                          "      4  all                                      50 % (15 … 85)\n");
}

TEST_F(Exits, HaveARowForEachConditionThresholdAndExit) {
  const Seen seen = of_table({"--by", "kind", "--threshold", "0.5,0.9", "--format", "csv"});
  expect_clean(seen);
  const std::vector<std::string> lines = lines_of(seen.out);
  ASSERT_EQ(lines.size(), 9U);
  EXPECT_EQ(lines[0],
            "kind,samples,threshold,exit,reached,reached_share,reached_share_low,"
            "reached_share_high,left,left_share,left_share_low,left_share_high,exit_probability,"
            "exit_probability_low,exit_probability_high,accuracy,accuracy_low,accuracy_high,"
            "overall_accuracy,overall_accuracy_low,overall_accuracy_high");
  EXPECT_TRUE(lines[1].starts_with("a,2,0.5,x,2,1,")) << lines[1];
  EXPECT_TRUE(lines[2].starts_with("a,2,0.5,output,0,0,")) << lines[2];
  EXPECT_TRUE(lines[3].starts_with("a,2,0.9,x,2,1,")) << lines[3];
  EXPECT_TRUE(lines[5].starts_with("b,2,0.5,x,2,1,")) << lines[5];
  EXPECT_TRUE(lines[8].starts_with("b,2,0.9,output,2,1,")) << lines[8];
  EXPECT_NE(lines[2].find(",,,,,,,"), std::string::npos) << "no accuracy of nobody: " << lines[2];
}

TEST_F(Exits, JsonHasCountsSharesAndIntervals) {
  const Seen seen = of_table({"--where", "kind=a", "--threshold", "x=0.85", "--format", "json"});
  expect_clean(seen);
  const nlohmann::json answer = nlohmann::json::parse(seen.out);
  EXPECT_EQ(answer["command"], "exits");
  EXPECT_EQ(answer["records"], nlohmann::json::array({table_}));
  EXPECT_EQ(answer["criterion"], "confidence");
  const nlohmann::json& condition = answer["conditions"][0];
  EXPECT_EQ(condition["samples"], 2);
  const nlohmann::json& point = condition["points"][0];
  EXPECT_EQ(point["threshold"]["x"], 0.85);
  EXPECT_EQ(point["accuracy"]["samples"], 2);
  const nlohmann::json& x = point["exits"][0];
  EXPECT_EQ(x["exit"], "x");
  EXPECT_EQ(x["reached"]["share"], 1);
  EXPECT_EQ(x["exit_probability"]["samples"], 1);
  EXPECT_EQ(x["exit_probability"]["of"], 2);
  EXPECT_EQ(x["exit_probability"]["share"], 0.5);
  EXPECT_NEAR(x["exit_probability"]["low"], 0.0945, 1e-4);
  EXPECT_EQ(x["accuracy"]["share"], 1);
  EXPECT_TRUE(point["exits"][1]["exit_probability"].is_null());
}

TEST_F(Exits, DoWithoutLabels) {
  const Seen seen = exits({"--records", "-"}, "conf_x,conf_output\n0.9,1\n0.1,1\n");
  expect_clean(seen);
  EXPECT_EQ(seen.out,
            "-: leaves with confidence >= 0.8\n"
            "samples  exit    reached  left  exit probability\n"
            "      2  x       100 %    50 %  50 % (9.45 … 90.5)\n"
            "      2  output  50 %     50 %\n");
}

TEST_F(Exits, EntropyNeedsAThresholdAndLeavesWhereItIsLow) {
  const std::string table = folder_.write("e.csv", "entropy_x,conf_output\n0.1,1\n0.4,1\n0.2,1\n");
  expect_error(exits({"--records", table, "--criterion", "entropy"}),
               "popex: error: --threshold: missing, expected the entropy at which a sample "
               "leaves\n");
  const Seen seen = exits({"--records", table, "--criterion", "entropy", "--threshold", "0.2"});
  expect_clean(seen);
  EXPECT_EQ(lines_of(seen.out).at(0), table + ": leaves with entropy <= 0.2");
  EXPECT_TRUE(lines_of(seen.out).at(2).starts_with("      3  x       100 %    66.7 %"));
}

TEST_F(Exits, ProfileGetsExitProbabilitiesAndAccuracies) {
  const std::string made = folder_.file("q.json");
  const Seen seen = of_table({"--profile", profile_, "-o", made});
  expect_clean(seen);
  EXPECT_EQ(seen.out, "");
  const Result<Profile> profile = load_profile(made);
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->branches()[0].exit_probability, Probability{0.5});
  EXPECT_EQ(profile->branches()[0].accuracy, Probability{0.5});
  EXPECT_EQ(profile->accuracy(), Probability{0.5});
  EXPECT_EQ(profile->description(),
            "Exit probabilities of 4 samples in " + table_ + " with confidence >= 0.8");
  // Without -o it is the answer.
  const Seen piped = of_table({"--profile", profile_, "--threshold", "0.9", "--where", "kind=a"});
  expect_clean(piped);
  const Result<Profile> other = read_profile(piped.out);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->branches()[0].accuracy, Probability{1});
  EXPECT_EQ(popex({"validate", made}).code, 0);
}

TEST_F(Exits, ProfileIsOfOneConditionAndOneThreshold) {
  expect_error(of_table({"--profile", profile_, "--by", "kind", "--threshold", "0.1,0.2"}),
               "popex: error: --by: 2 conditions, but a profile is of one; --where COLUMN=VALUE "
               "picks it\n"
               "popex: error: --threshold: 2 values, but a profile is of one\n");
  const std::string other = folder_.write("o.csv", "conf_y,conf_output\n0.9,1\n");
  expect_error(exits({"--records", other, "--profile", profile_}),
               "popex: error: " + other +
                   ": exits y, but the profile has x; expected a branch in common, --exit "
                   "NAME=SUFFIX gives names\n");
  const Seen renamed = exits({"--records", other, "--exit", "x=y", "--profile", profile_});
  expect_clean(renamed);
}

TEST_F(Exits, OptionsThatDoNotFitAreAllSaidAtOnce) {
  expect_error(exits({"--exit", "b1", "--where", "=a", "--threshold", "high"}),
               "popex: error: --threshold: 'high', expected a number or a share: 0.7 or 70%\n"
               "popex: error: --records: missing, expected a CSV file of exit records\n"
               "popex: error: --exit: 'b1', expected NAME=SUFFIX\n"
               "popex: error: --where: '=a', expected COLUMN=VALUE\n");
  expect_error(of_table({"--threshold", "y=0.5"}),
               "popex: error: --threshold: 'y' is no branch, expected one of x; did you mean 'x'?\n"
               "popex: error: --threshold: none for 'x', expected one for each branch: x\n");
  expect_error(of_table({"--by", "kynd"}),
               "popex: error: " + table_ +
                   ":1: no column 'kynd', expected one of kind; did you mean 'kind'?\n");
  expect_error(
      exits({"--records", folder_.file("none.csv")}),
      "popex: error: " + folder_.file("none.csv") + ": cannot be read: No such file or directory\n",
      4);
}

TEST_F(Exits, NothingIsWrittenWhereRecordsAreWrong) {
  const std::string bad = folder_.write("bad.csv", "conf_x,conf_output\n7,1\n");
  const std::string target = folder_.file("out.txt");
  expect_error(
      exits({"--records", bad, "-o", target}),
      "popex: error: " + bad + ":2: column 'conf_x': 7, expected a number between 0 and 1\n");
  EXPECT_EQ(folder_.names(), (std::vector<std::string>{"bad.csv", "p.json", "r.csv"}));
}

TEST_F(Exits, WarnOfSamplesThatAreLeftOut) {
  const Seen seen = exits({"--records", "-"}, "conf_x,conf_output\n0.9,1\n,1\n");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err,
            "popex: warning: standard input:3: 1 of 2 samples do not have what others have of "
            "every exit and are left out; this is the first\n");
}

}  // namespace
}  // namespace popex::test
