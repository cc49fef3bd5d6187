// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

namespace popex::test {
namespace {

/// Two classes with scores ±s: three samples of four are right at the output, all at x with kind b.
/// The best confidence is 3/4, so 2 s / T = ln 3.
class Calibrate : public ::testing::Test {
 protected:
  [[nodiscard]] static Seen calibrate(std::vector<std::string> words) {
    words.insert(words.begin(), "calibrate");
    return popex(words);
  }
  static void expect_clean(const Seen& seen) {
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
  }
  [[nodiscard]] static std::string rows(const std::string& kind, const std::string& score) {
    std::string text;
    for (const char* label : {"0", "0", "0", "1"}) {
      text += kind + ',' + label + ',' + score + ",-" + score + ',' + score + ",-" + score + '\n';
    }
    return text;
  }

  TemporaryFolder folder_;
  std::string heading_ = "kind,label,logit_x_0,logit_x_1,logit_0,logit_1\n";
  std::string table_ = folder_.write("r.csv", heading_ + rows("a", "1") + rows("b", "3"));
  std::string temperatures_ = folder_.file("t.json");
};

TEST_F(Calibrate, FindsATemperatureForEachExitAndCondition) {
  const Seen seen = calibrate({"--records", table_, "--by", "kind", "--format", "csv"});
  expect_clean(seen);
  const std::vector<std::string> lines = lines_of(seen.out);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0],
            "kind,samples,exit,temperature,is_at_bound,nll_before,nll_after,ece_before,ece_after,"
            "mean_confidence_before,mean_confidence_after,accuracy");
  const auto temperature = [&](std::size_t line, const std::string& begin) {
    EXPECT_TRUE(lines[line].starts_with(begin)) << lines[line];
    return std::stod(lines[line].substr(begin.size()));
  };
  EXPECT_NEAR(temperature(1, "a,4,x,"), 2 / std::log(3.0), 1e-8);
  EXPECT_NEAR(temperature(2, "a,4,output,"), 2 / std::log(3.0), 1e-8);
  EXPECT_NEAR(temperature(3, "b,4,x,"), 6 / std::log(3.0), 1e-8);
  EXPECT_TRUE(lines[1].ends_with(",0.75"));
}

TEST_F(Calibrate, TextHasTheTableOfReliability) {
  const Seen seen = calibrate({"--records", table_, "--where", "kind=a"});
  expect_clean(seen);
  const std::vector<std::string> lines = lines_of(seen.out);
  ASSERT_EQ(lines.size(), 15U) << seen.out;
  // In two lines: with the file's path there are more than 80 columns.
  EXPECT_EQ(lines[0], table_ + " (kind=a):");
  EXPECT_EQ(lines[1], "  temperatures of least NLL; ECE of 15 bins of equal width");
  EXPECT_EQ(lines[6], "Reliability of x, samples by confidence:");
  EXPECT_EQ(lines[8].substr(0, 13), "0.73 … 0.80");
  EXPECT_EQ(lines[9].substr(0, 13), "0.87 … 0.93");
}

TEST_F(Calibrate, JsonIsTheFileThatExitsRead) {
  expect_clean(
      calibrate({"--records", table_, "--by", "kind", "--format", "json", "-o", temperatures_}));
  const nlohmann::json answer = nlohmann::json::parse(read_file(temperatures_));
  EXPECT_EQ(answer["command"], "calibrate");
  EXPECT_EQ(answer["by"], nlohmann::json::array({"kind"}));
  const nlohmann::json& exit = answer["conditions"][1]["exits"][0];
  EXPECT_EQ(answer["conditions"][1]["condition"]["kind"], "b");
  EXPECT_EQ(exit["exit"], "x");
  EXPECT_EQ(exit["is_at_bound"], false);
  EXPECT_EQ(exit["after"]["accuracy"], 0.75);
  EXPECT_NEAR(exit["after"]["mean_confidence"], 0.75, 1e-8);
  EXPECT_NEAR(exit["after"]["ece"], 0, 1e-8);
  EXPECT_EQ(exit["after"]["bins"].size(), 15U);

  const auto left = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"exits", "--records", table_, "--threshold",
                                   "0.8",   "--format",  "json"};
    words.insert(words.end(), more.begin(), more.end());
    const Seen seen = popex(words);
    expect_clean(seen);
    return nlohmann::json::parse(
        seen.out)["conditions"][0]["points"][0]["exits"][0]["left"]["samples"];
  };
  EXPECT_EQ(left({}), 8);
  EXPECT_EQ(left({"--temperature", temperatures_}), 0) << "all have a confidence of 0.75 now";
}

