// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

namespace popex::test {
namespace {

using nlohmann::json;

class Breakpoints : public testing::Test {
 protected:
  static std::string split_at(const std::vector<std::string>& scenario) {
    std::vector<std::string> words{"solve", "--format", "json"};
    words.insert(words.end(), scenario.begin(), scenario.end());
    return json::parse(popex(words).out)["decision"]["split"];
  }
};

// From the sums in solve_command_test: output 21 up to 2/9 Mbps, a +x 12 + 2/B up to 2/3, input 3 +
// 8/B.
TEST_F(Breakpoints, OverTheRateAreThoseWorkedOutByHand) {
  const Seen seen =
      popex({"breakpoints", "-p", "-", "--format", "csv"}, std::string(kSmallProfile));
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const std::vector<std::string> lines = lines_of(seen.out);
  ASSERT_EQ(lines.size(), 4U) << seen.out;
  EXPECT_EQ(
      lines[0],
      "from,to,split,split_index,branches_run,expected_time_ms_from,expected_time_ms_to,label");
  EXPECT_EQ(lines[1].substr(0, 8), "0,0.2222");
  EXPECT_NE(lines[1].find(",output,2,1,21,21"), std::string::npos);
  EXPECT_NE(lines[2].find(",a,1,1,21,15"), std::string::npos);
  EXPECT_NE(lines[3].find(",input,0,0,15,3.000000008"), std::string::npos);
}

TEST_F(Breakpoints, AreWhereSolveChanges) {
  for (const char* over : {"rate", "gamma", "probability"}) {
    std::vector<std::string> words{"breakpoints", "-p",       "alexnet.json", "--over",
                                   over,          "--format", "json"};
    const std::string option = std::string("--") + over;
    std::vector<std::string> scenario{"-p", "alexnet.json"};
    if (option != "--rate") {
      words.insert(words.end(), {"--rate", "12"});
      scenario.insert(scenario.end(), {"--rate", "12"});
    }
    const Seen seen = popex(words);
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
    const json pieces = json::parse(seen.out)["pieces"];
    ASSERT_GE(pieces.size(), 1U);
    double end = 0;
    for (const json& piece : pieces) {
      const double from = piece["from"];
      // What has no end goes up to what popex accepts.
      const double to = piece["to"].is_null() ? 1e9 : piece["to"].get<double>();
      EXPECT_EQ(from, end);
      end = to;
      for (const double value : {from + 1e-6 * (to - from), from + 0.5 * (to - from)}) {
        std::vector<std::string> at = scenario;
        at.insert(at.end(), {option, std::to_string(value)});
        EXPECT_EQ(piece["split"], split_at(at)) << over << ' ' << value;
      }
    }
    EXPECT_EQ(end, option == "--probability" ? 1 : 1e9);
  }
}

TEST_F(Breakpoints, OverOneLinkOfSeveralGoByTheExactSolver) {
  const Seen seen = popex({"breakpoints", "-p", "alexnet-three-tier.json", "--over",
                           "rate:device-edge", "--from", "0.5", "--to", "40", "--format", "json"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const json answer = json::parse(seen.out);
  EXPECT_EQ(answer["over"]["link"], "device-edge");
  ASSERT_EQ(answer["pieces"].size(), 3U);
  EXPECT_EQ(answer["pieces"].front()["from"], 0.5);
  EXPECT_EQ(answer["pieces"].back()["to"], 40);
  for (const json& piece : answer["pieces"]) {
    const double middle = (piece["from"].get<double>() + piece["to"].get<double>()) / 2;
    EXPECT_EQ(piece["split"], split_at({"-p", "alexnet-three-tier.json", "--rate",
                                        "device-edge=" + std::to_string(middle)}));
  }
}

TEST_F(Breakpoints, ExplainWhatOverTakes) {
  const auto error = [](const std::vector<std::string>& more) {
    std::vector<std::string> words{"breakpoints", "-p", "alexnet.json"};
    words.insert(words.end(), more.begin(), more.end());
    const Seen seen = popex(words);
    EXPECT_EQ(seen.code, 2);
    EXPECT_EQ(seen.out, "");
    return seen.err;
  };
  EXPECT_NE(error({"--over", "rat"}).find("did you mean 'rate'?"), std::string::npos);
  EXPECT_NE(error({"--over", "probability:b2", "-r", "1"}).find("b1"), std::string::npos);
  EXPECT_EQ(error({"--over", "gamma"}).find("popex: error: --rate: missing"), 0U);
  EXPECT_EQ(error({"--from", "5", "--to", "2"}),
            "popex: error: --from: 5, expected less than --to, 2\n");
  EXPECT_EQ(lines_of(error({"--from", "-5", "--to", "x"})).size(), 2U);
}

}  // namespace
}  // namespace popex::test
