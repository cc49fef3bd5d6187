// SPDX-License-Identifier: MIT
#include "background/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "support/problem_lines.hpp"
#include "support/random_seed.hpp"
#include "support/small_scores.hpp"

namespace popex::test {
namespace {

TEST(FitTemperature, IsWhatNumpyGives) {
  const SmallScores small;
  const FittedTemperature fitted = fit_temperature(small.labelled());
  EXPECT_NEAR(fitted.value, SmallScores::kTemperature, 1e-9);
  EXPECT_FALSE(fitted.is_at_bound);
}

// −ln p of two classes with scores ±1, three right and one wrong: p = 3/4 at best, so 2/T = ln 3.
TEST(FitTemperature, MakesConfidenceOfTwoClassesTheAccuracy) {
  const std::vector<double> scores{1, -1, 1, -1, 1, -1, 1, -1};
  const std::vector<std::int32_t> label{0, 0, 0, 1};
  EXPECT_NEAR(fit_temperature({scores, 2, label}).value, 2 / std::log(3.0), 1e-9);
}

TEST(FitTemperature, HasNoneWhereEverythingIsRight) {
  const std::vector<double> scores{1, 0, 0, 2};
  const std::vector<std::int32_t> label{0, 1};
  const FittedTemperature fitted = fit_temperature({scores, 2, label});
  EXPECT_TRUE(fitted.is_at_bound);
  EXPECT_EQ(fitted.value, TemperatureRange::least);
}

TEST(FitTemperature, IsInfiniteWhereScoresSayNothingOrTheOpposite) {
  const std::vector<double> opposite{1, 0, 0, 2};
  const std::vector<std::int32_t> label{1, 0};
  FittedTemperature fitted = fit_temperature({opposite, 2, label});
  EXPECT_TRUE(fitted.is_at_bound);
  EXPECT_EQ(fitted.value, TemperatureRange::most);
  const std::vector<double> nothing{1, 1, 2, 2};
  fitted = fit_temperature({nothing, 2, label});
  EXPECT_TRUE(fitted.is_at_bound);
  EXPECT_EQ(fitted.value, TemperatureRange::most);
}

// Classes that cannot be do not keep a temperature from being found.
TEST(FitTemperature, PassesOverWhatCannotBe) {
  constexpr double never = -std::numeric_limits<double>::infinity();
  const std::vector<double> scores{1, -1, never, 1, -1, never, 1, -1, never, 1, -1, never};
  const std::vector<std::int32_t> label{0, 0, 0, 1};
  EXPECT_NEAR(fit_temperature({scores, 3, label}).value, 2 / std::log(3.0), 1e-9);
}

/// The least mean loss, another way: golden section over ln T, from the formula of the loss alone.
double golden_section(const LabelledScores& labelled) {
  const auto loss = [&](double log_temperature) {
    const double temperature = std::exp(log_temperature);
    double sum = 0;
    for (std::size_t i = 0; i < labelled.samples(); ++i) {
      double total = 0;
      const double own = labelled.of(i)[static_cast<std::size_t>(labelled.label[i])];
      for (const double score : labelled.of(i)) total += std::exp((score - own) / temperature);
      sum += std::log(total);
    }
    return sum;
  };
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  double from = std::log(0.05);
  double to = std::log(50.0);
  while (to - from > 1e-10) {
    const double left = to - ratio * (to - from);
    const double right = from + ratio * (to - from);
    if (loss(left) < loss(right)) {
      to = right;
    } else {
      from = left;
    }
  }
  return std::exp((from + to) / 2);
}

TEST(FitTemperature, IsTheLeastLossOnRandomRecords) {
  std::size_t inside = 0;
  for (std::uint64_t number = 0; number < 100; ++number) {
    SCOPED_TRACE(trace_of_case(number));
    Random random = random_for_case(number);
    const std::size_t classes = integer_between(random, 2, 6);
    const std::size_t samples = integer_between(random, 20, 100);
    const double scale = log_uniform(random, 0.5, 5);
    std::vector<double> scores;
    std::vector<std::int32_t> label;
    for (std::size_t i = 0; i < samples; ++i) {
      const std::size_t right = integer_between(random, 0, classes - 1);
      label.push_back(static_cast<std::int32_t>(right));
      for (std::size_t c = 0; c < classes; ++c) {
        scores.push_back(scale * (real_between(random, -1, 1) + (c == right ? 0.7 : 0)));
      }
    }
    const LabelledScores labelled{scores, classes, label};
    const FittedTemperature fitted = fit_temperature(labelled);
    if (fitted.is_at_bound || fitted.value < 0.1 || fitted.value > 40) continue;
    ++inside;
    EXPECT_NEAR(fitted.value, golden_section(labelled), 1e-5 * fitted.value);
    const double best = reliability_of(labelled, fitted.value).nll;
    for (const double factor : {0.5, 0.99, 1.01, 2.0}) {
      EXPECT_LE(best, reliability_of(labelled, factor * fitted.value).nll);
    }
  }
  EXPECT_GT(inside, 80U);
}

TEST(Calibrate, NeedsLabelsAndVectors) {
  ExitRecords records;
  records.samples = 1;
  records.exits = {{"b1", 0, {}, {0.5}, {}, {}, {}}, {"output", 2, {1, 0}, {}, {}, {}, {}}};
  EXPECT_EQ(problem_lines(calibrate(records, {0}, "r.csv")),
            (Lines{"r.csv: no labels, expected a column 'label'",
                   "r.csv: no vectors of exit 'b1', expected logit_b1_CLASS or prob_b1_CLASS"}));
  records.exits = {{"output", 2, {-std::numeric_limits<double>::infinity(), 0}, {}, {}, {}, {}}};
  records.label = {0};
  EXPECT_EQ(problem_lines(calibrate(records, {0}, "r.csv")),
            Lines{"r.csv: exit 'output' gives the label of 1 of 1 samples the probability 0: the "
                  "loss is infinite at any temperature, expected logits"});
}

}  // namespace
}  // namespace popex::test
