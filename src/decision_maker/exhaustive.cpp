// SPDX-License-Identifier: MIT
#include "decision_maker/exhaustive.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "model/topology.hpp"

namespace popex {
namespace {

/// A larger block has too many placements to be worth the time to count them.
constexpr std::size_t kMostLayersOfABlock = 1000;
/// Placing more layers than this, some seconds' work, counts as endless: what is tried and does not
/// count may be exponentially more than what does.
constexpr std::size_t kMostPlacedInABlock = 500'000'000;

/// What each layer of a block reads of the block's other layers, all counted from its begin.
std::vector<std::vector<std::size_t>> reads_inside(const Block& block) {
  std::vector<std::vector<std::size_t>> read_by(block.end - block.begin);
  for (const auto& [tensor, reader] : block.reads) {
    if (tensor > block.begin) read_by[reader - block.begin].push_back(tensor - 1 - block.begin);
  }
  return read_by;
}

/// Gives the layers of a block, entered on tier `from`, every tier that none of their inputs is
/// behind, in lexical order. `may_run` says whether a layer of the block may have a tier; `go_on`
/// is asked before each step; `placed` takes the tiers of all layers.
template <class MayRun, class GoOn, class Placed>
void place_layers(const std::vector<std::vector<std::size_t>>& read_by, std::size_t tiers,
                  std::size_t from, const MayRun& may_run, const GoOn& go_on,
                  const Placed& placed) {
  std::vector<std::size_t> tier;  // of the layers placed so far
  std::size_t next = from;        // what the layer after these may have at least
  const auto change_last = [&] {
    next = tier.back() + 1;
    tier.pop_back();
  };
  while (go_on()) {
    if (tier.size() == read_by.size()) {
      placed(tier);
      change_last();
      continue;
    }
    const std::size_t layer = tier.size();
    while (next < tiers && !may_run(next, layer)) ++next;
    if (next < tiers) {
      tier.push_back(next);
      next = from;
      if (tier.size() < read_by.size()) {
        for (const std::size_t made : read_by[tier.size()]) next = std::max(next, tier[made]);
      }
    } else if (tier.empty()) {
      return;
    } else {
      change_last();
    }
  }
}

/// Depth first, as deep as there are tiers: run a few more steps here, then hand over; at the last
/// tier, the rest. A block of several layers is run as a whole or left in every other way there is.
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
        cut(*block, tier, at.branches, alive, cost);
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

  /// Goes on from every way through a block that is begun on this tier and left on a later one.
  void cut(const Block& block, std::size_t tier, std::size_t branches, double alive, double cost) {
    place_layers(
        reads_inside(block), instance_.tiers, tier,
        [&](std::size_t t, std::size_t layer) { return instance_.may_run(t, block.begin + layer); },
        [] { return true; },
        [&](const std::vector<std::size_t>& tiers) {
          // With everything on one tier it is no cut through the block.
          const bool stays = std::find(tiers.begin(), tiers.end(), tier) != tiers.end();
          const bool moves = tiers.back() > tier;
          if (moves && stays) leave_block(block, tier, branches, alive, cost, tiers);
        });
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
      : tiers_(tiers), most_(most), layers_(block.end - block.begin), ways_(tiers * tiers, 0) {
    if (stopped()) return;
    const std::vector<std::vector<std::size_t>> read_by = reads_inside(block);
    for (std::size_t from = 0; from < tiers; ++from) count(read_by, from);
  }
  /// Whether there are more than `most` in all, or it is too much to find out.
  [[nodiscard]] bool stopped() const {
    return layers_ > kMostLayersOfABlock || counted_ > most_ || tried_ > kMostPlacedInABlock;
  }
  [[nodiscard]] std::size_t ways(std::size_t from, std::size_t to) const {
    return ways_[from * tiers_ + to];
  }

 private:
  void count(const std::vector<std::vector<std::size_t>>& read_by, std::size_t from) {
    place_layers(
        read_by, tiers_, from, [](std::size_t, std::size_t) { return true; },
        [&] {
          ++tried_;
          return !stopped();
        },
        [&](const std::vector<std::size_t>& tiers) {
          if (tiers.back() == from || std::find(tiers.begin(), tiers.end(), from) == tiers.end()) {
            return;
          }
          ++ways_[from * tiers_ + tiers.back()];
          ++counted_;
        });
  }

  std::size_t tiers_;
  std::size_t most_;
  std::size_t layers_;
  std::vector<std::size_t> ways_;
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
