// SPDX-License-Identifier: MIT
#include "background/batch.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "background/merge.hpp"
#include "model/by_name.hpp"
#include "text/nearest_name.hpp"

namespace popex {
namespace {

template <class T>
void divide(std::optional<T>& value, double by) {
  if (value) value->value /= by;
}

template <class T>
void divide(ByTierName<T>& values, double by) {
  for (auto& [tier, value] : values) value /= by;
}

}  // namespace

std::optional<double> batch_of(const Batches& batches, const Profile& profile) {
  const std::vector<std::string> tiers = measured_tiers(profile);
  for (const auto& [tier, batch] : batches.named) {
    if (is_among(tier, tiers)) return batch;
  }
  return batches.all;
}

Problems unmeasured_tiers(const Batches& batches, const std::vector<std::string>& measured,
                          const std::string& place) {
  Problems problems;
  for (const auto& [tier, batch] : batches.named) {
    if (is_among(tier, measured)) continue;
    problems.push_back(
        {place, fmt::format("no file has times on a tier '{}'{}", tier,
                            text::did_you_mean(tier, {measured.begin(), measured.end()}))});
  }
  return problems;
}

Profile per_sample(const Profile& profile, double batch) {
  ProfileData data = data_of(profile);
  divide(data.input, batch);
  divide(data.input_range, batch);
  for (ProfileData::Layer& layer : data.layers) {
    divide(layer.time, batch);
    divide(layer.output, batch);
    divide(layer.energy_mj, batch);
    divide(layer.time_iqr, batch);
    divide(layer.range, batch);
  }
  for (ProfileData::Branch& branch : data.branches) {
    divide(branch.time, batch);
    divide(branch.energy_mj, batch);
    divide(branch.time_iqr, batch);
  }
  data.description += fmt::format(
      "{}measured in batches of {} and divided by it: a sample alone takes longer than that",
      data.description.empty() ? "" : "; ", batch);
  return make_profile(std::move(data)).value();  // smaller numbers break no rule
}

}  // namespace popex
