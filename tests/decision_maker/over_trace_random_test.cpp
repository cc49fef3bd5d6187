// SPDX-License-Identifier: MIT
//
// The best decision over random traces with outages, against every decision at every start.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include <popex/robust.hpp>

#include "decision_maker/decisions.hpp"
#include "decision_maker/slow_replay.hpp"
#include "decision_maker/tier_of.hpp"
#include "decision_maker/trace_search.hpp"
#include "support/random_profile.hpp"

namespace popex {
namespace {

using test::CellTrace;
using test::SlowCost;

constexpr double kForever = std::numeric_limits<double>::infinity();
constexpr Criterion kCriteria[] = {Criterion::expectation, Criterion::risk, Criterion::worst,
                                   Criterion::regret};

struct Case {
  Case(std::uint64_t number, const test::RandomOptions& sizes, double networks) {
    test::Random random = test::random_for_case(number);
    const ProfileData data = test::chance(random, networks) ? test::random_network(random, sizes)
                                                            : test::random_chain(random, sizes);
    scenario = test::random_scenario(random, data, sizes);
    profile = make_profile(data).value();
    instance = make_instance(*profile, scenario).value();
    double most_bytes = 1;
    for (const Bytes size : instance.tensors) most_bytes = std::max(most_bytes, size.value);
    const double mbps = most_bytes * 8 / 1e6 / test::log_uniform(random, 0.01, 10);
    cells = CellTrace::random(random, 200, std::clamp(mbps, 1e-5, 1e5));
    trace = cells->trace();
    question.link = test::integer_between(random, 0, data.tiers.size() - 2);
    question.trace = &*trace;
    question.interval_s = test::chance(random, 0.5) ? 1 : 0.25;
    question.outage_timeout_s =
        test::chance(random, 0.2) ? kForever : test::log_uniform(random, 0.05, 20);
    question.risk = test::chance(random, 0.3) ? 1 : test::real_between(random, 0, 1);
  }
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;

  /// At each start.
  [[nodiscard]] std::vector<SlowCost> costs(const test::TierOf& placement) const {
    const test::SlowReplay slow(*profile, instance, question.link);
    const double length = static_cast<double>(cells->cells()) / CellTrace::kPerSecond;
    const auto starts =
        std::max(std::size_t{1}, static_cast<std::size_t>(length / question.interval_s));
    std::vector<SlowCost> costs;
    for (std::size_t k = 1; k <= starts; ++k) {
      costs.push_back(slow.cost(placement, *cells, static_cast<double>(k) * question.interval_s,
                                question.interval_s, question.outage_timeout_s));
    }
    return costs;
  }

