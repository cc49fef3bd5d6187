// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <popex/decision.hpp>
#include <popex/profile.hpp>

namespace popex {

/// What each layer of a network reads: `inputs[i]` are the tensors read by layer i (counted from
/// 0); tensor 0 is the network's input, tensor j + 1 the output of layer j.
using LayerInputs = std::vector<std::vector<std::size_t>>;

/// The layers in an order in which each comes after what it reads; among those that could come
/// next, the earliest written. Shorter than the network where there is a cycle: what is on a cycle
/// or behind one is left out. O(n log n).
std::vector<std::size_t> running_order(const LayerInputs& inputs);

/// A cycle among the layers that `order` (from `running_order`) left out, each reading the next and
/// the last reading the first. Empty where there is none.
std::vector<std::size_t> find_cycle(const LayerInputs& inputs,
                                    const std::vector<std::size_t>& order);

/// Layers whose output nobody reads.
std::vector<std::size_t> sinks(const LayerInputs& inputs);

/// For layers that stand in running order and have one sink: whether every path from input to
/// output passes through the layer. O(n + edges).
std::vector<bool> cut_vertices(const LayerInputs& inputs);

/// For the same layers, the blocks that have more than one. O(n + edges), but for the sorting of
/// what each block reads.
std::vector<Block> wide_blocks(const LayerInputs& inputs, const std::vector<bool>& is_cut);

/// The tensors that are needed behind a handover, each once: made before it and read by a layer
/// after it. None at the end of a network of `layers` layers.
std::vector<std::size_t> tensors_across(std::span<const Block> blocks, const Handover& handover,
                                        std::size_t layers);

/// The block that begins after so many layers, or nothing where a single layer follows.
const Block* block_at(std::span<const Block> blocks, std::size_t layers);

}  // namespace popex