TEST_F(Calibrate, AppliesTemperaturesToOtherRecords) {
  const std::string other = folder_.write("s.csv", "id," + heading_ + "9,b,1,3,0,-inf,3\n");
  const std::string target = folder_.file("out.csv");
  const Seen seen =
      calibrate({"--records", table_, "--by", "kind", "--apply", other, "-o", target});
  expect_clean(seen);
  EXPECT_EQ(seen.out, "");
  const std::vector<std::string> lines = lines_of(read_file(target));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0],
            "id,kind,label,confidence_x,logit_x_0,logit_x_1,confidence_output,logit_output_0,"
            "logit_output_1");
  EXPECT_TRUE(lines[1].starts_with("9,b,1,0.63"))
      << "3 / T = ln 3 / 2, a confidence of √3 / (1 + √3): " << lines[1];
  EXPECT_NE(lines[1].find(",-inf,0.549"), std::string::npos) << lines[1];
  // What was written is read again.
  const Seen again = popex({"exits", "--records", target, "--threshold", "0.6"});
  expect_clean(again);
}

TEST_F(Calibrate, SaysWhatTemperaturesLack) {
  expect_clean(
      calibrate({"--records", table_, "--by", "kind", "--format", "json", "-o", temperatures_}));
  const std::string other = folder_.write("s.csv", heading_ + rows("c", "1"));
  Seen seen = popex({"exits", "--records", other, "--temperature", temperatures_});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err, "popex: error: " + temperatures_ + ": no temperatures for kind c\n");
  const std::string wrong = folder_.write("w.json", R"({"format_version": 2, "command": "exits",
    "by": [], "conditions": [{"condition": {"x": "1"}, "exits": [{"exit": "x", "temperature": 0}]}]
  })");
  seen = popex({"exits", "--records", other, "--temperature", wrong});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.err, "popex: error: " + wrong + ": /format_version: 2, expected 1\n" +
                          "popex: error: " + wrong + ": /command: 'exits', expected 'calibrate'\n" +
                          "popex: error: " + wrong +
                          ": /conditions: a condition with 'x', expected the columns of /by, each "
                          "once\npopex: error: " +
                          wrong + ": /conditions/0/exits/0/temperature: 0, must be above 0\n");
}

TEST_F(Calibrate, WarnsWhereThereIsNoBestTemperature) {
  const std::string sure = folder_.write("s.csv", "label,logit_0,logit_1\n0,1,0\n1,0,2\n");
  const Seen seen = calibrate({"--records", sure, "--format", "csv"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "popex: warning: " + sure +
                          ": exit 'output': the label always has the largest score, so the loss "
                          "falls with the temperature; the temperature is the least that is tried, "
                          "1e-06\n");
  EXPECT_TRUE(lines_of(seen.out).at(1).starts_with("2,output,1e-06,true,")) << seen.out;
}

TEST_F(Calibrate, WarnsOfAFewConditionsAndCountsTheOthers) {
  std::string text = "kind,label,logit_0,logit_1\n";
  for (int kind = 0; kind < 7; ++kind) text += std::to_string(kind) + ",0,1,0\n";
  const std::string sure = folder_.write("s.csv", text);
  const Seen seen = calibrate({"--records", sure, "--by", "kind"});
  EXPECT_EQ(seen.code, 0);
  const std::vector<std::string> warnings = lines_of(seen.err);
  ASSERT_EQ(warnings.size(), 6U);
  EXPECT_TRUE(warnings[4].starts_with("popex: warning: " + sure + ": 4: exit 'output': the label"))
      << warnings[4];
  EXPECT_EQ(warnings[5], "popex: warning: " + sure + ": and 2 more without a best temperature");
}

TEST_F(Calibrate, NeedsLabelsAndVectors) {
  const std::string bare = folder_.write("s.csv", "conf_x,conf_output\n0.5,0.5\n");
  const Seen seen = calibrate({"--records", bare});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err, "popex: error: " + bare + ": no labels, expected a column 'label'\n" +
                          "popex: error: " + bare +
                          ": no vectors of exit 'x', expected logit_x_CLASS or prob_x_CLASS\n" +
                          "popex: error: " + bare +
                          ": no vectors of exit 'output', expected logit_output_CLASS or "
                          "prob_output_CLASS\n");
}

}  // namespace
}  // namespace popex::test
