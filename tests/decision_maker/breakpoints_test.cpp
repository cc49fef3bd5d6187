// SPDX-License-Identifier: MIT
#include "decision_maker/breakpoints.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "decision_maker/decisions.hpp"
#include "support/chain.hpp"

// Breakpoints of small networks, worked out by hand. At 8 Mbit/s a kilobyte takes a millisecond.

namespace popex {
namespace {

using test::chain;
using Kind = Parameter::Kind;

struct Expected {
  double from;
  double to;
  Placement placement;
  double time_from;
  double time_to;
};

void expect_pieces(const std::vector<Piece>& pieces, const std::vector<Expected>& expected) {
  ASSERT_EQ(pieces.size(), expected.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    SCOPED_TRACE("piece " + std::to_string(i));
    EXPECT_DOUBLE_EQ(pieces[i].from, expected[i].from);
    EXPECT_DOUBLE_EQ(pieces[i].to, expected[i].to);
    EXPECT_EQ(pieces[i].placement, expected[i].placement);
    EXPECT_DOUBLE_EQ(pieces[i].expected_time_from.count(), expected[i].time_from);
    EXPECT_DOUBLE_EQ(pieces[i].expected_time_to.count(), expected[i].time_to);
  }
}

TEST(Breakpoints, OverTheRateTheCloudGetsMoreAndMore) {
  // edge only: 10 + 6 = 16; after v1: 10 + 4/B + 1; cloud only: 2 + 1 + 32/B
  const Instance instance = chain(4000).layer({10, 2}, 500).layer({6, 1}, 1).rate({1}).instance();
  // 16 = 11 + 4/B at B = 0.8; 11 + 4/B = 3 + 32/B at B = 3.5
  expect_pieces(breakpoints(instance, {Kind::rate, 0}, {0, 32}),
                {{0, 0.8, {{2, 0}}, 16, 16},
                 {0.8, 3.5, {{1, 0}}, 16, 11 + 4 / 3.5},
                 {3.5, 32, {{0, 0}}, 3 + 32 / 3.5, 4}});
}

TEST(Breakpoints, IntervalMayLieWithinOnePiece) {
  const Instance instance = chain(4000).layer({10, 2}, 500).layer({6, 1}, 1).rate({1}).instance();
  expect_pieces(breakpoints(instance, {Kind::rate, 0}, {1, 2}), {{1, 2, {{1, 0}}, 15, 13}});
}

TEST(Breakpoints, IntervalMayBeOneValue) {
  const Instance two = chain(4000).layer({10, 2}, 500).layer({6, 1}, 1).rate({1}).instance();
  expect_pieces(breakpoints(two, {Kind::rate, 0}, {2, 2}), {{2, 2, {{1, 0}}, 13, 13}});
  expect_pieces(breakpoints(two, {Kind::rate, 0}, {0, 0}), {{0, 0, {{2, 0}}, 16, 16}});
  const Instance three =
      chain(4000, test::three_tiers()).layer({10, 2, 2}, 1).rate({1, 0}).instance();
  expect_pieces(breakpoints(three, {Kind::rate, 0}, {8, 8}), {{8, 8, {{0, 0}, {1, 0}}, 6, 6}});
}

TEST(Breakpoints, OverGammaTheEdgeGetsLessAndLess) {
  // after all: 2 γ + γ; cloud only: 2 + 1 + 4; after v1: 2 γ + 0.5 + 1
  const Instance instance =
      chain(4000).layer({0, 2}, 500).layer({0, 1}, 1).rate({8}).gamma(1).instance();
  // 3 γ = 2 γ + 1.5 at 1.5; 2 γ + 1.5 = 7 at 2.75
  expect_pieces(
      breakpoints(instance, {Kind::gamma, 0}, {0, 10}),
      {{0, 1.5, {{2, 0}}, 0, 4.5}, {1.5, 2.75, {{1, 0}}, 4.5, 7}, {2.75, 10, {{0, 0}}, 7, 7}});
}

TEST(Breakpoints, GammaScalesBranchesToo) {
  // edge only: γ (1 + 2 + 0.5 · 4) = 5 γ; cloud only 1 + 4 + 10
  const Instance instance = chain(10'000)
                                .layer({0, 1}, 1e6)
                                .branch({0, 2}, 0.5)
                                .layer({0, 4}, 1)
                                .rate({8})
                                .gamma(1)
                                .instance();
  expect_pieces(breakpoints(instance, {Kind::gamma, 0}, {0, 100}),
                {{0, 3, {{2, 1}}, 0, 15}, {3, 100, {{0, 0}}, 15, 15}});
}

TEST(Breakpoints, OverTheProbabilityTheBranchBecomesWorthItsTime) {
  // after v1: 1 + 1 + 2 = 4; with b1: 1 + 1 + (1 − p) · 3 = 5 − 3 p; edge only: 10 − 8 p
  const Instance instance =
      chain(1e5).layer({1, 1}, 1000).branch({1}, 0.9).layer({8, 2}, 1).rate({8}).instance();
  expect_pieces(breakpoints(instance, {Kind::probability, 0}, {0, 0.75}),
                {{0, 1.0 / 3, {{1, 0}}, 4, 4}, {1.0 / 3, 0.75, {{1, 1}}, 4, 2.75}});
}

TEST(Breakpoints, LinkThatIsDownKeepsEverythingOnTheEdge) {
  const Instance instance =
      chain(1e5).layer({1, 1}, 1000).branch({1}, 0.9).layer({8, 2}, 1).rate({0}).instance();
  const std::vector<Piece> pieces = breakpoints(instance, {Kind::probability, 0}, {0, 0.5});
  expect_pieces(pieces, {{0, 0.5, {{2, 1}}, 10, 6}});
}

TEST(Breakpoints, OverTheSecondLinksRateTheFirstLinkIsLeftAlone) {
  // device 100; edge: 1 + 10; cloud: 1 + 8/B + 2
  const Instance instance =
      chain(1000, test::three_tiers()).layer({100, 10, 2}, 1).rate({8, 1}).instance();
  expect_pieces(breakpoints(instance, {Kind::rate, 1}, {0, 8}),
                {{0, 1, {{0, 0}, {1, 0}}, 11, 11}, {1, 8, {{0, 0}, {0, 0}}, 11, 4}});
}

TEST(Breakpoints, OnThreeTiersPiecesAreThoseOfTwoWhereTheThirdIsOutOfReach) {
  // The same as the first test, with a cloud behind a link that is down.
  const Instance instance = chain(4000, test::three_tiers())
                                .layer({10, 2, 0}, 500)
                                .layer({6, 1, 0}, 1)
                                .rate({1, 0})
                                .instance();
  expect_pieces(breakpoints(instance, {Kind::rate, 0}, {0, 32}),
                {{0, 0.8, {{2, 0}, {2, 0}}, 16, 16},
                 {0.8, 3.5, {{1, 0}, {2, 0}}, 16, 11 + 4 / 3.5},
                 {3.5, 32, {{0, 0}, {2, 0}}, 3 + 32 / 3.5, 4}});
}

/// v1 makes much of little, so that a slow link wants nothing run here and a fast one v1:
/// nothing here: 8/B + 10; v1 here: 1 + 16/B + 1; all here: 1001. The first two tie at B = 1.
Instance more_out_than_in() {
  return chain(1000, test::three_tiers())
      .layer({1, 9, 9}, 2000)
      .layer({1000, 1, 1}, 1)
      .rate({1, 0})
      .instance();
}

TEST(Breakpoints, TieAtTheEndOfTheIntervalDoesNotReachInside) {
  // At B = 1 itself the tie goes to the decision that keeps more on the device.
  expect_pieces(breakpoints(more_out_than_in(), {Kind::rate, 0}, {0.5, 1}),
                {{0.5, 1, {{0, 0}, {2, 0}}, 26, 18}});
}

TEST(Breakpoints, TieAtTheStartOfTheIntervalDoesNotReachInside) {
  expect_pieces(breakpoints(more_out_than_in(), {Kind::rate, 0}, {1, 2}),
                {{1, 2, {{1, 0}, {2, 0}}, 18, 10}});
  // Edge only and cloud only tie at B = 1, and above it the cloud is faster.
  const Instance instance =
      chain(1000, test::three_tiers()).layer({10, 2, 2}, 1).rate({1, 0}).instance();
  expect_pieces(breakpoints(instance, {Kind::rate, 0}, {1, 8}), {{1, 8, {{0, 0}, {1, 0}}, 10, 3}});
}

TEST(Breakpoints, TieThatOnlyLargeTimesMakeDoesNotReachWhereTimesAreSmall) {
  // With v1 on the device, v2 in the cloud takes 10^-7 ms less than on the edge: nothing to speak
  // of where γ is 10^9.
  const Instance instance = chain(ProfileLimits::bytes, test::three_tiers())
                                .layer({0, 5, 1}, 0)
                                .layer({0, 1 + 1e-7, 1}, 0)
                                .rate({8, 8})
                                .gamma(1)
                                .instance();
  expect_pieces(breakpoints(instance, {Kind::gamma, 0}, domain(Kind::gamma)),
                {{0, 1, {{2, 0}, {2, 0}}, 0, 2}, {1, 1e9, {{1, 0}, {1, 0}}, 2, 1e9 + 1}});
}

TEST(Breakpoints, PieceThatBeginsWhereOthersTieIsNotLost) {
  // Over the rate of the first link, with 8/B = x: all here 100, none 8 + x, v1 alone 2 + 4 x,
  // both v1 and v2 0 + 6 x: none and v1 tie at x = 2, where v1 and v1 + v2 cross at x = 1.
  const Instance instance = chain(1000, test::three_tiers())
                                .layer({1, 7, 7}, 4000)
                                .layer({0.5, 2.5, 9}, 6000)
                                .layer({98.5, -0.0, 9}, 1)
                                .rate({1, 0})
                                .instance();
  // none: 9.5 + x; v1: 1 + 4 x + 2.5 = 3.5 + 4 x; v1, v2: 1.5 + 6 x; all: 100
  // all/none at x = 90.5; none/v1 at x = 2, B = 4; v1/v2 at x = 1, B = 8
  expect_pieces(breakpoints(instance, {Kind::rate, 0}, {0, 16}),
                {{0, 8 / 90.5, {{3, 0}, {3, 0}}, 100, 100},
                 {8 / 90.5, 4, {{0, 0}, {3, 0}}, 100, 11.5},
                 {4, 8, {{1, 0}, {3, 0}}, 11.5, 7.5},
                 {8, 16, {{2, 0}, {3, 0}}, 7.5, 4.5}});
}

TEST(Breakpoints, DomainReachesFromALinkThatIsDownToTheFastest) {
  EXPECT_EQ(domain(Kind::rate).from, 0);
  EXPECT_EQ(domain(Kind::rate).to, ProfileLimits::rate_mbps);
  EXPECT_EQ(domain(Kind::gamma).to, ScenarioLimits::gamma);
  EXPECT_EQ(domain(Kind::probability).to, 1);
  const Instance instance = chain(1000).layer({10, 2}, 1).rate({8}).instance();
  expect_pieces(breakpoints(instance, {Kind::rate, 0}, domain(Kind::rate)),
                {{0, 1, {{1, 0}}, 10, 10}, {1, 1e9, {{0, 0}}, 10, 2 + 8e-9}});
}

TEST(Breakpoints, MinusZeroIsZero) {
  const Instance instance = chain(1000).layer({10, 2}, 1).rate({8}).instance();
  expect_pieces(breakpoints(instance, {Kind::rate, 0}, {-0.0, 0.5}), {{0, 0.5, {{1, 0}}, 10, 10}});
}

TEST(Breakpoints, EmptyInputTakesNoUploadAtAnyRate) {
  const Instance instance = chain(0).layer({10, 2}, 1).rate({8}).latency({1}).instance();
  expect_pieces(breakpoints(instance, {Kind::rate, 0}, domain(Kind::rate)),
                {{0, 1e9, {{0, 0}}, 3, 3}});
}

}  // namespace
}  // namespace popex
