// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

namespace popex::test {
namespace {

using nlohmann::json;

//   input 1000 B ─▸ conv (edge 10 ms, cloud 1 ms) ─▸ 500 B ─▸ fc (20 ms, 2 ms) ─▸
//                    └▸ b1 (1 ms)
constexpr const char* kNet = R"({"format_version": 1, "name": "net", "input": {"bytes": 1000},
  "layers": [{"name": "conv", "time_ms": {"edge": 10, "cloud": 1}, "output_bytes": 500},
             {"name": "fc", "time_ms": {"edge": 20, "cloud": 2}}],
  "branches": [{"name": "b1", "after": "conv", "time_ms": {"edge": 1}}]})";

// At 0.5 Mbps an upload takes 16 ms (input) or 8 ms. Where R of the samples do not leave at b1,
// they take 11 + 10 R ms in the mean with the split after conv; everything in the cloud takes 19
// ms.
constexpr const char* kRecords =
    "light,confidence_b1,correct_b1,correct_output\n"
    "day,0.9,1,1\n"
    "day,0.8,1,1\n"
    "night,0.6,0,1\n"
    "night,0.4,0,0\n";

class Tune : public ::testing::Test {
 protected:
  [[nodiscard]] Seen tune(const std::vector<std::string>& more) const {
    std::vector<std::string> words{"tune", "-p", net_, "--records", records_, "-r", "0.5"};
    words.insert(words.end(), more.begin(), more.end());
    return popex(words);
  }
  [[nodiscard]] json answer(std::vector<std::string> words) const {
    words.insert(words.end(), {"--format", "json"});
    const Seen seen = tune(words);
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
    return json::parse(seen.out);
  }
  void expect_error(const std::vector<std::string>& words, const std::string& lines,
                    int code = 2) const {
    const Seen seen = tune(words);
    EXPECT_EQ(seen.code, code);
    EXPECT_EQ(seen.out, "");
    EXPECT_EQ(seen.err, lines);
  }

  TemporaryFolder folder_;
  std::string net_ = folder_.write("net.json", kNet);
  std::string records_ = folder_.write("r.csv", kRecords);
};

