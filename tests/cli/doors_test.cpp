// SPDX-License-Identifier: MIT
//
// Whatever is asked of whatever records and profiles: the message is about them, and never about a
// fault of popex.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.hpp"

namespace popex::test {
namespace {

using Words = std::vector<std::string>;

/// Kinds of records, good ones and bad, for kSmallProfile with its branch x.
const std::vector<std::pair<std::string, std::string>>& records() {
  static const std::vector<std::pair<std::string, std::string>> kinds = {
      {"empty", ""},
      {"heading", "confidence_x,correct_x,correct_output\n"},
      {"one sample", "confidence_x,correct_x,correct_output\n0.5,1,1\n"},
      {"equal", "confidence_x,correct_x,correct_output\n0.5,1,1\n0.5,1,1\n0.5,0,1\n"},
      {"output unknown", "confidence_x,correct_x,confidence_output\n0.5,1,0.2\n1,0,0.3\n"},
      {"branch unknown", "confidence_x,correct_output\n0.5,1\n1,0\n"},
      {"both unknown", "confidence_x,confidence_output\n0.5,0.6\n1,0.1\n"},
      {"no label", "confidence_x,correct_x,logit_0,logit_1\n0.5,1,0.2,-1.5\n1,0,3,1e-3\n"},
      {"label alone", "label\n1\n2\n"},
      {"logits", "label,logit_x_0,logit_x_1,logit_0,logit_1\n0,1,2,3,4\n1,2,1,1,2\n1,0,5,-3,2\n"},
      {"logits alone", "logit_x_0,logit_x_1,logit_0,logit_1\n1,2,3,4\n2,1,1,2\n"},
      {"one class", "label,logit_x_0,logit_0\n0,1,3\n0,2,1\n"},
      {"one label", "label,logit_x_0,logit_x_1,logit_0,logit_1\n1,1,2,3,4\n1,2,1,1,2\n"},
      {"no branch", "confidence_output,correct_output\n0.5,1\n"},
      {"other branch", "confidence_b9,correct_b9,correct_output\n0.5,1,1\n0.6,0,1\n"},
      {"entropy", "entropy_x,correct_x,correct_output,level\n0.5,1,1,a\n0.1,1,0,b\n0,0,0,a\n"},
      {"condition", "condition,confidence_x,correct_x,correct_output\nblur,0.5,1,1\nno,0.7,1,0\n"},
      {"long", "sample,exit,logit_0,logit_1,label\n1,1,2,3,0\n1,2,3,2,0\n2,1,1,1,1\n2,2,0,4,1\n"},
      {"extreme", "confidence_x,correct_x,correct_output\n1e-320,1,1\n0.9999999999999999,1,0\n"},
  };
  return kinds;
}

const std::vector<Words> kTuneQuestions = {
    {"--deadline", "20"},
    {"--deadline", "0"},
    {"--min-accuracy", "0.5"},
    {"--min-accuracy", "1"},
    {"--pareto"},
    {"--pareto", "--format", "csv"},
    {"--deadline", "20", "--bootstrap", "3"},
    {"--deadline", "20", "--right-size"},
    {"--deadline", "20", "--max-exits", "0"},
    {"--deadline", "20", "--shared-threshold", "--grid", "1"},
    {"--deadline", "20", "--thresholds", "2"},
    {"--deadline", "20", "--criterion", "entropy"},
    {"--deadline", "20", "--criterion", "entropy", "--entropy", "normalised"},
    {"--deadline", "20", "--by", "level"},
    {"--deadline", "20", "--by", "condition"},
    {"--deadline", "20", "--by", "unheard"},
    {"--deadline", "20", "--where", "condition=blur"},
    {"--deadline", "20", "--exit", "x=b9"},
    {"--max-energy", "5", "--objective", "energy", "--power", "edge=1000"},
};

class Doors : public testing::Test {
 protected:
  void knock(Words words, const Words& more = {}) {
    words.insert(words.end(), more.begin(), more.end());
    const Seen seen = popex(words);
    std::string line;
    for (const std::string& word : words) line += word + ' ';
    ++seen_[seen.code];
    EXPECT_TRUE(seen.code == 0 || seen.code == 2 || seen.code == 3) << line << '\n' << seen.err;
    EXPECT_EQ(seen.err.find("popex: error: popex: "), std::string::npos) << line << '\n'
                                                                         << seen.err;
    EXPECT_TRUE(seen.code == 0 || !seen.err.empty()) << line;
  }

