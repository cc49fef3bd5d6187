// SPDX-License-Identifier: MIT
//
// Estimators beside what they would be from scratch, and change points beside their definition.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <popex/rate_estimator.hpp>

#include "support/random_seed.hpp"

namespace popex {
namespace {

using Kind = EstimatorOptions::Kind;

/// Of any kind that an outage or a change point starts anew.
EstimatorOptions random_options(test::Random& random) {
  EstimatorOptions options;
  do {
    options.kind = static_cast<Kind>(test::integer_between(random, 0, estimators().size() - 1));
  } while (options.kind == Kind::similar);
  options.window = test::integer_between(random, 1, 20);
  options.weight = 1 - test::real_between(random, 0, 1);
  options.quantile = test::chance(random, 0.2) ? 1 : test::real_between(random, 0, 1);
  options.jump = 0;
  return options;
}

/// The estimate from the samples since the last new start, without anything kept between them.
double from_scratch(const EstimatorOptions& options, const std::vector<double>& rates) {
  const std::size_t count = std::min(options.window, rates.size());
  std::vector<double> inverses;
  double sum = 0;
  for (std::size_t i = rates.size() - count; i < rates.size(); ++i) {
    inverses.push_back(1 / rates[i]);
    sum += rates[i];
  }
  std::sort(inverses.begin(), inverses.end());
  switch (options.kind) {
    case Kind::last:
      return rates.back();
    case Kind::mean:
      return sum / static_cast<double>(count);
    case Kind::harmonic: {
      double total = 0;
      for (const double inverse : inverses) total += inverse;
      return static_cast<double>(count) / total;
    }
    case Kind::ewma: {
      // Σ w (1 − w)^age u, and what is left of the weights for the first.
      double mean = 0;
      for (std::size_t i = 0; i < rates.size(); ++i) {
        const double left = std::pow(1 - options.weight, static_cast<double>(rates.size() - 1 - i));
        mean += (i == 0 ? 1 : options.weight) * left / rates[i];
      }
      return 1 / mean;
    }
    case Kind::quantile: {
      const double place = options.quantile * static_cast<double>(count - 1);
      const double below = inverses[static_cast<std::size_t>(std::floor(place))];
      const double above = inverses[static_cast<std::size_t>(std::ceil(place))];
      return 1 / (below + (place - std::floor(place)) * (above - below));
    }
    case Kind::similar:
      break;
  }
  return 0;
}

TEST(RateEstimator, IsWhatItWouldBeFromScratchAlsoAfterOutages) {
  for (std::uint64_t number = 0; number < 300; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const EstimatorOptions options = random_options(random);
    RateEstimator estimator(options);
    std::vector<double> rates;
    for (int sample = 0; sample < 100; ++sample) {
      const bool is_out = test::chance(random, 0.05);
      // Every order of magnitude: what a huge value leaves in a sum would hide the small ones.
      const double rate = is_out ? 0 : test::log_uniform(random, 1e-9, 1e9);
      estimator.add(Mbps{rate});
      if (is_out) {
        rates.clear();
        ASSERT_EQ(estimator.estimate(), Mbps{0});
        continue;
      }
      rates.push_back(rate);
      const double expected = from_scratch(options, rates);
      ASSERT_NEAR(estimator.estimate().value, expected, 1e-12 * expected)
          << estimators()[static_cast<std::size_t>(options.kind)].name << ", sample " << sample;
      ASSERT_FALSE(estimator.has_jumped());
    }
  }
}

/// `similar` as it is described, from everything that was measured; 0 is an outage.
double similar_from_scratch(const std::vector<double>& rates) {
  const auto before = [&](std::size_t i) {
    return i == 0 || rates[i - 1] == 0 ? rates[i] : rates[i - 1];
  };
  const std::size_t newest = rates.size() - 1;
  double weights = 2;
  double sum = 2 / rates[newest];
  std::size_t seen = 0;
  for (std::size_t i = newest; i-- > 0 && seen < 200;) {
    if (rates[i] == 0) continue;
    ++seen;
    const double slowest = 16 / rates[i];
    const double after = rates[i + 1] == 0 ? slowest : std::min(slowest, 1 / rates[i + 1]);
    const double x = std::log(rates[i] / rates[newest]);
    const double y = std::log(before(i) / before(newest));
    const double weight = std::pow(1 + (x * x + y * y / 10) / 0.09, -2);
    weights += weight;
    sum += weight * after;
  }
  return weights / sum;
}

TEST(RateEstimator, SimilarIsWhatItWouldBeFromScratch) {
  for (std::uint64_t number = 0; number < 50; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    EstimatorOptions options;
    options.kind = Kind::similar;
    options.jump = test::chance(random, 0.5) ? 2 : 0;
    const double spread = test::chance(random, 0.5) ? 1.5 : 1e6;
    const double outages = test::real_between(random, 0, 0.3);
    RateEstimator estimator(options);
    std::vector<double> rates;
    for (int sample = 0; sample < 400; ++sample) {
      const bool is_out = test::chance(random, outages);
      rates.push_back(is_out ? 0 : test::log_uniform(random, 1 / spread, spread));
      estimator.add(Mbps{rates.back()});
      ASSERT_FALSE(estimator.has_jumped());
      const double expected = is_out ? 0 : similar_from_scratch(rates);
      ASSERT_NEAR(estimator.estimate().value, expected, 1e-12 * expected) << "sample " << sample;
    }
  }
}

TEST(RateEstimator, FindsTheChangesThatTheDefinitionOfCusumFinds) {
  std::size_t found = 0;
  for (std::uint64_t number = 0; number < 300; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    EstimatorOptions options = random_options(random);
    options.jump = test::real_between(random, 1.1, 5);
    const double slack = std::log(options.jump) / 4;
    EstimatorOptions median = options;
    median.quantile = 0.5;

    RateEstimator estimator(options);
    std::vector<double> rates;   // since the last new start
    std::vector<double> misses;  // ln(measured / expected) of all of them but those it began with
    double level = 5;
    for (int sample = 0; sample < 200; ++sample) {
      if (test::chance(random, 0.03)) level = test::log_uniform(random, 0.1, 100);
      const double rate = level * test::log_uniform(random, 0.8, 1.25);
      std::size_t since = 0;  // the change, so many samples ago
      if (!rates.empty()) {
        misses.push_back(std::log(rate / from_scratch(median, rates)));
        // S is the largest sum over the newest samples, of any number of them.
        for (const double sign : {1.0, -1.0}) {
          double sum = 0;
          double most = 0;
          std::size_t length = 0;
          for (std::size_t back = 1; back <= misses.size(); ++back) {
            sum += sign * misses[misses.size() - back] - slack;
            if (sum > most) {
              most = sum;
              length = back;
            }
          }
          const double distance = most - 3 * slack;
          ASSERT_GT(std::abs(distance), 1e-12) << "too near to say";
          if (distance > 0) since = std::min<std::size_t>(length, 32);
        }
      }
      rates.push_back(rate);
      if (since > 0) {
        rates.erase(rates.begin(), rates.end() - static_cast<std::ptrdiff_t>(since));
        misses.clear();
        ++found;
      }
      estimator.add(Mbps{rate});
      ASSERT_EQ(estimator.has_jumped(), since > 0) << "sample " << sample;
      const double expected = from_scratch(options, rates);
      ASSERT_NEAR(estimator.estimate().value, expected, 1e-12 * expected) << "sample " << sample;
    }
  }
  EXPECT_GT(found, 1000U);
}

}  // namespace
}  // namespace popex
