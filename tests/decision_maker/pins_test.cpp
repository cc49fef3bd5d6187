// SPDX-License-Identifier: MIT
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <popex/planner.hpp>

#include "decision_maker/decisions.hpp"
#include "support/chain.hpp"
#include "support/problem_lines.hpp"

// Layers that have to run on a tier, and layers before which nothing may be sent, in networks small
// enough to see what is best.

namespace popex {
namespace {

using test::chain;
using test::Lines;
using test::problem_lines;

Goal pinned(std::vector<Pin> pins) {
  Goal goal;
  goal.pins = std::move(pins);
  return goal;
}
Goal not_before(std::vector<std::string> layers) {
  Goal goal;
  goal.not_before = std::move(layers);
  return goal;
}

/// input ─▸ v1 ─▸ v2 ─▸ v3. After v1, v2 and v3 it takes 4, 1 and 9 ms to send, the input 2.
///
///     decision     edge + link + cloud
///     v3            6                      (everything on the edge)
///     v2            4 + 1 + 1 =  6
///     v1            2 + 4 + 2 =  8
///     input             2 + 3 =  5         the best
test::Chain three_layers() {
  return chain(2000).layer({2, 1}, 4000).layer({2, 1}, 1000).layer({2, 1}, 9000).rate({8});
}

Result<Planner> plan(const test::Chain& network, const Goal& goal) {
  return Planner::make(network.profile(), network.scenario(), goal);
}

void expect_decision(const Result<Planner>& planner, const Placement& placement, double ms) {
  ASSERT_EQ(problem_lines(planner), (Lines{"no problem"}));
  const Decision decision = planner->decide();
  EXPECT_EQ(decision.placement, placement);
  EXPECT_DOUBLE_EQ(decision.expected_time.count(), ms);
  EXPECT_EQ(planner->decide(Solver::exhaustive).value(), decision);
  EXPECT_FALSE(planner->keeps_blocks_whole());
}

void expect_infeasible(const Result<Planner>& planner, const Lines& lines) {
  EXPECT_EQ(problem_lines(planner), lines);
  ASSERT_FALSE(planner.has_value());
  for (const Problem& problem : planner.problems()) {
    EXPECT_EQ(problem.cause, Problem::Cause::infeasible);
  }
}

TEST(Pins, WithoutThemEverythingIsSent) { expect_decision(plan(three_layers(), {}), {{0, 0}}, 5); }

TEST(Pins, LayerOnTheEdgeKeepsThoseBeforeItThere) {
  // Everything on the edge ties with a split after v2 and keeps more there.
  expect_decision(plan(three_layers(), pinned({{"v2", "edge"}})), {{3, 0}}, 6);
  expect_decision(plan(three_layers(), pinned({{"v1", "edge"}})), {{3, 0}}, 6);
}

TEST(Pins, LayerInTheCloudTakesThoseBehindItAlong) {
  expect_decision(plan(three_layers(), pinned({{"v3", "cloud"}})), {{0, 0}}, 5);
  expect_decision(plan(three_layers(), pinned({{"v2", "edge"}, {"v3", "cloud"}})), {{2, 0}}, 6);
}

TEST(Pins, LayersOnBothSidesLeaveOneSplit) {
  // The worst of all, and a branch after v1 may run or not: it takes 1 ms and nobody leaves.
  const Goal goal = pinned({{"v1", "edge"}, {"v2", "cloud"}});
  expect_decision(plan(three_layers(), goal), {{1, 0}}, 8);
  const test::Chain with_branch =
      chain(2000).layer({2, 1}, 4000).branch({1, 1}, 0).layer({2, 1}, 9000).rate({8});
  expect_decision(plan(with_branch, goal), {{1, 0}}, 2 + 4 + 1);
}

TEST(Pins, MiddleTierMayBeHeldByOneLayer) {
  // It takes 1 ms to send, and a layer takes 9 ms on the edge.
  const test::Chain network = chain(1000, test::three_tiers())
                                  .layer({2, 9, 1}, 1000)
                                  .layer({2, 9, 1}, 1000)
                                  .layer({2, 9, 1}, 1000)
                                  .rate({8, 8});
  expect_decision(plan(network, {}), {{0, 0}, {0, 0}}, 5);
  expect_decision(plan(network, pinned({{"v2", "edge"}})), {{1, 0}, {2, 0}}, 2 + 1 + 9 + 1 + 1);
}

TEST(Pins, PinHoldsWhereNobodyComes) {
  // All leave at b1, so v2 takes no time anywhere; the edge may not run it all the same.
  const test::Chain network =
      chain(9e6).layer({1, 1}, 1000).branch({0, 0}, 1).layer({9, 1}, 1).rate({8});
  expect_decision(plan(network, {}), {{2, 1}}, 1);
  expect_decision(plan(network, pinned({{"v2", "cloud"}})), {{1, 1}}, 1);
}

TEST(Pins, HoldForAllAndTheNextBest) {
  const Result<Planner> planner = plan(three_layers(), pinned({{"v1", "edge"}}));
  ASSERT_TRUE(planner);
  std::vector<Placement> placements;
  for (const Decision& decision : planner->all()) placements.push_back(decision.placement);
  EXPECT_EQ(placements, (std::vector<Placement>{{{1, 0}}, {{2, 0}}, {{3, 0}}}));
  EXPECT_EQ(planner->decision_count(), 3U);
  placements.clear();
  for (const Decision& decision : planner->best(9)) placements.push_back(decision.placement);
  EXPECT_EQ(placements, (std::vector<Placement>{{{3, 0}}, {{2, 0}}, {{1, 0}}}));
}

TEST(NotBefore, NothingThatTheLayerIsComputedFromIsSent) {
  // v2 reads v1's output, so v2 itself has to run on the edge.
  const test::Chain fast_at_the_end =
      chain(0).layer({2, 1}, 0).layer({2, 1}, 1000).layer({9, 1}, 1).rate({8});
  expect_decision(plan(fast_at_the_end, {}), {{0, 0}}, 3);
  expect_decision(plan(fast_at_the_end, not_before({"v1"})), {{1, 0}}, 2 + 2);
  expect_decision(plan(fast_at_the_end, not_before({"v2"})), {{2, 0}}, 4 + 1 + 1);
  expect_decision(plan(fast_at_the_end, not_before({"v3"})), {{3, 0}}, 13);
  expect_decision(plan(fast_at_the_end, not_before({"v1", "v2"})), {{2, 0}}, 4 + 1 + 1);
}

/// input ─▸ a ─▸ b ─┐
///          └─▸ c ──┴▸ d ─▸ e      1 ms on the edge, nothing in the cloud
///
/// It takes 9 ms to send the input or e, 3 for a, 4 for b, 1 for c and 9 for d.
struct Diamond {
  Diamond() {
    data.input = Bytes{9000};
    add("a", {"input"}, 3000);
    add("b", {"a"}, 4000);
    add("c", {"a"}, 1000);
    add("d", {"b", "c"}, 9000);
    add("e", {"d"}, 9000);
    scenario.rate.all = Mbps{8};
  }
  void add(const std::string& name, const std::vector<std::string>& inputs, double bytes) {
    ProfileData::Layer layer;
    layer.name = name;
    layer.inputs = inputs;
    layer.time = {{"edge", Milliseconds(1)}, {"cloud", Milliseconds(0)}};
    layer.output = Bytes{bytes};
    data.layers.push_back(std::move(layer));
  }
  [[nodiscard]] Result<Planner> plan(const Goal& goal) const {
    return Planner::make(make_profile(data).value(), scenario, goal);
  }

