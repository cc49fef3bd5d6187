// SPDX-License-Identifier: MIT
#include <cstdint>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "decision_maker/decisions.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/min_cut.hpp"
#include "support/lemon_min_cut.hpp"
#include "support/network_file.hpp"
#include "support/random_profile.hpp"
#include "support/series_parallel.hpp"

// Networks too large for brute force, against another library's minimum cut of the whole network.

namespace popex {
namespace {

using test::same_time;

void expect_same_as_lemon(const Profile& profile, double mbps, double latency_ms) {
  Scenario scenario;
  scenario.rate.all = Mbps{mbps};
  scenario.latency.all = Milliseconds(latency_ms);
  const Instance instance = make_instance(profile, scenario).value();
  const double lemon = test::lemon_min_cut_ms(profile, mbps, latency_ms);
  const Solution solution = DijkstraSolver(instance).solve(instance);
  EXPECT_TRUE(same_time(solution.expected_time.count(), lemon));
  EXPECT_TRUE(same_time(test::time_of(instance, solution.placement), lemon));
  EXPECT_TRUE(same_time(solve_min_cut(instance).expected_time.count(), lemon));
}

TEST(Lemon, AgreesOnRandomNetworks) {
  for (std::uint64_t number = 0; number < 100; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::RandomOptions options;
    options.most_tiers = 2;
    options.most_layers = 600;
    options.most_branches = 0;
    const Profile profile = make_profile(test::random_network(random, options)).value();
    expect_same_as_lemon(profile, test::log_uniform(random, 1e-3, 1e3),
                         test::chance(random, 0.5) ? 0 : test::log_uniform(random, 0.1, 100));
  }
}

TEST(Lemon, AgreesOnSeriesParallelNetworks) {
  for (std::uint64_t number = 0; number < 30; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const Profile profile = make_profile(test::series_parallel(2000, random())).value();
    expect_same_as_lemon(profile, test::log_uniform(random, 0.1, 1000), 10);
  }
}

TEST(Lemon, AgreesOnMeasuredNetworks) {
  for (const std::string name :
       {"resnet50_layers_inference", "inceptionv3_inference", "bert_l-3_inference"}) {
    SCOPED_TRACE(name);
    const auto data =
        test::network_from_file(std::filesystem::path(POPEX_NETWORKS) / (name + ".json"));
    if (!data) GTEST_SKIP() << POPEX_NETWORKS << " has no " << name << ".json";
    const Profile profile = make_profile(*data).value();
    for (const double mbps : {0.1, 1.0, 5.5, 20.0, 100.0, 1000.0}) {
      SCOPED_TRACE(mbps);
      expect_same_as_lemon(profile, mbps, 0);
      expect_same_as_lemon(profile, mbps, 10);
    }
  }
}

}  // namespace
}  // namespace popex