  std::optional<Profile> profile;
  Scenario scenario;
  Instance instance;
  std::optional<CellTrace> cells;
  std::optional<RateTrace> trace;
  TraceQuestion question;
};

double value_of(const std::vector<SlowCost>& costs, const std::vector<double>& least,
                Criterion criterion, double risk) {
  std::vector<double> values;
  for (std::size_t k = 0; k < costs.size(); ++k) {
    values.push_back(criterion == Criterion::regret ? costs[k].ms - least[k] : costs[k].ms);
  }
  if (criterion == Criterion::expectation) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  }
  std::sort(values.begin(), values.end());
  if (criterion != Criterion::risk) return values.back();
  const double h = static_cast<double>(values.size() - 1) * risk;
  const auto j = static_cast<std::size_t>(std::floor(h));
  const double g = h - std::floor(h);
  return g == 0 ? values[j] : (1 - g) * values[j] + g * values[j + 1];
}

testing::AssertionResult close(double a, double b) { return test::same_time(a, b, 1e-7, 1e-6); }

/// How many decisions gave up at some start.
std::size_t expect_best(Case& one) {
  std::vector<std::vector<SlowCost>> all;
  std::vector<double> least;
  for (const test::TierOf& placement : test::every_placement(*one.profile)) {
    all.push_back(one.costs(placement));
    least.resize(all.back().size(), kForever);
    for (std::size_t k = 0; k < least.size(); ++k) least[k] = std::min(least[k], all.back()[k].ms);
  }
  std::size_t gave_up = 0;
  for (const Criterion criterion : kCriteria) {
    one.question.criterion = criterion;
    const TraceAnswer answer = decide_over_trace(*one.profile, one.scenario, one.question).value();
    EXPECT_EQ(answer.starts, least.size());
    EXPECT_EQ(answer.looked_at, LookedAt::all);
    double best = kForever;
    for (const std::vector<SlowCost>& costs : all) {
      best = std::min(best, value_of(costs, least, criterion, one.question.risk));
    }
    EXPECT_TRUE(close(answer.chosen.value.count(), best)) << static_cast<int>(criterion);
    for (const TraceDecision* const judged : {&answer.chosen, &answer.for_mean}) {
      const Decision& decision = judged->decision;
      const std::vector<SlowCost> costs = one.costs(test::tiers_of(*one.profile, decision));
      EXPECT_TRUE(
          close(judged->value.count(), value_of(costs, least, criterion, one.question.risk)));
      EXPECT_TRUE(
          close(decision.expected_time.count(), value_of(costs, least, Criterion::expectation, 0)));
      double parts = 0;
      for (const TierShare& share : decision.tiers) parts += share.compute.count();
      for (const Transfer& transfer : decision.links) parts += transfer.time.count();
      EXPECT_TRUE(close(parts, decision.expected_time.count()));
      EXPECT_EQ(judged->gave_up,
                static_cast<std::size_t>(std::count_if(costs.begin(), costs.end(),
                                                       [](const auto& c) { return c.gave_up; })));
      gave_up += judged->gave_up;
    }
    EXPECT_EQ(answer.regret.has_value(), criterion == Criterion::regret);
    if (!answer.regret) continue;
    const StartRegret& regret = *answer.regret;
    const auto k = static_cast<std::size_t>(std::lround(regret.start_s / one.question.interval_s));
    EXPECT_TRUE(close(regret.least.count(), least[k - 1]));
    EXPECT_TRUE(close((regret.expected_time - regret.least).count(), answer.chosen.value.count()));
  }
  return gave_up;
}

TEST(OverTrace, EachCriterionIsTheLeastOfAllDecisionsOverAllStarts) {
  test::RandomOptions sizes;
  sizes.most_tiers = 3;
  sizes.most_layers = 7;
  sizes.most_branches = 3;
  std::size_t gave_up = 0;
  for (std::uint64_t number = 0; number < 300 && !testing::Test::HasFailure(); ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Case one(number, sizes, 0.4);
    gave_up += expect_best(one);
  }
  EXPECT_GT(gave_up, 0U);
}

// Enough decisions for bounds of groups to count.
TEST(OverTrace, LongChainsHaveTheLeastOfAllDecisionsToo) {
  test::RandomOptions sizes;
  sizes.most_tiers = 2;
  sizes.most_layers = 60;
  for (std::uint64_t number = 0; number < 60 && !testing::Test::HasFailure(); ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Case one(number, sizes, 0);
    expect_best(one);
  }
}

TEST(OverTrace, TheBestAtAStartIsTheLeastOfAllDecisions) {
  test::RandomOptions sizes;
  sizes.most_tiers = 3;
  sizes.most_layers = 20;
  sizes.most_branches = 3;
  for (std::uint64_t number = 0; number < 60 && !testing::Test::HasFailure(); ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    const Case one(number, sizes, 0);
    const LinkDecisions decisions(one.instance, one.question.link);
    TraceSearch search(
        decisions,
        {TraceCosts(*one.trace, {one.question.interval_s, one.question.outage_timeout_s})});
    std::vector<double> least(search.starts(), kForever);
    for (const test::TierOf& placement : test::every_placement(*one.profile)) {
      const std::vector<SlowCost> costs = one.costs(placement);
      ASSERT_EQ(costs.size(), least.size());
      for (std::size_t k = 0; k < least.size(); ++k) least[k] = std::min(least[k], costs[k].ms);
    }
    for (std::size_t k = 0; k < least.size(); ++k) {
      EXPECT_TRUE(close(search.best_at(0, k, k % decisions.size()).ms, least[k]));
    }
  }
}

}  // namespace
}  // namespace popex
