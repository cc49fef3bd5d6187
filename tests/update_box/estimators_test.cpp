// SPDX-License-Identifier: MIT
//
// Every estimator by hand. Change points are switched off here.

#include <cmath>
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

TEST(Estimators, SimilarTakesWhatFollowedSimilarRatesTogetherWithTheNewest) {
  // At first the newest alone; then it counts as two samples, and 4 as one that 4 has followed.
  expect_near(estimates(options(Kind::similar), {4, 4, 4}), {4, 4, 4});
  // u after 2: nothing has followed it. After 2, 8 the 2 has been followed by 1/8; ln 8 − ln 2 = ln
  // 4 away, and as far before.
  const double x = std::log(4) * std::log(4);
  const double far = 1 / std::pow(1 + (x + 0) / 0.09, 2);
  const double second = (2 / 8.0 + far / 8) / (2 + far);
  // Then 2 again, after an 8: the first 2 is as near as its own "before" lets it, the 8 is far.
  const double near = 1 / std::pow(1 + 0.1 * x / 0.09, 2);
  const double eight = 1 / std::pow(1 + (x + 0.1 * x) / 0.09, 2);
  const double third = (2 / 2.0 + near / 8 + eight / 2) / (2 + near + eight);
  expect_near(estimates(options(Kind::similar), {2, 8, 2}), {2, 1 / second, 1 / third});
}

TEST(Estimators, SimilarLearnsThatARateIsAlwaysFollowedByAnother) {
  // 10 Mbps last for one sample only; 1/B after it has always been 1.
  std::vector<double> rates;
  for (int i = 0; i < 200; ++i) rates.push_back(i % 4 == 3 ? 10 : 1);
  rates.push_back(1);
  rates.push_back(1);
  rates.push_back(1);
  rates.push_back(10);
  const double estimate = estimates(options(Kind::similar), rates).back();
  EXPECT_LT(estimate, 1.1);
  EXPECT_GT(estimate, 1);
}

TEST(Estimators, SimilarBelievesNoDipForever) {
  // One dip after 8 Mbps counts as one to a sixteenth: 2 / 8 + 16 / 8 over 3.
  expect_near({estimates(options(Kind::similar), {8, 1e-6, 8}).back()}, {[] {
                const double low = 1e-6;
                const double gap = std::log(8 / low) * std::log(8 / low);
                const double like = 1 / std::pow(1 + 0.1 * gap / 0.09, 2);
                const double dip = 1 / std::pow(1 + 1.1 * gap / 0.09, 2);
                return (2 + like + dip) / (2 / 8.0 + like * 16 / 8 + dip / 8);
              }()});
}

TEST(Estimators, SimilarRemembersOutages) {
  // A sample of 8 that an outage has followed weighs as one in three: 16 / 8. An 8 after the outage
  // has none before it, as the first one.
  RateEstimator estimator(options(Kind::similar));
  for (const double rate : {8.0, 0.0, 0.0}) estimator.add(Mbps{rate});
  EXPECT_EQ(estimator.estimate().value, 0);
  estimator.add(Mbps{8});
  EXPECT_DOUBLE_EQ(estimator.estimate().value, 3 / (2 / 8.0 + 16 / 8.0));
}

TEST(Estimators, SimilarForgetsAfter200Samples) {
  // 4 after a million, once followed by 16, and 4 after a million again.
  EstimatorOptions with_jumps = options(Kind::similar);
  with_jumps.jump = 4;  // starts nothing anew
  std::vector<double> rates(202, 1e6);
  rates[1] = 4;
  rates[2] = 16;
  rates.back() = 4;
  EXPECT_NEAR(estimates(with_jumps, rates).back(), 3 / (2 / 4.0 + 1 / 16.0), 1e-3);
  rates.insert(rates.begin() + 3, 1e6);
  EXPECT_NEAR(estimates(with_jumps, rates).back(), 4, 1e-3);
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
            "quantile(window, quantile, jump) similar() ");
}

}  // namespace
}  // namespace popex
