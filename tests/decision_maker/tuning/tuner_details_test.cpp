// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include <popex/tuner.hpp>

#include "decision_maker/decisions.hpp"
#include "decision_maker/tuning/tune_case.hpp"
#include "support/chain.hpp"

// What is said of a chosen setting, beside each sample followed by itself.

namespace popex {
namespace {

using test::same_time;
using test::TierOf;
using test::TuneCase;

/// What the case says of rules and a placement.
struct Followed {
  std::vector<double> latency;  ///< by sample
  std::vector<bool> is_right;
  double cost = 0;  ///< on the average
};

Followed follow_each(const TuneCase& tested, const std::vector<ExitRule>& rules,
                     const Decision& decision) {
  const Profile reduced = tested.with_branches_of(rules);
  const TierOf placement = test::tiers_of(reduced, decision);
  for (const std::size_t tier : placement.branch) EXPECT_LT(tier + 1, reduced.tiers().size());
  const auto latencies = tested.costs_by_exit(reduced, placement, Objective::latency);
  const auto costs = tested.costs_by_exit(reduced, placement, tested.options.objective);
  Followed made;
  for (std::size_t i = 0; i < tested.outcomes.samples; ++i) {
    const std::size_t exit = tested.exit_of(rules, i);
    made.latency.push_back(latencies[exit]);
    made.is_right.push_back(tested.is_right(rules, i));
    made.cost += costs[exit] / static_cast<double>(tested.outcomes.samples);
  }
  return made;
}

std::vector<ExitRule> rules_of(const TunedDecision& decision) {
  std::vector<ExitRule> rules;
  for (const ExitShare& exit : decision.exits) {
    if (exit.branch) rules.push_back({*exit.branch, exit.threshold});
  }
  return rules;
}

void expect_shares(const TuneCase& tested, const TunedDecision& decision, const Followed& each) {
  const std::vector<ExitRule> rules = rules_of(decision);
  ASSERT_EQ(decision.exits.size(), rules.size() + 1);
  std::size_t reached = tested.outcomes.samples;
  for (std::size_t k = 0; k <= rules.size(); ++k) {
    std::size_t left = 0;
    std::size_t correct = 0;
    for (std::size_t i = 0; i < tested.outcomes.samples; ++i) {
      if (tested.exit_of(rules, i) != k) continue;
      ++left;
      correct += each.is_right[i] ? 1U : 0U;
      EXPECT_TRUE(same_time(decision.exits[k].latency.count(), each.latency[i], 1e-12));
    }
    EXPECT_EQ(decision.exits[k].reached, reached);
    EXPECT_EQ(decision.exits[k].left, left);
    EXPECT_EQ(decision.exits[k].correct, correct);
    reached -= left;
  }
  EXPECT_EQ(decision.samples, tested.outcomes.samples);
  EXPECT_EQ(decision.correct,
            static_cast<std::size_t>(std::count(each.is_right.begin(), each.is_right.end(), true)));
}

void expect_details(test::Random& random, const TuneCase& tested, const Tuner& tuner,
                    const OperatingPoint& point) {
  const Milliseconds deadline(test::log_uniform(random, 1e-3, 1e4));
  const TunedDecision decision = tuner.details(point.exits, deadline);
  EXPECT_EQ(rules_of(decision), point.exits);
  EXPECT_EQ(decision.correct, point.correct);
  const Followed each = follow_each(tested, point.exits, decision.decision);
  expect_shares(tested, decision, each);
  // Energies within a billionth are a tie for the faster split.
  const bool is_energy = tested.options.objective == Objective::energy;
  const double cost =
      is_energy ? decision.decision.energy->total_mj : decision.decision.expected_time.count();
  EXPECT_TRUE(same_time(cost, point.cost, is_energy ? 3e-9 : 1e-12));
  EXPECT_TRUE(same_time(cost, each.cost, 1e-12));
  const auto late = std::count_if(each.latency.begin(), each.latency.end(), [&](double latency) {
    return latency > deadline.count() * (1 + 1e-12);
  });
  EXPECT_EQ(decision.share_late,
            static_cast<double>(late) / static_cast<double>(tested.outcomes.samples));

  // `solve` says the same of the profile that comes out.
  const Profile profile = tuner.profile_of(decision);
  const Instance instance = make_instance(profile, tuner.scenario()).value();
  EXPECT_TRUE(same_time(test::time_of(instance, decision.decision.placement),
                        decision.decision.expected_time.count(), 1e-12));

  const Result<TunedDecision> again = tuner.evaluate(decision, tested.outcomes, deadline);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->decision, decision.decision);
  EXPECT_EQ(again->correct, decision.correct);
  EXPECT_EQ(again->share_late, decision.share_late);
}

/// All points of a front at once are what they are one by one.
void expect_front(const Tuner& tuner, const std::vector<OperatingPoint>& points) {
  const std::vector<TunedDecision> decisions = tuner.details(points);
  ASSERT_EQ(decisions.size(), points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const TunedDecision one = tuner.details(points[i].exits);
    EXPECT_EQ(decisions[i].decision, one.decision);
    EXPECT_EQ(decisions[i].correct, one.correct);
    EXPECT_EQ(decisions[i].share_sent_to_last, one.share_sent_to_last);
    EXPECT_EQ(rules_of(decisions[i]), rules_of(one));
    ASSERT_EQ(decisions[i].exits.size(), one.exits.size());
    for (std::size_t k = 0; k < one.exits.size(); ++k) {
      EXPECT_EQ(decisions[i].exits[k].reached, one.exits[k].reached);
      EXPECT_EQ(decisions[i].exits[k].left, one.exits[k].left);
      EXPECT_EQ(decisions[i].exits[k].correct, one.exits[k].correct);
      EXPECT_EQ(decisions[i].exits[k].latency, one.exits[k].latency);
    }
  }
}

void expect_cases(std::uint64_t cases, const test::TuneShape& shape) {
  for (std::uint64_t number = 0; number < cases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const TuneCase tested(random, shape);
    const Tuner tuner =
        Tuner::make(tested.profile, tested.scenario, tested.outcomes, tested.options).value();
    const std::vector<OperatingPoint> points = tuner.pareto().points;
    for (const OperatingPoint& point : points) expect_details(random, tested, tuner, point);
    expect_front(tuner, points);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(TunedDetails, OfChainsAreWhatEachSampleMeets) { expect_cases(200, {}); }

TEST(TunedDetails, OfNetworksAreWhatEachSampleMeets) { expect_cases(150, {false, 3, 4}); }

TEST(TunedDetails, OfTheLeastEnergyAreWhatEachSampleMeets) {
  expect_cases(150, {true, 3, 5, Objective::energy});
}

//            1 ms      b1 1 ms      1 ms
// input ──── v1 ────────┤──────── v2 ──── output       on the edge; 0.1 ms each in the cloud
//      1000 bytes            1000 bytes                8 Mbps: 1 ms for either

test::Chain small() {
  return test::chain(1000).layer({1, 0.1}, 1000).branch({1}, 0).layer({4, 0.1}, 10).rate({8});
}

/// Four samples of which b1 is sure of the first, then of the second, and so on.
ExitOutcomes four() {
  return {ExitCriterion::confidence, 4, {{"b1", {0.9, 0.8, 0.7, 0.6}, {1, 1, 0, 0}}}, {1, 0, 1, 1}};
}

TEST(TunedDetails, OfASmallChainByHand) {
  const Tuner tuner = Tuner::make(small().profile(), small().scenario(), four()).value();
  // Two leave after 2 ms; the others are sent for 1 ms and take 0.1 ms in the cloud: 3.1 ms.
  const TunedDecision decision = tuner.details({{0, 0.8}}, Milliseconds(3));
  EXPECT_DOUBLE_EQ(decision.decision.expected_time.count(), 2 + 0.5 * 1.1);
  ASSERT_EQ(decision.exits.size(), 2U);
  EXPECT_EQ(decision.exits[0].left, 2U);
  EXPECT_DOUBLE_EQ(decision.exits[0].latency.count(), 2);
  EXPECT_DOUBLE_EQ(decision.exits[1].latency.count(), 3.1);
  EXPECT_EQ(decision.accuracy(), 1);
  EXPECT_EQ(decision.share_late, 0.5);
  EXPECT_EQ(decision.share_sent_to_last, 0.5);
}

TEST(TunedDetails, WhereAllLeaveNothingIsSent) {
  const Tuner tuner = Tuner::make(small().profile(), small().scenario(), four()).value();
  const TunedDecision decision = tuner.details({{0, std::nullopt}});
  EXPECT_EQ(decision.decision.expected_time.count(), 2);
  EXPECT_EQ(decision.share_sent_to_last, 0);
  EXPECT_EQ(decision.exits[1].reached, 0U);
  EXPECT_EQ(decision.share_late, std::nullopt);
}

TEST(TunedDetails, OtherSamplesKeepThresholdsAndSplit) {
  const Tuner tuner = Tuner::make(small().profile(), small().scenario(), four()).value();
  const TunedDecision chosen = tuner.details({{0, 0.8}});
  const ExitOutcomes others{ExitCriterion::confidence, 2, {{"b1", {0.5, 0.8}, {0, 0}}}, {1, 1}};
  const Result<TunedDecision> evaluated = tuner.evaluate(chosen, others);
  ASSERT_TRUE(evaluated);
  EXPECT_EQ(evaluated->accuracy(), 0.5);
  EXPECT_EQ(evaluated->decision.placement, chosen.decision.placement);
  EXPECT_DOUBLE_EQ(evaluated->decision.expected_time.count(), 2 + 0.5 * 1.1);
}

TEST(TunedDetails, OtherSamplesOfAnotherKindAreRefused) {
  const Tuner tuner = Tuner::make(small().profile(), small().scenario(), four()).value();
  const ExitOutcomes others{ExitCriterion::entropy, 0, {{"b2", {}, {}}}, {}};
  const Result<TunedDecision> evaluated = tuner.evaluate(tuner.details({{0, 0.8}}), others);
  ASSERT_FALSE(evaluated);
  ASSERT_EQ(evaluated.problems().size(), 3U);
  EXPECT_EQ(evaluated.problems()[0].message, "nothing about branch 'b1', which is on");
  EXPECT_EQ(evaluated.problems()[1].message, "another criterion than that of the thresholds");
  EXPECT_EQ(evaluated.problems()[2].message, "no samples, expected at least one");
}

TEST(TunedDetails, RulesOfUnknownBranchesAreAMistakeOfTheProgram) {
  const Tuner tuner = Tuner::make(small().profile(), small().scenario(), four()).value();
  EXPECT_THROW(static_cast<void>(tuner.details({{1, 0.5}})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(tuner.details({{0, 0.5}, {0, 0.4}})), std::invalid_argument);
}

TEST(Comparison, OfASmallChainByHand) {
  const Tuner tuner = Tuner::make(small().profile(), small().scenario(), four()).value();
  // In the cloud alone it is 1 + 0.2 ms with three of four right; b1 for everybody 2 ms with two.
  const TuneComparison rows =
      tuner.compare({TuneQuestion::Kind::cheapest, 0.75}, {{0, 0.8}}, Milliseconds(2));
  EXPECT_EQ(rows.edge_only.decision.expected_time.count(), 5);
  EXPECT_EQ(rows.edge_only.accuracy(), 0.75);
  EXPECT_EQ(rows.edge_only.share_late, 1);
  EXPECT_DOUBLE_EQ(rows.cloud_only.decision.expected_time.count(), 1.2);
  EXPECT_EQ(rows.cloud_only.share_sent_to_last, 1);
  EXPECT_DOUBLE_EQ(rows.no_exits.decision.expected_time.count(), 1.2);
  ASSERT_TRUE(rows.right_sized);
  EXPECT_DOUBLE_EQ(rows.right_sized->decision.expected_time.count(), 1.2);
  EXPECT_EQ(rows.chosen.accuracy(), 1);
  EXPECT_FALSE(tuner.compare({TuneQuestion::Kind::cheapest, 0.9}, {{0, 0.8}}).right_sized);
}

}  // namespace
}  // namespace popex
