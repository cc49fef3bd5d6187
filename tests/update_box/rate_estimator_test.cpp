// SPDX-License-Identifier: MIT
//
// What all estimators have in common: outages, change points and limits.

#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include <popex/rate_estimator.hpp>

#include "support/problem_lines.hpp"

namespace popex {
namespace {

using Kind = EstimatorOptions::Kind;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A harmonic mean over eight, after eight samples of 8 Mbps.
RateEstimator settled_at_eight(double jump) {
  EstimatorOptions options;
  options.kind = Kind::harmonic;
  options.window = 8;
  options.jump = jump;
  RateEstimator estimator(options);
  for (int i = 0; i < 8; ++i) estimator.add(Mbps{8});
  return estimator;
}

TEST(RateEstimator, OneSampleThatIsOffByTheFactorStartsAnew) {
  for (const double rate : {8 * 3.0, 8 / 3.0}) {
    RateEstimator estimator = settled_at_eight(3);
    estimator.add(Mbps{rate});
    EXPECT_TRUE(estimator.has_jumped());
    EXPECT_EQ(estimator.estimate(), Mbps{rate});
    estimator.add(Mbps{rate});
    EXPECT_FALSE(estimator.has_jumped());
  }
  for (const double rate : {8 * 2.99, 8 / 2.99}) {
    RateEstimator estimator = settled_at_eight(3);
    estimator.add(Mbps{rate});
    EXPECT_FALSE(estimator.has_jumped());
  }
}

TEST(RateEstimator, ASmallerLastingChangeStartsAnewWithItsOwnSamples) {
  // jump 16: k = ln 2, h = 3 ln 2. Each sample at a quarter of the estimate adds nearly ln 2.
  RateEstimator estimator = settled_at_eight(16);
  std::vector<bool> jumped;
  for (int i = 0; i < 5; ++i) {
    estimator.add(Mbps{2});
    jumped.push_back(estimator.has_jumped());
  }
  // ln(4) ≈ 1.39, then the estimate is 8/11·8 = 5.8 and 4.6, 3.8, …: S = 0.69, 1.07, 1.20, …
  EXPECT_EQ(jumped, (std::vector<bool>{false, false, false, false, false}));
  // Against an estimate that does not follow at once three samples are enough.
  EstimatorOptions slow;
  slow.kind = Kind::ewma;
  slow.weight = 1e-9;
  slow.jump = 16;
  RateEstimator other(slow);
  other.add(Mbps{8});
  jumped.clear();
  for (int i = 0; i < 3; ++i) {
    other.add(Mbps{1.99});
    jumped.push_back(other.has_jumped());
  }
  EXPECT_EQ(jumped, (std::vector<bool>{false, false, true}));
  EXPECT_NEAR(other.estimate().value, 1.99, 1e-12);
}

TEST(RateEstimator, ACautiousQuantileIsNoReasonToSeeChanges) {
  EstimatorOptions options;
  options.kind = Kind::quantile;
  options.window = 9;
  options.quantile = 1;
  options.jump = 3;
  RateEstimator estimator(options);
  for (int i = 0; i < 100; ++i) {
    // Mostly 8 Mbps and now and then 4: by the slowest, 8 would be twice what was expected.
    estimator.add(Mbps{i % 8 == 7 ? 4.0 : 8.0});
    EXPECT_FALSE(estimator.has_jumped()) << i;
    EXPECT_EQ(estimator.estimate().value, i < 7 ? 8 : 4) << i;
  }
}

TEST(RateEstimator, NeverSeesChangesWhereTheyAreSwitchedOff) {
  for (const double never : {0.0, kInfinity}) {
    RateEstimator estimator = settled_at_eight(never);
    estimator.add(Mbps{1e-6});
    EXPECT_FALSE(estimator.has_jumped());
    EXPECT_NEAR(estimator.estimate().value, 8e-6, 1e-10);
  }
}

TEST(RateEstimator, AnOutageIsBelievedAtOnceAndForgotten) {
  RateEstimator estimator = settled_at_eight(3);
  for (const double nothing : {0.0, -0.0, 9e-10, std::numeric_limits<double>::denorm_min()}) {
    estimator.add(Mbps{nothing});
    EXPECT_EQ(estimator.estimate(), Mbps{0});
    EXPECT_FALSE(estimator.has_jumped());
  }
  estimator.add(Mbps{100});
  EXPECT_EQ(estimator.estimate(), Mbps{100});
  EXPECT_FALSE(estimator.has_jumped());
}

TEST(RateEstimator, KnowsNothingBeforeTheFirstSample) {
  EXPECT_EQ(RateEstimator({}).estimate(), Mbps{0});
}

TEST(RateEstimator, RatesBeyondTheLimitCountAsTheLimit) {
  RateEstimator estimator = settled_at_eight(3);
  estimator.add(Mbps{std::numeric_limits<double>::max()});
  EXPECT_DOUBLE_EQ(estimator.estimate().value, 1e9);
}

TEST(RateEstimator, SaysEverythingThatIsWrongWithItsOptions) {
  EstimatorOptions options;
  EXPECT_EQ(test::problem_lines(problems_of(options)), test::Lines{});
  options.window = 0;
  options.weight = 0;
  options.quantile = std::numeric_limits<double>::quiet_NaN();
  options.jump = 1;
  EXPECT_EQ(
      test::problem_lines(problems_of(options)),
      (test::Lines{
          "window: 0, must be between 1 and 1000000", "weight: 0, must be above 0 and at most 1",
          "quantile: nan, must be between 0 and 1", "jump: 1, must be above 1, or 0 for never"}));
  EXPECT_THROW(RateEstimator{options}, std::invalid_argument);
}

}  // namespace
}  // namespace popex
