// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "decision_maker/decisions.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/exhaustive.hpp"
#include "decision_maker/min_cut.hpp"
#include "decision_maker/split_costs.hpp"
#include "support/random_profile.hpp"
#include "support/random_ranges.hpp"

// Profiles with measured ranges against the same ones without: there each layer has the time that
// the ranges leave it, worked out here layer by layer.

namespace popex {
namespace {

using test::same_time;
using test::time_of;

/// The time at point `at`, 0 the input and N the output, of all before it on the first tier, of all
/// behind it on the last one.
std::optional<double> known(const Profile& profile, std::size_t tier, std::size_t at) {
  if (tier == 0 && at == 0) return 0;
  if (tier > 0 && at == profile.layers().size()) return 0;
  const auto& range = at == 0 ? profile.input_range() : profile.layers()[at - 1].range;
  if (range.empty() || !range[tier]) return std::nullopt;
  return range[tier]->count();
}

/// What layer `i`, counted from 1, takes on the first or the last tier.
double plain_time(const Profile& profile, std::size_t tier, std::size_t i) {
  const std::vector<Layer>& layers = profile.layers();
  const auto own = [&](std::size_t n) {
    return layers[n - 1].time[tier].value_or(Milliseconds(0)).count();
  };
  std::size_t to = i;
  while (to < layers.size() && !known(profile, tier, to)) ++to;
  std::size_t from = i - 1;
  while (from > 0 && !known(profile, tier, from)) --from;
  if (!known(profile, tier, from) || !known(profile, tier, to)) return own(i);
  const double whole = std::abs(*known(profile, tier, from) - *known(profile, tier, to));
  double sum = 0;
  for (std::size_t n = from + 1; n <= to; ++n) sum += own(n);
  if (sum > 0) return whole * own(i) / sum;
  return i == to ? whole : 0;
}

/// A profile without ranges that means the same.
Profile without_ranges(const Profile& profile) {
  ProfileData data = data_of(profile);
  data.input_range.clear();
  for (std::size_t i = 0; i < data.layers.size(); ++i) {
    auto& layer = data.layers[i];
    layer.range.clear();
    for (const std::size_t tier : {std::size_t{0}, data.tiers.size() - 1}) {
      const std::string& name = data.tiers[tier];
      std::erase_if(layer.time, [&](const auto& time) { return time.first == name; });
      layer.time.emplace_back(name, plain_time(profile, tier, i + 1));
    }
  }
  return make_profile(std::move(data)).value();
}

/// An instance of a profile with ranges, and of one that means the same without.
struct Pair {
  Instance ranges;
  Instance plain;
};

Pair random_pair(test::Random& random, const test::RandomOptions& options, bool is_chain) {
  ProfileData data = is_chain ? test::random_chain(random, options)  //
                              : test::random_network(random, options);
  test::add_random_ranges(random, data);
  const Profile profile = make_profile(data).value();
  const Scenario scenario = test::random_scenario(random, data, options);
  return {make_instance(profile, scenario).value(),
          make_instance(without_ranges(profile), scenario).value()};
}

void expect_the_same_best(const Pair& pair) {
  ASSERT_EQ(pair.ranges.layer_times.size(), pair.plain.layer_times.size());
  for (std::size_t i = 0; i < pair.plain.layer_times.size(); ++i) {
    ASSERT_TRUE(same_time(pair.ranges.layer_times[i].count(), pair.plain.layer_times[i].count()));
  }
  const double least = solve_exhaustive(pair.plain).expected_time.count();
  const Solution dijkstra = DijkstraSolver(pair.ranges).solve(pair.ranges);
  ASSERT_TRUE(same_time(dijkstra.expected_time.count(), least));
  ASSERT_TRUE(same_time(time_of(pair.plain, dijkstra.placement), least));
  const Solution exhaustive = solve_exhaustive(pair.ranges);
  ASSERT_TRUE(same_time(exhaustive.expected_time.count(), least));
}

TEST(RandomRanges, ChainsAreSolvedAsIfTheirLayersHadTheTimesThatRangesLeave) {
  for (std::uint64_t number = 0; number < 3000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const Pair pair = random_pair(random, {}, true);
    ASSERT_NO_FATAL_FAILURE(expect_the_same_best(pair));
    if (pair.plain.tiers != 2) continue;
    const SplitCosts costs(pair.ranges);
    const Mbps rate = pair.plain.rate.front();
    const Milliseconds latency = pair.plain.latency.front();
    const Placement best = {costs.splits()[costs.best(rate, latency)].handover()};
    ASSERT_TRUE(
        same_time(time_of(pair.plain, best), solve_exhaustive(pair.plain).expected_time.count()));
  }
}

TEST(RandomRanges, SoAreNetworksThatAreNoChains) {
  for (std::uint64_t number = 0; number < 1000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::RandomOptions options;
    options.most_layers = 10;
    options.most_tiers = 3;
    options.most_branches = static_cast<std::size_t>(number % 4);
    const Pair pair = random_pair(random, options, false);
    ASSERT_NO_FATAL_FAILURE(expect_the_same_best(pair));
    if (pair.plain.branches > 0) continue;
    const Solution cut = solve_min_cut(pair.ranges);
    ASSERT_TRUE(
        same_time(cut.expected_time.count(), solve_exhaustive(pair.plain).expected_time.count()));
  }
}

TEST(RandomRanges, OfAllLayersMakeASplitOfTwoTiersPrefixUploadAndSuffix) {
  for (std::uint64_t number = 0; number < 500; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::RandomOptions options;
    options.most_tiers = 2;
    options.most_branches = 0;
    options.gamma = 0;
    ProfileData data = test::random_chain(random, options);
    test::add_random_ranges(random, data, {1, 1e-3, 1e3});
    const Scenario scenario = test::random_scenario(random, data, options);
    const Instance instance = make_instance(make_profile(data).value(), scenario).value();
    const double mbps = instance.rate.front().value;
    for (std::size_t s = 0; s <= data.layers.size(); ++s) {
      const auto& range = s == 0 ? data.input_range : data.layers[s - 1].range;
      const double prefix = s == 0 ? 0 : range.front().second.count();
      const double suffix = range.back().second.count();
      const double bytes = s == 0 ? data.input->value : data.layers[s - 1].output->value;
      const double sending = bytes == 0 ? 0 : 8 * bytes / (1000 * mbps);
      const double upload =
          s == data.layers.size() ? 0 : sending + instance.latency.front().count();
      // What a prefix adds to a longer one may be lost in its last digits.
      ASSERT_TRUE(same_time(time_of(instance, {{s, 0}}), prefix + upload + suffix, 1e-9, 1e-9));
    }
  }
}

}  // namespace
}  // namespace popex
