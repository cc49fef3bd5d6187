// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "model/instance.hpp"

namespace popex {

/// A sample's way through the steps of the network, each a branch or a block (in a chain every
/// block is one layer): what it has behind it and how probable it is that it is still running.
struct Progress {
  Position done;
  Probability survival{1};
  std::size_t position = 0;     ///< steps done
  std::size_t blocks_done = 0;  ///< of `Instance::blocks`

  /// The block of several layers that comes next, or nothing where a single layer or a branch does.
  [[nodiscard]] const Block* next_block(const Instance& instance) const {
    return instance.branch_is_next(done) ? nullptr : block_here(instance);
  }
  /// Expected time of the next step on `tier`, which is not the last where that step is a branch.
  /// Infinite where a layer may not run there, even if no sample comes so far.
  [[nodiscard]] Milliseconds step_time(const Instance& instance, std::size_t tier) const {
    if (instance.branch_is_next(done)) {
      return survival * instance.branch_time(tier, done.branches);
    }
    const Block* block = block_here(instance);
    return expected(survival, block == nullptr ? instance.allowed_time(tier, done.layers)
                                               : block_time(instance, *block, tier));
  }
  /// Whether a tier has to wait for branches that come before it.
  [[nodiscard]] bool is_too_early_for(const Instance& instance, std::size_t tier) const {
    return tier + 1 == instance.tiers && done.branches < instance.branches_to_pass;
  }
  /// Expected time of being handed from tier `link` to the next one here.
  [[nodiscard]] Milliseconds upload_time(const Instance& instance, std::size_t link) const {
    if (is_too_early_for(instance, link + 1)) return kNever;
    return survival * instance.transfer_time(link, done.layers);
  }
  /// Takes the next step.
  void advance(const Instance& instance) {
    ++position;
    if (instance.branch_is_next(done)) {
      survival = survival * complement(instance.exit_probability[done.branches]);
      ++done.branches;
    } else if (const Block* block = block_here(instance)) {
      done.layers = block->end;
      ++blocks_done;
    } else {
      ++done.layers;
    }
  }
  [[nodiscard]] Handover handover() const { return {done.layers, done.branches, {}}; }

 private:
  static Milliseconds block_time(const Instance& instance, const Block& block, std::size_t tier) {
    Milliseconds sum{0};
    for (std::size_t i = block.begin; i < block.end; ++i) sum += instance.allowed_time(tier, i);
    return sum;
  }
  /// The block that begins here, whether or not a branch comes first.
  [[nodiscard]] const Block* block_here(const Instance& instance) const {
    if (!instance.wide_blocks) return nullptr;  // a chain, the common case, pays for no more
    const std::vector<Block>& blocks = *instance.wide_blocks;
    if (blocks_done == blocks.size() || blocks[blocks_done].begin != done.layers) return nullptr;
    return &blocks[blocks_done];
  }
};

}  // namespace popex
