// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "decision_maker/decisions.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/exhaustive.hpp"
#include "support/chain.hpp"
#include "support/random_profile.hpp"

namespace popex {
namespace {

using test::chain;

Solution runner_up(const Instance& instance) {
  DijkstraSolver solver(instance);
  (void)solver.solve(instance);
  return solver.best(instance, 2).at(1);
}

TEST(RunnerUp, IsTheSecondBestOfAllDecisions) {
  for (std::uint64_t number = 0; number < 3000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const Instance instance = test::random_instance(random);
    DijkstraSolver solver(instance);
    const Solution best = solver.solve(instance);
    const Solution second = solver.best(instance, 2).at(1);

    double least = std::numeric_limits<double>::infinity();
    for_each_decision(instance, [&](const Placement& placement, Milliseconds time) {
      if (placement != best.placement) least = std::min(least, time.count());
    });
    ASSERT_NE(second.placement, best.placement);
    ASSERT_TRUE(test::same_time(second.expected_time.count(), least));
    ASSERT_TRUE(test::same_time(test::time_of(instance, second.placement), least));
  }
}

TEST(RunnerUp, MayBeTheSameSplitWithoutItsBranch) {
  // after v1: 1 + 1 + 1 without b1, 1 + 0 + 0.5 · 2 with it; cloud only 9 + 2; edge only 1 + 4.5
  const Instance instance =
      chain(9000).layer({1, 1}, 1000).branch({0}, 0.5).layer({9, 1}, 1).rate({8}).instance();
  const Solution second = runner_up(instance);
  EXPECT_EQ(second.placement, (Placement{{1, 0}}));
  EXPECT_DOUBLE_EQ(second.expected_time.count(), 3);
}

TEST(RunnerUp, OnATieIsTheOtherOne) {
  const Instance instance = chain(1000).layer({2, 1}, 1).rate({8}).instance();
  const Solution second = runner_up(instance);
  EXPECT_EQ(second.placement, (Placement{{0, 0}}));
  EXPECT_DOUBLE_EQ(second.expected_time.count(), 2);
}

TEST(RunnerUp, TakesForeverWhereTheOnlyOtherWayIsDown) {
  const Instance instance = chain(1000).layer({2, 1}, 1).rate({0}).instance();
  const Solution second = runner_up(instance);
  EXPECT_EQ(second.placement, (Placement{{0, 0}}));
  EXPECT_EQ(second.expected_time.count(), std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace popex
