// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include <popex/planner.hpp>

#include "decision_maker/decisions.hpp"
#include "decision_maker/goal_case.hpp"

// Goals of every kind against all placements, each looked at by the second opinion.

namespace popex {
namespace {

using test::Candidate;
using test::Figures;
using test::figures_of;
using test::GoalCase;
using test::same_objective;
using test::Shape;
using test::TierOf;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::uint64_t kCases = 3000;  // of each shape

/// The least objective of some candidates, and how long the fastest of those takes that share it.
struct Least {
  double objective = kInfinity;
  double fastest = kInfinity;
};

template <class Counts>
Least least_of(const GoalCase& tested, const Counts& counts) {
  Least least;
  for (const Candidate& candidate : tested.candidates) {
    if (counts(candidate)) least.objective = std::min(least.objective, candidate.objective);
  }
  for (const Candidate& candidate : tested.candidates) {
    // What rounding does is ten times less than what is taken for a tie.
    if (!counts(candidate) || candidate.objective > (1 + 1e-13) * least.objective) continue;
    least.fastest = std::min(least.fastest, candidate.figures.time_with_waiting());
  }
  return least;
}
Least least_possible(const GoalCase& tested) {
  return least_of(tested, [](const Candidate& c) { return c.is_possible; });
}
Least least_whole(const GoalCase& tested) {
  return least_of(tested, [](const Candidate& c) { return c.is_possible && c.is_whole; });
}

void expect_least(const GoalCase& tested, const Decision& decision, const Least& least) {
  const Figures figures = figures_of(tested, decision);
  EXPECT_TRUE(same_objective(tested, tested.opinion().objective(figures), least.objective));
}

void expect_exhaustive(const GoalCase& tested, const Planner& planner) {
  const Least least = least_possible(tested);
  const Decision decision = planner.decide(Solver::exhaustive).value();
  expect_least(tested, decision, least);
  EXPECT_LE(decision.time_with_waiting().count(), (1 + 1e-9) * least.fastest);
}

void expect_nothing_possible(const GoalCase& tested, const Problems& problems) {
  for (const Problem& problem : problems) {
    EXPECT_EQ(problem.cause, Problem::Cause::infeasible) << problem.where << problem.message;
  }
  EXPECT_FALSE(problems.empty());
  // These networks are small, so that all placements have been looked at.
  EXPECT_EQ(least_possible(tested).objective, kInfinity);
}

/// Whether the decision is no slower than others of the same objective. Where stages were searched,
/// it is the fastest of them. The shortest path of an energy has time as about a billionth of its
/// weights and is found up to 1e-12 of them, that is up to some thousandths of the time; and the
/// cut of a block up to 1e-12 of all that the block might take, which says little of the time.
void expect_fast(const GoalCase& tested, const Decision& decision, const Least& least) {
  const bool by_path = tested.goal.objective == Objective::energy && !tested.goal.arrival_rate;
  if (by_path && !tested.profile.is_chain()) return;
  EXPECT_LE(decision.time_with_waiting().count(), (by_path ? 1.0025 : 1 + 1e-9) * least.fastest);
}

/// The best that keeps blocks whole, or the cut of the fastest decision where that is better.
void expect_no_worse_than_whole_blocks(const GoalCase& tested, const Decision& decision) {
  const Least whole = least_whole(tested);
  const bool cuts_block =
      std::any_of(decision.placement.begin(), decision.placement.end(),
                  [](const Handover& handover) { return handover.is_inside_block(); });
  if (!cuts_block) {
    expect_least(tested, decision, whole);
    expect_fast(tested, decision, whole);
    return;
  }
  const double objective = tested.opinion().objective(figures_of(tested, decision));
  EXPECT_LE(objective, whole.objective * (1 + 1e-9));
  EXPECT_GE(objective, least_possible(tested).objective * (1 - 1e-9));
}

enum class Outcome { nothing_possible, best_of_whole_blocks, best_of_all };

Outcome expect_best(const GoalCase& tested) {
  const Result<Planner> planner = Planner::make(tested.profile, tested.scenario, tested.goal);
  if (!planner) {
    expect_nothing_possible(tested, planner.problems());
    return Outcome::nothing_possible;
  }
  const Decision decision = planner->decide();
  if (planner->keeps_blocks_whole()) {
    EXPECT_FALSE(tested.profile.is_chain());
    EXPECT_TRUE(tested.has_budget() || !tested.is_sum());
    expect_no_worse_than_whole_blocks(tested, decision);
  } else {
    expect_least(tested, decision, least_possible(tested));
    if (tested.profile.is_chain() || !tested.has_budget()) {
      expect_fast(tested, decision, least_possible(tested));
    }
  }
  expect_exhaustive(tested, *planner);
  if (!planner->ranks_all()) {
    EXPECT_EQ(planner->all().size(), planner->decision_count());
  }
  if (tested.is_sum() && !tested.has_budget() && tested.profile.branches().empty()) {
    expect_least(tested, planner->decide(Solver::mincut).value(), least_possible(tested));
  }
  return planner->keeps_blocks_whole() ? Outcome::best_of_whole_blocks : Outcome::best_of_all;
}

/// Whether each of some outcomes came often enough to say something.
void expect_many(const std::map<Outcome, std::uint64_t>& seen, std::size_t outcomes) {
  EXPECT_EQ(seen.size(), outcomes);
  for (const auto& [outcome, count] : seen) EXPECT_GT(count, kCases / 50);
}

TEST(Goals, DecisionOnAChainIsTheBestOfAllPossiblePlacements) {
  std::map<Outcome, std::uint64_t> seen;
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    ++seen[expect_best(GoalCase(random, Shape::chain))];
    if (testing::Test::HasFailure()) return;
  }
  expect_many(seen, 2);
}

TEST(Goals, DecisionOnANetworkIsTheBestOfAllOrOfThoseThatKeepBlocksWhole) {
  std::map<Outcome, std::uint64_t> seen;
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    ++seen[expect_best(GoalCase(random, Shape::network))];
    if (testing::Test::HasFailure()) return;
  }
  expect_many(seen, 3);
}

