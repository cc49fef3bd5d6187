// SPDX-License-Identifier: MIT
#include "model/expected_time.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "support/chain.hpp"

namespace popex {
namespace {

using test::chain;
using test::Chain;

// At 8 Mbit/s a kilobyte takes a millisecond.
//
//     input ──5000──▸ v1 ──2000──▸ v2 ──100──▸
//       edge          10    b1     20
//      cloud           1   2 ms     2
//                         p = 0.4
Chain one_branch() {
  return chain(5000).layer({10, 1}, 2000).branch({2}, 0.4).layer({20, 2}, 100).rate({8});
}

double time_of(const Instance& instance, Placement placement) {
  return expected_time(instance, std::move(placement)).expected_time.count();
}

TEST(ExpectedTime, CloudOnlyUploadsTheInputAndRunsEverythingThere) {
  // 5 upload + 1 + 2
  EXPECT_DOUBLE_EQ(time_of(one_branch().instance(), {{0, 0}}), 8);
}

TEST(ExpectedTime, EdgeOnlyRunsLaterLayersForThoseStillRunning) {
  // 10 + 2 + (1 − 0.4) · 20, and nothing is sent
  EXPECT_DOUBLE_EQ(time_of(one_branch().instance(), {{2, 1}}), 24);
}

TEST(ExpectedTime, BranchAtTheSplitMayBeLeftOut) {
  // 10 + 2 upload + 2
  EXPECT_DOUBLE_EQ(time_of(one_branch().instance(), {{1, 0}}), 14);
}

TEST(ExpectedTime, BranchAtTheSplitSparesUploadAndCloud) {
  // 10 + 2 + 0.6 · (2 upload + 2)
  EXPECT_DOUBLE_EQ(time_of(one_branch().instance(), {{1, 1}}), 14.4);
}

TEST(ExpectedTime, SharesAddUpAndSayWhatRunsWhere) {
  const Decision decision = expected_time(one_branch().instance(), {{1, 1}});
  ASSERT_EQ(decision.tiers.size(), 2U);
  EXPECT_EQ(decision.tiers[0].layers, (std::vector<Range>{{0, 1}}));
  EXPECT_EQ(decision.tiers[0].branches, (Range{0, 1}));
  EXPECT_DOUBLE_EQ(decision.tiers[0].compute.count(), 12);
  EXPECT_EQ(decision.tiers[1].layers, (std::vector<Range>{{1, 2}}));
  EXPECT_EQ(decision.tiers[1].branches.begin, decision.tiers[1].branches.end);
  EXPECT_DOUBLE_EQ(decision.tiers[1].compute.count(), 1.2);
  ASSERT_EQ(decision.links.size(), 1U);
  EXPECT_EQ(decision.links[0].tensors, (std::vector<std::size_t>{1}));
  EXPECT_EQ(decision.links[0].size, Bytes{2000});
  EXPECT_DOUBLE_EQ(decision.links[0].probability.value, 0.6);
  EXPECT_DOUBLE_EQ(decision.links[0].time.count(), 1.2);
  EXPECT_EQ(decision.placement, (Placement{{1, 1}}));
  EXPECT_EQ(decision.split_index(), 1U);
}

TEST(ExpectedTime, NothingIsSentWhereTheEdgeRunsEverything) {
  const Decision decision = expected_time(one_branch().latency({1000}).instance(), {{2, 1}});
  EXPECT_EQ(decision.links[0].size, Bytes{0});
  EXPECT_EQ(decision.links[0].probability, Probability{0});
  EXPECT_EQ(decision.links[0].time.count(), 0);
  EXPECT_DOUBLE_EQ(decision.expected_time.count(), 24);
}

TEST(ExpectedTime, CloudOnlyDoesNotDependOnTheExitProbability) {
  Chain network = one_branch();
  Instance instance = network.instance();
  const Decision before = expected_time(instance, {{0, 0}});
  for (const double p : {0.0, 0.25, 1.0}) {
    instance.exit_probability[0] = Probability{p};
    EXPECT_EQ(expected_time(instance, {{0, 0}}), before) << p;
  }
}

TEST(ExpectedTime, SeveralBranchesAfterOneLayerRunInTheirOrder) {
  const Instance instance = chain(5000)
                                .layer({10, 1}, 2000)
                                .branch({2}, 0.5)
                                .branch({4}, 0.2)
                                .layer({20, 2}, 100)
                                .rate({8})
                                .instance();
  EXPECT_DOUBLE_EQ(time_of(instance, {{1, 0}}), 14);    // 10 + 2 + 2
  EXPECT_DOUBLE_EQ(time_of(instance, {{1, 1}}), 14);    // 10 + 2 + 0.5 · (2 + 2)
  EXPECT_DOUBLE_EQ(time_of(instance, {{1, 2}}), 15.6);  // 10 + 2 + 0.5 · 4 + 0.4 · (2 + 2)
  EXPECT_DOUBLE_EQ(time_of(instance, {{2, 2}}), 22);    // 10 + 2 + 0.5 · 4 + 0.4 · 20
}

TEST(ExpectedTime, LatencyIsPaidOncePerSampleThatCrosses) {
  const Instance instance = one_branch().latency({10}).instance();
  EXPECT_DOUBLE_EQ(time_of(instance, {{0, 0}}), 18);    // 8 + 10
  EXPECT_DOUBLE_EQ(time_of(instance, {{1, 1}}), 20.4);  // 14.4 + 0.6 · 10
}

//     input ─5000─▸ v1 ─2000─▸ v2 ─1000─▸ v3 ─10─▸      links: 8 Mbit/s (1 ms a kB),
//      device       10   b1    20   b2    30                   4 Mbit/s (2 ms a kB)
//        edge        4    2|1   5   3|1.5  8
//       cloud        1  p=0.4   2  p=0.5   4
Chain three_tiers() {
  return chain(5000, test::three_tiers())
      .layer({10, 4, 1}, 2000)
      .branch({2, 1}, 0.4)
      .layer({20, 5, 2}, 1000)
      .branch({3, 1.5}, 0.5)
      .layer({30, 8, 4}, 10)
      .rate({8, 4});
}

TEST(ExpectedTime, ExitsRunOnTheMiddleTierToo) {
  // device 10, upload 2; edge 1 + 0.6 · (5 + 1.5); upload 0.3 · 2; cloud 0.3 · 4
  const Decision decision = expected_time(three_tiers().instance(), {{1, 0}, {2, 2}});
  EXPECT_DOUBLE_EQ(decision.tiers[0].compute.count(), 10);
  EXPECT_DOUBLE_EQ(decision.tiers[1].compute.count(), 4.9);
  EXPECT_DOUBLE_EQ(decision.tiers[2].compute.count(), 1.2);
  EXPECT_DOUBLE_EQ(decision.links[0].time.count(), 2);
  EXPECT_DOUBLE_EQ(decision.links[1].time.count(), 0.6);
  EXPECT_DOUBLE_EQ(decision.links[1].probability.value, 0.3);
  EXPECT_DOUBLE_EQ(decision.expected_time.count(), 18.7);
}

TEST(ExpectedTime, EachLinkHasItsOwnLatency) {
  // 18.7 + 1 · 5 + 0.3 · 7
  const Instance instance = three_tiers().latency({5, 7}).instance();
  EXPECT_DOUBLE_EQ(time_of(instance, {{1, 0}, {2, 2}}), 25.8);
}

TEST(ExpectedTime, TierThatRunsNothingIsStillCrossed) {
  // 5 + 10 upload, 1 + 2 + 4 in the cloud
  EXPECT_DOUBLE_EQ(time_of(three_tiers().instance(), {{0, 0}, {0, 0}}), 22);
}

TEST(ExpectedTime, MiddleTierMayFinish) {
  // device 10 + 2; 0.6 · 2 upload; edge 0.6 · (5 + 1.5 + 0.5 · 8)
  const Decision decision = expected_time(three_tiers().instance(), {{1, 1}, {3, 2}});
  EXPECT_DOUBLE_EQ(decision.expected_time.count(), 12 + 1.2 + 0.6 * 10.5);
  EXPECT_EQ(decision.links[1].time.count(), 0);
  EXPECT_EQ(decision.tiers[2].compute.count(), 0);
}

TEST(ExpectedTime, LinkThatIsDownTakesForever) {
  const Instance instance = chain(5000).layer({10, 1}, 100).rate({0}).instance();
  EXPECT_EQ(time_of(instance, {{0, 0}}), std::numeric_limits<double>::infinity());
  EXPECT_DOUBLE_EQ(time_of(instance, {{1, 0}}), 10);
}

TEST(ExpectedTime, LinkThatIsDownCostsNothingOnceEveryoneHasLeft) {
  const Instance instance =
      chain(5000).layer({10, 1}, 2000).branch({2}, 1).layer({20, 2}, 9).rate({0}).instance();
  EXPECT_DOUBLE_EQ(time_of(instance, {{1, 1}}), 12);
}

TEST(ExpectedTime, EmptyTensorStillPaysTheLatency) {
  const Instance instance = chain(0).layer({10, 1}, 100).rate({0}).latency({3}).instance();
  EXPECT_DOUBLE_EQ(time_of(instance, {{0, 0}}), 4);
}

}  // namespace
}  // namespace popex
