// SPDX-License-Identifier: MIT
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/quantities.hpp"
#include "support/program.hpp"
#include "support/random_seed.hpp"

namespace popex::test {
namespace {

using nlohmann::json;

std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> parts;
  std::istringstream in(line);
  for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
  return parts;
}

TEST(Sweep, VariesTheRateSlowestAndTheProbabilityFastest) {
  const Seen seen = popex({"sweep", "-p", "alexnet.json", "--rate", "1,2", "--gamma", "10,20",
                           "--probability", "0,1", "--format", "csv"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const std::vector<std::string> lines = lines_of(seen.out);
  ASSERT_EQ(lines.size(), 9U);
  EXPECT_EQ(lines[0],
            "rate_mbps,latency_ms,gamma,p_b1,split,split_index,expected_time_ms,edge_ms,upload_ms,"
            "cloud_ms,offload_probability,label");
  const std::vector<std::string> order = {"1,0,10,0", "1,0,10,1", "1,0,20,0", "1,0,20,1",
                                          "2,0,10,0", "2,0,10,1", "2,0,20,0", "2,0,20,1"};
  for (std::size_t i = 0; i < order.size(); ++i) {
    EXPECT_EQ(lines[i + 1].substr(0, order[i].size() + 1), order[i] + ",");
  }
}

TEST(Sweep, AnswersEachPointAsSolveDoes) {
  const Seen seen = popex({"sweep", "-p", "alexnet.json", "--rate", "log:0.1:100:40", "--gamma",
                           "log:10:10000:30", "--probability", "0:1:0.1", "--format", "csv"});
  ASSERT_EQ(seen.code, 0);
  const std::vector<std::string> lines = lines_of(seen.out);
  ASSERT_EQ(lines.size(), 1U + 40 * 30 * 11);
  for (std::uint64_t i = 0; i < 300; ++i) {
    SCOPED_TRACE(trace_of_case(i));
    Random random = random_for_case(i);
    const std::vector<std::string> row =
        fields(lines[integer_between(random, 1, lines.size() - 1)]);
    const Seen one = popex({"solve", "-p", "alexnet.json", "-r", row[0], "-g", row[2], "-b", row[3],
                            "--format", "csv"});
    const std::vector<std::string> expected = fields(lines_of(one.out)[1]);
    EXPECT_EQ(row[4], expected[0]);
    EXPECT_NEAR(std::stod(row[6]), std::stod(expected[3]), 1e-9 * std::stod(expected[3]));
  }
}

TEST(Sweep, GivesTheSameBytesWithAnyNumberOfThreads) {
  const std::vector<std::string> words{"sweep",   "-p",  "alexnet.json", "--rate", "0:50:0.01",
                                       "--gamma", "1,9", "--format",     "csv",    "--threads"};
  const auto with_threads = [&](const char* count) {
    std::vector<std::string> all = words;
    all.emplace_back(count);
    return popex(all).out;
  };
  const std::string one = with_threads("1");
  EXPECT_EQ(lines_of(one).size(), 1U + 2 * 5001);
  EXPECT_TRUE(one == with_threads("2"));
  EXPECT_TRUE(one == with_threads("7"));
}

TEST(Sweep, AnswersInJsonAndText) {
  const std::vector<std::string> words{"sweep", "-p", "alexnet.json", "--rate", "1,20", "--format"};
  std::vector<std::string> in_json = words;
  in_json.emplace_back("json");
  const Seen seen = popex(in_json);
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const json answer = json::parse(seen.out);
  EXPECT_EQ(answer["command"], "sweep");
  ASSERT_EQ(answer["points"].size(), 2U);
  EXPECT_EQ(answer["points"][0]["scenario"]["rate_mbps"]["edge-cloud"], 1);
  EXPECT_EQ(answer["points"][0]["decision"]["split"], "output");
  EXPECT_EQ(answer["points"][1]["decision"]["split"], "input");
  const Seen text = popex({"sweep", "-p", "alexnet.json", "--rate", "1,20"});
  EXPECT_EQ(text.out,
            "     Mbps      gamma      p(b1)       E[T]  split\n"
            "        1          -      0.494     204 ms  output\n"
            "       20          -      0.494    62.2 ms  input\n");
}

TEST(Sweep, NamesLinksAndTiersWhereThereAreSeveral) {
  const Seen seen = popex({"sweep", "-p", "alexnet-three-tier.json", "--rate", "device-edge=1,30",
                           "--probability", "b2=0.5", "--format", "csv"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  const std::vector<std::string> lines = lines_of(seen.out);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(
      lines[0],
      "rate_mbps_device-edge,rate_mbps_edge-cloud,latency_ms_device-edge,latency_ms_edge-cloud,"
      "gamma,p_b1,p_b2,split_device-edge,split_index_device-edge,split_edge-cloud,"
      "split_index_edge-cloud,expected_time_ms,device_ms,upload_ms_device-edge,"
      "edge_ms,upload_ms_edge-cloud,cloud_ms,offload_probability_device-edge,"
      "offload_probability_edge-cloud,label");
  EXPECT_EQ(lines[2].substr(0, 27), "30,100,2,20,,0.4943,0.5,inp");
}

TEST(Sweep, RefusesBadGridsAllAtOnce) {
  const Seen seen = popex({"sweep", "-p", "alexnet.json", "--rate", "5:1:1", "--gamma", "log:0:5:3",
                           "--probability", "0:1:0"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(lines_of(seen.err).size(), 3U) << seen.err;
  const Seen outside =
      popex({"sweep", "-p", "alexnet.json", "--rate", "1", "--probability", "0,2"});
  EXPECT_EQ(outside.code, 2);
  EXPECT_EQ(outside.err, "popex: error: --probability: 2, must be between 0 and 1\n");
  const Seen endless = popex({"sweep", "-p", "alexnet.json", "--rate", "0:1e9:1e-9"});
  EXPECT_EQ(endless.code, 2);
}

std::vector<double> grid(const std::string& text) {
  return *cli::parse_grid(text, cli::kNumber, "--x");
}

TEST(Grid, HasBothEndsAndTheDigitsThatWereWritten) {
  EXPECT_EQ(grid("1.1,5.5,18.8"), (std::vector<double>{1.1, 5.5, 18.8}));
  EXPECT_EQ(grid("0:0.3:0.1"), (std::vector<double>{0, 0.1, 0.2, 0.3}));
  EXPECT_EQ(grid("0:1:0.3"), (std::vector<double>{0, 0.3, 0.6, 0.9, 1}));
  EXPECT_EQ(grid("2:2:1"), (std::vector<double>{2}));
  const std::vector<double> decades = grid("log:10:1000:3");
  ASSERT_EQ(decades.size(), 3U);
  EXPECT_EQ(decades.front(), 10);
  EXPECT_NEAR(decades[1], 100, 1e-9);
  EXPECT_EQ(decades.back(), 1000);
  EXPECT_EQ(grid("0:1:0.05")[3], 0.15);
}

}  // namespace
}  // namespace popex::test
