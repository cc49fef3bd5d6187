// SPDX-License-Identifier: MIT
#include "model/softmax.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "support/random_seed.hpp"

namespace popex::test {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

// p = exp(z) / exp(z).sum(), p.max(), -(p * log(p)).sum() in numpy.
TEST(Softmax, IsWhatNumpyGives) {
  const SoftmaxSummary a = softmax_summary(std::vector{2.0, 0.5, -1.0});
  EXPECT_NEAR(a.confidence, 0.7855970345892759, 1e-15);
  EXPECT_NEAR(a.entropy, 0.6215846046792745, 1e-15);
  EXPECT_EQ(a.prediction, 0U);
  const SoftmaxSummary b = softmax_summary(std::vector{0.1, 1.2, 0.3});
  EXPECT_NEAR(b.confidence, 0.5748974225032307, 1e-15);
  EXPECT_NEAR(b.entropy, 0.9744293151016066, 1e-15);
  EXPECT_EQ(b.prediction, 1U);
}

TEST(Softmax, EqualScoresAreUniformAndTheFirstIsPredicted) {
  const SoftmaxSummary summary = softmax_summary(std::vector{3.0, 3.0, 3.0, 3.0});
  EXPECT_DOUBLE_EQ(summary.confidence, 0.25);
  EXPECT_DOUBLE_EQ(summary.entropy, std::log(4.0));
  EXPECT_EQ(summary.prediction, 0U);
}

TEST(Softmax, NeitherOverflowsNorMindsWhatCannotBe) {
  const SoftmaxSummary large = softmax_summary(std::vector{1e308, -1e308, 0.0});
  EXPECT_EQ(large.confidence, 1);
  EXPECT_EQ(large.entropy, 0);
  const SoftmaxSummary two = softmax_summary(std::vector{kNever, 1.0, 1.0});
  EXPECT_DOUBLE_EQ(two.confidence, 0.5);
  EXPECT_DOUBLE_EQ(two.entropy, std::log(2.0));
  EXPECT_EQ(softmax_loss(std::vector{kNever, 1.0, 1.0}, 0),
            std::numeric_limits<double>::infinity());
}

TEST(Softmax, TemperatureDividesScores) {
  for (std::uint64_t number = 0; number < 200; ++number) {
    SCOPED_TRACE(trace_of_case(number));
    Random random = random_for_case(number);
    const double temperature = log_uniform(random, 0.01, 100);
    std::vector<double> scores(integer_between(random, 2, 6));
    for (double& score : scores) score = real_between(random, -9, 9);
    // As the formula has it; nothing overflows with so small scores.
    double sum = 0;
    for (const double score : scores) sum += std::exp(score / temperature);
    double entropy = 0;
    double most = 0;
    for (std::size_t c = 0; c < scores.size(); ++c) {
      const double p = std::exp(scores[c] / temperature) / sum;
      if (p > 0) entropy -= p * std::log(p);
      most = std::max(most, p);
      if (std::isfinite(sum)) {
        EXPECT_NEAR(softmax_loss(scores, c, temperature), std::log(sum) - scores[c] / temperature,
                    1e-9 * (1 + std::abs(scores[c] / temperature)));
      }
    }
    if (!std::isfinite(sum)) continue;
    const SoftmaxSummary summary = softmax_summary(scores, temperature);
    EXPECT_NEAR(summary.confidence, most, 1e-12);
    EXPECT_NEAR(summary.entropy, entropy, 1e-12);
  }
}

}  // namespace
}  // namespace popex::test
