// SPDX-License-Identifier: MIT
#include "decision_maker/tuning/exit_levels.hpp"

#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "decision_maker/tuning/bit_counts.hpp"
#include "support/random_seed.hpp"

namespace popex {
namespace {

constexpr auto kConfidence = ExitCriterion::confidence;
constexpr auto kEntropy = ExitCriterion::entropy;

TEST(Quantiles, AreEveryValueWhereThereAreFew) {
  EXPECT_EQ(quantiles(kConfidence, {0.5, 0.9, 0.5, 0.7}, 3), (std::vector<double>{0.9, 0.7}));
  EXPECT_EQ(quantiles(kEntropy, {0.5, 0.9, 0.5, 0.7}, 100), (std::vector<double>{0.5, 0.7}));
  EXPECT_EQ(quantiles(kConfidence, {0.5, 0.5}, 10), std::vector<double>{});
}

TEST(Quantiles, LetEquallyManyLeave) {
  std::vector<double> values;
  for (int i = 1; i <= 1000; ++i) values.push_back(i);
  // With 901 and above 100 of 1000 leave, and so on; with 1 all would.
  EXPECT_EQ(quantiles(kConfidence, values, 10),
            (std::vector<double>{901, 801, 701, 601, 501, 401, 301, 201, 101}));
  EXPECT_EQ(quantiles(kEntropy, values, 4), (std::vector<double>{250, 500, 750}));
}

TEST(Quantiles, NameAFrequentValueOnce) {
  std::vector<double> values(900, 0.5);
  for (int i = 0; i < 100; ++i) values.push_back(0.6 + 0.001 * i);
  // 10 % are above 0.5, so that it is the second of ten thresholds, and the last.
  EXPECT_EQ(quantiles(kConfidence, values, 10), (std::vector<double>{0.6}));
}

TEST(Levels, AreTheStrictestThresholdThatLetsLeave) {
  test::Random random = test::random_for_case(0);
  for (const ExitCriterion criterion : {kConfidence, kEntropy}) {
    ExitOutcomes::Branch outcomes{"b1", {}, {}};
    std::vector<double> given;
    for (int i = 0; i < 300; ++i) {
      outcomes.value.push_back(static_cast<double>(test::integer_between(random, 0, 20)) / 20);
      outcomes.correct.push_back(1);
    }
    for (int i = 0; i < 15; ++i) {
      given.push_back(static_cast<double>(test::integer_between(random, 0, 20)) / 20);
    }
    const std::vector<double> thresholds = from_strictest(criterion, given);
    const BranchLevels levels = levels_of(criterion, outcomes, thresholds);
    EXPECT_EQ(levels.count(), thresholds.size() + 1);
    EXPECT_EQ(levels.threshold(thresholds.size()), std::nullopt);
    for (std::size_t i = 0; i < outcomes.value.size(); ++i) {
      for (std::size_t c = 0; c < thresholds.size(); ++c) {
        EXPECT_EQ(levels.level[i] <= c, leaves(criterion, outcomes.value[i], thresholds[c]));
      }
      EXPECT_LE(levels.level[i], thresholds.size());
    }
  }
}

TEST(Levels, AreDrawnWithTheirSamples) {
  const ExitOutcomes::Branch outcomes{"b1", {0.9, 0.1, 0.5}, {1, 0, 1}};
  const ExitLevels all{3, {levels_of(kConfidence, outcomes, {0.8, 0.4})}, {0, 1, 1}};
  const ExitLevels drawn = all.drawn({2, 2, 0});
  EXPECT_EQ(drawn.samples, 3U);
  EXPECT_EQ(drawn.branches[0].level, (std::vector<std::uint32_t>{1, 1, 0}));
  EXPECT_EQ(drawn.branches[0].correct, (std::vector<std::uint8_t>{1, 1, 1}));
  EXPECT_EQ(drawn.correct, (std::vector<std::uint8_t>{1, 1, 0}));
}

TEST(BitCounts, AreThoseOfBitsOneByOne) {
  test::Random random = test::random_for_case(0);
  for (std::size_t words = 0; words < 100; ++words) {
    std::vector<std::uint64_t> sets[4];
    for (auto& set : sets) {
      const bool is_full = test::chance(random, 0.3);
      for (std::size_t w = 0; w < words; ++w) set.push_back(is_full ? ~std::uint64_t{0} : random());
    }
    LeavingCounts expected;
    for (std::size_t bit = 0; bit < 64 * words; ++bit) {
      const auto has = [&](const auto& set) { return (set[bit / 64] >> (bit % 64) & 1U) != 0; };
      if (!has(sets[0]) || !has(sets[1])) continue;
      ++expected.all;
      expected.right += has(sets[2]) ? 1U : 0U;
      expected.right_at_end += has(sets[3]) ? 1U : 0U;
    }
    const LeavingCounts found =
        count_leaving(sets[0].data(), sets[1].data(), sets[2].data(), sets[3].data(), words);
    ASSERT_EQ(found.all, expected.all);
    ASSERT_EQ(found.right, expected.right);
    ASSERT_EQ(found.right_at_end, expected.right_at_end);
  }
}

}  // namespace
}  // namespace popex
