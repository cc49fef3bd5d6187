// SPDX-License-Identifier: MIT
//
// What a decision costs for networks that are not chains, beside LEMON's minimum cut of the whole
// network. Both start from nothing but the profile's numbers and have to agree before they are
// timed.

#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <popex/profile.hpp>
#include <popex/scenario.hpp>

#include "bench/named_network.hpp"
#include "decision_maker/dijkstra.hpp"
#include "model/instance.hpp"
#include "support/lemon_min_cut.hpp"

namespace {

using namespace popex;  // NOLINT(google-build-using-namespace): benchmarks alone

constexpr double kTolerance = 1e-9;

Result<Instance> instance_of(const Profile& profile, double mbps) {
  Scenario scenario;
  scenario.rate.all = Mbps{mbps};
  scenario.latency.all = Milliseconds(bench::kLatencyMs);
  return make_instance(profile, scenario);
}

double lemon_ms(const Profile& profile, double mbps) {
  return test::lemon_min_cut_ms(profile, mbps, bench::kLatencyMs);
}

/// A network, made when it is first needed, and what is wrong with it at each rate.
class Network {
 public:
  explicit Network(std::string name) : name_(std::move(name)) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Profile& profile() const { return *profile_; }

  /// Why it cannot be timed at this rate; empty where it can.
  const std::string& obstacle(double mbps) {
    if (!looked_for_) profile_ = bench::named_network(name_);
    looked_for_ = true;
    const auto [known, is_new] = obstacles_.try_emplace(mbps);
    if (is_new) known->second = look_for_obstacle(mbps);
    return known->second;
  }

 private:
  [[nodiscard]] std::string look_for_obstacle(double mbps) const {
    if (!profile_) return "its file is not there: set POPEX_DATA to the folder";
    const Result<Instance> instance = instance_of(*profile_, mbps);
    if (!instance) return instance.problems().front().message;
    DijkstraSolver solver(*instance);
    const double popex = solver.solve(*instance).expected_time.count();
    const double lemon = lemon_ms(*profile_, mbps);
    if (std::abs(popex - lemon) <= kTolerance * lemon) return {};
    return fmt::format("popex finds {} ms, LEMON {} ms", popex, lemon);
  }

  std::string name_;
  bool looked_for_ = false;
  std::optional<Profile> profile_;
  std::map<double, std::string> obstacles_;
};

double rate_of(const benchmark::State& state) { return static_cast<double>(state.range(0)) / 10; }

/// Whether the benchmark can go on.
bool is_ready(benchmark::State& state, Network& network) {
  const std::string& obstacle = network.obstacle(rate_of(state));
  if (!obstacle.empty()) state.SkipWithError(obstacle.c_str());
  return obstacle.empty();
}

void count_layers(benchmark::State& state, const Network& network) {
  state.counters["ns_per_layer"] = benchmark::Counter(
      static_cast<double>(network.profile().layers().size()) * 1e-9,
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// A first decision: nothing is there but the instance.
void decide_first(benchmark::State& state, Network& network) {
  if (!is_ready(state, network)) return;
  const Result<Instance> instance = instance_of(network.profile(), rate_of(state));
  for (auto _ : state) {
    DijkstraSolver solver(*instance);
    benchmark::DoNotOptimize(solver.solve(*instance));
  }
  count_layers(state, network);
}

/// LEMON's graph is built each time too.
void cut_with_lemon(benchmark::State& state, Network& network) {
  if (!is_ready(state, network)) return;
  for (auto _ : state) benchmark::DoNotOptimize(lemon_ms(network.profile(), rate_of(state)));
  count_layers(state, network);
}

using Function = void (*)(benchmark::State&, Network&);

void add(const std::string& what, const std::shared_ptr<Network>& network, Function function) {
  const std::string name = what + "_" + network->name();
  benchmark::RegisterBenchmark(
      name.c_str(), [network, function](benchmark::State& state) { function(state, *network); })
      ->ArgName("mbps_x10")
      ->Arg(10)
      ->Arg(55)
      ->Arg(1000);
}

}  // namespace

int main(int argc, char** argv) {
  for (const std::string& name : bench::network_names()) {
    const auto network = std::make_shared<Network>(name);
    add("popex", network, decide_first);
    add("lemon", network, cut_with_lemon);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
