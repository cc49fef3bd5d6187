// SPDX-License-Identifier: MIT
//
// Replays of random traces through random networks against the slow second opinion.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "decision_maker/slow_replay.hpp"
#include "model/expected_time.hpp"
#include "model/quantile.hpp"
#include "support/random_profile.hpp"
#include "update_box/replay.hpp"

namespace popex {
namespace {

using Kind = ReplayStrategy::Kind;
using test::CellTrace;
using test::SlowCost;
using Sequence = std::vector<std::size_t>;

constexpr double kForever = std::numeric_limits<double>::infinity();

/// A network, traces and options, as a replay is asked of them, and what each decision costs.
struct Case {
  explicit Case(test::Random& random)
      : data(test::chance(random, 0.7) ? test::random_chain(random, sizes())
                                       : test::random_network(random, sizes())),
        profile(make_profile(data).value()),
        scenario(test::random_scenario(random, data, sizes())),
        network{make_instance(profile, scenario).value(), nullptr,
                test::integer_between(random, 0, profile.tiers().size() - 2)} {
    network.table = std::make_shared<const RateTable>(
        Planner::make(profile, scenario).value().rate_table(network.link).value());
    options.interval_s = std::vector<double>{0.25, 0.5, 1, 2}[test::integer_between(random, 0, 3)];
    options.outage_timeout_s =
        test::chance(random, 0.2) ? kForever : test::log_uniform(random, 0.05, 20);
    options.switch_cost =
        Milliseconds(test::chance(random, 0.4) ? 0 : test::log_uniform(random, 0.01, 1000));
    for (const EstimatorDescription& one : estimators()) {
      if (!test::chance(random, 0.4)) continue;
      UpdateBoxOptions box;
      box.estimator.kind = one.kind;
      if (test::chance(random, 0.3)) box.hold_s = test::real_between(random, 0, 5);
      options.boxes.push_back(box);
    }
    double most_bytes = 1;
    for (const Bytes size : network.instance.tensors) most_bytes = std::max(most_bytes, size.value);
    const double mbps = most_bytes * 8 / 1e6 / test::log_uniform(random, 0.01, 10);
    const std::size_t count = test::integer_between(random, 1, 3);
    for (std::size_t i = 0; i < count; ++i) {
      cells.push_back(CellTrace::random(random, 100, std::clamp(mbps, 1e-5, 1e5)));
      traces.push_back(cells.back().trace());
    }
  }

  static test::RandomOptions sizes() {
    test::RandomOptions sizes;
    sizes.most_tiers = 3;
    sizes.most_layers = 8;
    sizes.most_branches = 3;
    return sizes;
  }

  [[nodiscard]] Replay replayed() const {
    std::vector<const RateTrace*> all;
    for (const RateTrace& trace : traces) all.push_back(&trace);
    return replay(network, all, options);
  }

  [[nodiscard]] std::vector<test::TierOf> tiers(const std::vector<Placement>& decisions) const {
    std::vector<test::TierOf> tiers;
    for (const Placement& placement : decisions) {
      tiers.push_back(test::tiers_of(profile, expected_time(network.instance, placement)));
    }
    return tiers;
  }

  /// By step, then by decision.
  [[nodiscard]] std::vector<std::vector<SlowCost>> slow_costs(
      const std::vector<test::TierOf>& decisions, std::size_t trace) const {
    const test::SlowReplay slow(profile, network.instance, network.link);
    const double length = static_cast<double>(cells[trace].cells()) / CellTrace::kPerSecond;
    const auto steps =
        std::max(std::size_t{1}, static_cast<std::size_t>(length / options.interval_s));
    std::vector<std::vector<SlowCost>> costs(steps);
    for (std::size_t k = 0; k < steps; ++k) {
      for (const test::TierOf& tier : decisions) {
        costs[k].push_back(slow.cost(tier, cells[trace],
                                     static_cast<double>(k + 1) * options.interval_s,
                                     options.interval_s, options.outage_timeout_s));
      }
    }
    return costs;
  }

