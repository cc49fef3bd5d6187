// SPDX-License-Identifier: MIT
#include "support/random_goal.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace popex::test {
namespace {

double some_power(Random& random) {
  if (chance(random, 0.1)) return 0;
  return chance(random, 0.3) ? 1000 : log_uniform(random, 1, 1e5);
}

template <class Piece>
void measure(Random& random, const std::string& tier, double share, std::vector<Piece>& pieces) {
  for (Piece& piece : pieces) {
    if (!chance(random, share)) continue;
    const double mj = static_cast<double>(integer_between(random, 0, 3));
    piece.energy_mj.emplace_back(tier, chance(random, 0.3) ? mj : log_uniform(random, 1e-3, 1e3));
  }
}

/// Energy on one tier in one of the ways in which it can be said; the first tier's is never left
/// out.
void give_energy(Random& random, const std::string& tier, bool is_first, ProfileData& data,
                 Goal& goal) {
  enum class Way { none, measured, by_profile, partly_measured, by_goal };
  const auto way = static_cast<Way>(integer_between(random, is_first ? 1 : 0, 4));
  if (way == Way::none) return;
  const bool overruled = way == Way::by_goal && chance(random, 0.5);
  if (way == Way::by_profile || way == Way::partly_measured || overruled) {
    data.power_mw.emplace_back(tier, some_power(random));
  }
  if (way == Way::by_goal) goal.power_mw.emplace_back(tier, some_power(random));
  if (way == Way::measured || way == Way::partly_measured || overruled) {
    const double share = way == Way::measured ? 1 : 0.5;
    measure(random, tier, share, data.layers);
    measure(random, tier, share, data.branches);
  }
}

void give_radio_power(Random& random, const ProfileData& data, Goal& goal) {
  const auto power = [&] {
    return RadioPower{chance(random, 0.2) ? 0 : log_uniform(random, 1, 1e3), some_power(random)};
  };
  const bool is_named = chance(random, 0.5);
  if (!is_named || chance(random, 0.2)) goal.radio_power.all = power();
  for (std::size_t k = 0; k + 1 < data.tiers.size(); ++k) {
    if (k == 0 ? is_named : chance(random, 0.3)) {
      goal.radio_power.named.emplace_back(data.tiers[k] + "-" + data.tiers[k + 1], power());
    }
  }
}

}  // namespace

Goal random_goal(Random& random, ProfileData& data) {
  Goal goal;
  goal.objective = static_cast<Objective>(integer_between(random, 0, 2));
  if (goal.objective == Objective::energy || chance(random, 0.2)) {
    for (const std::string& tier : data.tiers) {
      give_energy(random, tier, tier == data.tiers.front(), data, goal);
    }
    give_radio_power(random, data, goal);
  }
  const auto any_layer = [&] {
    return data.layers[integer_between(random, 0, data.layers.size() - 1)].name;
  };
  const auto is_pinned = [&](const std::string& layer) {
    return std::any_of(goal.pins.begin(), goal.pins.end(),
                       [&](const Pin& pin) { return pin.layer == layer; });
  };
  while (chance(random, 0.25)) {
    const std::string layer = any_layer();
    if (is_pinned(layer)) continue;
    goal.pins.push_back({layer, data.tiers[integer_between(random, 0, data.tiers.size() - 1)]});
  }
  while (chance(random, 0.15)) goal.not_before.push_back(any_layer());
  for (auto& layer : data.layers) {
    layer.parameters = Bytes{chance(random, 0.3) ? 0 : log_uniform(random, 1, 1e6)};
  }
  return goal;
}

}  // namespace popex::test
