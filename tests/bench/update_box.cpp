// SPDX-License-Identifier: MIT
//
// What following the rate costs: a look-up, and a sample through the Update Box.

#include <cmath>
#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <popex/update_box.hpp>

#include "update_box/transfer_fit.hpp"

namespace {

using namespace popex;  // NOLINT(google-build-using-namespace): benchmarks alone

/// The exact table of a chain with falling sizes, so that it has many pieces.
RateTable table_of(std::size_t layers) {
  ProfileData data;
  data.input = Bytes{1'000'000};
  double size = data.input->value;
  for (std::size_t i = 0; i < layers; ++i) {
    ProfileData::Layer layer;
    layer.name = "layer" + std::to_string(i);
    size *= std::pow(1e-4, 1 / static_cast<double>(layers));
    layer.output = Bytes{size};
    layer.time = {{"edge", Milliseconds(10)}, {"cloud", Milliseconds(0.1)}};
    data.layers.push_back(layer);
  }
  Scenario scenario;
  scenario.rate.all = Mbps{5.5};
  const Profile profile = make_profile(data).value();
  return Planner::make(profile, scenario).value().rate_table().value();
}

/// A walk of the rate, with a jump now and then.
std::vector<Mbps> rates() {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal(0, 1);
  std::vector<Mbps> walk(4096);
  double place = 0;
  for (std::size_t i = 0; i < walk.size(); ++i) {
    place = 0.95 * place + (i % 100 == 0 ? 2 : 0.2) * normal(random);
    walk[i] = Mbps{5 * std::exp(place)};
  }
  return walk;
}

void look_up_rate(benchmark::State& state) {
  const RateTable table = table_of(static_cast<std::size_t>(state.range(0)));
  const std::vector<Mbps> walk = rates();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(table.at(walk[i++ % walk.size()]));
  }
  state.counters["pieces"] = static_cast<double>(table.pieces().size());
}
BENCHMARK(look_up_rate)->Arg(8)->Arg(1000);

void update(benchmark::State& state) {
  const EstimatorDescription& estimator = estimators()[static_cast<std::size_t>(state.range(0))];
  state.SetLabel(std::string(estimator.name));
  UpdateBoxOptions options;
  options.estimator.kind = estimator.kind;
  options.switch_cost = Milliseconds(100);
  options.hold_s = 1;
  UpdateBox box(table_of(8), options);
  const std::vector<Mbps> walk = rates();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(box.add(0.1 * static_cast<double>(i), walk[i % walk.size()]));
    ++i;
  }
}
BENCHMARK(update)->DenseRange(0, static_cast<int>(estimators().size()) - 1);

void fit_upload(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> uniform(0, 1);
  TransferWindow window({});
  for (auto _ : state) {
    const double bytes = 1e5 * uniform(random);
    const double ms = 20 + bytes / 1000 * (1 + 0.1 * uniform(random));
    benchmark::DoNotOptimize(window.add({Bytes{bytes}, Milliseconds(ms)}));
  }
}
BENCHMARK(fit_upload);

}  // namespace
