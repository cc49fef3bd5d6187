// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "decision_maker/decisions.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/exhaustive.hpp"
#include "decision_maker/split_costs.hpp"
#include "support/chain.hpp"
#include "support/random_profile.hpp"

// Several ways to the same answer: Dijkstra on the partition graph, exhaustive search, the table of
// splits on two tiers, and the formula.

namespace popex {
namespace {

using test::chain;
using test::same_time;
using test::time_of;

/// Whether some decision is neither clearly tied with the best nor clearly worse: then rounding
/// says which side of the tolerance it is on, and solvers may differ in the placement.
bool tie_is_open(const Instance& instance, double least) {
  bool open = false;
  for_each_decision(instance, [&](const Placement&, Milliseconds time) {
    const double excess = time.count() / least - 1;
    open = open || (excess > 0.1 * kTieTolerance && excess < 10 * kTieTolerance);
  });
  return open;
}

TEST(Oracle, AllSolversGiveTheSameDecision) {
  constexpr std::uint64_t cases = 10'000;
  std::uint64_t open_ties = 0;
  for (std::uint64_t number = 0; number < cases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const Instance instance = test::random_instance(random);

    const Solution dijkstra = DijkstraSolver(instance).solve(instance);
    const Solution exhaustive = solve_exhaustive(instance);
    const double least = exhaustive.expected_time.count();
    ASSERT_TRUE(std::isfinite(least));  // the first tier can always run everything
    ASSERT_TRUE(same_time(dijkstra.expected_time.count(), least));
    ASSERT_TRUE(same_time(time_of(instance, dijkstra.placement), least));
    ASSERT_TRUE(same_time(time_of(instance, exhaustive.placement), least));

    const bool open = tie_is_open(instance, least);
    if (open) ++open_ties;
    if (!open) {
      ASSERT_EQ(dijkstra.placement, exhaustive.placement);
    }

    if (instance.tiers != 2) continue;
    const SplitCosts costs(instance);
    const Mbps rate = instance.rate.front();
    const Milliseconds latency = instance.latency.front();
    const SplitCosts::Split& split = costs.splits()[costs.best(rate, latency)];
    ASSERT_TRUE(same_time(SplitCosts::expected_time(split, rate, latency).count(), least));
    if (!open) {
      ASSERT_EQ(Placement{split.handover()}, exhaustive.placement);
    }
  }
  EXPECT_LT(open_ties, cases / 100) << "random networks have too many doubtful ties";
}

TEST(Oracle, EnumerationVisitsEveryPlacementOnceWithItsTime) {
  for (std::uint64_t number = 0; number < 500; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::RandomOptions options;
    options.most_layers = 6;
    options.most_branches = 3;
    const Instance instance = test::random_instance(random, options);
    const std::vector<Placement> all = test::all_placements(instance);
    ASSERT_EQ(decision_count(instance), all.size());
    std::size_t visited = 0;
    for_each_decision(instance, [&](const Placement& placement, Milliseconds time) {
      ASSERT_LT(visited, all.size());
      ASSERT_EQ(placement, all[visited]);  // in rising order, which is that of `all`
      ASSERT_TRUE(same_time(time.count(), time_of(instance, placement)));
      ++visited;
    });
    ASSERT_EQ(visited, all.size());
  }
}

TEST(Oracle, OneSolverServesManyScenarios) {
  for (std::uint64_t number = 0; number < 200; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    Instance instance = test::random_instance(random);
    DijkstraSolver solver(instance);
    for (int i = 0; i < 5; ++i) {
      for (Mbps& rate : instance.rate) rate = Mbps{test::log_uniform(random, 1e-6, 1e6)};
      for (Probability& p : instance.exit_probability)
        p = Probability{test::real_between(random, 0, 1)};
      const Solution again = solver.solve(instance);
      const Solution fresh = DijkstraSolver(instance).solve(instance);
      ASSERT_EQ(again.placement, fresh.placement);
      ASSERT_EQ(again.expected_time, fresh.expected_time);
    }
  }
}

Placement by_dijkstra(const Instance& instance) {
  return DijkstraSolver(instance).solve(instance).placement;
}

TEST(Solvers, OnATieMostStaysOnTheEdge) {
  // Cloud only: 1 + 1 + 1; after v1: 1 + 1 + 1; edge only: 2 + 1.
  const Instance instance = chain(1000).layer({1, 1}, 1000).layer({2, 1}, 1).rate({8}).instance();
  const Placement edge_only = {{2, 0}};
  EXPECT_EQ(by_dijkstra(instance), edge_only);
  EXPECT_EQ(solve_exhaustive(instance).placement, edge_only);
  const SplitCosts costs(instance);
  EXPECT_EQ(costs.best(instance.rate.front(), instance.latency.front()), 2U);
}

TEST(Solvers, BranchThatChangesNothingIsRun) {
  // After v1 it is 1 + 1 + 1 with and without b1: it takes no time, and nobody exits.
  const Instance instance =
      chain(9000).layer({1, 1}, 1000).branch({0}, 0).layer({9, 1}, 1).rate({8}).instance();
  EXPECT_EQ(by_dijkstra(instance), (Placement{{1, 1}}));
  EXPECT_EQ(solve_exhaustive(instance).placement, (Placement{{1, 1}}));
}

TEST(Solvers, TieOnThreeTiersIsDecidedFirstTierFirst) {
  // Every placement takes 0 ms.
  const Instance instance =
      chain(0, test::three_tiers()).layer({0, 0, 0}, 0).layer({0, 0, 0}, 0).rate({1, 1}).instance();
  EXPECT_EQ(by_dijkstra(instance), (Placement{{2, 0}, {2, 0}}));
  EXPECT_EQ(solve_exhaustive(instance).placement, (Placement{{2, 0}, {2, 0}}));
}

TEST(Solvers, TieBehindTheDeviceIsDecidedByTheNextTier) {
  // The device is slow; edge and cloud take the same, and the link between them is free.
  const Instance instance =
      chain(0, test::three_tiers()).layer({9, 1, 1}, 0).layer({9, 1, 1}, 0).rate({1, 1}).instance();
  EXPECT_EQ(by_dijkstra(instance), (Placement{{0, 0}, {2, 0}}));
  EXPECT_EQ(solve_exhaustive(instance).placement, (Placement{{0, 0}, {2, 0}}));
}

TEST(Solvers, DifferenceInTheLastDigitsIsATie) {
  // 0.1 + 0.2 is a bit more than 0.3.
  const Instance instance = chain(0).layer({0.1, 0.3}, 1e6).layer({0.2, 0}, 1).rate({8}).instance();
  EXPECT_EQ(by_dijkstra(instance), (Placement{{2, 0}}));
  EXPECT_EQ(solve_exhaustive(instance).placement, (Placement{{2, 0}}));
}

TEST(Solvers, TiesDoNotAddUpToADifference) {
  // Cloud only is the best; after v1 is tied with it; edge only is tied with the second but not
  // with the first.
  const double tie = 0.8e-12;
  const Instance instance = chain(0).layer({tie, 0}, 0).layer({1 + tie, 1}, 0).rate({8}).instance();
  EXPECT_EQ(by_dijkstra(instance), (Placement{{1, 0}}));
  EXPECT_EQ(solve_exhaustive(instance).placement, (Placement{{1, 0}}));
  const SplitCosts costs(instance);
  EXPECT_EQ(costs.best(instance.rate.front(), instance.latency.front()), 1U);
}

TEST(Solvers, KeepEverythingOnDeviceWhenLinkIsDown) {
  const Instance two = chain(1).layer({1e9, 0}, 1).layer({1e9, 0}, 1).rate({0}).instance();
  EXPECT_EQ(by_dijkstra(two), (Placement{{2, 0}}));
  EXPECT_EQ(solve_exhaustive(two).placement, (Placement{{2, 0}}));
  const Instance three =
      chain(1, test::three_tiers()).layer({1e9, 0, 0}, 1).rate({0, 100}).instance();
  EXPECT_EQ(by_dijkstra(three), (Placement{{1, 0}, {1, 0}}));
  EXPECT_EQ(solve_exhaustive(three).placement, (Placement{{1, 0}, {1, 0}}));
}

TEST(Solvers, SecondLinkMayBeDownAlone) {
  const Instance instance =
      chain(1000, test::three_tiers()).layer({9, 3, 0}, 1).rate({8, 0}).instance();
  EXPECT_EQ(by_dijkstra(instance), (Placement{{0, 0}, {1, 0}}));
}

TEST(Solvers, CloudOnlyWhereTheLinkIsFast) {
  const Instance instance =
      chain(1e6).layer({5, 1}, 1e6).branch({1}, 0.9).layer({5, 1}, 1).rate({1e9}).instance();
  EXPECT_EQ(by_dijkstra(instance), (Placement{{0, 0}}));
}

TEST(Solvers, RateMayBeTinyOrHuge) {
  for (const double rate : {std::numeric_limits<double>::min(), 1e-300, 1e9}) {
    const Instance instance = chain(ProfileLimits::bytes)
                                  .layer({ProfileLimits::time_ms, 0}, ProfileLimits::bytes)
                                  .layer({ProfileLimits::time_ms, 0}, 1)
                                  .rate({rate})
                                  .instance();
    const Placement expected = rate < 1 ? Placement{{2, 0}} : Placement{{0, 0}};
    EXPECT_EQ(by_dijkstra(instance), expected) << rate;
    EXPECT_EQ(solve_exhaustive(instance).placement, expected) << rate;
  }
}

TEST(DecisionCount, IsTheLargestNumberWhereThereAreTooMany) {
  Instance instance;
  instance.tiers = 16;
  instance.layers = 1'000'000;
  EXPECT_EQ(decision_count(instance), std::numeric_limits<std::size_t>::max());
  instance.tiers = 2;
  EXPECT_EQ(decision_count(instance), 1'000'001U);
  instance.tiers = 3;
  EXPECT_EQ(decision_count(instance), 500'001'500'001U);  // (n + 1)(n + 2) / 2 for n = 10^6
}

}  // namespace
}  // namespace popex
