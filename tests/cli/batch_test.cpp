// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"
#include "support/random_seed.hpp"

namespace popex::test {
namespace {

using nlohmann::json;

Seen batch(const std::string& lines, const std::vector<std::string>& more = {}) {
  std::vector<std::string> words{"solve", "-p", "alexnet.json", "--batch", "-"};
  words.insert(words.end(), more.begin(), more.end());
  return popex(words, lines);
}

TEST(Batch, AnswersEachLineAsSolveDoes) {
  std::string lines;
  std::vector<std::vector<std::string>> same;
  for (std::uint64_t i = 0; i < 200; ++i) {
    Random random = random_for_case(i);
    const json rate = log_uniform(random, 0.01, 100);
    const json gamma = log_uniform(random, 1, 10000);
    const json p = real_between(random, 0, 1);
    const json line = {{"rate_mbps", rate}, {"gamma", gamma}, {"exit_probability", {{"b1", p}}}};
    lines += line.dump() + '\n';
    same.push_back({"solve", "-p", "alexnet.json", "-r", rate.dump(), "-g", gamma.dump(), "-b",
                    p.dump(), "--format", "json"});
  }
  const Seen seen = batch(lines);
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const std::vector<std::string> answers = lines_of(seen.out);
  ASSERT_EQ(answers.size(), same.size());
  for (std::size_t i = 0; i < same.size(); ++i) {
    SCOPED_TRACE(trace_of_case(i));
    EXPECT_EQ(json::parse(answers[i]), json::parse(popex(same[i]).out));
  }
}

TEST(Batch, HandsTheIdOfALineThrough) {
  const Seen seen = batch(R"({"id": "a \"b\"", "rate_mbps": 5.5})"
                          "\n"
                          R"({"rate_mbps": -1, "id": 17})"
                          "\n"
                          R"({"rate_mbps": 5.5})"
                          "\n"
                          R"({"id": [1], "rate_mbps": 5.5})"
                          "\n");
  EXPECT_EQ(seen.code, 2);
  const std::vector<std::string> lines = lines_of(seen.out);
  ASSERT_EQ(lines.size(), 4U);
  const json first = json::parse(lines[0]);
  EXPECT_EQ(first["id"], "a \"b\"");
  EXPECT_EQ(first["decision"]["label"], "conv5");
  const json wrong = json::parse(lines[1]);
  EXPECT_EQ(wrong["id"], 17);
  EXPECT_EQ(wrong["error"]["code"], 2);
  EXPECT_FALSE(json::parse(lines[2]).contains("id"));
  EXPECT_TRUE(json::parse(lines[3]).contains("error"));
}

TEST(Batch, KeepsTheOrderWithAnyNumberOfThreads) {
  std::string lines;
  for (int i = 0; i < 20000; ++i) {
    lines += i % 1000 == 7 ? "nonsense\n" : R"({"rate_mbps": )" + std::to_string(1 + i) + "}\n";
  }
  const Seen one = batch(lines, {"--threads", "1"});
  EXPECT_EQ(one.code, 2);
  const std::vector<std::string> answers = lines_of(one.out);
  ASSERT_EQ(answers.size(), 20000U);
  for (std::size_t i : {0U, 6U, 8U, 12345U, 19999U}) {
    EXPECT_EQ(json::parse(answers[i])["scenario"]["rate_mbps"]["edge-cloud"], 1 + i);
  }
  for (const char* threads : {"2", "8"}) {
    const Seen seen = batch(lines, {"--threads", threads});
    EXPECT_EQ(seen.code, 2);
    EXPECT_TRUE(seen.out == one.out) << threads;
    EXPECT_EQ(seen.err, one.err) << threads;
  }
}

