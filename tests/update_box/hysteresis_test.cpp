// SPDX-License-Identifier: MIT
//
// When a better decision is taken, and what waiting for it costs at most.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <popex/update_box.hpp>

#include "support/chain.hpp"
#include "support/random_profile.hpp"
#include "update_box/boxes.hpp"

namespace popex {
namespace {

using Reason = Update::Reason;
using test::chain;
using test::edge_or_cloud;
using test::following;

// At 0.5 Mbps the edge takes 10 ms and the cloud 18; at 2 Mbps the cloud takes 6.
constexpr Mbps kSlow{0.5};
constexpr Mbps kFast{2};

UpdateBoxOptions with_cost(double ms) {
  UpdateBoxOptions options = following();
  options.switch_cost = Milliseconds(ms);
  return options;
}

TEST(Hysteresis, ALastingChangeIsFollowedOnceItHasCostAsMuchAsTheSwitch) {
  UpdateBox box(edge_or_cloud(), with_cost(20));
  EXPECT_EQ(box.add(0, kSlow).reason, Reason::first);
  for (int second = 1; second <= 5; ++second) {
    const Update update = box.add(second, kFast);  // the cloud would save 4 ms a second
    EXPECT_EQ(update.reason, Reason::does_not_pay) << second;
    EXPECT_EQ(update.piece, 0U);
    EXPECT_EQ(update.lost.count(), 4 * (second - 1));
    EXPECT_EQ(update.expected_stay_s, second - 1);
  }
  const Update update = box.add(6, kFast);
  EXPECT_EQ(update.reason, Reason::left_range);
  EXPECT_EQ(update.piece, 1U);
  EXPECT_EQ(update.lost.count(), 20);
}

TEST(Hysteresis, WhatLastedBeforeIsExpectedToLast) {
  UpdateBox box(edge_or_cloud(), with_cost(20));
  box.add(0, kSlow);
  for (int second = 1; second < 7; ++second) box.add(second, kFast);
  // The cloud was best for 6 s, the edge for 1 s; going back saves 8 ms a second.
  EXPECT_EQ(box.add(7, kSlow).expected_stay_s, 1);
  EXPECT_EQ(box.add(8, kSlow).reason, Reason::does_not_pay);
  EXPECT_EQ(box.add(9, kSlow).reason, Reason::does_not_pay);  // 8 ms · 2 s
  EXPECT_EQ(box.add(10, kSlow).reason, Reason::left_range);
  const Update update = box.add(11, kFast);
  EXPECT_EQ(update.expected_stay_s, 6);
  EXPECT_EQ(update.reason, Reason::left_range);  // 4 ms · 6 s at once
  EXPECT_EQ(update.lost.count(), 0);
  // Stays of the edge: 1 s, then 4 s.
  EXPECT_EQ(box.add(12, kSlow).expected_stay_s, 0.75 * 1 + 0.25 * 4);
}

TEST(Hysteresis, MoreInferencesPayForASwitchSooner) {
  UpdateBoxOptions options = with_cost(20);
  options.inferences_per_second = 10;
  UpdateBox box(edge_or_cloud(), options);
  box.add(0, kSlow);
  EXPECT_EQ(box.add(1, kFast).reason, Reason::does_not_pay);
  const Update update = box.add(1.5, kFast);
  EXPECT_EQ(update.lost.count(), 20);
  EXPECT_EQ(update.reason, Reason::left_range);
}

TEST(Hysteresis, GoodTimesPayBackForBadOnes) {
  UpdateBox box(edge_or_cloud(), with_cost(20));
  box.add(0, kSlow);
  box.add(1, kFast);
  EXPECT_EQ(box.add(4, kSlow).lost.count(), 12);  // 3 s · 4 ms
  EXPECT_EQ(box.add(5, kSlow).lost.count(), 4);   // 1 s · 8 ms back
  EXPECT_EQ(box.add(7, kFast).lost.count(), 0);   // and never below 0
}

TEST(Hysteresis, ARateThatSwingsAroundABreakpointChangesNothing) {
  UpdateBox without(edge_or_cloud(), following());
  UpdateBox with(edge_or_cloud(), with_cost(20));
  int without_changes = 0;
  int with_changes = 0;
  for (int second = 0; second < 1000; ++second) {
    const Mbps rate{second % 2 == 0 ? 0.8 : 1.25};  // 10 and 12, 10 and 8.4 ms
    without_changes += without.add(second, rate).changed ? 1 : 0;
    with_changes += with.add(second, rate).changed ? 1 : 0;
  }
  EXPECT_EQ(without_changes, 1000);
  EXPECT_EQ(with_changes, 1);
}

TEST(Hysteresis, HoldsADecisionForItsTime) {
  UpdateBoxOptions options = following();
  options.hold_s = 10;
  UpdateBox box(edge_or_cloud(), options);
  EXPECT_EQ(box.add(-5, kSlow).reason, Reason::first);
  EXPECT_EQ(box.add(-4, kFast).reason, Reason::left_range);  // the first one is not held
  Update update = box.add(5.9, kSlow);
  EXPECT_EQ(update.reason, Reason::held);
  EXPECT_EQ(update.held_until_s, 6);
  EXPECT_EQ(update.piece, 1U);
  EXPECT_EQ(update.wanted, 0U);
  EXPECT_EQ(update.expected_time.count(), 18);
  update = box.add(6, kSlow);
  EXPECT_EQ(update.reason, Reason::left_range);
  EXPECT_EQ(update.held_until_s, 16);
}

TEST(Hysteresis, ALinkThatIsDownIsLeftAtOnce) {
  UpdateBoxOptions options = with_cost(1e9);
  options.hold_s = 1e9;
  UpdateBox box(edge_or_cloud(), options);
  box.add(0, kFast);
  Update update = box.add(1, Mbps{0});
  EXPECT_EQ(update.reason, Reason::link_down);
  EXPECT_TRUE(std::isinf(update.saving.count()));
  EXPECT_EQ(update.piece, 0U);
  EXPECT_EQ(update.expected_time.count(), 10);
  EXPECT_EQ(box.add(2, Mbps{0}).reason, Reason::stays);
  update = box.add(3, kFast);
  EXPECT_EQ(update.reason, Reason::held);
  EXPECT_EQ(update.piece, 0U);
}

TEST(Hysteresis, GainsWhileTheLinkIsDownForgiveAllThatWasLost) {
  UpdateBox box(edge_or_cloud(), with_cost(20));
  box.add(0, kSlow);
  box.add(1, kFast);
  EXPECT_EQ(box.add(4, Mbps{0}).lost.count(), 12);
  EXPECT_EQ(box.add(4, Mbps{0}).lost.count(), 12);  // no time has passed
  EXPECT_EQ(box.add(5, kFast).lost.count(), 0);
}

TEST(Hysteresis, TimesThatFallPassNoTime) {
  UpdateBox box(edge_or_cloud(), with_cost(20));
  box.add(0, kSlow);
  box.add(5, kFast);
  EXPECT_EQ(box.add(1, kFast).lost.count(), 0);
  EXPECT_EQ(box.add(5, kFast).lost.count(), 0);
  EXPECT_EQ(box.add(6, kFast).lost.count(), 4);
}

/// What the decisions of a walk cost beyond the best ones at each time, in ms.
struct Regret {
  double online = 0;
  double offline = 0;  // by who knows the future
  std::size_t switches = 0;
};

/// One sample a second; offline by dynamic programming over the pieces.
Regret regret_of(const RateTable& table, const UpdateBoxOptions& options,
                 const std::vector<Mbps>& rates) {
  const double cost = options.switch_cost.count();
  UpdateBox box(table, options);
  Regret regret;
  std::vector<double> best(table.pieces().size(), 0);
  double since_switch = 0;  // lost against the best, without what good times gave back
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const Update update = box.add(static_cast<double>(i), rates[i]);
    const double least = table.at(rates[i]).expected_time.count();
    const double cheapest = *std::min_element(best.begin(), best.end()) + (i == 0 ? 0 : cost);
    for (std::size_t piece = 0; piece < best.size(); ++piece) {
      best[piece] =
          std::min(best[piece], cheapest) + (table.expected_time(piece, rates[i]).count() - least);
    }
    EXPECT_LE(update.lost.count(), since_switch * (1 + 1e-9) + 1e-9);
    if (update.changed && i > 0) {
      regret.online += cost;
      ++regret.switches;
      since_switch = 0;
    }
    regret.online += update.expected_time.count() - least;
    since_switch += update.expected_time.count() - least;
    if (update.reason == Reason::does_not_pay) {
      EXPECT_LT(update.lost.count(), cost);
    }
  }
  regret.offline = *std::min_element(best.begin(), best.end());
  return regret;
}

TEST(Hysteresis, CostsLittleMoreThanThoseCouldSaveWhoKnowTheFuture) {
  double online = 0;
  double offline = 0;
  std::size_t switches = 0;
  for (std::uint64_t number = 0; number < 500; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    // Two decisions, or three: cloud 14 + 8/B, after v1 19 + 2/B, edge 29.
    const RateTable table =
        number % 2 == 0
            ? edge_or_cloud()
            : test::table_of(chain(1000).layer({9, 4}, 250).layer({20, 10}, 1).rate({1}));
    std::vector<Mbps> rates;
    double place = 0;  // ln of the rate
    const double step = test::log_uniform(random, 0.01, 1);
    for (int i = 0; i < 2000; ++i) {
      place = std::clamp(place + test::real_between(random, -step, step), -2.0, 2.0);
      rates.push_back(Mbps{std::exp(place)});
    }
    const UpdateBoxOptions options = with_cost(test::log_uniform(random, 100, 1000));
    const Regret regret = regret_of(table, options, rates);
    // No wait loses more than a switch costs, but for what two samples lose at most: cloud instead
    // of edge at the lowest rate. What all waits of a walk cost has no such bound, because a switch
    // may also be made on a guess; so that is looked at over all walks, below.
    const double of_two_samples = 2 * (14 + 8 * std::exp(2.0) - 29);
    UpdateBox box(table, options);
    for (std::size_t i = 0; i < rates.size(); ++i) {
      const Update update = box.add(static_cast<double>(i), rates[i]);
      ASSERT_LE(update.lost.count(), options.switch_cost.count() + of_two_samples);
    }
    online += regret.online;
    offline += regret.offline;
    switches += regret.switches;
  }
  EXPECT_GT(switches, 1000U);
  EXPECT_LT(online, 2.5 * offline);
}

}  // namespace
}  // namespace popex
