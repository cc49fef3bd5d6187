// SPDX-License-Identifier: MIT
//
// A million samples, replayed with every estimator; the best decision over a trace.

#include "update_box/replay.hpp"

#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include <popex/robust.hpp>

namespace {

using namespace popex;  // NOLINT(google-build-using-namespace): benchmarks alone

Scenario scenario() {
  Scenario scenario;
  scenario.rate.all = Mbps{5.5};
  return scenario;
}

/// Eight layers as AlexNet's, with a branch after the first.
Profile alexnet() {
  ProfileData data;
  data.input = Bytes{154'587};
  const std::vector<double> bytes{279'936, 173'056, 259'584, 259'584, 36'864, 16'384, 16'384, 4000};
  const std::vector<double> edge_ms{33, 13, 17, 0.8, 0.1, 182, 90, 18.6};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    ProfileData::Layer layer;
    layer.name = "layer" + std::to_string(i);
    layer.output = Bytes{bytes[i]};
    layer.time = {{"edge", Milliseconds(edge_ms[i])}, {"cloud", Milliseconds(0.04)}};
    data.layers.push_back(layer);
  }
  ProfileData::Branch branch;
  branch.name = "b1";
  branch.after = "layer0";
  branch.time = {{"edge", Milliseconds(8)}};
  branch.exit_probability = Probability{0.5};
  data.branches.push_back(branch);
  return make_profile(data).value();
}

ReplayNetwork network() {
  const Profile profile = alexnet();
  return {make_instance(profile, scenario()).value(),
          std::make_shared<const RateTable>(
              Planner::make(profile, scenario()).value().rate_table().value())};
}

/// Half a second on the edge in all, a tenth of it in the cloud. Tensors of any size, or all alike,
/// which leaves little to tell decisions apart by.
Profile long_chain(std::size_t layers, bool is_alike) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> share(0, 1);
  ProfileData data;
  data.input = Bytes{150'000};
  for (std::size_t i = 0; i < layers; ++i) {
    ProfileData::Layer layer;
    layer.name = "v" + std::to_string(i);
    layer.output = Bytes{is_alike ? 100'000 : std::exp(std::log(1e4) + 5 * share(random))};
    const double edge_ms = (is_alike ? 1 : 2 * share(random)) * 500 / static_cast<double>(layers);
    layer.time = {{"edge", Milliseconds(edge_ms)}, {"cloud", Milliseconds(edge_ms / 10)}};
    data.layers.push_back(layer);
  }
  return make_profile(data).value();
}

/// A walk around 5 Mbps with an outage now and then, a value a second.
RateTrace trace(std::size_t samples) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal(0, 1);
  std::vector<RateTrace::Piece> pieces;
  double place = 0;
  std::size_t down = 0;
  for (std::size_t i = 0; i < samples; ++i) {
    place = 0.95 * place + 0.3 * normal(random);
    if (random() % 200 == 0) down = random() % 15;
    const bool is_down = down > 0;
    if (is_down) --down;
    pieces.push_back({static_cast<double>(i), Mbps{is_down ? 0 : 5 * std::exp(place)}});
  }
  return RateTrace::make(std::move(pieces), static_cast<double>(samples)).value();
}

void replay_with_every_estimator(benchmark::State& state) {
  const ReplayNetwork played = network();
  const RateTrace rates = trace(static_cast<std::size_t>(state.range(0)));
  ReplayOptions options;
  for (const EstimatorDescription& one : estimators()) {
    options.boxes.emplace_back().estimator.kind = one.kind;
  }
  for (auto _ : state) benchmark::DoNotOptimize(replay(played, {&rates}, options));
  const Replay replayed = replay(played, {&rates}, options);
  state.SetLabel(std::to_string(replayed.decisions.size()) + " decisions to choose from, " +
                 std::to_string(options.boxes.size()) + " estimators");
}
BENCHMARK(replay_with_every_estimator)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void best_decision_over(benchmark::State& state, const Profile& profile, std::size_t samples,
                        Criterion criterion) {
  const RateTrace rates = trace(samples);
  TraceQuestion question;
  question.trace = &rates;
  question.criterion = criterion;
  for (auto _ : state) {
    benchmark::DoNotOptimize(decide_over_trace(profile, scenario(), question).value());
  }
}

void best_decision_over_a_million_starts(benchmark::State& state) {
  best_decision_over(state, alexnet(), 1'000'000, static_cast<Criterion>(state.range(0)));
}
BENCHMARK(best_decision_over_a_million_starts)
    ->Arg(static_cast<int>(Criterion::expectation))
    ->Arg(static_cast<int>(Criterion::regret))
    ->Unit(benchmark::kMillisecond);

void best_decision_of_a_long_chain(benchmark::State& state) {
  best_decision_over(state, long_chain(100'000, state.range(0) == 1), 10'000,
                     static_cast<Criterion>(state.range(1)));
}
BENCHMARK(best_decision_of_a_long_chain)
    ->Args({0, static_cast<int>(Criterion::expectation)})
    ->Args({1, static_cast<int>(Criterion::expectation)})
    ->Args({0, static_cast<int>(Criterion::regret)})
    ->Unit(benchmark::kMillisecond);

}  // namespace
