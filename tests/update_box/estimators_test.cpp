// SPDX-License-Identifier: MIT
//
// Every estimator by hand. Change points are switched off here.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <popex/rate_estimator.hpp>

namespace popex {
namespace {

using Kind = EstimatorOptions::Kind;

EstimatorOptions options(Kind kind) {
  EstimatorOptions options;
  options.kind = kind;
  options.jump = 0;
  return options;
}

/// The estimate after each of the rates.
std::vector<double> estimates(const EstimatorOptions& options, const std::vector<double>& rates) {
  RateEstimator estimator(options);
  std::vector<double> seen;
  for (const double rate : rates) {
    estimator.add(Mbps{rate});
    seen.push_back(estimator.estimate().value);
  }
  return seen;
}

void expect_near(const std::vector<double>& seen, const std::vector<double>& expected) {
  ASSERT_EQ(seen.size(), expected.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    EXPECT_NEAR(seen[i], expected[i], 1e-14 * expected[i]) << "after sample " << i;
  }
}

TEST(Estimators, LastIsTheNewestRate) {
  EXPECT_EQ(estimates(options(Kind::last), {4, 2, 8}), (std::vector<double>{4, 2, 8}));
}

TEST(Estimators, MeanIsThatOfTheRatesInTheWindow) {
  EstimatorOptions two = options(Kind::mean);
  two.window = 2;
  expect_near(estimates(two, {4, 2, 8, 1, 3}), {4, 3, 5, 4.5, 2});
}

TEST(Estimators, HarmonicIsTheMeanOfTheTimesOfAMegabit) {
  // 1/B: 0.25, 0.5, 0.125, 1. Means of three: 0.25, 0.375, 0.875 / 3, 1.625 / 3.
  EstimatorOptions three = options(Kind::harmonic);
  three.window = 3;
  expect_near(estimates(three, {4, 2, 8, 1}), {4, 1 / 0.375, 3 / 0.875, 3 / 1.625});
}

TEST(Estimators, EwmaWeighsTheNewest) {
  // 1/B: 0.25, 0.5, 0.125. With a weight of 0.2: 0.25, 0.25 + 0.05, 0.3 − 0.035.
  EstimatorOptions fifth = options(Kind::ewma);
  fifth.weight = 0.2;
  expect_near(estimates(fifth, {4, 2, 8}), {4, 1 / 0.3, 1 / 0.265});
}

TEST(Estimators, EwmaThatWeighsNothingElseIsTheLast) {
  EstimatorOptions all = options(Kind::ewma);
  all.weight = 1;
  expect_near(estimates(all, {1e-9, 1e9, 5}), {1e-9, 1e9, 5});
}

TEST(Estimators, HoltFollowsATrendOfTheTimeOfAMegabit) {
  // u    level                   trend                    forecast
  // 0.2  0.2                     0                        0.2
  // 0.4  0.5·0.4 + 0.5·0.2=0.3   0.5·0.1 + 0.5·0=0.05     0.35
  // 0.5  0.5·0.5 + 0.5·0.35      0.5·0.125 + 0.5·0.05     0.425 + 0.0875
  EstimatorOptions half = options(Kind::holt);
  half.weight = 0.5;
  half.trend_weight = 0.5;
  expect_near(estimates(half, {5, 2.5, 2}), {5, 1 / 0.35, 1 / 0.5125});
}

TEST(Estimators, HoltExpectsAtMostTwiceTheRateOfItsLevel) {
  // u 1 then 0.1: level 0.1, trend −0.9, so the sum would be −0.8; half of the level is 0.05.
  EstimatorOptions newest = options(Kind::holt);
  newest.weight = 1;
  newest.trend_weight = 1;
  expect_near(estimates(newest, {1, 10}), {1, 20});
}

TEST(Estimators, QuantileOfTheTimesOfAMegabit) {
  // 1/B of the newest three: {1}, {0.25, 1}, {0.25, 0.5, 1}, {0.125, 0.25, 0.5}.
  const std::vector<double> rates = {1, 4, 2, 8};
  EstimatorOptions three = options(Kind::quantile);
  three.window = 3;
  three.quantile = 0.5;
  expect_near(estimates(three, rates), {1, 1 / 0.625, 2, 4});
  three.quantile = 0.75;
  expect_near(estimates(three, rates), {1, 1 / 0.8125, 1 / 0.75, 1 / 0.375});
  three.quantile = 1;
  expect_near(estimates(three, rates), {1, 1, 1, 2});
}

TEST(Estimators, AreListedInTheOrderOfTheEnumeration) {
  std::string names;
  int kind = 0;
  for (const EstimatorDescription& description : estimators()) {
    EXPECT_EQ(static_cast<int>(description.kind), kind++);
    EXPECT_FALSE(description.description.empty());
    names += std::string(description.name) + "(" + std::string(description.parameters) + ") ";
  }
  EXPECT_EQ(names,
            "last(jump) mean(window, jump) harmonic(window, jump) ewma(weight, jump) "
            "holt(weight, trend_weight, jump) quantile(window, quantile, jump) ");
}

}  // namespace
}  // namespace popex
