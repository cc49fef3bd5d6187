// SPDX-License-Identifier: MIT
#include <popex/profile.hpp>

namespace popex {
namespace {

template <class T>
ByTierName<T> by_name(const std::vector<std::optional<T>>& values,
                      const std::vector<std::string>& tiers) {
  ByTierName<T> named;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (values[k]) named.emplace_back(tiers[k], *values[k]);
  }
  return named;
}

}  // namespace

ProfileData data_of(const Profile& profile) {
  const std::vector<std::string>& tiers = profile.tiers();
  ProfileData data;
  data.name = profile.name();
  data.description = profile.description();
  data.tiers = tiers;
  data.power_mw = by_name(profile.power_mw(), tiers);
  data.accuracy = profile.accuracy();
  data.input = profile.input();
  data.input_range = by_name(profile.input_range(), tiers);
  data.layers.reserve(profile.layers().size());
  for (const Layer& layer : profile.layers()) {
    ProfileData::Layer& made = data.layers.emplace_back();
    made.name = layer.name;
    made.type = layer.type;
    made.inputs.emplace();
    for (const std::size_t tensor : layer.inputs) {
      made.inputs->push_back(profile.tensor_name(tensor));
    }
    made.time = by_name(layer.time, tiers);
    made.output = layer.output;
    made.parameters = layer.parameters;
    made.energy_mj = by_name(layer.energy_mj, tiers);
    made.time_iqr = by_name(layer.time_iqr, tiers);
    made.range = by_name(layer.range, tiers);
  }
  data.branches.reserve(profile.branches().size());
  for (const Branch& branch : profile.branches()) {
    ProfileData::Branch& made = data.branches.emplace_back();
    made.name = branch.name;
    made.after = profile.tensor_name(branch.after);
    made.time = by_name(branch.time, tiers);
    made.exit_probability = branch.exit_probability;
    made.accuracy = branch.accuracy;
    made.energy_mj = by_name(branch.energy_mj, tiers);
    made.time_iqr = by_name(branch.time_iqr, tiers);
  }
  for (std::size_t k = 0; k < profile.links().size(); ++k) {
    const Link& link = profile.links()[k];
    if (link.rate || link.latency) {
      data.links.push_back({tiers[k], tiers[k + 1], link.rate, link.latency});
    }
  }
  return data;
}

}  // namespace popex
