// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.hpp"

namespace popex::test {
namespace {

std::string profile(const std::string& members) {
  return R"({"format_version": 1, )" + members + "}";
}

class Merge : public ::testing::Test {
 protected:
  [[nodiscard]] static Seen merge(std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.begin(), "merge");
    return popex(words, input);
  }

  static void expect_error(const std::vector<std::string>& words, const std::string& lines) {
    const Seen seen = merge(words);
    EXPECT_EQ(seen.code, 2);
    EXPECT_EQ(seen.out, "");
    EXPECT_EQ(seen.err, lines);
  }

  TemporaryFolder folder_;
  std::string edge_ =
      folder_.write("edge.json", profile(R"("name": "net", "description": "On a phone",
        "power_mw": {"edge": 2000},
        "layers": [
          {"name": "a", "type": "Conv", "time_ms": {"edge": 10}, "output_bytes": 500},
          {"name": "b", "time_ms": {"edge": 20}, "time_iqr_ms": {"edge": 0.5}}],
        "branches": [{"name": "x", "after": "a", "time_ms": {"edge": 1}}])"));
  std::string cloud_ =
      folder_.write("cloud.json", profile(R"("description": "On a server", "input": {"bytes": 1000},
        "layers": [
          {"name": "a", "time_ms": {"cloud": 1}, "parameter_bytes": 40},
          {"name": "b", "time_ms": {"cloud": 2}, "output_bytes": 10, "energy_mj": {"cloud": 3}}],
        "branches": [{"name": "x", "after": "a", "exit_probability": 0.5}],
        "links": [{"from": "edge", "to": "cloud", "rate_mbps": 8}])"));
};

TEST_F(Merge, EachFileGivesWhatItHas) {
  const Seen seen = merge({edge_, cloud_});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, R"({
  "format_version": 1,
  "name": "net",
  "description": "edge: On a phone. cloud: On a server",
  "tiers": ["edge", "cloud"],
  "power_mw": {"edge": 2000},
  "input": {"bytes": 1000},
  "layers": [
    {"name": "a", "type": "Conv", "time_ms": {"edge": 10, "cloud": 1}, "output_bytes": 500, "parameter_bytes": 40},
    {"name": "b", "time_ms": {"edge": 20, "cloud": 2}, "output_bytes": 10, "energy_mj": {"cloud": 3}, "time_iqr_ms": {"edge": 0.5}}
  ],
  "branches": [
    {"name": "x", "after": "a", "time_ms": {"edge": 1}, "exit_probability": 0.5}
  ],
  "links": [
    {"from": "edge", "to": "cloud", "rate_mbps": 8}
  ]
}
)");
}

TEST_F(Merge, OtherOrderIsTheSameProfile) {
  const Seen seen = merge({cloud_, edge_});
  EXPECT_EQ(seen.code, 0);
  std::vector<std::string> lines = lines_of(seen.out);
  EXPECT_EQ(lines.at(3), R"(  "description": "cloud: On a server. edge: On a phone",)");
  std::vector<std::string> other = lines_of(merge({edge_, cloud_}).out);
  lines.erase(lines.begin() + 3);
  other.erase(other.begin() + 3);
  EXPECT_EQ(lines, other);
}

TEST_F(Merge, StandardInputAndAFile) {
  EXPECT_EQ(merge({edge_, "-"}, read_file(cloud_)).out, merge({edge_, cloud_}).out);
  const Seen seen = merge({edge_, cloud_, "-o", folder_.file("both.json")});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(read_file(folder_.file("both.json")), merge({edge_, cloud_}).out);
}

TEST_F(Merge, GranularityIsThatOfTheResult) {
  EXPECT_EQ(merge({edge_, cloud_, "--granularity", "block"}).out, merge({edge_, cloud_}).out);
}

TEST_F(Merge, BatchIsOfAllFilesOrOfATiers) {
  const std::string of_two = profile(R"("input": {"bytes": 2000}, "layers": [
        {"name": "a", "time_ms": {"cloud": 2}, "output_bytes": 1000, "energy_mj": {"cloud": 4},
         "time_iqr_ms": {"cloud": 1}, "parameter_bytes": 40},
        {"name": "b", "time_ms": {"cloud": 4}}],
        "branches": [{"name": "x", "after": "a", "time_ms": {"cloud": 1}}])");
  const Seen seen = merge({edge_, "-", "--batch", "cloud=2"}, of_two);
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, R"({
  "format_version": 1,
  "name": "net",
  "description": "edge: On a phone. cloud: measured in batches of 2 and divided by it: a sample alone takes longer than that",
  "tiers": ["edge", "cloud"],
  "power_mw": {"edge": 2000},
  "input": {"bytes": 1000},
  "layers": [
    {"name": "a", "type": "Conv", "time_ms": {"edge": 10, "cloud": 1}, "output_bytes": 500, "parameter_bytes": 40, "energy_mj": {"cloud": 2}, "time_iqr_ms": {"cloud": 0.5}},
    {"name": "b", "time_ms": {"edge": 20, "cloud": 2}, "time_iqr_ms": {"edge": 0.5}}
  ],
  "branches": [
    {"name": "x", "after": "a", "time_ms": {"edge": 1, "cloud": 0.5}}
  ]
}
)");
  const std::string all = merge({"-", "--batch", "2"}, of_two).out;
  EXPECT_EQ(lines_of(all).at(4), R"(  "input": {"bytes": 1000},)");
  EXPECT_EQ(merge({"--batch", "2", "-"}, of_two).out, all);
  // 500 B and 1000 B / 3 B · 3 are not the same to the last bit.
  EXPECT_EQ(merge({edge_, "-", "--batch", "cloud=3"},
                  profile(R"("layers": [{"name": "a", "time_ms": {"cloud": 3},
                            "output_bytes": 1500.0000000001}, {"name": "b"}],
                            "branches": [{"name": "x", "after": "a"}])"))
                .code,
            0);
}