  ProfileData data;
  Scenario scenario;
};

TEST(Pins, LayersOfABlockForceACutThroughIt) {
  const Diamond diamond;
  expect_decision(diamond.plan({}), {{1, 0}}, 1 + 3);
  // a and c are sent: 3 + 1. Both b and c on the edge would send 4 + 1.
  expect_decision(diamond.plan(pinned({{"c", "edge"}, {"b", "cloud"}})), {{1, 0, {2}}}, 2 + 4);
  expect_decision(diamond.plan(pinned({{"b", "edge"}, {"c", "cloud"}})), {{1, 0, {1}}}, 2 + 7);
  expect_decision(diamond.plan(pinned({{"c", "edge"}, {"d", "cloud"}})), {{1, 0, {2}}}, 2 + 4);
}

TEST(NotBefore, InABlockKeepsWhatTheLayerReads) {
  const Diamond diamond;
  // What b reads is a's output. It is not sent, so that c stays, too: it reads the same.
  expect_decision(diamond.plan(not_before({"b"})), {{5, 0}}, 5);
  expect_decision(diamond.plan(not_before({"d"})), {{5, 0}}, 5);
  Diamond small_d = diamond;
  small_d.data.layers[3].output = Bytes{500};
  expect_decision(small_d.plan(not_before({"b"})), {{4, 0}}, 4 + 0.5);
}

TEST(Pins, BudgetsWithPinsOnBothSidesOfABlockAreKeptByTheCutOrNotAtAll) {
  const Diamond diamond;
  Goal goal = pinned({{"c", "edge"}, {"b", "cloud"}});
  goal.max_upload.all = Bytes{4000};
  expect_decision(diamond.plan(goal), {{1, 0, {2}}}, 6);
  goal.max_upload.all = Bytes{3999};
  const std::string excludes =
      "no decision keeps to every bound; this one excludes 2 of 4 that keep blocks whole";
  expect_infeasible(diamond.plan(goal), {"pin c=edge: " + excludes, "pin b=cloud: " + excludes,
                                         "max_upload: " + excludes});
}

TEST(Pins, ContradictionNamesBothOptions) {
  expect_infeasible(
      plan(three_layers(), pinned({{"v1", "cloud"}, {"v3", "edge"}})),
      {"pin v3=edge: contradicts pin v1=cloud: 'v3' would have to run on 'edge' or before and on "
       "'cloud' or behind"});
  Goal goal = pinned({{"v2", "cloud"}});
  goal.not_before = {"v3"};
  expect_infeasible(
      plan(three_layers(), goal),
      {"not_before v3: contradicts pin v2=cloud: 'v2' would have to run on 'edge' or before and on "
       "'cloud' or behind"});
}

TEST(Pins, OfLayersThatHaveNothingToDoWithEachOtherDoNotContradict) {
  expect_decision(Diamond().plan(pinned({{"b", "cloud"}, {"c", "edge"}})), {{1, 0, {2}}}, 6);
}

TEST(Pins, BehindALinkThatIsDownAreInfeasible) {
  const test::Chain network = chain(2000).layer({2, 1}, 4000).layer({2, 1}, 1000).rate({0});
  expect_infeasible(plan(network, pinned({{"v2", "cloud"}})),
                    {"pin v2=cloud: no decision keeps to every bound; this one excludes 1 of 3; 2 "
                     "wait for a link "
                     "that is down"});
}

TEST(Pins, UnknownNamesGetAHint) {
  EXPECT_EQ(
      problem_lines(plan(three_layers(), pinned({{"v4", "egde"}}))),
      (Lines{
          "pin v4=egde: 'v4' is not a layer, expected one of v1, v2, v3; did you mean 'v1'?",
          "pin v4=egde: 'egde' is not a tier, expected one of edge, cloud; did you mean 'edge'?"}));
  EXPECT_EQ(
      problem_lines(plan(three_layers(), not_before({"V1"}))),
      (Lines{
          "not_before V1: 'V1' is not a layer, expected one of v1, v2, v3; did you mean 'v1'?"}));
}

TEST(Pins, OfOneLayerTwiceAreAMistake) {
  for (const std::string tier : {"edge", "cloud"}) {
    EXPECT_EQ(problem_lines(plan(three_layers(), pinned({{"v2", "edge"}, {"v2", tier}}))),
              (Lines{"pin v2=" + tier + ": 'v2' is pinned twice"}));
  }
}

TEST(Pins, AreCalledAsTheCallerCallsThem) {
  GoalPlaces places;
  places.pin = "--pin";
  places.not_before = "--not-before";
  Goal goal = pinned({{"v2", "cloud"}});
  goal.not_before = {"v3"};
  const test::Chain network = three_layers();
  expect_infeasible(Planner::make(network.profile(), network.scenario(), goal, {}, places),
                    {"--not-before v3: contradicts --pin v2=cloud: 'v2' would have to run on "
                     "'edge' or before and on 'cloud' or behind"});
}

TEST(Pins, HoldsIsAmongTheDecisionsWithThePin) {
  // 4 + 32/B after v1, 5 + 8/B after v2, 6 on the edge; without the pin 3 + 16/B in the cloud.
  const test::Chain network = three_layers().rate({10});
  const Result<Planner> planner = plan(network, pinned({{"v1", "edge"}}));
  expect_decision(planner, {{2, 0, {}}}, 5.8);
  const std::optional<Interval> holds = planner->holds();
  ASSERT_TRUE(holds.has_value());
  EXPECT_DOUBLE_EQ(holds->from, 8);
  EXPECT_DOUBLE_EQ(holds->to, 24);
}

}  // namespace
}  // namespace popex
