// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <popex/tuner.hpp>

#include "decision_maker/decisions.hpp"
#include "decision_maker/tuning/tune_case.hpp"
#include "support/chain.hpp"
#include "support/problem_lines.hpp"
#include "support/random_profile.hpp"

namespace popex {
namespace {

using test::chain;

constexpr auto kMostAccurate = TuneQuestion::Kind::most_accurate;
constexpr auto kCheapest = TuneQuestion::Kind::cheapest;

/// Three layers on the edge, a branch after the first and after the second.
test::Chain two_branches() {
  return chain(1e9)
      .layer({1, 0}, 1e9)
      .branch({0}, 0)
      .layer({1, 0}, 1e9)
      .branch({0}, 0)
      .layer({1, 0}, 1)
      .rate({1});
}

TEST(TunerTies, FewerBranchesWin) {
  // b1 and b2 are right of the same samples; the second of them adds nothing to the first.
  const ExitOutcomes outcomes{
      ExitCriterion::confidence, 2, {{"b1", {1, 0}, {1, 0}}, {"b2", {1, 0}, {1, 0}}}, {1, 1}};
  const Tuner tuner =
      Tuner::make(two_branches().profile(), two_branches().scenario(), outcomes).value();
  const Result<TunedPoint> found = tuner.decide({kCheapest, 1});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->point.exits, (std::vector<ExitRule>{{0, 1.0}}));
  EXPECT_EQ(found->point.cost, 2);  // 1 + (1 + 1) / 2
  EXPECT_FALSE(found->gap);
}

TEST(TunerTies, StricterThresholdsWin) {
  // With layers behind the branch that take no time it does not matter who leaves.
  const test::Chain net = chain(1e9).layer({1, 0}, 1e9).branch({0}, 0).layer({0, 0}, 1).rate({1});
  const ExitOutcomes outcomes{
      ExitCriterion::entropy, 3, {{"b1", {0.1, 0.2, 0.3}, {1, 1, 1}}}, {0, 1, 1}};
  const Tuner tuner = Tuner::make(net.profile(), net.scenario(), outcomes).value();
  const Result<TunedPoint> found = tuner.decide({kMostAccurate, 1});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->point.exits, (std::vector<ExitRule>{{0, 0.1}}));
  EXPECT_EQ(found->point.correct, 3U);
}

TEST(Tuner, JointOutcomesAreNotProductsOfProbabilities) {
  // b1 takes the first half; of the second half b2 is sure of nobody, though of half of all.
  const ExitOutcomes outcomes{
      ExitCriterion::confidence,
      4,
      {{"b1", {1, 1, 0, 0}, {1, 1, 0, 0}}, {"b2", {1, 1, 0, 0}, {1, 1, 0, 0}}},
      {0, 0, 1, 1}};
  const Tuner tuner =
      Tuner::make(two_branches().profile(), two_branches().scenario(), outcomes).value();
  const TunedDecision decision = tuner.details({{0, 0.5}, {1, 0.5}});
  EXPECT_EQ(decision.exits[1].reached, 2U);
  EXPECT_EQ(decision.exits[1].left, 0U);
  EXPECT_EQ(decision.decision.expected_time.count(), 2);  // not 1 + 0.5 + 0.25
}

TEST(Tuner, BranchBehindTheHandoverIsAsIfOff) {
  // Everything is best sent at once; so no branch is on, though b1 is as right as the main output.
  const test::Chain net = chain(0).layer({9, 0}, 0).branch({1}, 0).layer({9, 0}, 1).rate({8});
  const ExitOutcomes outcomes{ExitCriterion::confidence, 2, {{"b1", {1, 0}, {1, 1}}}, {1, 1}};
  const ParetoFront front = Tuner::make(net.profile(), net.scenario(), outcomes)->pareto();
  ASSERT_EQ(front.points.size(), 1U);
  EXPECT_TRUE(front.points[0].exits.empty());
  EXPECT_EQ(front.points[0].cost, 0);
}

TEST(Tuner, ChainWithoutBranchesHasOnePoint) {
  const test::Chain net = chain(0).layer({1, 2}, 1).rate({8});
  const ExitOutcomes outcomes{ExitCriterion::confidence, 2, {}, {1, 0}};
  const ParetoFront front = Tuner::make(net.profile(), net.scenario(), outcomes)->pareto();
  ASSERT_EQ(front.points.size(), 1U);
  EXPECT_EQ(front.points[0].accuracy, 0.5);
  EXPECT_EQ(front.points[0].cost, 1);
}

