// SPDX-License-Identifier: MIT
#include "support/random_profile.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "support/chain.hpp"
#include "support/random_ranges.hpp"

namespace popex::test {
namespace {

/// Values of one kind. In a network of "few values" they come from a handful of round numbers, so
/// that sums coincide and decisions tie.
class Values {
 public:
  Values(Random& random, double from, double to)
      : random_(random), from_(from), to_(to), few_values_(chance(random, 0.3)) {}

  double operator()() {
    if (chance(random_, 0.15)) return 0;
    if (few_values_) return static_cast<double>(integer_between(random_, 1, 3));
    return log_uniform(random_, from_, to_);
  }

 private:
  Random& random_;
  double from_;
  double to_;
  bool few_values_;
};

double random_probability(Random& random) {
  if (chance(random, 0.1)) return 0;
  if (chance(random, 0.1)) return 1;
  if (chance(random, 0.2)) return 0.5;
  return real_between(random, 0, 1);
}

ByTierName<Milliseconds> times(const std::vector<std::string>& tiers, Values& value) {
  ByTierName<Milliseconds> named;
  for (const std::string& tier : tiers) named.emplace_back(tier, value());
  return named;
}

/// Some of the tiers, each with any finite number up to `most`.
template <class T>
ByTierName<T> some_tiers(Random& random, const std::vector<std::string>& tiers, double most) {
  ByTierName<T> named;
  if (chance(random, 0.3)) return named;
  for (const std::string& tier : tiers) {
    if (chance(random, 0.8)) named.emplace_back(tier, T{log_uniform(random, 1e-300, most)});
  }
  return named;
}

std::string awkward_name(Random& random, const std::string& unique) {
  static const std::vector<std::string> spices = {
      "",      "conv/1",  "a~b",  "\"quoted\"", "back\\slash",
      "tab\t", "esc\x1b", "\x01", "Schicht-ä",  "層"};
  return spices[integer_between(random, 0, spices.size() - 1)] + unique;
}

/// An order in which inputs need not come first.
template <class T>
void shuffle_some(Random& random, std::vector<T>& list) {
  if (chance(random, 0.5)) std::shuffle(list.begin(), list.end(), random);
}

}  // namespace

ProfileData random_chain(Random& random, const RandomOptions& options) {
  ProfileData data;
  data.name = "random";
  data.tiers.clear();
  const std::size_t tiers = integer_between(random, options.least_tiers, options.most_tiers);
  for (std::size_t k = 0; k < tiers; ++k) data.tiers.push_back(numbered("t", k));

  // Most mistakes show on short networks, and those are easier to look at.
  const std::size_t most_layers =
      chance(random, 0.5) ? std::min<std::size_t>(5, options.most_layers) : options.most_layers;
  const std::size_t layers = integer_between(random, 1, most_layers);
  Values time(random, 1e-3, 1e3);
  Values size(random, 1, 1e6);
  data.input = Bytes{size()};
  data.layers.resize(layers);
  for (std::size_t i = 0; i < layers; ++i) {
    data.layers[i].name = numbered("v", i + 1);
    data.layers[i].time = times(data.tiers, time);
    data.layers[i].output = Bytes{size()};
  }
  if (layers == 1) return data;  // a branch after the last layer makes no sense
  data.branches.resize(integer_between(random, 0, options.most_branches));
  std::size_t after = 1;
  for (std::size_t j = 0; j < data.branches.size(); ++j) {
    // Every now and then a branch stands where the one before it stands.
    if (j == 0 || chance(random, 0.6)) after = integer_between(random, 1, layers - 1);
    data.branches[j].name = numbered("b", j + 1);
    data.branches[j].after = numbered("v", after);
    data.branches[j].time = times(data.tiers, time);
    data.branches[j].exit_probability = Probability{random_probability(random)};
  }
  return data;
}

ProfileData random_network(Random& random, const RandomOptions& options) {
  ProfileData data = random_chain(random, options);
  const LayerInputs inputs = random_dag(random, data.layers.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    auto& names = data.layers[i].inputs.emplace();
    for (const std::size_t tensor : inputs[i]) {
      names.push_back(tensor == 0 ? "input" : data.layers[tensor - 1].name);
    }
  }
  // Branches may follow cut vertices alone.
  const std::vector<bool> is_cut = cut_vertices(inputs);
  std::vector<std::string> places;
  for (std::size_t i = 0; i + 1 < inputs.size(); ++i) {
    if (is_cut[i]) places.push_back(data.layers[i].name);
  }
  if (places.empty()) data.branches.clear();
  for (auto& branch : data.branches) {
    branch.after = places[integer_between(random, 0, places.size() - 1)];
  }
  return data;
}

Scenario random_scenario(Random& random, const ProfileData& data, const RandomOptions& options) {
  Scenario scenario;
  for (std::size_t k = 0; k + 1 < data.tiers.size(); ++k) {
    const std::string link = data.tiers[k] + "-" + data.tiers[k + 1];
    const bool down = chance(random, 0.03);
    const bool round = chance(random, 0.2);
    const double rate = down ? 0 : round ? 8 : log_uniform(random, 1e-6, 1e6);
    scenario.rate.named.emplace_back(link, Mbps{rate});
    if (chance(random, 0.4)) {
      scenario.latency.named.emplace_back(link, Milliseconds(log_uniform(random, 1e-2, 1e3)));
    }
  }
  if (chance(random, options.gamma)) {
    scenario.gamma = chance(random, 0.1) ? 0 : log_uniform(random, 1e-1, 1e3);
  }
  return scenario;
}

Instance random_instance(Random& random, const RandomOptions& options) {
  const ProfileData data = random_chain(random, options);
  const Scenario scenario = random_scenario(random, data, options);
  return make_instance(make_profile(data).value(), scenario).value();
}

Instance random_network_instance(Random& random, const RandomOptions& options) {
  const ProfileData data = random_network(random, options);
  const Scenario scenario = random_scenario(random, data, options);
  return make_instance(make_profile(data).value(), scenario).value();
}

LayerInputs random_dag(Random& random, std::size_t layers) {
  LayerInputs inputs(layers);
  const double chain_like = real_between(random, 0, 1);
  std::vector<bool> read(layers, false);
  const auto add = [&](std::size_t layer, std::size_t tensor) {
    auto& list = inputs[layer];
    if (std::find(list.begin(), list.end(), tensor) == list.end()) list.push_back(tensor);
    if (tensor > 0) read[tensor - 1] = true;
  };
  for (std::size_t i = 0; i < layers; ++i) {
    add(i, chance(random, chain_like) ? i : integer_between(random, 0, i));
    if (!chance(random, chain_like)) add(i, integer_between(random, 0, i));
  }
  // One output: the last layer reads what nobody else does.
  for (std::size_t i = 0; i + 1 < layers; ++i) {
    if (!read[i]) add(layers - 1, i + 1);
  }
  for (auto& list : inputs) std::sort(list.begin(), list.end());
  return inputs;
}

ProfileData random_profile(Random& random) {
  ProfileData data;
  data.name = chance(random, 0.5) ? awkward_name(random, "net") : "";
  data.description = chance(random, 0.5) ? awkward_name(random, "from nowhere") : "";
  if (chance(random, 0.5)) data.tiers = {awkward_name(random, "0"), "1", awkward_name(random, "2")};
  data.power_mw = some_tiers<double>(random, data.tiers, ProfileLimits::power_mw);
  data.input = Bytes{log_uniform(random, 1e-300, ProfileLimits::bytes)};

  const LayerInputs inputs = random_dag(random, integer_between(random, 1, 20));
  std::vector<std::string> names = {"input"};
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    names.push_back(awkward_name(random, numbered("v", i)));
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    ProfileData::Layer layer;
    layer.name = names[i + 1];
    layer.type = chance(random, 0.5) ? awkward_name(random, "conv") : "";
    layer.inputs.emplace();
    for (const std::size_t tensor : inputs[i]) layer.inputs->push_back(names[tensor]);
    layer.time = some_tiers<Milliseconds>(random, data.tiers, ProfileLimits::time_ms);
    layer.output = Bytes{log_uniform(random, 1e-300, ProfileLimits::bytes)};
    if (chance(random, 0.5)) layer.parameters = Bytes{log_uniform(random, 1, ProfileLimits::bytes)};
    layer.energy_mj = some_tiers<double>(random, data.tiers, ProfileLimits::energy_mj);
    layer.time_iqr = some_tiers<Milliseconds>(random, data.tiers, ProfileLimits::time_ms);
    data.layers.push_back(std::move(layer));
  }
  const std::vector<bool> is_cut = cut_vertices(inputs);
  for (std::size_t i = 0; i + 1 < inputs.size(); ++i) {
    if (!is_cut[i] || chance(random, 0.5)) continue;
    ProfileData::Branch branch;
    branch.name = awkward_name(random, numbered("b", i));
    branch.after = names[i + 1];
    branch.time = some_tiers<Milliseconds>(random, data.tiers, ProfileLimits::time_ms);
    if (chance(random, 0.5)) branch.exit_probability = Probability{random_probability(random)};
    branch.energy_mj = some_tiers<double>(random, data.tiers, ProfileLimits::energy_mj);
    branch.time_iqr = some_tiers<Milliseconds>(random, data.tiers, ProfileLimits::time_ms);
    data.branches.push_back(std::move(branch));
  }
  for (std::size_t k = 0; k + 1 < data.tiers.size(); ++k) {
    ProfileData::Link link{data.tiers[k], data.tiers[k + 1], std::nullopt, std::nullopt};
    if (chance(random, 0.5)) link.rate = Mbps{log_uniform(random, 1e-300, 1e9)};
    if (chance(random, 0.5)) link.latency = Milliseconds(log_uniform(random, 1e-300, 1e12));
    data.links.push_back(std::move(link));
  }
  if (chance(random, 0.5)) {
    add_random_ranges(random, data, {0.5, 1e-300, ProfileLimits::time_ms});
  }
  shuffle_some(random, data.layers);
  shuffle_some(random, data.branches);
  return data;
}

}  // namespace popex::test
