// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "decision_maker/min_cut.hpp"
#include "model/instance.hpp"

namespace popex {

/// The minimum cuts of all blocks of a network, one for each pair of tiers. They are made anew only
/// when times or rates change: exit probabilities scale a block as a whole.
class BlockCuts {
 public:
  /// Makes the cuts for an instance of the network that was given before, if there was one.
  void update(const Instance& instance);

  /// The cut of block number `block`; from < to.
  [[nodiscard]] const BlockCut& at(std::size_t block, std::size_t from, std::size_t to) const {
    return cuts_[(block * tiers_ + from) * tiers_ + to];
  }
  /// Whether the partition graph has no other path for this: some layers of the block stay on
  /// `from`. Otherwise the block's input is sent from there, and then the rest of the way is a step
  /// or a cut of its own.
  [[nodiscard]] bool is_used(std::size_t block, std::size_t from, std::size_t to) const;

  /// The handovers at the boundaries from … to − 1, of a sample that met so many branches.
  void append_handovers(const Instance& instance, std::size_t block, std::size_t from,
                        std::size_t to, std::size_t branches, Placement& placement) const;

 private:
  MinCut min_cut_;
  std::size_t tiers_ = 0;
  std::vector<BlockCut> cuts_;  // by block, from, to
  // What they were made for.
  std::vector<Milliseconds> layer_times_;
  std::vector<Mbps> rate_;
  std::vector<Milliseconds> latency_;
  std::vector<TierRange> allowed_;
};

}  // namespace popex
