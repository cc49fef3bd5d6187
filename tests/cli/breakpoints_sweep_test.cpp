// SPDX-License-Identifier: MIT
//
// The exact pieces of `breakpoints` against the rows of a fine `sweep`, which finds decisions point
// by point and knows nothing of lines.

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

namespace popex::test {
namespace {

using nlohmann::json;

struct Course {
  const char* profile;
  std::string over;  ///< rate, gamma or probability
  std::string name;  ///< of the link or branch that varies
  const char* from;
  const char* to;
  const char* grid;
  std::vector<std::string> others;  ///< options that stay as they are

  [[nodiscard]] double value_in(const json& scenario) const {
    if (over == "rate") return scenario["rate_mbps"][name];
    if (over == "probability") return scenario["exit_probability"][name];
    return scenario["gamma"];
  }
};

/// In the names of tests; they would have addresses in them.
void PrintTo(const Course& course, std::ostream* out) {
  *out << course.profile << ' ' << course.over << ' ' << course.name;
}

json answer(std::vector<std::string> words, const Course& course) {
  words.insert(words.end(), {"-p", course.profile, "--format", "json"});
  words.insert(words.end(), course.others.begin(), course.others.end());
  const Seen seen = popex(words);
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  return json::parse(seen.out);
}

/// Where a decision leaves each tier but the last, by the layers that the tiers run.
std::vector<std::string> splits_of(const json& decision) {
  std::vector<std::string> splits;
  std::string last = "input";
  const json& tiers = decision["tiers"];
  for (std::size_t k = 0; k + 1 < tiers.size(); ++k) {
    const json& layers = tiers[k]["layers"];
    if (!layers.empty()) last = layers.back();
    splits.push_back(last);
  }
  return splits;
}

std::vector<std::string> splits_of_piece(const json& piece, const std::string& last_layer) {
  std::vector<std::string> splits;
  for (const json& link : piece["links"]) {
    splits.push_back(link["split"] == "output" ? last_layer : link["split"].get<std::string>());
  }
  return splits;
}

class AgainstSweep : public testing::TestWithParam<Course> {};

TEST_P(AgainstSweep, HaveTheSameDecisionsAndTimesAtEveryPoint) {
  const Course& course = GetParam();
  const bool named = !course.name.empty();
  const json pieces =
      answer({"breakpoints", "--over", course.over + (named ? ":" + course.name : ""), "--from",
              course.from, "--to", course.to},
             course)["pieces"];
  const json sweep =
      answer({"sweep", "--" + course.over, (named ? course.name + "=" : "") + course.grid}, course);

  std::size_t compared = 0;
  for (const json& point : sweep["points"]) {
    const double value = course.value_in(point["scenario"]);
    const auto piece = std::find_if(pieces.begin(), pieces.end(), [&](const json& p) {
      return p["from"].get<double>() < value && value < p["to"].get<double>();
    });
    if (piece == pieces.end()) continue;  // on a breakpoint two decisions are equally good
    ++compared;
    const json& decision = point["decision"];
    EXPECT_EQ(splits_of_piece(*piece, "fc8"), splits_of(decision)) << value;
    // E[T] moves in one direction within a piece.
    const double a = (*piece)["expected_time_ms"]["from"];
    const double b = (*piece)["expected_time_ms"]["to"];
    const double time = decision["expected_time_ms"];
    EXPECT_LE(std::min(a, b), time * (1 + 1e-12)) << value;
    EXPECT_GE(std::max(a, b), time * (1 - 1e-12)) << value;
  }
  EXPECT_GT(compared, 900U);
  EXPECT_GT(pieces.size(), 1U) << "nothing changes here";
}

using Options = std::vector<std::string>;
const std::string kDevice = "device-edge";
const std::string kEdge = "edge-cloud";

INSTANTIATE_TEST_SUITE_P(
    Bundled, AgainstSweep,
    testing::Values(
        Course{"alexnet.json", "rate", kEdge, "0.1", "100", "log:0.1:100:1001", {}},
        Course{"alexnet-tx2.json", "rate", kEdge, "1", "1000", "log:1:1000:1001", {}},
        Course{"alexnet.json", "gamma", "", "0", "10000", "0:10000:10", Options{"-r", "4g"}},
        Course{"alexnet-tx2.json", "gamma", "", "0", "500", "0:500:0.5", Options{"-r", "wifi"}},
        Course{"alexnet.json", "probability", "b1", "0", "1", "0:1:0.001", Options{"-r", "15"}},
        Course{"alexnet-three-tier.json", "rate", kDevice, "0.1", "1000", "log:0.1:1000:1001", {}},
        Course{"alexnet-three-tier.json", "rate", kEdge, "1", "100000", "log:1:100000:1001",
               Options{"-r", kDevice + "=20", "-l", kDevice + "=0", "-l", kEdge + "=0"}},
        Course{"alexnet-three-tier.json", "probability", "b2", "0", "1", "0:1:0.001",
               Options{"-r", kDevice + "=20", "-l", kDevice + "=0", "-l", kEdge + "=0", "-b",
                       "b1=0"}}));

}  // namespace
}  // namespace popex::test
