// SPDX-License-Identifier: MIT
//
// What it costs to choose thresholds and split together: a tuner and its whole front, from outcomes
// in memory.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

#include <benchmark/benchmark.h>

#include <popex/tuner.hpp>

namespace {

using namespace popex;  // NOLINT(google-build-using-namespace): benchmarks alone

/// A chain with branches after every `spacing`-th layer, but for the last one.
Profile network(std::size_t layers, std::size_t spacing, const std::vector<std::string>& tiers) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> uniform(0.5, 2);
  ProfileData data;
  data.tiers = tiers;
  data.input = Bytes{600'000};
  for (std::size_t i = 0; i < layers; ++i) {
    ProfileData::Layer layer;
    layer.name = "v" + std::to_string(i + 1);
    layer.output = Bytes{1e6 * uniform(random) / static_cast<double>(i + 1)};
    double time = uniform(random);
    for (const std::string& tier : tiers) {
      layer.time.emplace_back(tier, Milliseconds(time));
      time /= 5;
    }
    data.layers.push_back(layer);
    if ((i + 1) % spacing != 0 || i + 1 == layers) continue;
    ProfileData::Branch branch;
    branch.name = "b" + std::to_string(i + 1);
    branch.after = layer.name;
    for (const auto& [tier, ms] : layer.time) branch.time.emplace_back(tier, 0.2 * ms);
    data.branches.push_back(branch);
  }
  return *make_profile(data);
}

Scenario scenario_of(const Profile& profile) {
  Scenario scenario;
  for (const Link& link : profile.links()) scenario.rate.named.emplace_back(link.name, Mbps{50});
  return scenario;
}

/// Later exits are surer and more often right.
ExitOutcomes outcomes_of(const Profile& profile, std::size_t samples) {
  std::mt19937_64 random(2);
  std::uniform_real_distribution<double> uniform(0, 1);
  ExitOutcomes made;
  made.samples = samples;
  for (const Branch& branch : profile.branches()) made.branches.push_back({branch.name, {}, {}});
  for (std::size_t i = 0; i < samples; ++i) {
    const double easy = uniform(random);
    for (std::size_t j = 0; j < made.branches.size(); ++j) {
      const double depth = static_cast<double>(j + 1) / static_cast<double>(made.branches.size());
      const double sure = std::min(1.0, 0.5 * easy + 0.3 * depth + 0.2 * uniform(random));
      made.branches[j].value.push_back(sure);
      made.branches[j].correct.push_back(uniform(random) < 0.4 + 0.55 * sure ? 1 : 0);
    }
    made.correct.push_back(uniform(random) < 0.8 + 0.15 * easy ? 1 : 0);
  }
  return made;
}

void whole_front(benchmark::State& state, const Profile& profile, const ExitOutcomes& outcomes,
                 const TuneOptions& options) {
  const Scenario scenario = scenario_of(profile);
  std::size_t points = 0;
  for (auto _ : state) {
    const Result<Tuner> tuner = Tuner::make(profile, scenario, outcomes, options);
    const ParetoFront front = tuner->pareto();
    if (front.gap) state.SkipWithError("the search stopped early");
    points = front.points.size();
  }
  state.counters["points"] = static_cast<double>(points);
}

/// 12 layers on two tiers, 10,000 samples, 100 quantiles for each of two or three branches.
void tune_10000_samples(benchmark::State& state) {
  const Profile profile = network(12, state.range(0) == 2 ? 4 : 3, {"edge", "cloud"});
  whole_front(state, profile, outcomes_of(profile, 10'000), {});
}
BENCHMARK(tune_10000_samples)->ArgName("branches")->Arg(2)->Arg(3)->Unit(benchmark::kMillisecond);

/// The size of PORTEND's search: 55 blocks on three tiers with an exit after each but the last, at
/// most 3 of them on, 10 thresholds for all of them.
void tune_portend(benchmark::State& state) {
  const Profile profile = network(55, 1, {"device", "edge", "cloud"});
  TuneOptions options;
  options.shared_threshold = true;
  options.thresholds = {0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95};
  options.most_active = 3;
  whole_front(state, profile, outcomes_of(profile, static_cast<std::size_t>(state.range(0))),
              options);
}
BENCHMARK(tune_portend)->ArgName("samples")->Arg(1000)->Arg(10'000)->Unit(benchmark::kMillisecond);

/// The same with a threshold of its own for each exit: 24.8 million settings.
void tune_portend_each(benchmark::State& state) {
  const Profile profile = network(55, 1, {"device", "edge", "cloud"});
  TuneOptions options;
  options.thresholds = {0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95};
  options.most_active = 3;
  whole_front(state, profile, outcomes_of(profile, 1000), options);
}
BENCHMARK(tune_portend_each)->Unit(benchmark::kMillisecond);

}  // namespace
