// SPDX-License-Identifier: MIT
//
// Decisions over a trace, worked out by hand.

#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include <popex/robust.hpp>

#include "decision_maker/decisions.hpp"
#include "decision_maker/trace_search.hpp"
#include "support/chain.hpp"

namespace popex {
namespace {

using test::chain;

TraceAnswer answer(const test::Chain& network, const RateTrace& trace, TraceQuestion question) {
  question.trace = &trace;
  return decide_over_trace(network.profile(), network.scenario(), question).value();
}

//     input 5000 B ──▸ v1 6000 B ──▸ v2      edge 1000, 5000 ms; cloud 700, 10 ms
//
// The rate is 0.05 Mbps in the first second, 100 in the next, and so on. Sent at once, the input
// takes 800 ms in a slow second; v1's output is ready when the fast one begins.
TEST(OverTrace, ADecisionThatIsNeverTheBestAtAConstantRateMayBeTheBest) {
  const auto network = chain(5000).layer({1000, 700}, 6000).layer({5000, 10}, 0).rate({1});
  const RateTrace trace =
      RateTrace::make({{0, Mbps{0.05}}, {1, Mbps{100}}, {2, Mbps{0.05}}, {3, Mbps{100}}}, 4)
          .value();
  const TraceAnswer found = answer(network, trace, {.interval_s = 2});
  EXPECT_EQ(found.starts, 2U);
  EXPECT_EQ(found.chosen.decision.placement, (Placement{{1, 0}}));
  EXPECT_NEAR(found.chosen.value.count(), 1000 + 0.48 + 10, 1e-9);
  EXPECT_EQ(found.for_mean.decision.placement, (Placement{{0, 0}}));
  EXPECT_NEAR(found.for_mean.value.count(), 800 + 710, 1e-9);
}

// A tenth of a second without delivery costs the sample that meets it that tenth.
TEST(OverTrace, ADipCostsItsOwnTimeAndNoMore) {
  const auto network = chain(1'250'000).layer({10'000, 0}, 1).rate({1});  // 10 Mbit
  const RateTrace trace =
      RateTrace::make({{0, Mbps{100}}, {5.05, Mbps{0}}, {5.15, Mbps{100}}}, 10).value();
  const TraceAnswer found = answer(network, trace, {});
  EXPECT_EQ(found.chosen.decision.placement, (Placement{{0, 0}}));
  EXPECT_NEAR(found.chosen.value.count(), (9 * 100 + 200) / 10.0, 1e-9);
  EXPECT_EQ(found.chosen.gave_up, 0U);
}

// Ten starts; at 5 s and 6 s the link is down for more than the 1.5 s that uploads wait. Then the
// device runs the layer itself, in 40 ms.
TEST(OverTrace, PartsAreMeansOverTheStarts) {
  const auto network = chain(125'000).layer({40, 3}, 1).rate({1}).latency({5});  // 1 Mbit
  const RateTrace trace =
      RateTrace::make({{0, Mbps{100}}, {5, Mbps{0}}, {8, Mbps{100}}}, 10).value();
  TraceQuestion question;
  question.outage_timeout_s = 1.5;
  const TraceAnswer found = answer(network, trace, question);
  EXPECT_EQ(found.chosen.decision.placement, (Placement{{1, 0}}));
  EXPECT_EQ(found.chosen.value.count(), 40);
  const TraceDecision& other = found.for_mean;
  EXPECT_EQ(other.gave_up, 2U);
  // 1 … 4, 8, 9, 10 s: 10 + 5 ms. 5, 6 s: 1500 ms. 7 s: 1000 + 10 + 5 ms.
  EXPECT_NEAR(other.decision.links[0].time.count(), (7 * 15 + 2 * 1500 + 1015) / 10.0, 1e-9);
  EXPECT_NEAR(other.decision.tiers[0].compute.count(), 40 * 0.2, 1e-12);
  EXPECT_NEAR(other.decision.tiers[1].compute.count(), 3 * 0.8, 1e-12);
  EXPECT_NEAR(other.value.count(), 412 + 8 + 2.4, 1e-9);
}

// At 1 … 4 s the upload takes 10, 100, 1000, 10 ms; the device takes 150.
TEST(OverTrace, CriteriaAreOverTheStarts) {
  const auto network = chain(125'000).layer({150, 0}, 1).rate({1});
  const RateTrace trace =
      RateTrace::make({{0, Mbps{100}}, {2, Mbps{10}}, {3, Mbps{1}}, {4, Mbps{100}}}, 5).value();
  const auto found = [&](Criterion criterion, double risk) {
    TraceQuestion question;
    question.criterion = criterion;
    question.risk = risk;
    return answer(network, trace, question);
  };
  const Placement cloud{{0, 0}};
  const Placement edge{{1, 0}};
  EXPECT_EQ(found(Criterion::expectation, 0).chosen.decision.placement, edge);
  EXPECT_DOUBLE_EQ(found(Criterion::expectation, 0).for_mean.value.count(), 1130 / 5.0);
  EXPECT_EQ(found(Criterion::risk, 0.75).chosen.decision.placement, cloud);
  EXPECT_DOUBLE_EQ(found(Criterion::risk, 0.75).chosen.value.count(), 100);
  EXPECT_EQ(found(Criterion::risk, 1).chosen.decision.placement, edge);
  EXPECT_EQ(found(Criterion::worst, 0).chosen.value.count(), 150);
  const TraceAnswer regret = found(Criterion::regret, 0);
  EXPECT_EQ(regret.chosen.decision.placement, edge);
  EXPECT_DOUBLE_EQ(regret.chosen.value.count(), 140);
  ASSERT_TRUE(regret.regret.has_value());
  EXPECT_EQ(regret.regret->start_s, 1);
  EXPECT_EQ(regret.regret->best, cloud);
  EXPECT_DOUBLE_EQ(regret.regret->least.count(), 10);
}

TEST(OverTrace, TiesGoToTheEdge) {
  const auto network = chain(125'000).layer({0, 0}, 125'000).layer({10, 0}, 1).rate({1});
  const RateTrace trace = RateTrace::make({{0, Mbps{100}}}, 10).value();
  EXPECT_EQ(answer(network, trace, {}).chosen.decision.placement, (Placement{{2, 0}}));
  const auto slower = chain(125'000).layer({0, 0}, 125'000).layer({10.1, 0}, 1).rate({1});
  EXPECT_EQ(answer(slower, trace, {}).chosen.decision.placement, (Placement{{1, 0}}));
}

// Three tiers, the second link varies; the first takes 8 ms for 1000 B.
TEST(OverTrace, MayBeAboutAnyLink) {
  const auto network =
      chain(1000, test::three_tiers()).layer({50, 10, 1}, 1000).layer({50, 20, 1}, 1).rate({1, 7});
  const RateTrace trace = RateTrace::make({{0, Mbps{10}}}, 10).value();
  TraceQuestion question;
  question.link = 1;
  const TraceAnswer found = answer(network, trace, question);
  EXPECT_EQ(found.chosen.decision.placement, (Placement{{0, 0}, {0, 0}}));
  EXPECT_NEAR(found.chosen.value.count(), 8 + 0.8 + 2, 1e-9);
  question.link = 0;  // at 10 Mbps, and 8 / 7 ms over the other one
  EXPECT_NEAR(answer(network, trace, question).chosen.value.count(), 0.8 + 8.0 / 7 + 2, 1e-9);
}

TEST(OverTrace, AnUnknownRateOfAnotherLinkIsAProblem) {
  const auto network = chain(1000, test::three_tiers()).layer({10, 5, 2}, 1);
  const RateTrace trace = RateTrace::make({{0, Mbps{10}}}, 10).value();
  TraceQuestion question;
  question.trace = &trace;
  const auto found = decide_over_trace(network.profile(), {}, question, {"--rate", "", "", ""});
  ASSERT_FALSE(found.has_value());
  ASSERT_EQ(found.problems().size(), 1U);
  EXPECT_EQ(found.problems()[0].where, "--rate");
}

}  // namespace
}  // namespace popex
