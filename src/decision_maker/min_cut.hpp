// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "decision_maker/solution.hpp"
#include "model/instance.hpp"

namespace popex {

/// The cheapest way of going through a block from one tier to a later one: a minimum cut (DADS, Hu
/// et al. 2019), with one copy of the block for each boundary between tiers that is crossed.
///
///            ┌─▸ a ─▸ b ─┐
///     input ─┤           ├─▸ d        input on tier `from`, d on tier `to`
///            └────▸ c ───┘
///
/// Vertices of the flow network are pairs of a layer and a boundary; on the source's side the layer
/// runs before the boundary, on the sink's behind it. Links:
///
///     source ─▸ layer    what running it behind the boundary costs more than before it,
///     layer ─▸ sink      or less
///     tensor ─▸ reader   8 α / (1000 B); with several readers through a vertex of its own, so that
///                        the tensor is sent once
///     reader ─▸ tensor   infinite: nothing returns to an earlier tier
///     boundary k ─▸ k+1  infinite, between the copies of one layer: who is not behind k is not
///                        behind k + 1 either
///
/// Boost.Graph finds the maximum flow (Boykov & Kolmogorov 2004) on capacities scaled to 64-bit
/// integers, so that it is exact to about 1e-15 of the cut. On a tie most layers stay on the
/// earlier tier. Survival is left out: it is the same for the whole block.
struct BlockCut {
  /// Σ t + Σ 8 α / (1000 B) + Σ L, of a sample that is not through yet; infinite where no way is
  /// finite.
  Milliseconds time{};
  std::vector<std::uint8_t> tier;  ///< of each layer of the block, from … to; empty where infinite
};

/// Finds minimum cuts one after the other in the same memory.
class MinCut {
 public:
  MinCut();
  ~MinCut();
  MinCut(MinCut&&) noexcept;
  MinCut& operator=(MinCut&&) noexcept;
  MinCut(const MinCut&) = delete;
  MinCut& operator=(const MinCut&) = delete;

  /// Through a block, from < to.
  BlockCut through(const Instance& instance, const Block& block, std::size_t from, std::size_t to);

  /// Through the whole network, from the first tier to whichever is the best for the last layer.
  BlockCut of_whole(const Instance& instance);

  class FlowNetwork;

 private:
  FlowNetwork& network();
  std::unique_ptr<FlowNetwork> network_;  // made when it is first needed: a chain has no use for it
};

/// The whole network as one block that may end on any tier: the cross-check of the partition graph
/// for networks without exits, which is what `instance` has to be.
Solution solve_min_cut(const Instance& instance);

/// The handovers of layers placed on tiers (0 based, never falling along what they read).
/// `branches`: run before a handover, one number a link.
Placement placement_of(const Instance& instance, const std::vector<std::uint8_t>& tier,
                       const std::vector<std::size_t>& branches);

}  // namespace popex
