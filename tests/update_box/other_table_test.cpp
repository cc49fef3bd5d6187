// SPDX-License-Identifier: MIT
//
// A box that goes on with another table, because the link's latency has changed.

#include <memory>

#include <gtest/gtest.h>

#include <popex/update_box.hpp>

#include "update_box/boxes.hpp"

namespace popex {
namespace {

using Reason = Update::Reason;
using test::chain;
using test::following;

/// Edge only takes 10 ms, cloud only 2 + latency + 8/B.
std::shared_ptr<const RateTable> with_latency(double latency_ms) {
  test::Chain made = chain(1000).layer({10, 2}, 1).rate({1});
  Scenario scenario = made.scenario();
  scenario.latency.all = Milliseconds(latency_ms);
  return std::make_shared<const RateTable>(
      Planner::make(made.profile(), scenario).value().rate_table().value());
}

TEST(OtherTable, MovesTheBreakpoint) {
  UpdateBox box(with_latency(0), following());
  EXPECT_EQ(box.add(0, Mbps{1.5}).piece, 1U);
  box.use(with_latency(4));  // 4 + 8/B = 8 − … : from 2 Mbps on
  ASSERT_EQ(box.table().pieces().size(), 2U);
  EXPECT_DOUBLE_EQ(box.table().pieces()[0].to, 2);
  const Update update = box.add(1, Mbps{1.5});
  EXPECT_TRUE(update.changed);
  EXPECT_EQ(update.reason, Reason::left_range);
  EXPECT_EQ(update.piece, 0U);
  EXPECT_DOUBLE_EQ(update.expected_time.count(), 10);
}

TEST(OtherTable, LeavesADecisionThatIsStillTheBest) {
  UpdateBox box(with_latency(0), following());
  EXPECT_EQ(box.add(0, Mbps{5}).piece, 1U);
  box.use(with_latency(4));
  const Update update = box.add(1, Mbps{5});
  EXPECT_FALSE(update.changed);
  EXPECT_EQ(update.reason, Reason::stays);
  EXPECT_DOUBLE_EQ(update.expected_time.count(), 2 + 4 + 8.0 / 5);
}

TEST(OtherTable, WithoutTheDecisionDecidesAnew) {
  UpdateBox box(with_latency(0), following());
  EXPECT_EQ(box.add(0, Mbps{5}).piece, 1U);
  box.use(with_latency(20));  // nothing is worth sending
  ASSERT_EQ(box.table().pieces().size(), 1U);
  const Update update = box.add(1, Mbps{5});
  EXPECT_TRUE(update.changed);
  EXPECT_EQ(update.reason, Reason::first);
  EXPECT_EQ(update.piece, 0U);
  EXPECT_DOUBLE_EQ(update.expected_time.count(), 10);
}

TEST(OtherTable, KeepsHoldingADecision) {
  UpdateBoxOptions options = following();
  options.hold_s = 10;
  UpdateBox box(with_latency(0), options);
  box.add(0, Mbps{0.5});
  EXPECT_TRUE(box.add(1, Mbps{1.5}).changed);  // held until 11 s
  box.use(with_latency(4));
  EXPECT_EQ(box.add(10, Mbps{1.5}).reason, Reason::held);
  EXPECT_EQ(box.add(11, Mbps{1.5}).reason, Reason::left_range);
}

}  // namespace
}  // namespace popex
