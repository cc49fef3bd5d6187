// SPDX-License-Identifier: MIT
//
// What a planner says to questions that do not fit its network, its scenario or its goal.

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <popex/planner.hpp>

#include "decision_maker/decisions.hpp"
#include "support/chain.hpp"
#include "support/problem_lines.hpp"

namespace popex {
namespace {

using Kind = Parameter::Kind;

/// v1 and v2 with a branch between them, on edge and cloud.
Planner with_branch(const Goal& goal = {}) {
  const test::Chain made =
      test::chain(4000).layer({3, 1}, 2000).branch({0, 0}, 0.5).layer({10, 2}, 100).rate({8});
  return Planner::make(made.profile(), made.scenario(), goal).value();
}

Planner without_branch(const Goal& goal = {}) {
  const test::Chain made = test::chain(4000).layer({3, 1}, 2000).layer({10, 2}, 100).rate({8});
  return Planner::make(made.profile(), made.scenario(), goal).value();
}

test::Lines said(const Planner& planner, Parameter parameter, Interval interval) {
  return test::problem_lines(planner.breakpoints(parameter, interval));
}

TEST(PlannerQuestions, MinimumCutIsForNetworksWithoutBranches) {
  EXPECT_EQ(test::problem_lines(with_branch().decide(Solver::mincut)),
            (test::Lines{"solver: mincut is for networks without branches, expected dijkstra"}));
  EXPECT_EQ(test::problem_lines(with_branch().decide(Solver::mincut, "--solver")),
            (test::Lines{"--solver: mincut is for networks without branches, expected dijkstra"}));
  EXPECT_EQ(without_branch().decide(Solver::mincut).value(), without_branch().decide());
}

TEST(PlannerQuestions, MinimumCutIsForSumsWithoutBudgets) {
  Goal throughput;
  throughput.objective = Objective::throughput;
  Goal arrivals;
  arrivals.arrival_rate = 1;
  Goal upload;
  upload.max_upload.all = Bytes{3000};
  for (const Goal& goal : {throughput, arrivals, upload}) {
    EXPECT_EQ(test::problem_lines(without_branch(goal).decide(Solver::mincut)),
              (test::Lines{"solver: mincut is for latency and energy, without arrivals and without "
                           "bounds but pins and not-before; expected dijkstra"}));
    EXPECT_TRUE(without_branch(goal).decide(Solver::exhaustive).has_value());
  }
}

TEST(PlannerQuestions, ExhaustiveSearchIsForWhatItCanFinish) {
  // Forty layers side by side have 2^40 placements.
  ProfileData data;
  data.input = Bytes{1};
  std::vector<std::string> all;
  for (std::size_t i = 0; i <= 40; ++i) {
    ProfileData::Layer layer;
    layer.name = test::numbered("v", i);
    layer.time = {{"edge", Milliseconds(1)}, {"cloud", Milliseconds(1)}};
    layer.output = Bytes{1};
    layer.inputs = i < 40 ? std::vector<std::string>{"input"} : all;
    all.push_back(layer.name);
    data.layers.push_back(layer);
  }
  Scenario scenario;
  scenario.rate.all = Mbps{1};
  const Planner planner = Planner::make(make_profile(data).value(), scenario).value();
  EXPECT_EQ(test::problem_lines(planner.decide(Solver::exhaustive)),
            (test::Lines{"solver: there are more than 100000000 decisions, or a block of too many "
                         "layers, for exhaustive search; expected dijkstra"}));
}

TEST(PlannerQuestions, BreakpointsAreOfSomethingThatIsThere) {
  const Planner planner = with_branch();
  EXPECT_EQ(said(planner, {Kind::rate, 1}, {1, 2}),
            (test::Lines{"parameter: link number 1, counted from 0, of 1"}));
  EXPECT_EQ(said(planner, {Kind::probability, 1}, {0, 1}),
            (test::Lines{"parameter: branch number 1, counted from 0, of 1"}));
  EXPECT_EQ(said(planner, {Kind::gamma, 0}, {0, 1}),
            (test::Lines{"parameter: gamma, of a scenario that has none"}));
  EXPECT_EQ(test::problem_lines(planner.rate_table(1)),
            (test::Lines{"parameter: link number 1, counted from 0, of 1"}));
}

TEST(PlannerQuestions, BreakpointsAreWithinADomain) {
  const Planner planner = with_branch();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Interval interval :
       {Interval{2, 1}, Interval{-1, 1}, Interval{nan, 1}, Interval{0, nan}, Interval{1, 1e10}}) {
    EXPECT_EQ(said(planner, {Kind::rate, 0}, interval).at(0).find("interval: "), 0U)
        << interval.from;
  }
  EXPECT_EQ(said(planner, {Kind::probability, 0}, {0, 1.5}),
            (test::Lines{"interval: 0 to 1.5, expected rising ends within 0 to 1"}));
  EXPECT_EQ(
      said(planner, {Kind::rate, 3}, {0, 1e10}),
      (test::Lines{"parameter: link number 3, counted from 0, of 1",
                   "interval: 0 to 10000000000, expected rising ends within 0 to 1000000000"}));
  // One value is an interval as well.
  EXPECT_EQ(planner.breakpoints({Kind::rate, 0}, {8, 8}).value().size(), 1U);
}

TEST(PlannerQuestions, BreakpointsAreOfThePlainLatency) {
  Goal goal;
  goal.pins = {{"v1", "edge"}};
  EXPECT_EQ(
      test::problem_lines(without_branch(goal).rate_table()),
      (test::Lines{"goal: breakpoints are those of the latency, without bounds and arrivals"}));
}

TEST(PlannerQuestions, ATableTakesAnyNumberForARate) {
  const RateTable table = without_branch().rate_table().value();
  const auto same = [&](double a, double b) {
    const RateTable::Entry one = table.at(Mbps{a});
    const RateTable::Entry other = table.at(Mbps{b});
    EXPECT_EQ(one.piece, other.piece) << a;
    EXPECT_EQ(one.expected_time, other.expected_time) << a;
  };
  same(-1, 0);
  same(-0.0, 0);
  same(std::numeric_limits<double>::quiet_NaN(), 0);
  EXPECT_EQ(table.at(Mbps{1e300}).piece, table.pieces().size() - 1);
  EXPECT_THROW((void)table.expected_time(table.pieces().size(), Mbps{1}), std::out_of_range);
  EXPECT_THROW(RateTable({}), std::invalid_argument);
}

TEST(PlannerQuestions, ADecisionThatWasNotMadeHasNoSplit) {
  EXPECT_EQ(Decision{}.split_index(), std::nullopt);
}

}  // namespace
}  // namespace popex
