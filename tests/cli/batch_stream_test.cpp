// SPDX-License-Identifier: MIT
//
// Batches as files and streams: where lines come from, where answers go, how much is said.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"
#include "support/random_seed.hpp"

namespace popex::test {
namespace {

using nlohmann::json;

TEST(BatchStream, ReadsAFileAsItReadsStandardInput) {
  const TemporaryFolder folder;
  const std::string lines = "{\"rate_mbps\": 5}\r\n{\"rate_mbps\": 50}";
  const Seen from_file =
      popex({"solve", "-p", "alexnet.json", "--batch", folder.write("lines", lines)});
  EXPECT_EQ(from_file.code, 0);
  EXPECT_EQ(from_file.err, "");
  EXPECT_EQ(from_file.out, popex({"solve", "-p", "alexnet.json", "--batch", "-"}, lines).out);
  EXPECT_EQ(lines_of(from_file.out).size(), 2U);
}

TEST(BatchStream, KeepsItsAnswersInAFileEvenWhereSomeAreErrors) {
  const TemporaryFolder folder;
  const Seen seen =
      popex({"solve", "-p", "alexnet.json", "--batch", "-", "-o", folder.file("answers")},
            "{\"rate_mbps\": 5}\nx\n");
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(lines_of(seen.err).size(), 2U) << seen.err;
  const std::vector<std::string> answers = lines_of(read_file(folder.file("answers")));
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_TRUE(json::parse(answers[0]).contains("decision"));
  EXPECT_TRUE(json::parse(answers[1]).contains("error"));
  EXPECT_EQ(folder.names(), std::vector<std::string>{"answers"});
}

TEST(BatchStream, ListsAHundredBadLinesAndCountsTheOthers) {
  std::string lines;
  for (int i = 0; i < 250; ++i) lines += "{\"rate\": 1}\n";
  const Seen seen = popex({"solve", "-p", "alexnet.json", "--batch", "-"}, lines);
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(lines_of(seen.out).size(), 250U);
  const std::vector<std::string> said = lines_of(seen.err);
  ASSERT_EQ(said.size(), 101U);
  EXPECT_EQ(said[99].find("popex: error: standard input:100: /rate: unknown key"), 0U) << said[99];
  EXPECT_EQ(said[100],
            "popex: error: standard input: 250 of 250 lines are wrong, the first 100 are listed");
}

TEST(BatchStream, AnswersThreeTiersAndAnySolverAsSolveDoes) {
  for (std::uint64_t i = 0; i < 20; ++i) {
    SCOPED_TRACE(trace_of_case(i));
    Random random = random_for_case(i);
    const std::string first = json(log_uniform(random, 0.1, 100)).dump();
    const std::string second = json(log_uniform(random, 0.1, 100)).dump();
    for (const char* solver : {"dijkstra", "exhaustive"}) {
      const Seen line = popex(
          {"solve", "-p", "alexnet-three-tier.json", "--solver", solver, "--batch", "-"},
          R"({"rate_mbps": {"device-edge": )" + first + R"(, "edge-cloud": )" + second + "}}\n");
      const Seen one =
          popex({"solve", "-p", "alexnet-three-tier.json", "--solver", solver, "-r",
                 "device-edge=" + first, "-r", "edge-cloud=" + second, "--format", "json"});
      EXPECT_EQ(line.code, 0);
      EXPECT_EQ(line.err, "");
      EXPECT_EQ(json::parse(line.out), json::parse(one.out));
    }
  }
}

TEST(BatchStream, MixesProfilesOnAnyNumberOfThreads) {
  std::string lines;
  for (int i = 0; i < 3000; ++i) {
    lines += R"({"rate_mbps": )" + std::to_string(i % 40) + R"(, "profile": ")" +
             (i % 2 == 0 ? "alexnet.json" : "alexnet-tx2.json") + "\"}\n";
  }
  const Seen one = popex({"solve", "--batch", "-", "--threads", "1"}, lines);
  EXPECT_EQ(one.code, 0);
  EXPECT_EQ(one.err, "");
  const std::vector<std::string> answers = lines_of(one.out);
  ASSERT_EQ(answers.size(), 3000U);
  EXPECT_EQ(json::parse(answers[2998])["profile"], "b-alexnet");
  EXPECT_EQ(json::parse(answers[2999])["profile"], "b-alexnet-tx2");
  const Seen many = popex({"solve", "--batch", "-", "--threads", "8"}, lines);
  EXPECT_EQ(many.code, 0);
  EXPECT_TRUE(many.out == one.out);
}

TEST(BatchStream, AsksForAProfileWhereNeitherTheLineNorTheCommandNamesOne) {
  const Seen seen = popex({"solve", "--batch", "-"}, "{\"rate_mbps\": 1}\n");
  EXPECT_EQ(seen.code, 2);
  const json error = json::parse(seen.out)["error"];
  EXPECT_EQ(error["problems"][0]["where"], "standard input:1: --profile");
  EXPECT_EQ(lines_of(seen.err).size(), 2U) << seen.err;
}

TEST(BatchStream, SurvivesLinesThatAreNotTextOrVeryLong) {
  const std::string lines = std::string("{\"rate_mbps\": 5}\0\n", 18) + "\xff\xfe\n" +
                            std::string(300'000, '[') + '\n' +
                            "{\"rate_mbps\": " + std::string(200'000, ' ') + "5}\n";
  const Seen seen = popex({"solve", "-p", "alexnet.json", "--batch", "-"}, lines);
  EXPECT_EQ(seen.code, 2);
  const std::vector<std::string> answers = lines_of(seen.out);
  ASSERT_EQ(answers.size(), 4U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(json::parse(answers[i]).contains("error")) << answers[i];
  }
  EXPECT_EQ(json::parse(answers[3])["decision"]["split"], "conv5");
}

}  // namespace
}  // namespace popex::test
