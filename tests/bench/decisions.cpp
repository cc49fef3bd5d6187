// SPDX-License-Identifier: MIT
//
// What a decision costs inside a program.

#include <cstddef>
#include <random>
#include <string>

#include <benchmark/benchmark.h>

#include <popex/planner.hpp>
#include <popex/profile_io.hpp>

#include "decision_maker/dijkstra.hpp"
#include "decision_maker/exhaustive.hpp"

namespace {

using namespace popex;  // NOLINT(google-build-using-namespace): benchmarks alone

/// A chain with the spread of times and sizes of a convolutional network, and one branch.
Profile chain(std::size_t layers) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> uniform(0.1, 10);
  ProfileData data;
  data.input = Bytes{150'000};
  for (std::size_t i = 0; i < layers; ++i) {
    ProfileData::Layer layer;
    layer.name = "layer" + std::to_string(i);
    layer.output = Bytes{1000 * uniform(random) * uniform(random) * uniform(random)};
    const double time = uniform(random);
    layer.time = {{"edge", Milliseconds(3 * time)}, {"cloud", Milliseconds(0.1 * time)}};
    data.layers.push_back(layer);
  }
  ProfileData::Branch branch;
  branch.name = "b1";
  branch.after = "layer0";
  branch.time = {{"edge", Milliseconds(0.5)}};
  branch.exit_probability = Probability{0.3};
  data.branches.push_back(branch);
  return *make_profile(data);
}

Scenario at_rate(double mbps) {
  Scenario scenario;
  scenario.rate.all = Mbps{mbps};
  return scenario;
}

/// A rate that differs from call to call, so that nothing can be kept.
class ChangingRate {
 public:
  Mbps next() { return {mbps_ = mbps_ > 50 ? 1 : mbps_ + 0.1}; }

 private:
  double mbps_ = 1;
};

void decide(benchmark::State& state) {
  const Profile profile = chain(static_cast<std::size_t>(state.range(0)));
  Instance instance = *make_instance(profile, at_rate(5.5));
  DijkstraSolver solver(instance);
  ChangingRate rate;
  for (auto _ : state) {
    instance.rate.front() = rate.next();
    benchmark::DoNotOptimize(solver.solve(instance));
  }
  state.counters["ns_per_layer"] = benchmark::Counter(
      static_cast<double>(state.range(0)) * 1e-9,
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(decide)->Arg(8)->Arg(1000)->Arg(1'000'000);

/// The same with the graph built anew: a first decision.
void decide_first(benchmark::State& state) {
  const Profile profile = chain(static_cast<std::size_t>(state.range(0)));
  const Instance instance = *make_instance(profile, at_rate(5.5));
  for (auto _ : state) {
    DijkstraSolver solver(instance);
    benchmark::DoNotOptimize(solver.solve(instance));
  }
}
BENCHMARK(decide_first)->Arg(8)->Arg(1'000'000);

void decide_exhaustively(benchmark::State& state) {
  const Instance instance = *make_instance(chain(8), at_rate(5.5));
  for (auto _ : state) benchmark::DoNotOptimize(solve_exhaustive(instance));
}
BENCHMARK(decide_exhaustively);

void look_up_rate(benchmark::State& state) {
  const RateTable table = Planner::make(chain(8), at_rate(5.5))->rate_table().value();
  ChangingRate rate;
  for (auto _ : state) benchmark::DoNotOptimize(table.at(rate.next()));
}
BENCHMARK(look_up_rate);

void breakpoints_over_rate(benchmark::State& state) {
  const Profile profile = chain(static_cast<std::size_t>(state.range(0)));
  const Result<Planner> planner = Planner::make(profile, at_rate(5.5));
  const Interval all = domain(Parameter::Kind::rate);
  for (auto _ : state) benchmark::DoNotOptimize(planner->breakpoints({}, all));
}
BENCHMARK(breakpoints_over_rate)->Arg(8)->Arg(100'000);

/// A planner for a goal, decision included.
void plan(benchmark::State& state, const Goal& goal) {
  const Profile profile = chain(static_cast<std::size_t>(state.range(0)));
  const Scenario scenario = at_rate(5.5);
  for (auto _ : state) benchmark::DoNotOptimize(Planner::make(profile, scenario, goal));
}
void plan_for_energy(benchmark::State& state) {
  Goal goal;
  goal.objective = Objective::energy;
  goal.power_mw = {{"edge", 4000}};
  goal.radio_power.all = RadioPower{438.39, 1288.04};
  plan(state, goal);
}
BENCHMARK(plan_for_energy)->Arg(8)->Arg(100'000);

void plan_for_throughput(benchmark::State& state) {
  Goal goal;
  goal.objective = Objective::throughput;
  plan(state, goal);
}
BENCHMARK(plan_for_throughput)->Arg(8)->Arg(100'000);

void plan_under_load(benchmark::State& state) {
  Goal goal;
  goal.arrival_rate = 0.01;
  plan(state, goal);
}
BENCHMARK(plan_under_load)->Arg(8)->Arg(100'000);

void read_profile_text(benchmark::State& state) {
  const std::string text = write_profile(chain(static_cast<std::size_t>(state.range(0))));
  for (auto _ : state) benchmark::DoNotOptimize(read_profile(text));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(read_profile_text)->Arg(8)->Arg(1'000'000);

}  // namespace
