// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <popex/planner.hpp>

#include "decision_maker/second_opinion.hpp"
#include "support/chain.hpp"
#include "support/problem_lines.hpp"
#include "support/queue_simulation.hpp"
#include "support/random_seed.hpp"

// Times under load against a simulation of the pipeline.

namespace popex {
namespace {

using test::chain;
using test::Random;
using test::simulate;
using test::SimulatedLoad;
using test::SimulatedStage;

constexpr std::uint64_t kCases = 12;
constexpr std::size_t kSamples = 100'000;
/// In standard errors from 30 batches: one right value in 600 000 is further away.
constexpr double kFar = 6;

/// The pipeline of a decision: a stage for each tier and each link, in the order of a sample's way.
std::vector<SimulatedStage> stages_of(const test::Chain& network, const Decision& decision) {
  const Profile profile = network.profile();
  const Instance instance = network.instance();
  const test::TierOf placement = test::tiers_of(profile, decision);
  std::vector<SimulatedStage> stages;
  for (std::size_t k = 0; k < instance.tiers; ++k) {
    SimulatedStage& tier = stages.emplace_back();
    for (std::size_t i = 0; i < instance.layers; ++i) {
      if (placement.layer[i] == k) tier.parts.push_back({instance.layer_time(k, i).count(), 0});
      for (std::size_t j = 0; j < instance.branches; ++j) {
        if (instance.branch_after[j] != i + 1 || placement.branch[j] != k) continue;
        if (k + 1 == instance.tiers) continue;
        tier.parts.push_back(
            {instance.branch_time(k, j).count(), instance.exit_probability[j].value});
      }
    }
    if (k + 1 == instance.tiers || placement.layer.back() <= k) break;
    const auto sent = static_cast<std::size_t>(std::count_if(
        placement.layer.begin(), placement.layer.end(), [k](std::size_t t) { return t <= k; }));
    const double ms = 8 * instance.tensors[sent].value / (1000 * instance.rate[k].value);
    stages.push_back({{{ms, 0}}, instance.latency[k].count()});
  }
  return stages;
}

Decision decide(const test::Chain& network, const Goal& goal) {
  return Planner::make(network.profile(), network.scenario(), goal).value().decide();
}

/// A goal with load, in which the first `on_edge` of `layers` layers are the edge's.
Goal under_load(double samples_per_second, std::size_t on_edge, std::size_t layers) {
  Goal goal;
  goal.arrival_rate = samples_per_second;
  if (on_edge > 0) goal.pins.push_back({test::numbered("v", on_edge), "edge"});
  if (on_edge < layers) goal.pins.push_back({test::numbered("v", on_edge + 1), "cloud"});
  return goal;
}

/// A network with its load, the split after v2 if it has more than two layers.
struct Pipeline {
  test::Chain network;
  std::size_t layers;
  double carried;  ///< samples per second, at most
  double rate;

  /// `load`: of what the slowest stage carries.
  Pipeline(test::Chain made, double load)
      : network(std::move(made)),
        layers(network.data().layers.size()),
        carried(decide(network, under_load(0, 2, layers)).load->samples_per_second()),
        rate(load * carried) {}

  [[nodiscard]] Decision decision() const { return decide(network, under_load(rate, 2, layers)); }
  [[nodiscard]] SimulatedLoad simulated(const Decision& decision, Random& random) const {
    return simulate(stages_of(network, decision), rate, kSamples, random());
  }
};

double random_ms(Random& random) { return test::log_uniform(random, 1, 100); }
/// Seldom so many that long times are too rare for batches.
double random_exit(Random& random) { return test::real_between(random, 0, 0.9); }
double random_load(Random& random) { return test::real_between(random, 0.1, 0.8); }

/// input ─▸ v1 ─▸ v2, with a branch or two after v1, all on the edge.
test::Chain random_edge(Random& random) {
  test::Chain network = chain(1);
  network.layer({random_ms(random), 0}, 1).branch({random_ms(random)}, random_exit(random));
  if (test::chance(random, 0.5)) network.branch({random_ms(random)}, random_exit(random));
  network.layer({random_ms(random), 0}, 1).rate({8});
  return network;
}

/// input ─▸ v1 ─▸ v2 ──▸ v3 with the link after v2, and perhaps a branch after v1.
test::Chain random_two_tiers(Random& random, bool with_exit) {
  test::Chain network = chain(1);
  network.layer({random_ms(random), 1}, 1);
  if (with_exit) network.branch({random_ms(random)}, random_exit(random));
  network.layer({random_ms(random), 1}, 1000 * random_ms(random));
  network.layer({1, random_ms(random)}, 1).rate({8}).latency({random_ms(random)});
  return network;
}

/// The waiting of each stage, in the order of the pipeline.
std::vector<double> waiting_of(const Load& load) {
  std::vector<double> waiting;
  for (std::size_t k = 0; k < load.tiers.size(); ++k) {
    waiting.push_back(load.tiers[k].waiting.count());
    if (k < load.links.size()) waiting.push_back(load.links[k].waiting.count());
  }
  return waiting;
}

TEST(Queueing, OneStageIsExact) {
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const Pipeline pipeline(random_edge(random), random_load(random));
    const Decision decision = pipeline.decision();
    const SimulatedLoad load = pipeline.simulated(decision, random);
    EXPECT_GT(decision.load->waiting.count(), 0);
    EXPECT_NEAR(decision.time_with_waiting().count(), load.mean_time_ms,
                kFar * load.standard_error_ms);
  }
}

TEST(Queueing, ConstantStagesWaitAsTheSlowestAlone) {
  // The slowest stage's waiting in the model is all there is (Friedman 1965): what the model has of
  // the other two comes on top of it. Where all three take the same, that is at a load of 0.5 29 %
  // of the whole time, at 0.8 80 %.
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const Pipeline pipeline(random_two_tiers(random, false), random_load(random));
    const Decision decision = pipeline.decision();
    const SimulatedLoad load = pipeline.simulated(decision, random);
    const std::vector<double> waiting = waiting_of(*decision.load);
    const double slowest = *std::max_element(waiting.begin(), waiting.end());
    EXPECT_NEAR(decision.expected_time.count() + slowest, load.mean_time_ms,
                kFar * load.standard_error_ms);
    EXPECT_GE(decision.load->waiting.count(), slowest);
    EXPECT_LE(decision.load->waiting.count(), 3 * slowest);
  }
}

