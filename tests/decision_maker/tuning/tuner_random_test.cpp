// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include <popex/tuner.hpp>

#include "decision_maker/decisions.hpp"
#include "decision_maker/tuning/tune_case.hpp"

// Every question against every setting with every placement.

namespace popex {
namespace {

using test::EnumeratedSetting;
using test::same_time;
using test::TuneCase;
using test::TuneShape;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The least cost of all settings that have so many samples right or more.
double least_cost(const std::vector<EnumeratedSetting>& all, std::size_t correct) {
  double least = kInfinity;
  for (const EnumeratedSetting& one : all) {
    if (one.correct >= correct) least = std::min(least, one.cost);
  }
  return least;
}

/// Expects that a point is what following each sample says, with the best placement for it.
void expect_true(const TuneCase& tested, const std::vector<EnumeratedSetting>& all,
                 const OperatingPoint& point) {
  std::size_t correct = 0;
  for (std::size_t i = 0; i < tested.outcomes.samples; ++i) {
    correct += tested.is_right(point.exits, i) ? 1U : 0U;
  }
  EXPECT_EQ(point.correct, correct);
  EXPECT_EQ(point.accuracy,
            static_cast<double>(correct) / static_cast<double>(tested.outcomes.samples));
  const auto same_exits = [&](const EnumeratedSetting& one) {
    for (std::size_t i = 0; i < tested.outcomes.samples; ++i) {
      if (tested.exit_of(one.exits, i) != tested.exit_of(point.exits, i)) return false;
    }
    return one.exits.size() == point.exits.size() &&
           std::equal(one.exits.begin(), one.exits.end(), point.exits.begin(),
                      [](const ExitRule& a, const ExitRule& b) { return a.branch == b.branch; });
  };
  const auto mine = std::find_if(all.begin(), all.end(), same_exits);
  ASSERT_NE(mine, all.end());
  EXPECT_TRUE(same_time(point.cost, mine->cost, 1e-12));
}

void expect_front(const TuneCase& tested, const std::vector<EnumeratedSetting>& all,
                  const ParetoFront& front) {
  EXPECT_FALSE(front.gap);
  ASSERT_FALSE(front.points.empty());
  for (std::size_t k = 0; k < front.points.size(); ++k) {
    const OperatingPoint& point = front.points[k];
    expect_true(tested, all, point);
    EXPECT_TRUE(same_time(point.cost, least_cost(all, point.correct), 1e-12));
    if (k == 0) continue;
    EXPECT_GT(point.cost, front.points[k - 1].cost);
    EXPECT_GT(point.correct, front.points[k - 1].correct);
  }
  for (const EnumeratedSetting& one : all) {
    EXPECT_TRUE(std::any_of(front.points.begin(), front.points.end(),
                            [&](const auto& point) {
                              return point.correct >= one.correct &&
                                     point.cost <= one.cost * (1 + 3e-12);
                            }))
        << "costs " << one.cost << " with " << one.correct << " right";
  }
}

/// Bounds near to what some setting needs: often just that, else less or more.
void expect_answers(test::Random& random, const TuneCase& tested,
                    const std::vector<EnumeratedSetting>& all, const Tuner& tuner) {
  const EnumeratedSetting& any = all[test::integer_between(random, 0, all.size() - 1)];
  const double factor = test::chance(random, 0.5) ? 1 : test::real_between(random, 0.5, 1.5);

  const double most_cost = any.cost * factor;
  const Result<TunedPoint> accurate = tuner.decide({TuneQuestion::Kind::most_accurate, most_cost});
  std::size_t most_correct = 0;
  bool is_possible = false;
  for (const EnumeratedSetting& one : all) {
    if (one.cost > most_cost * (1 + 1e-12)) continue;
    is_possible = true;
    most_correct = std::max(most_correct, one.correct);
  }
  ASSERT_EQ(accurate.has_value(), is_possible);
  if (accurate) {
    EXPECT_EQ(accurate->point.correct, most_correct);
    EXPECT_TRUE(same_time(accurate->point.cost, least_cost(all, most_correct), 1e-12));
    expect_true(tested, all, accurate->point);
  } else {
    EXPECT_EQ(accurate.problems().front().cause, Problem::Cause::infeasible);
  }

  const auto samples = static_cast<double>(tested.outcomes.samples);
  const double accuracy = std::min(1.0, static_cast<double>(any.correct) / samples * factor);
  const Result<TunedPoint> cheapest = tuner.decide({TuneQuestion::Kind::cheapest, accuracy});
  double least = kInfinity;
  for (const EnumeratedSetting& one : all) {
    if (static_cast<double>(one.correct) >= accuracy * samples * (1 - 1e-12)) {
      least = std::min(least, one.cost);
    }
  }
  ASSERT_EQ(cheapest.has_value(), std::isfinite(least));
  if (cheapest) {
    EXPECT_TRUE(same_time(cheapest->point.cost, least, 1e-12));
    expect_true(tested, all, cheapest->point);
  } else {
    EXPECT_EQ(cheapest.problems().front().cause, Problem::Cause::infeasible);
  }
}

void expect_all(test::Random& random, const TuneCase& tested,
                const std::vector<EnumeratedSetting>& all) {
  const Result<Tuner> tuner =
      Tuner::make(tested.profile, tested.scenario, tested.outcomes, tested.options);
  ASSERT_TRUE(tuner) << tuner.problems().front().where << ": " << tuner.problems().front().message;
  expect_front(tested, all, tuner->pareto());
  expect_answers(random, tested, all, *tuner);
}

void expect_cases(std::uint64_t cases, const TuneShape& shape) {
  for (std::uint64_t number = 0; number < cases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    TuneCase tested(random, shape);
    if (test::chance(random, 0.3)) tested.options.most_active = test::integer_between(random, 0, 3);
    expect_all(random, tested,
               tested.every_setting(tested.every_value(), tested.options.most_active));
    if (testing::Test::HasFailure()) return;
  }
}

TEST(TunerAgainstEnumeration, ChainsWithUpToThreeBranches) { expect_cases(400, {}); }

TEST(TunerAgainstEnumeration, NetworksWithBlocks) { expect_cases(300, {false, 3, 4}); }

TEST(TunerAgainstEnumeration, MoreThanThreeBranches) { expect_cases(150, {true, 6, 2}); }

TEST(TunerAgainstEnumeration, EnergyOfChains) {
  expect_cases(300, {true, 3, 5, Objective::energy});
}

TEST(TunerAgainstEnumeration, EnergyOfNetworks) {
  expect_cases(200, {false, 2, 4, Objective::energy});
}

TEST(TunerAgainstEnumeration, ThresholdsThatAreGiven) {
  for (std::uint64_t number = 0; number < 150; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    TuneCase tested(random, {});
    for (std::size_t k = test::integer_between(random, 1, 4); k-- > 0;) {
      tested.options.thresholds.push_back(test::real_between(random, -0.1, 1.1));
    }
    const std::vector<std::vector<double>> thresholds(tested.profile.branches().size(),
                                                      tested.options.thresholds);
    expect_all(random, tested, tested.every_setting(thresholds, 6));
    if (testing::Test::HasFailure()) return;
  }
}

TEST(TunerAgainstEnumeration, OneThresholdForAllBranches) {
  for (std::uint64_t number = 0; number < 300; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    TuneCase tested(random, {number % 3 > 0, 5, 4});
    tested.options.shared_threshold = true;
    tested.options.most_active = test::integer_between(random, 0, 6);
    std::vector<double> values;
    for (const auto& of_branch : tested.every_value()) {
      values.insert(values.end(), of_branch.begin(), of_branch.end());
    }
    if (test::chance(random, 0.3)) tested.options.thresholds = values = {0.2, 0.5, 0.8};
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    const std::vector<std::vector<double>> thresholds(tested.profile.branches().size(), values);
    expect_all(random, tested, tested.every_setting(thresholds, tested.options.most_active, true));
    if (testing::Test::HasFailure()) return;
  }
}

TEST(TunerAgainstEnumeration, OneExitForEverybody) {
  for (std::uint64_t number = 0; number < 150; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    TuneCase tested(random, {number % 2 > 0, 4, 4});
    tested.options.right_size = true;
    tested.options.shared_threshold = test::chance(random, 0.5);
    const std::vector<std::vector<double>> none(tested.profile.branches().size());
    expect_all(random, tested, tested.every_setting(none, 1));
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace popex
