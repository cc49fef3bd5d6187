// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

namespace popex::test {
namespace {

using nlohmann::json;

/// What a command answers as JSON.
json answer_of(std::vector<std::string> words, const std::string& input = "") {
  words.insert(words.end(), {"--format", "json"});
  const Seen seen = popex(words, input);
  EXPECT_EQ(seen.code, 0) << seen.err;
  EXPECT_EQ(seen.err, "");
  return json::parse(seen.out);
}

// From the sums in solve_command_test: output 21 up to 2/9 Mbps, a +x 12 + 2/B up to 2/3, input 3 +
// 8/B.
TEST(Plan, HasTheLinesWorkedOutByHand) {
  const json plan = answer_of({"plan", "-p", "-"}, std::string(kSmallProfile));
  EXPECT_EQ(plan["format_version"], 1);
  EXPECT_EQ(plan["command"], "plan");
  EXPECT_EQ(plan["profile"], "small");
  EXPECT_EQ(plan["over"], (json{{"parameter", "rate"}, {"link", "edge-cloud"}, {"unit", "Mbps"}}));
  const json& pieces = plan["pieces"];
  ASSERT_EQ(pieces.size(), 3U);
  const std::vector<double> constants{21, 12, 3};
  const std::vector<double> slopes{0, 2, 8};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_DOUBLE_EQ(pieces[i]["expected_time"]["constant_ms"], constants[i]);
    EXPECT_DOUBLE_EQ(pieces[i]["expected_time"]["slope_ms_mbps"], slopes[i]);
  }
  // The edge's piece has the tie; a device compares with the last one, which is without end.
  for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(pieces[i]["last"], pieces[i]["to"]);
  EXPECT_EQ(pieces[2]["to"], nullptr);
  EXPECT_EQ(pieces[2]["last"], 1e9);
  EXPECT_DOUBLE_EQ(pieces[0]["to"], 2.0 / 9);
  EXPECT_EQ(pieces[1]["tiers"],
            json::parse(R"([{"tier": "edge", "layers": ["a"], "branches": ["x"]},
                            {"tier": "cloud", "layers": ["b"], "branches": []}])"));
  EXPECT_EQ(pieces[1]["links"],
            json::parse(R"([{"link": "edge-cloud", "tensors": ["a"], "bytes": 500}])"));
}

TEST(Plan, HasThePiecesOfBreakpointsWhateverVaries) {
  const std::vector<std::vector<std::string>> questions{
      {"-p", "alexnet.json", "--over", "rate"},
      {"-p", "alexnet.json", "--over", "gamma", "--rate", "1.1"},
      {"-p", "alexnet.json", "--over", "probability", "--rate", "12", "--latency", "3"},
      {"-p", "alexnet.json", "--over", "rate", "--from", "0.5", "--to", "20"},
      {"-p", "alexnet-three-tier.json", "--over", "rate:device-edge"},
      {"-p", "inception.json", "--over", "rate:device-edge"},
      {"-p", "inception.json", "--over", "probability:b2", "--from", "0.1"}};
  for (const std::vector<std::string>& question : questions) {
    SCOPED_TRACE(testing::PrintToString(question));
    const auto ask = [&](const char* command) {
      std::vector<std::string> words{command};
      words.insert(words.end(), question.begin(), question.end());
      return answer_of(words);
    };
    const json plan = ask("plan");
    const json breakpoints = ask("breakpoints");
    EXPECT_EQ(plan["scenario"], breakpoints["scenario"]);
    EXPECT_EQ(plan["over"]["parameter"], breakpoints["over"]["parameter"]);
    ASSERT_EQ(plan["pieces"].size(), breakpoints["pieces"].size());
    ASSERT_GT(plan["pieces"].size(), 0U);
    for (std::size_t i = 0; i < plan["pieces"].size(); ++i) {
      const json& piece = plan["pieces"][i];
      const json& other = breakpoints["pieces"][i];
      for (const char* key : {"from", "to", "split", "split_index", "label"}) {
        EXPECT_EQ(piece[key], other[key]) << key;
      }
      const double to = piece["to"].is_null() ? 1e9 : piece["to"].get<double>();
      const bool over_rate = plan["over"]["parameter"] == "rate";
      const double slope = piece["expected_time"][over_rate ? "slope_ms_mbps" : "slope_ms"];
      const double constant = piece["expected_time"]["constant_ms"];
      EXPECT_DOUBLE_EQ(constant + slope * (over_rate ? 1 / to : to),
                       other["expected_time_ms"]["to"]);
    }
  }
}

TEST(Plan, FormatIsThatOfTheFilesNameOrAsSaid) {
  const TemporaryFolder folder;
  const auto written = [&](const std::string& name, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"plan", "-p", "alexnet.json", "-o", folder.file(name)};
    words.insert(words.end(), more.begin(), more.end());
    const Seen seen = popex(words);
    EXPECT_EQ(seen.code, 0) << seen.err;
    EXPECT_EQ(seen.out, "");
    EXPECT_EQ(seen.err, "");
    return read_file(folder.file(name));
  };
  const std::string header = written("plan.h");
  EXPECT_EQ(header.find("/* Where to split b-alexnet"), 0U);
  EXPECT_EQ(written("plan.hpp"), header);
  EXPECT_EQ(written("plan.txt", {"--format", "c"}), header);
  EXPECT_EQ(json::parse(written("plan.json"))["command"], "plan");
  const std::string text = written("plan");
  EXPECT_EQ(text,
            "b-alexnet: p(b1) = 0.4943\n"
            "By edge-cloud rate in Mbps:\n"
            "up to  split   expected time\n"
            " 1.01  output  204 ms\n"
            " 19.3  conv5   56.6 ms + 149 ms·Mbps / rate\n"
            "    ∞  input   0.33 ms + 1237 ms·Mbps / rate\n");
  EXPECT_EQ(written("other.h", {"--format", "c"}), header);
}

TEST(Plan, NamesInAHeaderBeginAsSaid) {
  const Seen seen = popex({"plan", "-p", "alexnet.json", "--format", "c", "--prefix", "uplink"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_NE(seen.out.find("#ifndef UPLINK_PLAN_H"), std::string::npos);
  EXPECT_NE(seen.out.find("static inline int uplink_find(double rate_mbps)"), std::string::npos);
}

TEST(Plan, SaysWhatIsWrong) {
  const auto error = [](const std::vector<std::string>& more) {
    std::vector<std::string> words{"plan", "-p", "alexnet.json"};
    words.insert(words.end(), more.begin(), more.end());
    const Seen seen = popex(words);
    EXPECT_EQ(seen.code, 2);
    EXPECT_EQ(seen.out, "");
    return seen.err;
  };
  EXPECT_EQ(error({"--prefix", "a"}),
            "popex: error: --prefix: is for a header, expected --format c or -o FILE.h\n");
  for (const char* prefix : {"a-b", "_a", "a__b", "a_", "3a", "ä"}) {
    EXPECT_EQ(error({"--format", "c", "--prefix", prefix}).find("popex: error: --prefix: '"), 0U)
        << prefix;
  }
  EXPECT_NE(error({"--over", "rtae"}).find("did you mean 'rate'?"), std::string::npos);
  EXPECT_EQ(error({"--format", "csv"}).find("popex: error: --format: "), 0U);
}

}  // namespace
}  // namespace popex::test
