// SPDX-License-Identifier: MIT
#include "model/exit_statistics.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "support/random_seed.hpp"

namespace popex::test {
namespace {

// statsmodels' proportion_confint(k, n, method="wilson"), the formula in numpy.
TEST(WilsonInterval, IsThatOfTheFormula) {
  const auto expect = [](std::size_t hits, std::size_t of, double low, double high) {
    const ShareInterval interval = wilson_interval({hits, of});
    EXPECT_NEAR(interval.low, low, 1e-12);
    EXPECT_NEAR(interval.high, high, 1e-12);
  };
  expect(0, 10, 0, 0.2775327998628892);
  expect(10, 10, 0.7224672001371106, 1);
  expect(3, 10, 0.10779126740630099, 0.6032218525388546);
  expect(4943, 10000, 0.48450488705233147, 0.5040994905290942);
  expect(0, 0, 0, 1);
}

/// Six samples at two branches and the main output:
///
///     sample      0    1    2    3    4    5
///     b1          0.9r 0.8w 0.5r 0.2w 0.8r 0.1w      r right, w wrong
///     b2          0.7r 0.9r 0.9r 0.4w 0.3w 0.8w
///     output        r    r    w    r    w    r
ExitOutcomes six() {
  ExitOutcomes outcomes;
  outcomes.samples = 6;
  outcomes.branches = {{"b1", {0.9, 0.8, 0.5, 0.2, 0.8, 0.1}, {1, 0, 1, 0, 1, 0}},
                       {"b2", {0.7, 0.9, 0.9, 0.4, 0.3, 0.8}, {1, 1, 1, 0, 0, 0}}};
  outcomes.correct = {1, 1, 0, 1, 0, 1};
  return outcomes;
}

void expect_counts(const ExitCounts& counts, std::size_t reached, std::size_t left,
                   std::optional<std::size_t> correct) {
  EXPECT_EQ(counts.reached, reached);
  EXPECT_EQ(counts.left, left);
  EXPECT_EQ(counts.correct, correct);
}

TEST(FollowSamples, CountsWhoLeavesWhere) {
  const ThresholdPoint point = follow_samples(six(), {0.8, 0.8});
  ASSERT_EQ(point.exits.size(), 3U);
  expect_counts(point.exits[0], 6, 3, 2);  // 0, 1 and 4: equal is enough
  expect_counts(point.exits[1], 3, 2, 1);  // 2 and 5
  expect_counts(point.exits[2], 1, 1, 1);  // 3
  EXPECT_EQ(point.correct, 4U);
}

TEST(FollowSamples, EachBranchHasItsThreshold) {
  const ThresholdPoint point = follow_samples(six(), {0.9, 0.3});
  expect_counts(point.exits[0], 6, 1, 1);
  expect_counts(point.exits[1], 5, 5, 2);
  expect_counts(point.exits[2], 0, 0, 0);
  EXPECT_EQ(point.correct, 3U);
}

TEST(FollowSamples, EntropyHasToBeLow) {
  ExitOutcomes outcomes = six();
  outcomes.criterion = ExitCriterion::entropy;
  const ThresholdPoint point = follow_samples(outcomes, {0.2, 0.4});
  expect_counts(point.exits[0], 6, 2, 0);  // 3 and 5
  expect_counts(point.exits[1], 4, 1, 0);  // 4
  expect_counts(point.exits[2], 3, 3, 2);
}

TEST(FollowSamples, WhatIsNotKnownIsNotCounted) {
  ExitOutcomes outcomes = six();
  outcomes.branches[1].correct.clear();
  const ThresholdPoint point = follow_samples(outcomes, {0.8, 0.8});
  expect_counts(point.exits[0], 6, 3, 2);
  expect_counts(point.exits[1], 3, 2, std::nullopt);
  expect_counts(point.exits[2], 1, 1, 1);
  EXPECT_FALSE(point.correct);
}

// One pass for all thresholds against one pass for each, values and thresholds on a coarse grid so
// that many are equal.
TEST(ScanThresholds, IsFollowingSamplesForEachThreshold) {
  for (std::uint64_t number = 0; number < 300; ++number) {
    SCOPED_TRACE(trace_of_case(number));
    Random random = random_for_case(number);
    ExitOutcomes outcomes;
    outcomes.criterion = chance(random, 0.5) ? ExitCriterion::confidence : ExitCriterion::entropy;
    outcomes.samples = integer_between(random, 1, 40);
    const auto grid = [&] { return static_cast<double>(integer_between(random, 0, 10)) / 10; };
    outcomes.branches.resize(integer_between(random, 1, 4));
    const bool labelled = chance(random, 0.8);
    for (std::size_t i = 0; i < outcomes.samples; ++i) {
      for (ExitOutcomes::Branch& branch : outcomes.branches) {
        branch.value.push_back(grid());
        if (labelled) branch.correct.push_back(chance(random, 0.6) ? 1 : 0);
      }
      if (labelled) outcomes.correct.push_back(chance(random, 0.8) ? 1 : 0);
    }
    std::vector<double> thresholds(integer_between(random, 1, 15));
    for (double& threshold : thresholds) threshold = 1.2 * grid() - 0.1;
    const std::vector<ThresholdPoint> points = scan_thresholds(outcomes, thresholds);
    ASSERT_EQ(points.size(), thresholds.size());
    for (std::size_t k = 0; k < thresholds.size(); ++k) {
      const std::vector<double> shared(outcomes.branches.size(), thresholds[k]);
      const ThresholdPoint expected = follow_samples(outcomes, shared);
      EXPECT_EQ(points[k].thresholds, shared);
      EXPECT_EQ(points[k].correct, expected.correct);
      for (std::size_t e = 0; e < expected.exits.size(); ++e) {
        expect_counts(points[k].exits[e], expected.exits[e].reached, expected.exits[e].left,
                      expected.exits[e].correct);
      }
    }
  }
}

}  // namespace
}  // namespace popex::test
