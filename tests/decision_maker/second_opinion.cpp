// SPDX-License-Identifier: MIT
#include "decision_maker/second_opinion.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

namespace popex::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Value by name, or null.
template <class T>
const T* named(const std::vector<std::pair<std::string, T>>& values, const std::string& name) {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](const auto& value) { return value.first == name; });
  return found == values.end() ? nullptr : &found->second;
}

/// Whether the output of `tensor` layers is read by a layer behind `link` and made before it.
bool crosses(const Profile& profile, const TierOf& placement, std::size_t tensor,
             std::size_t link) {
  if (tensor > 0 && placement.layer[tensor - 1] > link) return false;
  for (std::size_t i = tensor; i < profile.layers().size(); ++i) {
    const auto& inputs = profile.layers()[i].inputs;
    if (placement.layer[i] > link && std::count(inputs.begin(), inputs.end(), tensor) > 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

double Figures::energy() const { return sum(tier_mj) + sum(link_mj); }
double Figures::waiting() const { return sum(tier_waiting) + sum(link_waiting); }
double Figures::bottleneck() const {
  return std::max(*std::max_element(tier_occupancy.begin(), tier_occupancy.end()),
                  *std::max_element(link_occupancy.begin(), link_occupancy.end()));
}

SecondOpinion::SecondOpinion(const Profile& profile, const Goal& goal, const Instance& instance)
    : profile_(profile), goal_(goal), instance_(instance) {
  for (const std::string& name : goal.not_before) {
    std::vector<std::size_t> kept;
    const std::function<void(std::size_t)> keep_inputs = [&](std::size_t layer) {
      for (const std::size_t input : profile.layers()[layer].inputs) {
        if (std::find(kept.begin(), kept.end(), input) != kept.end()) continue;
        kept.push_back(input);
        if (input > 0) keep_inputs(input - 1);
      }
    };
    for (std::size_t i = 0; i < profile.layers().size(); ++i) {
      if (profile.layers()[i].name == name) keep_inputs(i);
    }
    kept_.push_back(std::move(kept));
  }
}

/// ∏ (1 − p) over the branches after no more than `layers` layers, as far as they run on `tier` or
/// before.
double SecondOpinion::survival(const TierOf& placement, std::size_t layers,
                               std::size_t tier) const {
  double product = 1;
  for (std::size_t j = 0; j < placement.branch.size(); ++j) {
    if (placement.branch[j] > tier || placement.branch[j] + 1 == instance_.tiers) continue;
    if (profile_.branches()[j].after > layers) continue;
    product *= 1 - instance_.exit_probability[j].value;
  }
  return product;
}

template <class P>
double SecondOpinion::energy_of(const P& piece, std::size_t tier, double ms) const {
  if (const double* mw = named(goal_.power_mw, profile_.tiers()[tier])) return *mw * ms / 1000;
  if (tier < piece.energy_mj.size() && piece.energy_mj[tier]) return *piece.energy_mj[tier];
  if (!profile_.power_mw().empty()) return profile_.power_mw()[tier].value_or(0) * ms / 1000;
  return 0;
}

std::vector<SecondOpinion::Piece> SecondOpinion::pieces_on(std::size_t tier,
                                                           const TierOf& placement) const {
  std::vector<Piece> pieces;
  std::size_t j = 0;
  double passing = 1;  // the branches on this tier
  for (std::size_t i = 0; i <= placement.layer.size(); ++i) {
    const double before = tier == 0 ? 1 : survival(placement, i, tier - 1);
    for (; j < placement.branch.size() && profile_.branches()[j].after <= i; ++j) {
      if (placement.branch[j] != tier || tier + 1 == instance_.tiers) continue;
      const double ms = instance_.branch_time(tier, j).count();
      pieces.push_back({ms, energy_of(profile_.branches()[j], tier, ms), before * passing});
      passing *= 1 - instance_.exit_probability[j].value;
    }
    if (i == placement.layer.size() || placement.layer[i] != tier) continue;
    const double ms = instance_.layer_time(tier, i).count();
    pieces.push_back({ms, energy_of(profile_.layers()[i], tier, ms), before * passing});
  }
  return pieces;
}

double SecondOpinion::sending_ms(std::size_t link, double bytes) const {
  return bytes == 0 ? 0 : 8 * bytes / (1000 * instance_.rate[link].value);
}

double SecondOpinion::sending_mj(std::size_t link, double bytes) const {
  const double ms = sending_ms(link, bytes);
  return std::isinf(ms) ? ms : ms * radio_mw(link) / 1000;
}

double SecondOpinion::radio_mw(std::size_t link) const {
  const RadioPower* power = named(goal_.radio_power.named, profile_.links()[link].name);
  if (power == nullptr && link == 0 && goal_.radio_power.all) power = &*goal_.radio_power.all;
  if (power == nullptr) return 0;
  return power->mw_per_mbps * instance_.rate[link].value + power->mw;
}

Figures SecondOpinion::figures(const TierOf& placement) const {
  const std::size_t links = instance_.tiers - 1;
  const double per_ms = goal_.arrival_rate.value_or(0) / 1000;
  // Of an M/G/1 queue to which a sample comes with probability `visits`.
  const auto waiting = [&](double visits, double occupancy, double square) {
    if (!(per_ms * occupancy < 1)) return kInfinity;
    return square == 0 ? 0 : visits * per_ms * square / (2 * (1 - per_ms * occupancy));
  };
  Figures sums;
  for (std::size_t k = 0; k <= links; ++k) {
    const std::vector<Piece> pieces = pieces_on(k, placement);
    double ms = 0;
    double mj = 0;
    double square = 0;
    for (std::size_t a = 0; a < pieces.size(); ++a) {
      ms += pieces[a].probability * pieces[a].ms;
      mj += pieces[a].probability * pieces[a].mj;
      // E[S²] = Σ Σ t t′ P(both run), and who comes to the later one came to the earlier one.
      for (std::size_t b = 0; goal_.arrival_rate && b < pieces.size(); ++b) {
        square += pieces[a].ms * pieces[b].ms * pieces[std::max(a, b)].probability;
      }
    }
    const double visits = k == 0 ? 1 : survival(placement, placement.layer.size(), k - 1);
    sums.time += ms;
    sums.tier_mj.push_back(mj);
    sums.tier_occupancy.push_back(ms);
    sums.tier_waiting.push_back(waiting(visits, ms, square));
    double parameters = 0;
    for (std::size_t i = 0; i < placement.layer.size(); ++i) {
      if (placement.layer[i] == k) parameters += profile_.layers()[i].parameters.value().value;
    }
    sums.parameters.push_back(parameters);
  }
  for (std::size_t k = 0; k < links; ++k) {
    double bytes = 0;
    bool is_crossed = false;
    for (std::size_t tensor = 0; tensor < placement.layer.size(); ++tensor) {
      if (!crosses(profile_, placement, tensor, k)) continue;
      is_crossed = true;
      bytes += tensor == 0 ? profile_.input()->value : profile_.layers()[tensor - 1].output->value;
    }
    // A link that nobody comes to takes no time, be it down or not.
    const double visits = is_crossed ? survival(placement, placement.layer.size(), k) : 0;
    const double ms = visits > 0 ? sending_ms(k, bytes) : 0;
    sums.time += visits * (ms + instance_.latency[k].count());
    sums.link_occupancy.push_back(visits * ms);
    sums.link_waiting.push_back(waiting(visits, visits * ms, visits * ms * ms));
    sums.link_mj.push_back(visits > 0 ? visits * sending_mj(k, bytes) : 0);
    sums.upload.push_back(bytes);
  }
  sums.is_pinned = keeps_to_pins(placement);
  return sums;
}

bool SecondOpinion::keeps_to_pins(const TierOf& placement) const {
  for (std::size_t i = 0; i < placement.layer.size(); ++i) {
    for (const Pin& pin : goal_.pins) {
      if (pin.layer != profile_.layers()[i].name) continue;
      if (pin.tier != profile_.tiers()[placement.layer[i]]) return false;
    }
  }
  for (const auto& kept : kept_) {
    for (const std::size_t tensor : kept) {
      for (std::size_t k = 0; k + 1 < instance_.tiers; ++k) {
        if (crosses(profile_, placement, tensor, k)) return false;
      }
    }
  }
  return true;
}

double SecondOpinion::objective(const Figures& figures) const {
  switch (goal_.objective) {
    case Objective::latency:
      return figures.time_with_waiting();
    case Objective::energy:
      return figures.energy();
    case Objective::throughput:
      return figures.bottleneck();
  }
  return 0;
}

bool SecondOpinion::is_possible(const Figures& figures) const {
  constexpr double rounding = 1 + 1e-12;  // a budget may be what some decision needs
  if (!figures.is_pinned || !std::isfinite(figures.time_with_waiting())) return false;
  for (std::size_t k = 0; k + 1 < instance_.tiers; ++k) {
    const Bytes* limit = named(goal_.max_upload.named, profile_.links()[k].name);
    if (limit == nullptr && goal_.max_upload.all) limit = &*goal_.max_upload.all;
    if (limit != nullptr && figures.upload[k] > limit->value * rounding) return false;
  }
  for (const auto& [tier, limit] : goal_.memory) {
    for (std::size_t k = 0; k < instance_.tiers; ++k) {
      if (profile_.tiers()[k] != tier) continue;
      if (figures.parameters[k] > limit.value * rounding) return false;
    }
  }
  return !goal_.deadline || figures.time_with_waiting() <= goal_.deadline->count() * rounding;
}

}  // namespace popex::test
