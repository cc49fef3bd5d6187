// SPDX-License-Identifier: MIT
//
// What a goal's search does where it cannot look at every decision.

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <popex/planner.hpp>

#include "decision_maker/decisions.hpp"
#include "support/chain.hpp"
#include "support/problem_lines.hpp"

namespace popex {
namespace {

using test::Lines;

/// So many layers that decisions times layers are too many to say of each bound what it excludes.
Lines problems_of_long_chain(const Goal& goal) {
  ProfileData data = test::equal_layers(15'000);
  for (ProfileData::Layer& layer : data.layers) layer.parameters = Bytes{1};
  Scenario scenario;
  scenario.rate.all = Mbps{8};
  return test::problem_lines(Planner::make(make_profile(std::move(data)).value(), scenario, goal));
}

TEST(GoalSearch, WithoutEachBoundOfALongChainThereAreSomeOrNone) {
  Goal goal;
  goal.not_before = {"v10"};
  goal.memory = {{"edge", Bytes{2}}};
  const std::string some = ": no decision keeps to every bound; without this one there are some";
  const std::string none =
      ": no decision keeps to every bound; without this one there is none either";
  EXPECT_EQ(problems_of_long_chain(goal), (Lines{"not_before v10" + some, "memory edge" + some}));

  // Nothing but the whole network on the edge sends so little.
  goal.max_upload.all = Bytes{10};
  EXPECT_EQ(problems_of_long_chain(goal),
            (Lines{"not_before v10" + none, "max_upload" + none, "memory edge" + some}));
}

TEST(GoalSearch, WithoutItsArrivalsALongChainHasDecisions) {
  Goal goal;
  goal.arrival_rate = 1e6;
  EXPECT_EQ(problems_of_long_chain(goal),
            (Lines{"arrival_rate: no decision keeps to every bound; without this one there are "
                   "some"}));
}

TEST(GoalSearch, AShortestPathThroughABlockIsACandidateWhereSamplesQueue) {
  //     input 9 kB ─▸ a 9 kB ─┬▸ b 0.1 kB ─┬▸ d ─▸ output
  //                           └▸ c 0.1 kB ─┘
  //
  // On the edge a, b and c take 0.1 mJ each and d takes 1000; a kilobyte takes 0.1 mJ to send. So
  // least energy is to send what b and c put out: 0.32 mJ; a block kept whole costs 0.9 at least,
  // and so does what is fastest, which is to send the input.
  ProfileData data;
  data.input = Bytes{9000};
  const std::vector<std::pair<std::string, std::vector<std::string>>> layers = {
      {"a", {"input"}}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"b", "c"}}};
  for (const auto& [name, inputs] : layers) {
    ProfileData::Layer layer;
    layer.name = name;
    layer.inputs = inputs;
    layer.time = {{"edge", Milliseconds(10)}, {"cloud", Milliseconds(0.1)}};
    layer.energy_mj = {{"edge", name == "d" ? 1000 : 0.1}};
    layer.output = Bytes{name == "a" ? 9000.0 : 100.0};
    data.layers.push_back(layer);
  }
  Scenario scenario;
  scenario.rate.all = Mbps{8};
  Goal goal;
  goal.objective = Objective::energy;
  goal.radio_power.all = RadioPower{0, 100};
  goal.arrival_rate = 1;
  const Planner planner = Planner::make(make_profile(data).value(), scenario, goal).value();
  const Decision decision = planner.decide();
  EXPECT_EQ(decision.placement, (Placement{{1, 0, {1, 2}}}));
  EXPECT_NEAR(decision.energy->total_mj, 0.32, 1e-9);
  EXPECT_FALSE(planner.keeps_blocks_whole());
}

}  // namespace
}  // namespace popex