TEST_F(Tune, PrintsTheChoiceAndWhatItIsComparedWith) {
  const Seen seen = tune({"--min-accuracy", "0.75"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out.substr(seen.out.find("Split")),
            "Split after conv; expected time 16 ms, accuracy 75 %:\n"
            "  edge    11 ms  conv, branch b1\n"
            "  upload   4 ms  output of conv, 500 B, for 50 % of samples\n"
            "  cloud    1 ms  fc\n"
            "  exit    confidence >=  reached  left  accuracy  time of a sample\n"
            "  b1                0.8  100 %    50 %  100 %     11 ms\n"
            "  output            all  50 %     50 %  50 %      21 ms\n"
            "\n"
            "   choice       split     exits   expected ms  accuracy  sent\n"
            "   edge only    output    none         30.000  75 %      0 %\n"
            "   cloud only   input     none         19.000  75 %      100 %\n"
            "   no exits     input     none         19.000  75 %      100 %\n"
            "   right-sized  input     none         19.000  75 %      100 %\n"
            "*  popex        conv +b1  b1 0.8       16.000  75 %      50 %\n");
  EXPECT_TRUE(seen.out.starts_with("net: edge-cloud 0.5 Mbps\n4 samples of ")) << seen.out;
}

TEST_F(Tune, DeadlineBoundsTheExpectedTimeAndSaysWhoIsLate) {
  const Seen seen = tune({"--deadline", "18.5", "--format", "csv"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out,
            "samples,choice,split,threshold_b1,expected_time_ms,accuracy,sent_to_last,late,label\n"
            "4,edge only,output,,30,0.75,0,1,output\n"
            "4,cloud only,input,,19,0.75,1,1,input\n"
            "4,no exits,input,,19,0.75,1,1,input\n"
            "4,right-sized,output,all,11,0.5,0,0,output\n"
            "4,popex,conv +b1,0.8,16,0.75,0.5,0.5,conv +b1\n");
}

TEST_F(Tune, FrontHasEveryChoiceThatNoneIsBetterThan) {
  const Seen text = tune({"--pareto"});
  EXPECT_EQ(text.code, 0);
  EXPECT_EQ(text.err, "");
  EXPECT_EQ(text.out.substr(text.out.find("expected ms")),
            "expected ms  accuracy  split     exits\n"
            "     11.000  50.00 %   output    b1 all\n"
            "     16.000  75.00 %   conv +b1  b1 0.8\n");
  const json conditions = answer({"--pareto"})["conditions"];
  EXPECT_EQ(conditions[0]["front"].dump(),
            R"([{"accuracy":0.5,"exits":[{"exit":"b1","threshold":null}],)"
            R"("expected_time_ms":11,"label":"output","split":"output"},)"
            R"({"accuracy":0.75,"exits":[{"exit":"b1","threshold":0.8}],)"
            R"("expected_time_ms":16,"label":"conv +b1","split":"conv +b1"}])");
}

TEST_F(Tune, ConditionsAreTunedOneByOne) {
  const Seen seen = tune({"--pareto", "--by", "light", "--format", "csv"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(
      seen.out,
      "light,samples,choice,split,threshold_b1,expected_time_ms,accuracy,sent_to_last,late,label\n"
      "day,2,front,output,all,11,1,,,output\n"
      "night,2,front,output,all,11,0,,,output\n"
      "night,2,front,input,,19,0.5,,,input\n");
  expect_error({"--min-accuracy", "0.9", "--by", "light"},
               "popex: error: --min-accuracy: light night: no setting has an accuracy of 0.9; the "
               "most accurate one has 0.5 and takes 19 ms\n",
               3);
}

TEST_F(Tune, JsonHasSharesAndTheDecision) {
  const json found =
      answer({"--min-accuracy", "0.75", "--validate", records_, "--bootstrap", "20"});
  EXPECT_EQ(found["question"].dump(), R"({"min_accuracy":0.75})");
  const json& condition = found["conditions"][0];
  const json& chosen = condition["chosen"];
  EXPECT_EQ(
      chosen["exits"].dump(),
      R"([{"correct":2,"exit":"b1","latency_ms":11,"left":2,"reached":4,"threshold":0.8},)"
      R"({"correct":1,"exit":"output","latency_ms":21,"left":2,"reached":2,"threshold":null}])");
  EXPECT_EQ(chosen["decision"]["expected_time_ms"], 16);
  EXPECT_EQ(chosen["decision"]["links"][0]["probability"], 0.5);
  EXPECT_EQ(condition["compared_with"].size(), 4U);
  EXPECT_EQ(condition["validation"]["expected_time_ms"], 16);
  EXPECT_EQ(condition["validation"]["accuracy"], 0.75);
  const json& bootstrap = condition["bootstrap"];
  EXPECT_EQ(bootstrap["resamples"], 20);
  EXPECT_LE(bootstrap["expected_time_ms"][0], 16);
  EXPECT_GE(bootstrap["expected_time_ms"][1], 16);
  // The same seed draws the same samples.
  EXPECT_EQ(answer({"--min-accuracy", "0.75", "--bootstrap", "20"})["conditions"][0]["bootstrap"],
            bootstrap);
  EXPECT_NE(answer({"--min-accuracy", "0.75", "--bootstrap", "20", "--seed",
                    "1"})["conditions"][0]["bootstrap"],
            bootstrap);
}

TEST_F(Tune, ChoiceIsWhatSolveFindsForItsExitProbabilities) {
  const Seen solved = popex({"solve", "-p", net_, "-r", "0.5", "-b", "0.5", "--format", "json"});
  EXPECT_EQ(json::parse(solved.out)["decision"],
            answer({"--min-accuracy", "0.75"})["conditions"][0]["chosen"]["decision"]);
}

TEST_F(Tune, EntropyLeavesBelowItsThreshold) {
  const std::string entropies = folder_.write(
      "e.csv", "entropy_b1,correct_b1,correct_output\n0.1,1,1\n0.2,1,1\n0.6,0,1\n0.9,0,0\n");
  const Seen seen = popex({"tune", "-p", net_, "--records", entropies, "-r", "0.5", "--criterion",
                           "entropy", "--pareto", "--format", "csv"});
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out,
            "samples,choice,split,threshold_b1,expected_time_ms,accuracy,sent_to_last,late,label\n"
            "4,front,output,all,11,0.5,,,output\n"
            "4,front,conv +b1,0.2,16,0.75,,,conv +b1\n");
}

TEST_F(Tune, EnergyIsABoundOrWhatIsLeast) {
  // Edge 11 mJ, radio R · 8 ms · 1.5 W.
  const std::vector<std::string> energy{"--objective", "energy",        "--power",
                                        "edge=1000",   "--radio-power", "0/1500"};
  std::vector<std::string> words{"--max-energy", "18", "--format", "csv"};
  words.insert(words.end(), energy.begin(), energy.end());
  const Seen seen = tune(words);
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(
      seen.out,
      "samples,choice,split,threshold_b1,expected_energy_mj,accuracy,sent_to_last,late,label\n"
      "4,edge only,output,,30,0.75,0,,output\n"
      "4,cloud only,input,,24,0.75,1,,input\n"
      "4,no exits,conv,,22,0.75,1,,conv\n"
      "4,right-sized,output,all,11,0.5,0,,output\n"
      "4,popex,conv +b1,0.8,17,0.75,0.5,,conv +b1\n");
}

TEST_F(Tune, SaysWhatWouldBePossible) {
  expect_error({"--deadline", "5"},
               "popex: error: --deadline: no setting takes at most 5 ms; the fastest one takes 11 "
               "ms and has an accuracy of 0.5\n",
               3);
}

TEST_F(Tune, AsksForOneQuestion) {
  const std::string choices =
      ", expected one of --deadline, --min-accuracy, --max-energy or --pareto\n";
  expect_error({}, "popex: error: tune: no question" + choices);
  expect_error({"--pareto", "--deadline", "3"}, "popex: error: tune: several questions" + choices);
  expect_error({"--deadline", "5", "--objective", "energy"},
               "popex: error: --deadline: with --objective energy, expected --max-energy\n");
  expect_error({"--max-energy", "5"},
               "popex: error: --max-energy: expected with --objective energy\n");
  expect_error({"--min-accuracy", "1.5"},
               "popex: error: --min-accuracy: 1.5, must be between 0 and 1\n");
  expect_error({"--pareto", "--bootstrap", "4", "--validate", records_},
               "popex: error: --bootstrap: of one point, expected without --pareto\n"
               "popex: error: --validate: of one point, expected without --pareto\n");
}

}  // namespace
}  // namespace popex::test