  TemporaryFolder folder_;
  std::string profile_ = folder_.write("small.json", kSmallProfile);
  Words tune_{"tune", "--profile", profile_, "--rate", "5.5", "--records"};
  std::map<int, int> seen_;  // how often each exit code
};

TEST_F(Doors, OfTuneAreClosedToRecordsThatDoNotDo) {
  for (const auto& [kind, text] : records()) {
    Words words = tune_;
    words.push_back(folder_.write(kind + ".csv", text));
    for (const Words& question : kTuneQuestions) knock(words, question);
  }
  // Others to validate with.
  Words words = tune_;
  words.push_back(folder_.file("equal.csv"));
  for (const auto& [kind, text] : records()) {
    knock(words, {"--deadline", "20", "--validate", folder_.file(kind + ".csv")});
  }
  EXPECT_GT(seen_[0], 30);  // there are answers, too
}

TEST_F(Doors, OfExitsAndCalibrateAreClosedToRecordsThatDoNotDo) {
  const std::vector<Words> asked = {{},
                                    {"--by", "level"},
                                    {"--by", "condition"},
                                    {"--by", "unheard"},
                                    {"--where", "level=a"},
                                    {"--exit", "x=b9"},
                                    {"--format", "json"}};
  const std::vector<Words> of_exits = {{"--threshold", "0,0.5,1"},
                                       {"--threshold", "0:1:0.25", "--criterion", "entropy"},
                                       {"--profile", profile_},
                                       {"--criterion", "entropy", "--entropy", "normalised"}};
  for (const auto& [kind, text] : records()) {
    const std::string file = folder_.write(kind + ".csv", text);
    for (const Words& more : asked) {
      knock({"exits", "--records", file}, more);
      knock({"calibrate", "--records", file}, more);
    }
    for (const Words& more : of_exits) knock({"exits", "--records", file}, more);
  }
  EXPECT_GT(seen_[0], 30);
}

TEST_F(Doors, OfTuneNameTheColumnThatIsMissing) {
  const std::string file = folder_.write(
      "records.csv", "confidence_x,correct_x,confidence_output\n0.5,1,0.25\n1,0,0.3\n");
  Words words = tune_;
  words.insert(words.end(), {file, "--deadline", "20"});
  const Seen seen = popex(words);
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err, "popex: error: " + file +
                          ": whether exit 'output' is right is not known, expected correct_output "
                          "(0 or 1), or label with one of prediction_output, logit_output_CLASS "
                          "and prob_output_CLASS\n");
}

TEST_F(Doors, OfTuneNameTheRecordsThatLackIt) {
  const std::string good =
      folder_.write("good.csv", "confidence_x,correct_x,correct_output\n0.5,1,1\n1,0,0\n");
  const std::string bad = folder_.write("bad.csv", "confidence_x,correct_output\n0.5,1\n1,0\n");
  Words words = tune_;
  words.insert(words.end(), {good, "--deadline", "20", "--validate", bad});
  const Seen seen = popex(words);
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.err, "popex: error: " + bad +
                          ": whether exit 'x' is right is not known, expected correct_x (0 or 1), "
                          "or label with one of prediction_x, logit_x_CLASS and prob_x_CLASS\n");
}

TEST_F(Doors, OfDecisionsAreClosedToWhatTheyDoNotKnow) {
  const std::vector<Words> commands = {{"solve"},
                                       {"solve", "--all"},
                                       {"solve", "--top", "3"},
                                       {"solve", "--solver", "exhaustive"},
                                       {"solve", "--solver", "mincut"},
                                       {"sweep", "--gamma", "1,2"},
                                       {"breakpoints", "--over", "rate"},
                                       {"breakpoints", "--over", "gamma"},
                                       {"breakpoints", "--over", "probability"},
                                       {"plan"},
                                       {"graph"}};
  const std::vector<Words> goals = {{},
                                    {"--objective", "energy"},
                                    {"--objective", "energy", "--power", "edge=1000"},
                                    {"--objective", "throughput"},
                                    {"--max-memory", "edge=1"},
                                    {"--deadline", "1"},
                                    {"--probability", "1"},
                                    {"--probability", "nan"},
                                    {"--gamma", "1e300"},
                                    {"--gamma", "0"},
                                    {"--latency", "1e12"},
                                    {"--rate", "1e-300"}};
  for (const Words& command : commands) {
    for (const Words& goal : goals) {
      Words words = command;
      words.insert(words.begin() + 1, {"--profile", profile_});
      if (goal.empty() || goal.front() != "--rate") words.insert(words.end(), {"--rate", "5.5"});
      knock(words, goal);
    }
  }
  EXPECT_GT(seen_[0], 30);
}

}  // namespace
}  // namespace popex::test
