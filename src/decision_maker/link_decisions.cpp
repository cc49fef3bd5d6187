// SPDX-License-Identifier: MIT
#include "decision_maker/link_decisions.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

#include <popex/profile.hpp>

#include "decision_maker/breakpoints.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/exhaustive.hpp"
#include "decision_maker/solution.hpp"

namespace popex {
namespace {

/// Handovers up to the link, over several links, are listed one by one up to so many.
constexpr double kMostListed = 2e6;
/// Blocks are cut in every way where that makes no more decisions.
constexpr std::size_t kMostWithCuts = 20'000;
/// Cuts that are cheapest at one rate, of this many decisions at most.
constexpr std::size_t kMostPaths = 5'000;

bool cuts_a_block(const Placement& placement) {
  return std::any_of(placement.begin(), placement.end(),
                     [](const Handover& handover) { return handover.is_inside_block(); });
}

/// In how many ways `links` handovers can be put in order on so many places.
double ways(std::size_t places, std::size_t links) {
  double count = 1;
  for (std::size_t k = 0; k < links; ++k) {
    count *= static_cast<double>(places + k) / static_cast<double>(k + 1);
  }
  return count;
}

/// Of a sample that does not exit.
double full_step_ms(const Instance& instance, const Progress& at, const Progress& next,
                    std::size_t tier) {
  if (at.done.branches < next.done.branches) {
    return instance.branch_time(tier, at.done.branches).count();
  }
  double ms = 0;
  for (std::size_t i = at.done.layers; i < next.done.layers; ++i) {
    ms += instance.layer_time(tier, i).count();
  }
  return ms;
}

struct Order {
  bool operator()(const Handover& a, const Handover& b) const {
    return std::tie(a.layers, a.branches, a.ahead) < std::tie(b.layers, b.branches, b.ahead);
  }
  bool operator()(const Placement& a, const Placement& b) const {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), *this);
  }
};

}  // namespace

LinkDecisions::LinkDecisions(const Instance& instance, std::size_t link)
    : link_(link), links_(instance.tiers - 1) {
  list_places(instance);
  find_ways_behind(instance);
  if (ways(places_.size(), link_ + 1) <= kMostListed) {
    run_on_tier(instance, 0, 0, 0, 0);
    if (!instance.is_chain()) add_cuts_of_blocks(instance);
  } else {
    which_ = LookedAt::best_at_a_rate;
    add_placed(instance, Placement(links_, Handover{instance.layers, instance.branches}));
    add_placed(instance, Placement(links_, Handover{}));
    add_best_at_any_rate(instance);
  }
}

Placement LinkDecisions::placement(std::size_t number) const {
  const std::size_t listed = costs_.size() - placed_.size();
  if (number >= listed) return placed_[number - listed];
  Placement placement;
  std::size_t place = 0;
  for (std::size_t k = 0; k < links_; ++k) {
    if (k <= link_) {
      place = handovers_[number * (link_ + 1) + k];
    } else {
      const std::vector<bool>& stays = stays_[k - link_ - 1];
      while (place + 1 < places_.size() && stays[place]) ++place;
    }
    placement.push_back(places_[place].handover());
  }
  return placement;
}

void LinkDecisions::list_places(const Instance& instance) {
  Progress at;
  places_.push_back(at);
  while (at.done.layers < instance.layers) {
    at.advance(instance);
    places_.push_back(at);
  }
  fall_back_ms_.resize(places_.size());
  double ms = 0;
  std::size_t layer = instance.layers;
  for (std::size_t x = places_.size(); x-- > 0;) {
    while (layer > places_[x].done.layers) ms += instance.layer_time(link_, --layer).count();
    fall_back_ms_[x] = ms;
  }
}