  ProfileData data;
  Profile profile;
  Scenario scenario;
  ReplayNetwork network;
  ReplayOptions options;
  std::vector<CellTrace> cells;
  std::vector<RateTrace> traces;
};

void expect_same(double found, double expected) {
  if (std::isinf(expected)) {
    EXPECT_EQ(found, expected);
  } else {
    EXPECT_NEAR(found, expected, 1e-7 * std::abs(expected) + 1e-7);
  }
}

/// What a sequence of decisions comes to.
void expect_figures(const ReplayStrategy& strategy, const Sequence& sequence,
                    const std::vector<std::vector<SlowCost>>& costs, Milliseconds switch_cost) {
  std::vector<double> times;
  double sum = 0;
  double waited = 0;
  std::size_t switches = 0;
  std::size_t given_up = 0;
  for (std::size_t k = 0; k < sequence.size(); ++k) {
    const SlowCost& cost = costs[k][sequence[k]];
    times.push_back(cost.ms);
    sum += cost.ms;
    waited += cost.waited_ms;
    given_up += cost.gave_up ? 1U : 0U;
    switches += k > 0 && sequence[k] != sequence[k - 1] ? 1U : 0U;
  }
  std::sort(times.begin(), times.end());
  EXPECT_EQ(strategy.inferences, sequence.size());
  EXPECT_EQ(strategy.switches, switches);
  EXPECT_EQ(strategy.given_up, given_up);
  expect_same(strategy.switch_cost.count(), static_cast<double>(switches) * switch_cost.count());
  expect_same(strategy.mean.count(), sum / static_cast<double>(times.size()));
  expect_same(strategy.waited.count(), waited);
  if (std::isfinite(times.back())) expect_same(strategy.late.count(), quantile(times, 0.95));
}

double total(const Sequence& sequence, const std::vector<std::vector<SlowCost>>& costs,
             double switch_cost) {
  double sum = 0;
  for (std::size_t k = 0; k < sequence.size(); ++k) {
    sum += costs[k][sequence[k]].ms;
    if (k > 0 && sequence[k] != sequence[k - 1]) sum += switch_cost;
  }
  return sum;
}

/// Of all sequences while they are few, otherwise step by step.
double least_total(const std::vector<std::vector<SlowCost>>& costs, double switch_cost) {
  const std::size_t decisions = costs.front().size();
  if (std::pow(static_cast<double>(decisions), static_cast<double>(costs.size())) < 5000) {
    double least = kForever;
    Sequence sequence(costs.size());
    for (;;) {
      least = std::min(least, total(sequence, costs, switch_cost));
      std::size_t k = 0;
      while (k < sequence.size() && ++sequence[k] == decisions) sequence[k++] = 0;
      if (k == sequence.size()) return least;
    }
  }
  std::vector<double> best(decisions);
  for (const std::vector<SlowCost>& step : costs) {
    const double switched = *std::min_element(best.begin(), best.end()) + switch_cost;
    for (std::size_t i = 0; i < decisions; ++i) best[i] = std::min(best[i], switched) + step[i].ms;
  }
  return *std::min_element(best.begin(), best.end());
}

double total_of(const ReplayStrategy& strategy) {
  return strategy.mean.count() * static_cast<double>(strategy.inferences) +
         strategy.switch_cost.count();
}

TEST(RandomReplay, AgreesWithCellsAndBruteForce) {
  std::size_t given_up = 0;
  std::size_t switches = 0;
  for (std::uint64_t number = 0; number < 400; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const Case one(random);
    const Replay replay = one.replayed();
    ASSERT_EQ(replay.traces.size(), one.traces.size());
    const Milliseconds switch_cost = one.options.switch_cost;
    for (std::size_t t = 0; t < one.traces.size(); ++t) {
      const auto costs = one.slow_costs(one.tiers(replay.decisions), t);
      const auto all = one.slow_costs(test::every_placement(one.profile), t);
      const std::vector<ReplayStrategy>& strategies = replay.traces[t].strategies;
      const std::size_t boxes = one.options.boxes.size();
      ASSERT_EQ(strategies.size(), boxes + 4);
      for (std::size_t b = 0; b < boxes; ++b) {
        UpdateBoxOptions options = one.options.boxes[b];
        options.switch_cost = switch_cost;
        options.inferences_per_second = 1 / one.options.interval_s;
        UpdateBox box(one.network.table, options);
        Sequence sequence;
        for (const Mbps rate : one.traces[t].sampled(one.options.interval_s)) {
          const double time_s = static_cast<double>(sequence.size() + 1) * one.options.interval_s;
          sequence.push_back(box.add(time_s, rate).piece);
        }
        expect_figures(strategies[b], sequence, costs, switch_cost);
        switches += strategies[b].switches;
        given_up += strategies[b].given_up;
      }
      const ReplayStrategy& oracle = strategies[boxes];
      EXPECT_EQ(oracle.kind, Kind::oracle);
      expect_same(total_of(oracle), least_total(all, switch_cost.count()));
      double least_fixed = kForever;
      for (std::size_t d = 0; d < all.front().size(); ++d) {
        least_fixed = std::min(least_fixed, total(Sequence(all.size(), d), all, 0));
      }
      expect_same(total_of(strategies[boxes + 1]), least_fixed);
      for (std::size_t fixed = boxes + 1; fixed < strategies.size(); ++fixed) {
        expect_figures(strategies[fixed], Sequence(costs.size(), strategies[fixed].decision), costs,
                       switch_cost);
      }
      for (const ReplayStrategy& strategy : strategies) {
        const double more = total_of(strategy) - total_of(oracle);
        EXPECT_GE(more, -1e-9 * total_of(oracle));
        expect_same(strategy.regret.count(),
                    std::max(0.0, more) / static_cast<double>(costs.size()));
      }
    }
  }
  // Random cases that never get there would prove nothing.
  EXPECT_GT(given_up, 0U);
  EXPECT_GT(switches, 0U);
}

TEST(RandomReplay, AllTracesAreTheTracesTogether) {
  for (std::uint64_t number = 0; number < 100; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const Case one(random);
    const Replay replay = one.replayed();
    for (std::size_t s = 0; s < replay.all.size(); ++s) {
      const ReplayStrategy& all = replay.all[s];
      ReplayStrategy sum;
      double ms = 0;
      for (const ReplayedTrace& trace : replay.traces) {
        const ReplayStrategy& strategy = trace.strategies[s];
        sum.inferences += strategy.inferences;
        sum.switches += strategy.switches;
        sum.given_up += strategy.given_up;
        ms += total_of(strategy);
      }
      EXPECT_EQ(all.inferences, sum.inferences);
      if (all.kind == Kind::best_fixed) {  // the best of all is not the best of each
        EXPECT_GE(total_of(all), ms - 1e-9 * ms);
        continue;
      }
      EXPECT_EQ(all.switches, sum.switches);
      EXPECT_EQ(all.given_up, sum.given_up);
      expect_same(total_of(all), ms);
    }
  }
}

TEST(RandomReplay, StepsAreThoseOfTheFirstBox) {
  for (std::uint64_t number = 0; number < 50; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    Case one(random);
    one.options.boxes.resize(1);
    one.options.keep_steps = true;
    const Replay replay = one.replayed();
    for (std::size_t t = 0; t < replay.traces.size(); ++t) {
      const auto costs = one.slow_costs(one.tiers(replay.decisions), t);
      const auto all = one.slow_costs(test::every_placement(one.profile), t);
      const std::vector<ReplayStep>& steps = replay.traces[t].steps;
      ASSERT_EQ(steps.size(), costs.size());
      for (std::size_t k = 0; k < steps.size(); ++k) {
        EXPECT_EQ(steps[k].time_s, static_cast<double>(k + 1) * one.options.interval_s);
        EXPECT_EQ(steps[k].rate, one.traces[t].sampled(one.options.interval_s)[k]);
        expect_same(steps[k].expected_time.count(), costs[k][steps[k].decision].ms);
        if (one.options.switch_cost.count() > 0) continue;
        double least = kForever;
        for (const SlowCost& cost : all[k]) least = std::min(least, cost.ms);
        expect_same(steps[k].regret.count(), costs[k][steps[k].decision].ms - least);
      }
    }
  }
}

}  // namespace
}  // namespace popex