TEST(Batch, AnswersABadLineWithAnErrorInItsPlace) {
  const Seen seen = batch(
      "{\"rate_mbps\": 5.5}\n"
      "{\"rate_mbps\": 5.5\n"
      "\n"
      "{\"rate\": 1}\n"
      "{\"rate_mbps\": {\"edge-clowd\": 1}}\n"
      "{\"rate_mbps\": -1, \"gamma\": \"x\"}\n"
      "{\"rate_mbps\": -1, \"exit_probability\": 3}\n"
      "{\"profile\": \"none.json\", \"rate_mbps\": 1}\n"
      "{\"rate_mbps\": 5.5}");
  EXPECT_EQ(seen.code, 2);
  const std::vector<std::string> answers = lines_of(seen.out);
  ASSERT_EQ(answers.size(), 9U);
  EXPECT_EQ(answers[0], answers[8]);
  EXPECT_EQ(json::parse(answers[0])["decision"]["split"], "conv5");
  const auto where = [&](std::size_t line, std::size_t problem = 0) {
    const json error = json::parse(answers[line - 1])["error"];
    EXPECT_EQ(error["code"], 2) << line;
    return error["problems"].at(problem)["where"].get<std::string>();
  };
  EXPECT_EQ(where(2), "standard input:2:17");
  EXPECT_EQ(where(3), "standard input:3:1");
  EXPECT_EQ(where(4), "standard input:4: /rate");
  EXPECT_EQ(where(5), "standard input:5: /rate_mbps/edge-clowd");
  EXPECT_EQ(where(6), "standard input:6: /gamma");
  EXPECT_EQ(where(7), "standard input:7: /rate_mbps");
  EXPECT_EQ(where(7, 1), "standard input:7: /exit_probability");
  EXPECT_EQ(where(8), "standard input:8: none.json");
  EXPECT_NE(seen.err.find("popex: error: standard input:4: /rate: unknown key"), std::string::npos);
  EXPECT_NE(seen.err.find("popex: error: standard input: 7 of 9 lines are wrong"),
            std::string::npos);
}

TEST(Batch, FillsInFromTheCommandLineWhatALineLeavesOut) {
  const Seen seen = batch(
      "{}\r\n{\"rate_mbps\": 2}\n{\"exit_probability\": {\"b1\": 1}}\n{\"profile\": "
      "\"alexnet-tx2.json\"}\n",
      {"--rate", "7", "--gamma", "100", "--probability", "0.25", "--latency", "3"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const std::vector<std::string> answers = lines_of(seen.out);
  ASSERT_EQ(answers.size(), 4U);
  EXPECT_EQ(json::parse(answers[0])["scenario"],
            json::parse(R"({"rate_mbps": {"edge-cloud": 7}, "latency_ms": {"edge-cloud": 3},
                            "gamma": 100, "exit_probability": {"b1": 0.25}})"));
  EXPECT_EQ(json::parse(answers[1])["scenario"]["rate_mbps"]["edge-cloud"], 2);
  EXPECT_EQ(json::parse(answers[2])["scenario"]["exit_probability"]["b1"], 1);
  EXPECT_EQ(json::parse(answers[3])["profile"], "b-alexnet-tx2");
}

TEST(Batch, TakesAnAnswersOwnScenario) {
  const Seen first = batch("{\"rate_mbps\": 3.3, \"gamma\": 12, \"latency_ms\": 1}\n");
  const std::string scenario = json::parse(first.out)["scenario"].dump();
  EXPECT_EQ(batch(scenario + '\n').out, first.out);
}

TEST(Batch, AnswersALineBeforeTheNextOneComes) {
  // The second line is made from the answer to the first: a program that waits for more input first
  // would wait for ever.
  const Seen seen = shell(R"(coproc popex solve --profile alexnet.json --batch -
echo '{"rate_mbps": 5.5}' >&"${COPROC[1]}"
read -r -t 60 answer <&"${COPROC[0]}" || exit 9
jq -c .scenario <<<"$answer" >&"${COPROC[1]}"
read -r -t 60 again <&"${COPROC[0]}" || exit 9
[[ $answer == "$again" ]] && echo same)");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, "same\n");
  EXPECT_EQ(seen.err, "");
}

TEST(Batch, RefusesOptionsThatDoNotFit) {
  const Seen seen = batch("", {"--all", "--format", "csv"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(lines_of(seen.err).size(), 2U) << seen.err;
  EXPECT_EQ(popex({"solve", "-p", "-", "--batch", "-"}, "").code, 2);
  EXPECT_EQ(popex({"solve", "-p", "alexnet.json", "--batch", "/none/lines"}, "").code, 4);
  EXPECT_EQ(popex({"solve", "-p", "none.json", "--batch", "-"}, "{}\n").code, 4);
}

TEST(Batch, OfNoLinesIsAnEmptyAnswer) {
  const Seen seen = batch("");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out + seen.err, "");
}

// b ends all samples but one of 10^16, so that nothing after it has a weight that can be told from
// nothing: the lines of decisions over 1/B meet anywhere, even at a rate below 0.
constexpr const char* kHardlyAnyoneLeft =
    R"({"format_version": 1, "name": "hardly", "input": {"bytes": 7}, "layers": [
  {"name": "v1", "time_ms": {"edge": 0, "cloud": 0}, "output_bytes": 1000},
  {"name": "v2", "time_ms": {"edge": 0, "cloud": 0}, "output_bytes": 0},
  {"name": "v3", "time_ms": {"edge": 1, "cloud": 0}, "output_bytes": 1},
  {"name": "v4", "time_ms": {"edge": 0, "cloud": 0}, "output_bytes": 0},
  {"name": "v5", "inputs": ["v4", "v3"], "time_ms": {"edge": 0, "cloud": 0}, "output_bytes": 0}],
 "branches": [
  {"name": "b", "after": "v1", "time_ms": {"edge": 0.00041}, "exit_probability": 0.9999999999999999},
  {"name": "c", "after": "v3", "time_ms": {"edge": 1.2e8}, "exit_probability": 0}]})";

