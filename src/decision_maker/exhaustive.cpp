// SPDX-License-Identifier: MIT
#include "decision_maker/exhaustive.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "model/topology.hpp"

namespace popex {
namespace {

/// A block is gone through by a recursion as deep as it has layers.
constexpr std::size_t kMostLayersOfABlock = 1000;
/// Placing more layers than this, some seconds' work, counts as endless: what is tried and does not
/// count may be exponentially more than what does.
constexpr std::size_t kMostPlacedInABlock = 500'000'000;

/// Depth first over the tiers: run a few more steps here, then hand over; at the last tier, the
/// rest. A block of several layers is run as a whole or left in every other way there is.
class Enumeration {
 public:
  using Visit = std::function<void(const Placement&, Milliseconds)>;

  Enumeration(const Instance& instance, const Visit& visit)
      : instance_(instance), visit_(visit), rest_on_last_tier_(instance.layers + 1, 0.0) {
    const std::size_t last = instance.tiers - 1;
    for (std::size_t i = instance.layers; i-- > 0;) {
      rest_on_last_tier_[i] = rest_on_last_tier_[i + 1] + instance.layer_time(last, i).count();
      if (!instance.may_run(last, i)) rest_begins_ = std::max(rest_begins_, i + 1);
    }
  }

  void run() { on_tier(0, {}, 1.0, 0.0); }

 private:
  void on_tier(std::size_t tier, Position at, double alive, double cost) {
    if (tier + 1 == instance_.tiers) {
      if (at.layers < rest_begins_) return;
      // A survival of zero also spares a cost that would be infinite.
      const double rest = rest_on_last_tier_[at.layers];
      visit_(placement_, Milliseconds(alive > 0 ? cost + alive * rest : cost));
      return;
    }
    while (at.layers < instance_.layers) {
      hand_over(tier, at, alive, cost);
      if (at.branches < instance_.branches && instance_.branch_after[at.branches] == at.layers) {
        cost += alive * instance_.branch_time(tier, at.branches).count();
        alive *= 1.0 - instance_.exit_probability[at.branches].value;
        ++at.branches;
        continue;
      }
      std::size_t end = at.layers + 1;
      if (const Block* block = block_at(instance_.blocks(), at.layers)) {
        std::vector<std::size_t> tiers;
        place_next_layer(*block, tier, at.branches, alive, cost, tiers);
        end = block->end;
      }
      for (; at.layers < end; ++at.layers) {
        if (!instance_.may_run(tier, at.layers)) return;
        cost += alive * instance_.layer_time(tier, at.layers).count();
      }
    }
    Placement whole = placement_;
    whole.resize(instance_.tiers - 1, {at.layers, at.branches, {}});
    visit_(whole, Milliseconds(cost));
  }

  void hand_over(std::size_t tier, Position at, double alive, double cost) {
    placement_.push_back({at.layers, at.branches, {}});
    if (alive > 0) cost += alive * (transfer(tier, at.layers) + latency(tier));
    on_tier(tier + 1, at, alive, cost);
    placement_.pop_back();
  }

  /// Gives the next layer of a block, of which `tiers` are placed, every tier that it can have.
  void place_next_layer(const Block& block, std::size_t tier, std::size_t branches, double alive,
                        double cost, std::vector<std::size_t>& tiers) {
    const std::size_t layer = block.begin + tiers.size();
    if (layer == block.end) {
      // With everything on one tier it is no cut through the block.
      const bool stays = std::find(tiers.begin(), tiers.end(), tier) != tiers.end();
      const bool moves = std::any_of(tiers.begin(), tiers.end(), [&](auto t) { return t > tier; });
      if (moves && stays) leave_block(block, tier, branches, alive, cost, tiers);
      return;
    }
    std::size_t least = tier;
    for (const auto& [tensor, reader] : block.reads) {
      if (reader == layer && tensor > block.begin) {
        least = std::max(least, tiers[tensor - 1 - block.begin]);
      }
    }
    for (std::size_t t = least; t < instance_.tiers; ++t) {
      if (!instance_.may_run(t, layer)) continue;
      tiers.push_back(t);
      place_next_layer(block, tier, branches, alive, cost, tiers);
      tiers.pop_back();
    }
  }

  void leave_block(const Block& block, std::size_t tier, std::size_t branches, double alive,
                   double cost, const std::vector<std::size_t>& tiers) {
    const std::size_t to = tiers.back();
    double time = 0;
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      time += instance_.layer_time(tiers[i], block.begin + i).count();
    }
    for (std::size_t k = tier; k < to; ++k) {
      time += latency(k);
      for (std::size_t tensor = block.begin; tensor < block.end; ++tensor) {
        const std::size_t made_on = tensor == block.begin ? tier : tiers[tensor - 1 - block.begin];
        const bool needed =
            std::any_of(block.reads.begin(), block.reads.end(), [&](const Block::Read& read) {
              return read.tensor == tensor && tiers[read.layer - block.begin] > k;
            });
        if (made_on <= k && needed) time += transfer(k, tensor);
      }
    }
    for (std::size_t k = tier; k < to; ++k) {
      Handover handover{block.begin, branches, {}};
      for (std::size_t i = 0; i < tiers.size(); ++i) {
        if (tiers[i] <= k) handover.ahead.push_back(block.begin + i);
      }
      placement_.push_back(std::move(handover));
    }
    on_tier(to, {block.end, branches}, alive, alive > 0 ? cost + alive * time : cost);
    placement_.resize(tier);
  }

