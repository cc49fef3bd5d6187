// SPDX-License-Identifier: MIT
#include "model/criteria.hpp"

#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "support/chain.hpp"
#include "support/energy_goal.hpp"
#include "support/problem_lines.hpp"

// What is wrong with a goal, or missing, is asked for by name; what energy it takes of which
// source.

namespace popex {
namespace {

using test::energy_goal;
using test::kFourG;
using test::Lines;
using test::problem_lines;
using test::two_layers;

Lines problems(const ProfileData& data, const Scenario& scenario, const Goal& goal,
               const GoalPlaces& places = {}) {
  const Profile profile = make_profile(data).value();
  Instance instance = make_instance(profile, scenario).value();
  return problem_lines(make_criteria(profile, goal, instance, places));
}
Lines problems(const test::Chain& network, const Goal& goal) {
  return problems(network.data(), network.scenario(), goal);
}

TEST(Criteria, MissingPowerIsAskedForByLayerAndTierAndLink) {
  Goal goal;
  goal.objective = Objective::energy;
  EXPECT_EQ(
      problems(two_layers(), goal),
      (Lines{"/layers/0/energy_mj: 'v1' (and 1 more) has no energy on tier 'edge', expected one, "
             "or the tier's power: power",
             "/branches/0/energy_mj: 'b1' has no energy on tier 'edge', expected one, or the "
             "tier's power: power",
             "radio_power: missing, expected the power of what sends over the link edge-cloud"}));
}

TEST(Criteria, PowerOfTheEdgeIsEnough) {
  EXPECT_EQ(problems(two_layers(), energy_goal({{"edge", 1000}})), (Lines{"no problem"}));
  ProfileData data = two_layers().data();
  data.power_mw = {{"edge", 1000}};
  EXPECT_EQ(problems(data, two_layers().scenario(), energy_goal({})), (Lines{"no problem"}));
}

TEST(Criteria, EnergyOfPartOfALaterTierIsAMistake) {
  ProfileData data = two_layers().data();
  data.layers[0].energy_mj = {{"cloud", 3}};
  EXPECT_EQ(problems(data, two_layers().scenario(), energy_goal({{"edge", 1000}})),
            (Lines{"/layers/1/energy_mj: 'v2' has no energy on tier 'cloud', expected one, or the "
                   "tier's power: power"}));
}

TEST(Criteria, UnknownNamesAreAllReportedWithHints) {
  Goal goal = energy_goal({{"egde", 1}});
  goal.radio_power.named = {{"edge-clod", kFourG}};
  goal.pins = {{"v3", "edge"}};
  goal.not_before = {"w1"};
  goal.max_upload.named = {{"cloud-edge", Bytes{1}}};
  goal.memory = {{"Edge", Bytes{1}}};
  ProfileData data = two_layers().data();
  for (auto& layer : data.layers) layer.parameters = Bytes{1};
  data.power_mw = {{"edge", 1000}};
  EXPECT_EQ(
      problems(data, two_layers().scenario(), goal),
      (Lines{
          "power egde: 'egde' is not a tier, expected one of edge, cloud; did you mean 'edge'?",
          "radio_power edge-clod: 'edge-clod' is not a link, expected one of edge-cloud; did "
          "you mean 'edge-cloud'?",
          "pin v3=edge: 'v3' is not a layer, expected one of v1, v2; did you mean 'v1'?",
          "not_before w1: 'w1' is not a layer, expected one of v1, v2; did you mean 'v1'?",
          "max_upload cloud-edge: 'cloud-edge' is not a link, expected one of edge-cloud",
          "memory Edge: 'Edge' is not a tier, expected one of edge, cloud; did you mean 'edge'?"}));
}

TEST(Criteria, NumbersOutOfRangeAreAllReported) {
  Goal goal = energy_goal({{"edge", -1}});
  goal.radio_power.all = RadioPower{2e9, -0.5};
  goal.arrival_rate = 2e9;
  goal.max_upload.all = Bytes{-1};
  goal.memory = {{"edge", Bytes{1e16}}};
  goal.deadline = Milliseconds(std::numeric_limits<double>::quiet_NaN());
  ProfileData data = two_layers().data();
  for (auto& layer : data.layers) layer.parameters = Bytes{1};
  EXPECT_EQ(problems(data, two_layers().scenario(), goal),
            (Lines{"arrival_rate: 2000000000, must be between 0 and 1000000000",
                   "power edge: -1, must be between 0 and 1000000000",
                   "radio_power: 2000000000, must be between 0 and 1000000000",
                   "radio_power: -0.5, must be between 0 and 1000000000",
                   "max_upload: -1, must be between 0 and 1000000000000000",
                   "memory edge: 1e+16, must be between 0 and 1000000000000000",
                   "deadline: nan, must be between 0 and 1000000000000"}));
}

TEST(Criteria, LimitsThemselvesAreInRange) {
  Goal goal = energy_goal({{"edge", ProfileLimits::power_mw}, {"cloud", 0}});
  goal.radio_power.all = RadioPower{0, ProfileLimits::power_mw};
  goal.arrival_rate = GoalLimits::samples_per_second;
  goal.max_upload.all = Bytes{0};
  goal.deadline = Milliseconds(ProfileLimits::time_ms);
  EXPECT_EQ(problems(two_layers(), goal), (Lines{"no problem"}));
}

TEST(Criteria, MemoryNeedsTheParametersOfEveryLayer) {
  Goal goal;
  goal.memory = {{"edge", Bytes{1000}}};
  EXPECT_EQ(
      problems(two_layers(), goal),
      (Lines{"memory: expected parameter_bytes of every layer, the profile has none of v1, v2"}));
  ProfileData data = test::equal_layers(23);
  data.layers[4].parameters = Bytes{1};
  Scenario scenario;
  scenario.rate.all = Mbps{1};
  EXPECT_EQ(
      problems(data, scenario, goal),
      (Lines{"memory: expected parameter_bytes of every layer, the profile has none of v1, v2, "
             "v3, v4, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v20, v21 "
             "and 2 more"}));
}

TEST(Criteria, DeadlineForTheLatencyIsAMistake) {
  Goal goal;
  goal.deadline = Milliseconds(100);
  EXPECT_EQ(problems(two_layers(), goal),
            (Lines{"deadline: with the latency as the objective the answer is the fastest decision "
                   "already, expected objective energy or throughput"}));
  goal.objective = Objective::throughput;
  EXPECT_EQ(problems(two_layers(), goal), (Lines{"no problem"}));
}

TEST(Criteria, PowerGivenTwiceIsAMistake) {
  EXPECT_EQ(problems(two_layers(), energy_goal({{"edge", 1}, {"edge", 1}})),
            (Lines{"power edge: given twice"}));
}

TEST(Criteria, PlacesAreCalledAsTheCallerCallsThem) {
  GoalPlaces places;
  places.objective = "--objective";
  places.power = "--power";
  places.radio_power = "--radio-power";
  places.arrival_rate = "--arrival-rate";
  places.max_upload = "--max-upload";
  places.memory = "--memory";
  places.deadline = "--deadline";
  Goal goal;
  goal.power_mw = {{"fog", 1}};
  goal.arrival_rate = -1;
  goal.max_upload.named = {{"fog", Bytes{1}}};
  goal.memory = {{"fog", Bytes{1}}};
  goal.deadline = Milliseconds(1);
  EXPECT_EQ(
      problems(two_layers().data(), two_layers().scenario(), goal, places),
      (Lines{"--arrival-rate: -1, must be between 0 and 1000000000",
             "--power fog: 'fog' is not a tier, expected one of edge, cloud",
             "/layers/0/energy_mj: 'v1' (and 1 more) has no energy on tier 'edge', expected one, "
             "or the tier's power: --power",
             "/branches/0/energy_mj: 'b1' has no energy on tier 'edge', expected one, or the "
             "tier's power: --power",
             "--radio-power: missing, expected the power of what sends over the link edge-cloud",
             "--max-upload fog: 'fog' is not a link, expected one of edge-cloud",
             "--memory fog: 'fog' is not a tier, expected one of edge, cloud",
             "--memory: expected parameter_bytes of every layer, the profile has none of v1, v2",
             "--deadline: with the latency as the objective the answer is the fastest decision "
             "already, expected --objective energy or throughput"}));
}

}  // namespace
}  // namespace popex