TEST(TunerProblems, SayWhatWouldDo) {
  const ExitOutcomes outcomes{
      ExitCriterion::confidence,
      4,
      {{"b1", {1, 0.5, 0, 0}, {1, 0, 0, 0}}, {"b2", {1, 1, 0, 0}, {1, 0, 0, 0}}},
      {1, 1, 1, 0}};
  const Tuner tuner =
      Tuner::make(two_branches().profile(), two_branches().scenario(), outcomes).value();
  const Result<TunedPoint> fast = tuner.decide({kMostAccurate, 0.5});
  ASSERT_FALSE(fast);
  EXPECT_EQ(fast.problems(),
            (Problems{{"most_cost",
                       "no setting takes at most 0.5 ms; the fastest one takes 1 ms and has an "
                       "accuracy of 0.25",
                       Problem::Cause::infeasible}}));
  const Result<TunedPoint> accurate = tuner.decide({kCheapest, 0.9});
  ASSERT_FALSE(accurate);
  EXPECT_EQ(
      accurate.problems(),
      (Problems{{"least_accuracy",
                 "no setting has an accuracy of 0.9; the most accurate one has 0.75 and takes "
                 "2.5 ms",
                 Problem::Cause::infeasible}}));
  EXPECT_EQ(tuner.decide({kCheapest, 1.5}).problems(),
            (Problems{{"least_accuracy", "1.5, must be between 0 and 1"}}));
  EXPECT_EQ(tuner.decide({kMostAccurate, -1}).problems().front().where, "most_cost");
}

TEST(TunerProblems, AreAllSaidAtOnce) {
  const ExitOutcomes outcomes{
      ExitCriterion::confidence, 0, {{"b3", {}, {}}, {"b1", {}, {}}, {"b1", {}, {}}}, {}};
  TuneOptions options;
  options.grid = 0;
  options.thresholds = {std::nan("")};
  options.objective = Objective::throughput;
  const Result<Tuner> tuner = Tuner::make(two_branches().profile(), {}, outcomes, options);
  ASSERT_FALSE(tuner);
  Problems expected = {
      {"rate", "missing, expected the upload rate of the link edge-cloud (the profile gives none)"},
      {"grid", "0, must be between 1 and 10000"},
      {"thresholds", "nan, expected a number"},
      {"objective", "throughput, expected latency or energy"},
      {"records", "'b3' is not a branch, expected one of b1, b2; did you mean 'b1'?"},
      {"records", "branch 'b1' is there twice"},
      {"records", "no samples, expected at least one"}};
  EXPECT_EQ(tuner.problems(), expected);
}

TEST(TunerProblems, OutcomesHaveAnEntryASample) {
  const auto problems_of = [](const ExitOutcomes& outcomes) {
    return test::problem_lines(
        Tuner::make(two_branches().profile(), two_branches().scenario(), outcomes));
  };
  EXPECT_EQ(problems_of({ExitCriterion::confidence, 2, {{"b1", {1}, {1, 1}}}, {1, 1}}),
            test::Lines{"records: 1 of 2 samples have a value of branch 'b1', expected it of all"});
  EXPECT_EQ(
      problems_of({ExitCriterion::confidence, 2, {{"b1", {1, 1}, {}}}, {1}}),
      (test::Lines{"records: 0 of 2 samples have right or wrong of branch 'b1', expected it of all",
                   "records: 1 of 2 samples have right or wrong of the main output, expected it of "
                   "all"}));
}

TEST(TunerLimits, BestOfAllIsWithinTheGap) {
  std::size_t stopped = 0;
  for (std::uint64_t number = 0; number < 200; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::TuneCase tested(random, {true, 6, 3});
    tested.options.shared_threshold = number % 2 == 0;
    const auto make = [&] {
      return Tuner::make(tested.profile, tested.scenario, tested.outcomes, tested.options).value();
    };
    const ParetoFront all = make().pareto();
    ASSERT_FALSE(all.gap);
    tested.options.most_work = test::integer_between(random, 1, 500);
    const Tuner limited = make();
    const OperatingPoint& best =
        all.points[test::integer_between(random, 0, all.points.size() - 1)];
    const Result<TunedPoint> accurate = limited.decide({kMostAccurate, best.cost});
    const Result<TunedPoint> cheapest = limited.decide({kCheapest, best.accuracy});
    if (accurate) {
      const double most = accurate->gap ? accurate->gap->most_accuracy : 0;
      ASSERT_GE(std::max(accurate->point.accuracy, most), best.accuracy - 1e-12);
      if (accurate->gap) ++stopped;
    }
    if (cheapest) {
      const double least = cheapest->gap ? cheapest->gap->least_cost : cheapest->point.cost;
      ASSERT_LE(std::min(cheapest->point.cost, least), best.cost * (1 + 1e-11));
    }
  }
  EXPECT_GT(stopped, 5U);
}

