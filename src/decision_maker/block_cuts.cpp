// SPDX-License-Identifier: MIT
#include "decision_maker/block_cuts.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace popex {

void BlockCuts::update(const Instance& instance) {
  if (instance.is_chain()) return;
  if (instance.layer_times == layer_times_ && instance.rate == rate_ &&
      instance.latency == latency_ && instance.allowed == allowed_) {
    return;
  }
  layer_times_ = instance.layer_times;
  rate_ = instance.rate;
  latency_ = instance.latency;
  allowed_ = instance.allowed;
  tiers_ = instance.tiers;
  const std::span<const Block> blocks = instance.blocks();
  cuts_.resize(blocks.size() * tiers_ * tiers_);
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    for (std::size_t from = 0; from < tiers_; ++from) {
      for (std::size_t to = from + 1; to < tiers_; ++to) {
        cuts_[(b * tiers_ + from) * tiers_ + to] = min_cut_.through(instance, blocks[b], from, to);
      }
    }
  }
}

bool BlockCuts::is_used(std::size_t block, std::size_t from, std::size_t to) const {
  const BlockCut& cut = at(block, from, to);
  return std::isfinite(cut.time.count()) &&
         std::find(cut.tier.begin(), cut.tier.end(), from) != cut.tier.end();
}

void BlockCuts::append_handovers(const Instance& instance, std::size_t block, std::size_t from,
                                 std::size_t to, std::size_t branches, Placement& placement) const {
  const std::size_t begin = instance.blocks()[block].begin;
  const std::vector<std::uint8_t>& tier = at(block, from, to).tier;
  for (std::size_t k = from; k < to; ++k) {
    Handover handover{begin, branches, {}};
    for (std::size_t i = 0; i < tier.size(); ++i) {
      if (tier[i] <= k) handover.ahead.push_back(begin + i);
    }
    placement.push_back(std::move(handover));
  }
}

}  // namespace popex
