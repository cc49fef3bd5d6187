// SPDX-License-Identifier: MIT
//
// Numbers worked out by hand, on a network with 10 ms on the edge, or 1 Mbit to send and 2 ms in
// the cloud:
//
//     input 125 kB ──▸ v1      edge 10 ms, cloud 2 ms; latency 5 ms

#include "update_box/replay.hpp"

#include <limits>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "model/trace_costs.hpp"
#include "support/chain.hpp"
#include "update_box/best_sequence.hpp"

namespace popex {
namespace {

constexpr double kForever = std::numeric_limits<double>::infinity();
using Pieces = std::vector<RateTrace::Piece>;

test::Chain network() {
  test::Chain chain = test::chain(125'000);
  chain.layer({10, 2}, 4).rate({1}).latency({5});
  return chain;
}

ReplayNetwork replay_network(const test::Chain& chain) {
  return {chain.instance(),
          std::make_shared<const RateTable>(
              Planner::make(chain.profile(), chain.scenario()).value().rate_table().value())};
}

CrossingCosts cloud_only(const test::Chain& chain) {
  return crossing_costs(chain.instance(), {Handover{}}, 0);
}

InferenceCost cost(const Pieces& pieces, double end_s, double time_s, double timeout_s) {
  const RateTrace trace = RateTrace::make(pieces, end_s).value();
  TraceCosts costs(trace, {1, timeout_s});
  return costs.at(time_s, cloud_only(network()));
}

TEST(TraceCosts, AtAConstantRateAreTheExpectedTime) {
  EXPECT_EQ(cost({{0, Mbps{4}}}, 10, 3, 1).ms, 250 + 5 + 2);
}

TEST(TraceCosts, IntegrateTheTransfer) {
  // 0.5 Mbit in the quarter of a second that is left of 2 Mbps, 0.5 at 10 Mbps.
  EXPECT_DOUBLE_EQ(cost({{0, Mbps{2}}, {1, Mbps{10}}}, 10, 0.75, 1).ms, 250 + 50 + 5 + 2);
}

TEST(TraceCosts, AnUploadWaitsForTheEndOfAnOutage) {
  const InferenceCost waits = cost({{0, Mbps{2}}, {1, Mbps{0}}, {4, Mbps{2}}}, 10, 0.75, 3.5);
  EXPECT_DOUBLE_EQ(waits.ms, 250 + 3000 + 250 + 5 + 2);
  EXPECT_DOUBLE_EQ(waits.waited_ms, 3000);
  EXPECT_FALSE(waits.gave_up);
}

TEST(TraceCosts, AShortGapIsNoOutage) {
  const InferenceCost waits = cost({{0, Mbps{2}}, {1, Mbps{0}}, {1.5, Mbps{2}}}, 10, 0.75, 3.5);
  EXPECT_DOUBLE_EQ(waits.ms, 250 + 500 + 250 + 5 + 2);
  EXPECT_EQ(waits.waited_ms, 0);
}

TEST(TraceCosts, TheDeviceFallsBackAfterTheTimeout) {
  const InferenceCost gives_up = cost({{0, Mbps{2}}, {1, Mbps{0}}, {4, Mbps{2}}}, 10, 0.75, 2);
  EXPECT_DOUBLE_EQ(gives_up.ms, 250 + 2000 + 10);
  EXPECT_DOUBLE_EQ(gives_up.waited_ms, 2000);
  EXPECT_TRUE(gives_up.gave_up);
}

TEST(TraceCosts, AnOutageMayLastOverTheEndOfTheTrace) {
  const Pieces pieces{{0, Mbps{0}}, {2, Mbps{8}}, {8, Mbps{0}}};
  EXPECT_DOUBLE_EQ(cost(pieces, 10, 9, 5).ms, 3000 + 125 + 5 + 2);
  EXPECT_DOUBLE_EQ(cost(pieces, 10, 9, 5).waited_ms, 3000);
  EXPECT_DOUBLE_EQ(cost(pieces, 10, 9, 2.5).ms, 2500 + 10);
  EXPECT_DOUBLE_EQ(cost(pieces, 10, 30, 2.5).ms, 2000 + 125 + 5 + 2);  // lap 3
}

TEST(TraceCosts, ATransferMayTakeManyLaps) {
  // 0.001 Mbit in each lap of a second: a thousand laps with 0.75 s of outage each.
  const InferenceCost slow = [] {
    const RateTrace trace = RateTrace::make({{0, Mbps{0.004}}, {0.25, Mbps{0}}}, 1).value();
    TraceCosts costs(trace, {0.5, 10});
    return costs.at(0, cloud_only(network()));
  }();
  EXPECT_NEAR(slow.ms, 999'250 + 5 + 2, 1e-6);
  EXPECT_NEAR(slow.waited_ms, 999 * 750, 1e-6);
}

TEST(TraceCosts, WithoutAnyDeliveryOneWaitsForTheTimeoutOrForever) {
  EXPECT_EQ(cost({{0, Mbps{0}}}, 10, 3, 4).ms, 4000 + 10);
  EXPECT_EQ(cost({{0, Mbps{0}}}, 10, 3, kForever).ms, kForever);
}

// A branch that half of the samples leave at: the others send 0.5 Mbit after 3 + 1 ms.
TEST(TraceCosts, OnlySamplesThatDoNotExitSend) {
  test::Chain chain = test::chain(125'000);
  chain.layer({3, 1}, 62'500).branch({1, 1}, 0.5).layer({20, 2}, 4).rate({1});
  const CrossingCosts costs = crossing_costs(chain.instance(), {Handover{1, 1}}, 0);
  EXPECT_EQ(costs.elsewhere_ms, 3 + 1 + 0.5 * 2);
  EXPECT_EQ(costs.before_ms, 3 + 1);
  EXPECT_EQ(costs.probability, 0.5);
  EXPECT_EQ(costs.reach_s, 0.004);
  EXPECT_EQ(costs.fall_back_ms, 20);
  const RateTrace trace = RateTrace::make({{0, Mbps{2}}, {1, Mbps{0}}}, 10).value();
  TraceCosts over(trace, {1, 2});
  EXPECT_DOUBLE_EQ(over.at(0.5, costs).ms, 4 + 0.5 * 250 + 0.5 * 2);
  EXPECT_DOUBLE_EQ(over.at(1, costs).ms, 4 + 0.5 * (2000 + 20));
  EXPECT_DOUBLE_EQ(over.at(1, costs).waited_ms, 0.5 * 2000);
}

TEST(BestSequence, ASwitchHasToPayOverItsStay) {
  // Decision 1 saves 2 in each of the three steps in the middle.
  const std::vector<std::vector<double>> costs{{1, 9}, {3, 1}, {3, 1}, {3, 1}, {1, 9}};
  const auto sequence = [&](double switch_cost) {
    BestSequence best(5, 2, switch_cost);
    for (const std::vector<double>& step : costs) best.add(step);
    return best.decisions();
  };
  using Sequence = std::vector<std::uint32_t>;
  EXPECT_EQ(sequence(0), (Sequence{0, 1, 1, 1, 0}));
  EXPECT_EQ(sequence(2.9), (Sequence{0, 1, 1, 1, 0}));
  EXPECT_EQ(sequence(3.1), (Sequence{0, 0, 0, 0, 0}));
}

// 20 ms of 1 Mbit at 100 Mbps are less than the edge's, 1 s at 1 Mbps is more.
TEST(Replay, ComparesStrategiesWithTheOracle) {
  test::Chain chain = test::chain(125'000);
  chain.layer({30, 0}, 4).rate({1});
  const RateTrace trace =
      RateTrace::make({{0, Mbps{100}}, {3, Mbps{1}}, {6, Mbps{100}}}, 9).value();
  ReplayOptions options;
  options.boxes.emplace_back();
  options.boxes.front().estimator.kind = EstimatorOptions::Kind::last;
  const Replay replay = popex::replay(replay_network(chain), {&trace}, options);
  const std::vector<ReplayStrategy>& strategies = replay.traces.front().strategies;
  ASSERT_EQ(strategies.size(), 5U);
  const auto regret = [&](std::size_t s) { return strategies[s].regret.count(); };

  // At 1 … 9 s the cloud takes 10, 10, 1000, 1000, 1000, 10, 10, 10, 10 ms. `last` learns of a
  // change a step later: the cloud at 3 s, the edge at 6 s.
  const double oracle = (10 + 10 + 30 + 30 + 30 + 10 + 10 + 10 + 10) / 9.0;
  EXPECT_DOUBLE_EQ(strategies[1].mean.count(), oracle);
  EXPECT_DOUBLE_EQ(strategies[1].late.count(), 30);
  EXPECT_EQ(strategies[1].switches, 2U);
  EXPECT_DOUBLE_EQ(regret(0), (1000 - 30 + 30 - 10) / 9.0);
  EXPECT_EQ(strategies[0].switches, 2U);
  EXPECT_DOUBLE_EQ(regret(2), 30 - oracle);  // the edge is the best fixed decision
  EXPECT_DOUBLE_EQ(regret(3), 30 - oracle);
  EXPECT_DOUBLE_EQ(regret(4), (3060.0 / 9) - oracle);
  EXPECT_DOUBLE_EQ(strategies[3].regret_share, (30 - oracle) / oracle);
}

TEST(Replay, CountsOutages) {
  const RateTrace trace =
      RateTrace::make({{0, Mbps{1000}}, {3, Mbps{0}}, {8, Mbps{1000}}}, 9).value();
  ReplayOptions options;
  options.outage_timeout_s = 2;
  const Replay replay = popex::replay(replay_network(network()), {&trace}, options);
  EXPECT_EQ(replay.traces.front().outages, 5U);
  const ReplayStrategy& cloud = replay.traces.front().strategies.back();
  // At 3, 4 and 5 s the device gives up after 2 s; at 6 and 7 s it waits for 2 and 1 s.
  EXPECT_EQ(cloud.given_up, 3U);
  EXPECT_DOUBLE_EQ(cloud.waited.count(), 9000);
}

}  // namespace
}  // namespace popex
