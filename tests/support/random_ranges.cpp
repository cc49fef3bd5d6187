// SPDX-License-Identifier: MIT
#include "support/random_ranges.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace popex::test {
namespace {

/// Where ranges may begin and end: the places of the input and of the cut vertices, in their order.
std::vector<ByTierName<Milliseconds>*> points(ProfileData& data) {
  const Profile profile = make_profile(data).value();
  std::unordered_map<std::string, ByTierName<Milliseconds>*> range_of;
  for (auto& layer : data.layers) range_of.emplace(layer.name, &layer.range);
  std::vector<ByTierName<Milliseconds>*> found = {&data.input_range};
  for (std::size_t i = 0; i < profile.layers().size(); ++i) {
    const auto& blocks = *profile.blocks();
    const bool is_cut = std::none_of(blocks.begin(), blocks.end(), [&](const Block& block) {
      return block.begin <= i && i + 1 < block.end;
    });
    if (is_cut) found.push_back(range_of.at(profile.layers()[i].name));
  }
  return found;
}

std::vector<Milliseconds> rising(Random& random, std::size_t count, const RangeOptions& options) {
  std::vector<Milliseconds> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    const bool again = i > 0 && chance(random, 0.2);
    values[i] = again ? values[i - 1]
                      : Milliseconds(log_uniform(random, options.least_ms, options.most_ms));
  }
  std::sort(values.begin(), values.end());
  return values;
}

void lose_times(Random& random, ProfileData& data, const std::string& tier) {
  for (auto& layer : data.layers) {
    if (chance(random, 0.5)) continue;
    std::erase_if(layer.time, [&](const auto& time) { return time.first == tier; });
  }
}

}  // namespace

void add_random_ranges(Random& random, ProfileData& data, const RangeOptions& options) {
  const std::vector<ByTierName<Milliseconds>*> all = points(data);
  const std::string first = data.tiers.front();
  const std::string last = data.tiers.back();
  const bool complete = chance(random, 0.3);
  const auto given = [&] { return complete || chance(random, options.of_points); };
  // The input has no prefix.
  const std::vector<Milliseconds> prefixes = rising(random, all.size() - 1, options);
  for (std::size_t i = 0; i < prefixes.size(); ++i) {
    if (given()) all[i + 1]->emplace_back(first, prefixes[i]);
  }
  // The output's suffix is 0.
  std::vector<Milliseconds> suffixes = rising(random, all.size() - 1, options);
  std::sort(suffixes.begin(), suffixes.end(), std::greater<>());
  suffixes.emplace_back(0);
  for (std::size_t i = 0; i < suffixes.size(); ++i) {
    if (given()) all[i]->emplace_back(last, suffixes[i]);
  }
  if (!complete) return;
  lose_times(random, data, first);
  lose_times(random, data, last);
}

}  // namespace popex::test
