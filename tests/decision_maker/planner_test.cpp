// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <popex/planner.hpp>

#include "decision_maker/decisions.hpp"
#include "support/chain.hpp"
#include "support/problem_lines.hpp"

namespace popex {
namespace {

using test::chain;
using test::Chain;

// At 8 Mbit/s a kilobyte takes a millisecond.
//
//     input ──4000──▸ v1 ──2000──▸ v2 ──100──▸
//       edge          3     b1     20
//      cloud          1     1 ms   2
//                           p = 0.5
Chain network() {
  return chain(4000).layer({3, 1}, 2000).branch({1}, 0.5).layer({20, 2}, 100).rate({8});
}

Planner planner_of(const Chain& made) {
  return Planner::make(made.profile(), made.scenario()).value();
}

TEST(Planner, DecidesByEitherSolver) {
  // cloud only 4 + 3 = 7; after v1 3 + 2 + 2 = 7; with b1 3 + 1 + 0.5 · 4 = 6; edge only 14
  const Planner planner = planner_of(network());
  const Decision decision = planner.decide();
  EXPECT_EQ(decision.placement, (Placement{{1, 1}}));
  EXPECT_DOUBLE_EQ(decision.expected_time.count(), 6);
  EXPECT_EQ(planner.decide(Solver::exhaustive).value(), decision);
}

TEST(Planner, ListsAllDecisionsFromCloudOnlyToEdgeOnly) {
  const Planner planner = planner_of(network());
  const std::vector<Decision> all = planner.all();
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(planner.decision_count(), 4U);
  const std::vector<std::pair<Placement, double>> expected = {
      {{{0, 0}}, 7}, {{{1, 0}}, 7}, {{{1, 1}}, 6}, {{{2, 1}}, 14}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].placement, expected[i].first);
    EXPECT_DOUBLE_EQ(all[i].expected_time.count(), expected[i].second);
  }
}

TEST(Planner, RunnerUpIsTheSecondBestAndOnATieKeepsMoreOnTheEdge) {
  const Decision second = planner_of(network()).best(2).at(1);
  EXPECT_EQ(second.placement, (Placement{{1, 0}}));
  EXPECT_DOUBLE_EQ(second.expected_time.count(), 7);
}

TEST(Planner, RunnerUpNeedsNoDecisionBefore) {
  const Planner planner = planner_of(network());
  const Decision first_call = planner.best(2).at(1);
  (void)planner.decide();
  (void)planner.breakpoints({Parameter::Kind::rate, 0}, {1, 2});
  EXPECT_EQ(planner.best(2).at(1), first_call);
}

TEST(Planner, DecisionHoldsAroundItsRate) {
  const std::optional<Interval> interval = planner_of(network()).holds();
  ASSERT_TRUE(interval.has_value());
  // with b1 5 + 8/B against edge only 14, and against cloud only 3 + 32/B
  EXPECT_DOUBLE_EQ(interval->from, 8.0 / 9);
  EXPECT_DOUBLE_EQ(interval->to, 12);
}

TEST(Planner, OnMoreTiersNoIntervalIsGiven) {
  const Planner planner =
      planner_of(chain(1, test::three_tiers()).layer({1, 1, 1}, 1).rate({1, 1}));
  EXPECT_EQ(planner.holds(), std::nullopt);
}

TEST(Planner, KeepsEverythingOnDeviceWhenLinkIsDown) {
  const Decision decision =
      planner_of(chain(4000).layer({3, 1}, 2000).layer({20, 2}, 100).rate({0})).decide();
  EXPECT_EQ(decision.placement, (Placement{{2, 0}}));
  EXPECT_DOUBLE_EQ(decision.expected_time.count(), 23);
}

TEST(Planner, RateTableIsOfTheLinkThatWasAskedFor) {
  const Planner planner =
      planner_of(chain(1000, test::three_tiers()).layer({100, 10, 2}, 1).rate({8, 1}));
  const RateTable second = planner.rate_table(1).value();
  EXPECT_EQ(*second.at(Mbps{0.5}).placement, (Placement{{0, 0}, {1, 0}}));
  EXPECT_EQ(*second.at(Mbps{80}).placement, (Placement{{0, 0}, {0, 0}}));
  EXPECT_DOUBLE_EQ(second.at(Mbps{80}).expected_time.count(), 1 + 0.1 + 2);
}

TEST(Planner, MayBeMoved) {
  Planner planner = planner_of(network());
  const Decision before = planner.decide();
  Planner other = std::move(planner);
  EXPECT_EQ(other.decide(), before);
}

TEST(Planner, SaysWhatIsMissing) {
  const Result<Planner> planner = Planner::make(network().profile(), {});
  EXPECT_EQ(test::problem_lines(planner),
            (test::Lines{"rate: missing, expected the upload rate of the link edge-cloud (the "
                         "profile gives none)"}));
}

}  // namespace
}  // namespace popex