  [[nodiscard]] double transfer(std::size_t link, std::size_t tensor) const {
    const double bits = 8.0 * instance_.tensors[tensor].value;
    return bits > 0 ? bits / (1000.0 * instance_.rate[link].value) : 0.0;
  }
  [[nodiscard]] double latency(std::size_t link) const { return instance_.latency[link].count(); }

  const Instance& instance_;
  const Visit& visit_;
  std::vector<double> rest_on_last_tier_;  // by the number of layers that are done
  std::size_t rest_begins_ = 0;            // the last tier may run everything from this layer on
  Placement placement_;
};

/// Counts the placements of a block that enter on one tier and leave on a later one.
class BlockCount {
 public:
  BlockCount(const Block& block, std::size_t tiers, std::size_t most)
      : tiers_(tiers), most_(most), ways_(tiers * tiers, 0), read_by_(block.end - block.begin) {
    if (stopped()) return;
    for (const auto& [tensor, reader] : block.reads) {
      if (tensor > block.begin) read_by_[reader - block.begin].push_back(tensor - 1 - block.begin);
    }
    for (std::size_t from = 0; from < tiers; ++from) count(from, false);
  }
  /// Whether there are more than `most` in all, or it is too much to find out.
  [[nodiscard]] bool stopped() const {
    return read_by_.size() > kMostLayersOfABlock || counted_ > most_ ||
           tried_ > kMostPlacedInABlock;
  }
  [[nodiscard]] std::size_t ways(std::size_t from, std::size_t to) const {
    return ways_[from * tiers_ + to];
  }

 private:
  void count(std::size_t from, bool stays) {
    ++tried_;
    if (stopped()) return;
    if (placed_.size() == read_by_.size()) {
      if (!stays || placed_.back() == from) return;
      ++ways_[from * tiers_ + placed_.back()];
      ++counted_;
      return;
    }
    std::size_t least = from;
    for (const std::size_t made : read_by_[placed_.size()]) least = std::max(least, placed_[made]);
    for (std::size_t t = least; t < tiers_; ++t) {
      placed_.push_back(t);
      count(from, stays || t == from);
      placed_.pop_back();
    }
  }

  std::size_t tiers_;
  std::size_t most_;
  std::vector<std::size_t> ways_;
  std::vector<std::vector<std::size_t>> read_by_;  // layers of the block, for each layer
  std::vector<std::size_t> placed_;
  std::size_t counted_ = 0;
  std::size_t tried_ = 0;
};

}  // namespace

std::size_t decision_count(const Instance& instance, std::size_t most) {
  const auto add = [most](std::size_t& sum, std::size_t a, std::size_t b) {
    sum = a > 0 && b > (most - sum) / a ? most : sum + a * b;
  };
  const std::size_t last = instance.tiers - 1;
  std::size_t ended = 0;
  std::vector<std::size_t> ways(instance.tiers, 0);  // to be at a position, on each tier
  ways[0] = 1;
  Position at;
  while (at.layers < instance.layers && ended < most) {
    for (std::size_t tier = 0; tier < last; ++tier) add(ways[tier + 1], ways[tier], 1);
    add(ended, ways[last], 1);
    ways[last] = 0;
    if (instance.branch_is_next(at)) {
      ++at.branches;
    } else if (const Block* block = block_at(instance.blocks(), at.layers)) {
      const BlockCount inside(*block, instance.tiers, most);
      if (inside.stopped()) return most;
      for (std::size_t to = last + 1; to-- > 1;) {
        for (std::size_t from = 0; from < to; ++from)
          add(ways[to], ways[from], inside.ways(from, to));
      }
      at.layers = block->end;
    } else {
      ++at.layers;
    }
  }
  for (const std::size_t count : ways) add(ended, count, 1);
  return ended;
}

void for_each_decision(const Instance& instance,
                       const std::function<void(const Placement&, Milliseconds)>& visit) {
  Enumeration(instance, visit).run();
}

Solution solve_exhaustive(const Instance& instance) {
  double least = std::numeric_limits<double>::infinity();
  for_each_decision(instance, [&](const Placement&, Milliseconds time) {
    least = std::min(least, time.count());
  });
  Solution best{{}, Milliseconds(least)};
  for_each_decision(instance, [&](const Placement& placement, Milliseconds time) {
    if (time.count() <= (1 + kTieTolerance) * least &&
        (best.placement.empty() || keeps_more_early(placement, best.placement))) {
      best.placement = placement;
    }
  });
  return best;
}

}  // namespace popex