/// Paths of energy have time in their weights: as much as the best decision takes for a billionth
/// of its energy. By so many mJ the next best may be misplaced.
double misplaced_for_time(const GoalCase& tested, const Planner& planner) {
  if (tested.goal.objective != Objective::energy || tested.has_budget()) return 0;
  double slowest = 0;
  double most = 0;
  for (const Candidate& candidate : tested.candidates) {
    slowest = std::max(slowest, candidate.figures.time);
    most = std::max(most, candidate.objective);
  }
  const Decision best = planner.decide();
  const double mj = best.energy->total_mj > 0 ? best.energy->total_mj : most;
  const double ms = best.expected_time.count();
  return ms > 0 ? 1.1e-9 * mj * slowest / ms : kInfinity;
}

TEST(Goals, AllAndTheBestFewAreThoseThatArePossible) {
  for (std::uint64_t number = 0; number < kCases / 3; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const GoalCase tested(random, Shape::chain);
    const Result<Planner> planner = Planner::make(tested.profile, tested.scenario, tested.goal);
    if (!planner) continue;
    std::vector<double> objectives;
    std::vector<TierOf> possible;
    for (const Candidate& candidate : tested.candidates) {
      if (!candidate.is_possible) continue;
      objectives.push_back(candidate.objective);
      possible.push_back(candidate.placement);
    }
    std::sort(objectives.begin(), objectives.end());

    // Those that wait for a link that is down are listed, too, where nothing forbids it.
    std::size_t ends = 0;
    for (const Decision& decision : planner->all()) {
      const TierOf placement = test::tiers_of(tested.profile, decision);
      if (!std::isfinite(decision.time_with_waiting().count())) continue;
      ++ends;
      ASSERT_EQ(std::count(possible.begin(), possible.end(), placement), 1);
    }
    ASSERT_EQ(ends, possible.size());

    const std::size_t wanted = test::integer_between(random, 1, possible.size() + 2);
    const std::size_t count = std::min(wanted, possible.size());
    const std::vector<Decision> best = planner->best(wanted);
    ASSERT_GE(best.size(), count);
    const double unsure = misplaced_for_time(tested, *planner);
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_TRUE(same_objective(tested, tested.opinion().objective(figures_of(tested, best[i])),
                                 objectives[i], unsure));
    }
    if (tested.is_sum() && (!tested.goal.pins.empty() || !tested.goal.not_before.empty())) {
      ASSERT_EQ(best.size(), count);
    }
  }
}

TEST(Goals, ListsOfANetworkBeginWithTheDecision) {
  std::size_t with_budget = 0;
  for (std::uint64_t number = 0; number < kCases / 3; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const GoalCase tested(random, Shape::network);
    const Result<Planner> planner = Planner::make(tested.profile, tested.scenario, tested.goal);
    if (!planner) continue;
    if (tested.has_budget()) ++with_budget;
    const Decision decision = planner->decide();
    const std::vector<Decision> best = planner->best(3);
    ASSERT_FALSE(best.empty());
    ASSERT_EQ(best.front().placement, decision.placement);
    const std::vector<Decision> all = planner->all();
    ASSERT_EQ(std::count_if(all.begin(), all.end(),
                            [&](const Decision& d) { return d.placement == decision.placement; }),
              1);
  }
  EXPECT_GT(with_budget, 100U);
}

}  // namespace
}  // namespace popex