TEST(TunerLimits, GapIsWhatSettingsOfMoreBranchesMightGive) {
  // One branch at a time is tried whatever the limit is. Not tried is then b1 and b2 together at
  // 0.9: 1 + 3/4 + 1/2 ms, three right. What is known beforehand is that after b1 a sample has to
  // go through v2 at least, and that the last sample is wrong at b2 and at the end.
  const ExitOutcomes outcomes{
      ExitCriterion::confidence,
      4,
      {{"b1", {0.9, 0.1, 0.1, 0.1}, {1, 0, 0, 0}}, {"b2", {0.9, 0.9, 0.1, 0.1}, {1, 1, 0, 0}}},
      {1, 1, 1, 0}};
  TuneOptions options;
  options.shared_threshold = true;
  const auto tuner = [&] {
    return Tuner::make(two_branches().profile(), two_branches().scenario(), outcomes, options)
        .value();
  };
  const ParetoFront all = tuner().pareto();
  ASSERT_FALSE(all.gap);
  ASSERT_EQ(all.points.size(), 3U);
  EXPECT_EQ(all.points[2].cost, 2.25);
  options.most_work = 1;
  const ParetoFront some = tuner().pareto();
  ASSERT_EQ(some.points.size(), 3U);
  EXPECT_EQ(some.points[2].cost, 2.5);
  ASSERT_TRUE(some.gap);
  EXPECT_EQ(some.gap->least_cost, 1.75);
  EXPECT_EQ(some.gap->most_accuracy, 0.75);
  const Result<TunedPoint> found = tuner().decide({kCheapest, 0.75});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->point.cost, 2.5);
  ASSERT_TRUE(found->gap);
  EXPECT_EQ(found->gap->least_cost, 1.75);
}

TEST(TunerGrid, OneBranchUsesEveryValue) {
  // With a grid of one all samples leave or none; b1 is right from 0.5 on.
  const ExitOutcomes outcomes{
      ExitCriterion::confidence,
      4,
      {{"b1", {0.9, 0.5, 0.4, 0.1}, {1, 1, 0, 0}}, {"b2", {0.9, 0.8, 0.7, 0.6}, {1, 1, 0, 0}}},
      {1, 1, 1, 1}};
  TuneOptions options;
  options.grid = 1;
  const auto front = [&] {
    return Tuner::make(two_branches().profile(), two_branches().scenario(), outcomes, options)
        ->pareto()
        .points;
  };
  options.most_active = 1;
  EXPECT_EQ(front().back().exits, (std::vector<ExitRule>{{0, 0.5}}));
  options.most_active = 2;
  for (const OperatingPoint& point : front()) {
    for (const ExitRule& rule : point.exits) EXPECT_EQ(rule.threshold, std::nullopt);
  }
}

TEST(TunerBootstrap, IntervalOfAnAccuracyIsThatOfABinomial) {
  // 300 of 400 are right, wherever they leave; σ = √(0.75 · 0.25 / 400) = 0.02165.
  ExitOutcomes outcomes{ExitCriterion::confidence, 400, {{"b1", {}, {}}}, {}};
  for (std::size_t i = 0; i < outcomes.samples; ++i) {
    outcomes.branches[0].value.push_back(i % 2 == 0 ? 1 : 0);
    outcomes.branches[0].correct.push_back(i < 300 ? 1 : 0);
    outcomes.correct.push_back(i < 300 ? 1 : 0);
  }
  const Tuner tuner =
      Tuner::make(two_branches().profile(), two_branches().scenario(), outcomes).value();
  const std::vector<ExitRule> chosen = {{0, 0.5}};
  const TuneBootstrap found = tuner.bootstrap({kMostAccurate, 10}, chosen, 2000);
  EXPECT_EQ(found.resamples, 2000U);
  EXPECT_EQ(found.seed, Tuner::kDefaultSeed);
  EXPECT_NEAR(found.accuracy.from, 0.75 - 1.96 * 0.02165, 0.004);
  EXPECT_NEAR(found.accuracy.to, 0.75 + 1.96 * 0.02165, 0.004);
  // Half leave after 1 ms, the others after 3: σ = √(1 / 400) = 0.05 ms.
  EXPECT_NEAR(found.cost.from, 2 - 1.96 * 0.05, 0.01);
  EXPECT_NEAR(found.cost.to, 2 + 1.96 * 0.05, 0.01);
  EXPECT_EQ(found.feasible, 1);
  EXPECT_EQ(found.same_split, 1);  // nothing can be sent

  const TuneBootstrap again = tuner.bootstrap({kMostAccurate, 10}, chosen, 2000);
  EXPECT_EQ(again.accuracy.from, found.accuracy.from);
  EXPECT_EQ(again.cost.to, found.cost.to);
  const auto few = [&](std::uint64_t seed) {
    return tuner.bootstrap({kMostAccurate, 10}, chosen, 3, seed).cost.to;
  };
  EXPECT_NE(few(7), few(8));
}

TEST(TunerBootstrap, CountsResamplesWithoutAnAnswer) {
  // Out of two samples one is right: both are drawn right in one resample of four.
  const ExitOutcomes outcomes{ExitCriterion::confidence, 2, {}, {1, 0}};
  const test::Chain net = chain(0).layer({1, 2}, 1).rate({8});
  const Tuner tuner = Tuner::make(net.profile(), net.scenario(), outcomes).value();
  const TuneBootstrap found = tuner.bootstrap({kCheapest, 0.9}, {}, 4000);
  EXPECT_NEAR(found.feasible, 0.25, 0.03);
  EXPECT_EQ(found.same_split, found.feasible);
  EXPECT_EQ(found.accuracy.from, 0);
  EXPECT_EQ(found.accuracy.to, 1);
}

}  // namespace
}  // namespace popex
