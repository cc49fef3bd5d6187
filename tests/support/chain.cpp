// SPDX-License-Identifier: MIT
#include "support/chain.hpp"

#include <utility>

namespace popex::test {
namespace {

ByTierName<Milliseconds> by_tier(const std::vector<std::string>& tiers,
                                 const std::vector<double>& times) {
  ByTierName<Milliseconds> named;
  for (std::size_t k = 0; k < times.size(); ++k) named.emplace_back(tiers.at(k), times[k]);
  return named;
}

}  // namespace

Chain::Chain(double input_bytes, std::vector<std::string> tiers) {
  data_.tiers = std::move(tiers);
  data_.input = Bytes{input_bytes};
}

Chain& Chain::layer(const std::vector<double>& times, double output_bytes) {
  ProfileData::Layer layer;
  layer.name = numbered("v", data_.layers.size() + 1);
  layer.time = by_tier(data_.tiers, times);
  layer.output = Bytes{output_bytes};
  data_.layers.push_back(std::move(layer));
  return *this;
}

Chain& Chain::branch(const std::vector<double>& times, double exit_probability) {
  ProfileData::Branch branch;
  branch.name = numbered("b", data_.branches.size() + 1);
  branch.after = data_.layers.at(data_.layers.size() - 1).name;
  branch.time = by_tier(data_.tiers, times);
  branch.exit_probability = Probability{exit_probability};
  data_.branches.push_back(std::move(branch));
  return *this;
}

Chain& Chain::rate(const std::vector<double>& mbps) {
  for (std::size_t k = 0; k < mbps.size(); ++k) {
    scenario_.rate.named.emplace_back(link_name(k), Mbps{mbps[k]});
  }
  return *this;
}

Chain& Chain::latency(const std::vector<double>& ms) {
  for (std::size_t k = 0; k < ms.size(); ++k) {
    scenario_.latency.named.emplace_back(link_name(k), Milliseconds(ms[k]));
  }
  return *this;
}

Chain& Chain::gamma(double value) {
  scenario_.gamma = value;
  return *this;
}

Profile Chain::profile() const { return make_profile(data_).value(); }

Instance Chain::instance() const { return make_instance(profile(), scenario_).value(); }

std::string Chain::link_name(std::size_t k) const {
  return data_.tiers.at(k) + "-" + data_.tiers.at(k + 1);
}

std::string numbered(std::string_view prefix, std::size_t number) {
  std::string name(prefix);
  name += std::to_string(number);
  return name;
}

ProfileData equal_layers(std::size_t layers) {
  ProfileData data;
  data.input = Bytes{1000};
  data.layers.resize(layers);
  for (std::size_t i = 0; i < layers; ++i) {
    data.layers[i].name = numbered("v", i + 1);
    data.layers[i].time = {{"edge", Milliseconds(1)}, {"cloud", Milliseconds(0.5)}};
    data.layers[i].output = Bytes{100};
  }
  return data;
}

}  // namespace popex::test