TEST(Queueing, TwoTiersWithExitsTakeNoLongerThanTheModelSays) {
  // The samples that do not leave come out of the edge no closer to each other than the edge takes
  // for one of them, so they wait less than in the model. Of 3000 networks like these, none took
  // longer than in the model by more than 2.7 standard errors. The model was above the simulation
  // by 1 % in the middle and by 18 % for one in a hundred; at most by 8 % at loads of 0.1 to 0.3,
  // 18 % to 0.5, 29 % to 0.7 and 41 % to 0.8.
  constexpr double most = 1.8;  // as equal constant stages at 0.8
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const Pipeline pipeline(random_two_tiers(random, true), random_load(random));
    const Decision decision = pipeline.decision();
    const SimulatedLoad load = pipeline.simulated(decision, random);
    const double noise = kFar * load.standard_error_ms;
    EXPECT_GE(decision.time_with_waiting().count(), load.mean_time_ms - noise);
    EXPECT_LE(decision.time_with_waiting().count(), most * (load.mean_time_ms + noise));
    EXPECT_NEAR(decision.load->tiers[0].waiting.count(), load.mean_wait_ms[0], noise);
  }
}

TEST(Queueing, SlowestStageSaturatesAtTheRateThatIsCarriedAtMost) {
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const Pipeline pipeline(random_two_tiers(random, true), 0.9);
    const Decision decision = pipeline.decision();
    const std::vector<SimulatedStage> stages = stages_of(pipeline.network, decision);
    const auto busiest = [&](double load) {
      const std::vector<double> utilisation =
          simulate(stages, load * pipeline.carried, kSamples, random()).utilisation;
      return *std::max_element(utilisation.begin(), utilisation.end());
    };
    EXPECT_NEAR(busiest(0.9), 0.9, 0.05);
    EXPECT_GT(busiest(1.1), 0.99);
  }
}

TEST(Queueing, OverloadIsRefused) {
  for (std::uint64_t number = 0; number < kCases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const Pipeline pipeline(random_two_tiers(random, true), 0.5);
    const auto plan = [&](double load) {
      return Planner::make(pipeline.network.profile(), pipeline.network.scenario(),
                           under_load(load * pipeline.carried, 2, 3));
    };
    EXPECT_TRUE(plan(1 - 1e-9).has_value());
    const Result<Planner> overloaded = plan(1 + 1e-9);
    ASSERT_FALSE(overloaded.has_value());
    for (const Problem& problem : overloaded.problems()) {
      EXPECT_EQ(problem.cause, Problem::Cause::infeasible);
    }
  }
}

TEST(Queueing, MakesAnotherDecisionTheBest) {
  // Everything on the edge takes 10 ms, in the cloud 4 + 8; 90 samples per second keep the edge
  // busy for 90 % of the time, which is 45 ms of waiting, but the link for 36 % and the cloud for
  // 72 %.
  //     link 0.36 · 4 / (2 · 0.64) = 1.125      cloud 0.72 · 8 / (2 · 0.28) = 10.286
  const test::Chain network = chain(4000).layer({10, 8}, 1).rate({8});
  EXPECT_EQ(decide(network, {}).placement, (Placement{{1, 0}}));
  Goal goal;
  goal.arrival_rate = 90;
  const Decision decision = decide(network, goal);
  EXPECT_EQ(decision.placement, (Placement{{0, 0}}));
  EXPECT_NEAR(decision.time_with_waiting().count(), 12 + 1.125 + 10.2857143, 1e-6);
  goal.arrival_rate = 110;  // more than the edge can do
  EXPECT_EQ(decide(network, goal).placement, (Placement{{0, 0}}));
  goal.arrival_rate = 125;  // just what the cloud can do, which is too much
  const Result<Planner> overloaded = Planner::make(network.profile(), network.scenario(), goal);
  EXPECT_EQ(test::problem_lines(overloaded),
            (test::Lines{"arrival_rate: no decision keeps to every bound; this one excludes 2 of 2 "
                         "(less than 125 samples per second would do)"}));
}

}  // namespace
}  // namespace popex