void LinkDecisions::find_ways_behind(const Instance& instance) {
  behind_ms_.resize(places_.size());
  const std::size_t last = instance.tiers - 1;
  Milliseconds rest{0};
  std::size_t layer = instance.layers;
  for (std::size_t x = places_.size(); x-- > 0;) {
    while (layer > places_[x].done.layers) rest += instance.layer_time(last, --layer);
    behind_ms_[x] = (places_[x].survival * rest).count();
  }
  stays_.resize(last - link_ - 1);
  for (std::size_t tier = last; --tier > link_;) {
    std::vector<bool>& stays = stays_[tier - link_ - 1];
    stays.resize(places_.size());
    double here_ms = behind_ms_.back();
    for (std::size_t x = places_.size() - 1; x-- > 0;) {
      const double leave = places_[x].upload_time(instance, tier).count() + behind_ms_[x];
      const double stay = places_[x].step_time(instance, tier).count() + here_ms;
      stays[x] = stay <= (1 + kTieTolerance) * leave;
      here_ms = behind_ms_[x] = std::min(stay, leave);
    }
  }
}

/// Lists what goes on from a place on a tier up to the link, as deep as there are tiers.
void LinkDecisions::run_on_tier(const Instance& instance, std::size_t tier, std::size_t place,
                                double before_ms, double reach_ms) {
  const std::size_t end = places_.size() - 1;
  for (; place < end; ++place) {
    const Progress& at = places_[place];
    path_.push_back(static_cast<std::uint32_t>(place));
    if (tier == link_) {
      add(instance, place, before_ms, reach_ms);
    } else {
      run_on_tier(instance, tier + 1, place, before_ms + at.upload_time(instance, tier).count(),
                  reach_ms + instance.transfer_time(tier, at.done.layers).count());
    }
    path_.pop_back();
    before_ms += at.step_time(instance, tier).count();
    reach_ms += full_step_ms(instance, at, places_[place + 1], tier);
  }
  const std::size_t begun = path_.size();
  path_.resize(link_ + 1, static_cast<std::uint32_t>(end));
  add(instance, end, before_ms, reach_ms);
  path_.resize(begun);
}

void LinkDecisions::add(const Instance& instance, std::size_t place, double before_ms,
                        double reach_ms) {
  const Progress& at = places_[place];
  CrossingCosts costs;
  costs.elsewhere_ms = before_ms + behind_ms_[place];
  costs.before_ms = before_ms;
  if (std::isinf(costs.elsewhere_ms)) return;  // the first tier alone can do it
  if (place + 1 < places_.size() && at.survival.value > 0) {
    costs.probability = at.survival.value;
    costs.reach_s = reach_ms / 1000;
    costs.size = instance.tensors[at.done.layers];
    costs.latency_ms = instance.latency[link_].count();
    costs.fall_back_ms = fall_back_ms_[place];
  }
  costs_.push_back(costs);
  handovers_.insert(handovers_.end(), path_.begin(), path_.end());
}

void LinkDecisions::add_placed(const Instance& instance, const Placement& placement) {
  const CrossingCosts costs = crossing_costs(instance, placement, link_);
  if (std::isinf(costs.elsewhere_ms)) return;
  costs_.push_back(costs);
  placed_.push_back(placement);
}

void LinkDecisions::add_cuts_of_blocks(const Instance& instance) {
  if (decision_count(instance, kMostWithCuts + 1) <= kMostWithCuts) {
    for_each_decision(instance, [&](const Placement& placement, Milliseconds) {
      if (cuts_a_block(placement)) add_placed(instance, placement);
    });
    return;
  }
  which_ = LookedAt::known_cuts;
  add_best_at_any_rate(instance);
}

void LinkDecisions::add_best_at_any_rate(const Instance& instance) {
  const Parameter rate{Parameter::Kind::rate, link_};
  const bool is_listed = !handovers_.empty();
  std::set<Placement, Order> known;
  const auto add_new = [&](const Placement& placement) {
    if (is_listed && !cuts_a_block(placement)) return;
    if (known.insert(placement).second) add_placed(instance, placement);
  };
  DijkstraSolver solver(instance);
  for (const Piece& piece : breakpoints(instance, rate, domain(Parameter::Kind::rate))) {
    add_new(piece.placement);
    // What is cheapest through each block where this is the best decision.
    const double lowest = std::max(piece.from, piece.to / 1e3);
    const Instance there = instance_at(instance, rate, std::sqrt(lowest * piece.to));
    solver.solve(there);
    if (solver.path_count(there) <= kMostPaths) solver.for_each_path(there, add_new);
  }
}

}  // namespace popex
