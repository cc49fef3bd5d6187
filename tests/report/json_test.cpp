// SPDX-License-Identifier: MIT
#include "report/json.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <popex/planner.hpp>

#include "report/baseline_json.hpp"
#include "support/chain.hpp"
#include "support/random_profile.hpp"
#include "support/random_seed.hpp"

namespace popex::report {
namespace {

using nlohmann::json;

SolveAnswer answer_for(const Profile& profile, const Planner& planner) {
  SolveAnswer answer;
  answer.profile = &profile;
  answer.scenario = planner.scenario();
  answer.decision = planner.decide();
  answer.holds = planner.holds();
  answer.alternatives = planner.all();
  return answer;
}

std::uint64_t bits(double number) { return std::bit_cast<std::uint64_t>(number); }

/// The same number to the last bit, or null for what JSON has no number for.
void expect_bits(const json& read, double written) {
  if (!std::isfinite(written)) {
    EXPECT_TRUE(read.is_null()) << read;
  } else {
    EXPECT_EQ(bits(read.get<double>()), bits(written)) << read;
  }
}

void expect_bits(const json& read, const Decision& written) {
  expect_bits(read["expected_time_ms"], written.expected_time.count());
  if (const auto index = written.split_index()) {
    EXPECT_EQ(read["split_index"], *index);
  } else {
    EXPECT_TRUE(read["split"].is_null() && read["split_index"].is_null());
  }
  ASSERT_EQ(read["tiers"].size(), written.tiers.size());
  for (std::size_t k = 0; k < written.tiers.size(); ++k) {
    expect_bits(read["tiers"][k]["compute_ms"], written.tiers[k].compute.count());
    std::size_t layers = 0;
    for (const Range& range : written.tiers[k].layers) layers += range.end - range.begin;
    EXPECT_EQ(read["tiers"][k]["layers"].size(), layers);
  }
  for (std::size_t k = 0; k < written.links.size(); ++k) {
    EXPECT_EQ(read["links"][k]["tensors"].size(), written.links[k].tensors.size());
    expect_bits(read["links"][k]["transfer_ms"], written.links[k].time.count());
    expect_bits(read["links"][k]["bytes"], written.links[k].size.value);
    expect_bits(read["links"][k]["probability"], written.links[k].probability.value);
  }
}

TEST(AnswerJson, ReadsBackBitByBit) {
  test::RandomOptions options;
  options.most_layers = 6;
  options.most_branches = 3;
  for (std::uint64_t number = 0; number < 300; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const ProfileData data = test::random_network(random, options);
    const Scenario scenario = test::random_scenario(random, data, options);
    const Profile profile = make_profile(data).value();
    const Planner planner = Planner::make(profile, scenario).value();
    const SolveAnswer answer = answer_for(profile, planner);
    std::string pretty;
    append_json(pretty, answer);
    std::string one_line;
    append_json(one_line, answer, text::Layout::inline_);
    const json read = json::parse(pretty);
    EXPECT_EQ(read, json::parse(one_line));
    EXPECT_EQ(one_line.find('\n'), std::string::npos);

    expect_bits(read["decision"], answer.decision);
    ASSERT_EQ(read["alternatives"].size(), answer.alternatives.size());
    for (std::size_t i = 0; i < answer.alternatives.size(); ++i) {
      expect_bits(read["alternatives"][i], answer.alternatives[i]);
    }
    for (const auto& [link, rate] : answer.scenario.rate.named) {
      expect_bits(read["scenario"]["rate_mbps"][link], rate.value);
    }
    if (answer.holds) {
      expect_bits(read["holds"]["rate_mbps"][0], answer.holds->from);
      const Interval all = domain(Parameter::Kind::rate);
      expect_bits(read["holds"]["rate_mbps"][1], answer.holds->to < all.to
                                                     ? answer.holds->to
                                                     : std::numeric_limits<double>::infinity());
    } else {
      EXPECT_FALSE(read.contains("holds"));
    }
  }
}

TEST(AnswerJson, SaysNullWhereATimeIsEndless) {
  const test::Chain network = test::chain(1000).layer({2, 1}, 500).rate({0});
  const Profile profile = network.profile();
  const Planner planner = Planner::make(profile, network.scenario()).value();
  std::string text;
  append_json(text, answer_for(profile, planner));
  const json read = json::parse(text);
  EXPECT_TRUE(read["alternatives"][0]["expected_time_ms"].is_null());
  EXPECT_TRUE(read["alternatives"][0]["links"][0]["transfer_ms"].is_null());
  EXPECT_EQ(read["decision"]["expected_time_ms"], 2);
}

TEST(ErrorJson, IsTheOneOfTheContract) {
  std::string text;
  append_error_json(text, 2, {{"a.json: /layers/3", "\"x\" is wrong"}, {"--rate", "missing"}},
                    text::Layout::inline_);
  EXPECT_EQ(text, R"({"error":{"code":2,"problems":[{"where":"a.json: /layers/3","message":)"
                  R"("\"x\" is wrong"},{"where":"--rate","message":"missing"}]}})");
}

TEST(ErrorJson, IsJsonEvenWhereAFilesNameIsNotText) {
  std::string text;
  append_error_json(text, 4, {{"caf\xe9.json", "cannot be read"}});
  EXPECT_EQ(json::parse(text)["error"]["problems"][0]["where"], "caf\xef\xbf\xbd.json");
}

TEST(BaselineJson, HasASplitForOneLinkAndAListForSeveral) {
  Scenario scenario;
  scenario.rate.named = {{"edge-cloud", Mbps{5.5}}};
  const json read = json::parse(render_baseline(
      "net \"1\".json", 1e-6,
      {{scenario, {"conv1 +b1", {"conv1"}, 0.1}}, {scenario, {"a | output", {"a", "output"}, 2}}}));
  EXPECT_EQ(read["profile"], "net \"1\".json");
  EXPECT_EQ(read["tolerance"], 1e-6);
  ASSERT_EQ(read["cases"].size(), 2U);
  EXPECT_EQ(read["cases"][0]["label"], "conv1 +b1");
  EXPECT_EQ(read["cases"][0]["split"], "conv1");
  EXPECT_EQ(bits(read["cases"][0]["expected_time_ms"].get<double>()), bits(0.1));
  EXPECT_EQ(read["cases"][1]["split"], (std::vector<std::string>{"a", "output"}));
  EXPECT_TRUE(read["cases"][0]["scenario"]["gamma"].is_null());
}

}  // namespace
}  // namespace popex::report