TEST_F(Merge, BatchIsAWholeNumberOfATierThatAFileHas) {
  for (const std::string batch : {"0", "0.5", "nan", "cloud=0", "cloud="}) {
    const std::string number = batch.substr(batch.find('=') + 1);
    expect_error(
        {edge_, cloud_, "--batch", batch},
        "popex: error: --batch: '" + number + "', expected a whole number of samples, 1 or more\n");
  }
  expect_error({edge_, cloud_, "--batch", "hub=2"},
               "popex: error: --batch: no file has times on a tier 'hub'\n");
}

TEST_F(Merge, EveryDifferenceIsAnError) {
  const std::string other = folder_.write(
      "other.json", profile(R"("input": {"bytes": 999}, "power_mw": {"edge": 1, "cloud": 5},
        "layers": [
          {"name": "a", "time_ms": {"cloud": 1}, "output_bytes": 501, "parameter_bytes": 41},
          {"name": "c", "inputs": ["a"], "time_ms": {"cloud": 1}},
          {"name": "b", "inputs": ["c"], "time_ms": {"cloud": 2}, "output_bytes": 11,
           "energy_mj": {"cloud": 4}}],
        "branches": [{"name": "x", "after": "c", "exit_probability": 0.25},
                     {"name": "y", "after": "a"}],
        "links": [{"from": "edge", "to": "cloud", "rate_mbps": 9}])"));
  const std::string at = "popex: error: " + other + ": ";
  expect_error({edge_, cloud_, other},
               at + "/input/bytes: 999, but 1000 in " + edge_ + "\n" + at +
                   "/layers/0/output_bytes: 501, but 500 in " + edge_ + "\n" + at +
                   "/layers/0/parameter_bytes: 41, but 40 in " + edge_ + "\n" + at +
                   "/layers/2/inputs: c, but a in " + edge_ + "\n" + at +
                   "/layers/2/output_bytes: 11, but 10 in " + edge_ + "\n" + at +
                   "/layers/2/energy_mj/cloud: 4, but 3 in " + edge_ + "\n" + at +
                   "/layers/1: 'c' is not in " + edge_ + "\n" + at +
                   "/branches/1/after: 'c', but 'a' in " + edge_ + "\n" + at +
                   "/branches/1/exit_probability: 0.25, but 0.5 in " + edge_ + "\n" + at +
                   "/branches/0: 'y' is not in " + edge_ + "\n" + at +
                   "/power_mw/edge: 1, but 2000 in " + edge_ + "\n" + at +
                   "/links/0/rate_mbps: 9, but 8 in " + edge_ + "\n" + at +
                   "/layers: has times on tier 'cloud', but so has " + cloud_ +
                   "; expected each tier in one file\n");
  const std::string less =
      folder_.write("less.json", profile(R"("layers": [{"name": "a", "time_ms": {"cloud": 1}}])"));
  expect_error({edge_, less}, "popex: error: " + less + ": /layers: has no 'b', but " + edge_ +
                                  " has\npopex: error: " + less + ": /branches: has no 'x', but " +
                                  edge_ + " has\n");
}

TEST_F(Merge, TierIsMeasuredOnce) {
  expect_error({edge_, edge_}, "popex: error: " + edge_ +
                                   ": /layers: has times on tier 'edge', but "
                                   "so has " +
                                   edge_ + "; expected each tier in one file\n");
}

TEST_F(Merge, ManyDifferencesAreCounted) {
  std::string one = R"("layers": [{"name": "end", "inputs": [)";
  std::string other = one;
  std::string layers;
  std::string others;
  for (int i = 0; i < 1500; ++i) {
    const std::string name = std::to_string(i);
    one += (i > 0 ? ", \"a" : "\"a") + name + "\"";
    other += (i > 0 ? ", \"b" : "\"b") + name + "\"";
    layers += R"(, {"name": "a)" + name + R"(", "inputs": ["input"]})";
    others += R"(, {"name": "b)" + name + R"(", "inputs": ["input"]})";
  }
  const std::string a = folder_.write("a.json", profile(one + "]}" + layers + "]"));
  const std::string b = folder_.write("b.json", profile(other + "]}" + others + "]"));
  const std::vector<std::string> lines = lines_of(merge({a, b}).err);
  ASSERT_EQ(lines.size(), 1001U);
  EXPECT_EQ(lines.back(), "popex: error: " + a + ": and 2001 more differences");
}

TEST_F(Merge, OrderInWhichAFileListsLayersDoesNotMatter) {
  const std::string one = folder_.write("one.json", profile(R"("layers": [
        {"name": "a", "inputs": ["input"], "time_ms": {"edge": 1}, "output_bytes": 5},
        {"name": "b", "inputs": ["input"], "time_ms": {"edge": 2}, "output_bytes": 5},
        {"name": "c", "inputs": ["a", "b"], "time_ms": {"edge": 3}}])"));
  const std::string other = folder_.write("other.json", profile(R"("layers": [
        {"name": "b", "inputs": ["input"], "time_ms": {"cloud": 2}, "output_bytes": 5},
        {"name": "a", "inputs": ["input"], "time_ms": {"cloud": 1}, "output_bytes": 5},
        {"name": "c", "inputs": ["b", "a"], "time_ms": {"cloud": 3}}])"));
  const Seen seen = merge({one, other});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(lines_of(seen.out).at(4),
            R"(    {"name": "a", "time_ms": {"edge": 1, "cloud": 1}, "output_bytes": 5},)");
}

TEST_F(Merge, TiersThatFilesDoNotAgreeOnAreThoseOfTheFiles) {
  const auto file = [&](const std::string& tier, const std::string& tiers,
                        const std::string& more) {
    return folder_.write(tier + ".json", profile(R"("tiers": [)" + tiers +
                                                 R"(], "layers": [{"name": "a", "time_ms": {")" +
                                                 tier + R"(": 1}}])" + more));
  };
  const std::string phone = file("phone", R"("phone", "rest")", "");
  const std::string hub = file("hub", R"("hub", "server")",
                               R"(, "links": [{"from": "hub", "to": "server", "latency_ms": 3}])");
  const std::string server = file("server", R"("x", "server")", "");
  EXPECT_EQ(merge({phone, hub, server}).out, R"({
  "format_version": 1,
  "tiers": ["phone", "hub", "server"],
  "layers": [
    {"name": "a", "time_ms": {"phone": 1, "hub": 1, "server": 1}}
  ],
  "links": [
    {"from": "hub", "to": "server", "latency_ms": 3}
  ]
}
)");
  expect_error(
      {hub, phone, server},
      "popex: error: merged: /links/0: 'hub-server' is not a link, expected from and to to "
      "be two consecutive tiers: hub-phone, phone-server\n");
}

TEST_F(Merge, FilesHaveToBeProfiles) {
  const std::string bad = folder_.write("bad.json", "{}");
  expect_error({edge_, bad},
               "popex: error: " + bad + ": /format_version: missing, expected a number\n" +
                   "popex: error: " + bad + ": /layers: missing, expected an array\n");
  expect_error({}, "popex: error: FILE: missing, expected the profiles to merge, one a tier\n");
  EXPECT_EQ(merge({folder_.file("none.json")}).code, 4);
}

}  // namespace
}  // namespace popex::test