TEST(Batch, AnswersALineOfANetworkThatHardlyAnySampleRunsToItsEnd) {
  const TemporaryFolder folder;
  const std::string file = folder.write("hardly.json", kHardlyAnyoneLeft);
  const Seen alone = popex({"solve", "-p", file, "-r", "10", "--format", "json"});
  EXPECT_EQ(alone.code, 0);
  EXPECT_EQ(alone.err, "");
  const json answer = json::parse(alone.out);
  EXPECT_NEAR(answer["decision"]["expected_time_ms"], 0.00041, 1e-15);
  EXPECT_LE(answer["holds"]["rate_mbps"][0], 10);
  EXPECT_GE(answer["holds"]["rate_mbps"][1], 10);

  const Seen seen = batch("{\"rate_mbps\": 5}\n{\"rate_mbps\": 10, \"profile\": \"" + file +
                          "\"}\n{\"rate_mbps\": 50}\n");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const std::vector<std::string> answers = lines_of(seen.out);
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(json::parse(answers[1])["decision"], answer["decision"]);
  EXPECT_EQ(json::parse(answers[2])["decision"]["split"], "input");
}

TEST(Batch, ALineForWhichThereIsNotEnoughMemoryIsThatLinesError) {
  const TemporaryFolder folder;
  std::string layers;
  for (int i = 0; i < 200'000; ++i) {
    layers += R"({"name": "v)" + std::to_string(i) +
              R"(", "time_ms": {"edge": 1, "cloud": 0}, "output_bytes": 1},)";
  }
  layers.pop_back();
  folder.write("large.json", R"({"format_version": 1, "name": "large", "input": {"bytes": 1},
                                 "layers": [)" +
                                 layers + "]}");
  folder.write("lines",
               "{\"rate_mbps\": 5}\n{\"rate_mbps\": 5, \"profile\": \"large.json\"}\n"
               "{\"rate_mbps\": 50}\n");
  if (shell("ulimit -v 100000 && popex --version").code != 0) {
    GTEST_SKIP() << "popex does not start within 100 MB (it was built with a sanitizer?)";
  }
  const Seen seen = shell(
      "ulimit -v 100000\npopex solve -p alexnet.json --batch lines --threads 1 | "
      "jq -c '.decision.split // .error.problems'\necho ${PIPESTATUS[0]}",
      folder.path());
  const std::string problem = "there is not enough for this input";
  EXPECT_EQ(seen.out, "\"conv5\"\n[{\"where\":\"lines:2: memory\",\"message\":\"" + problem +
                          "\"}]\n\"input\"\n2\n");
  EXPECT_EQ(seen.err, "popex: error: lines:2: memory: " + problem +
                          "\npopex: error: lines: 1 of 3 lines are wrong\n");
}

}  // namespace
}  // namespace popex::test
