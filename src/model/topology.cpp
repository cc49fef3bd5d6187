// SPDX-License-Identifier: MIT
#include "model/topology.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

namespace popex {

std::vector<std::size_t> running_order(const LayerInputs& inputs) {
  const std::size_t count = inputs.size();
  std::vector<std::vector<std::size_t>> consumers(count);
  std::vector<std::size_t> waiting_for(count, 0);
  for (std::size_t layer = 0; layer < count; ++layer) {
    for (const std::size_t tensor : inputs[layer]) {
      if (tensor == 0) continue;
      consumers[tensor - 1].push_back(layer);
      ++waiting_for[layer];
    }
  }
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t layer = 0; layer < count; ++layer) {
    if (waiting_for[layer] == 0) ready.push(layer);
  }
  std::vector<std::size_t> order;
  order.reserve(count);
  while (!ready.empty()) {
    const std::size_t layer = ready.top();
    ready.pop();
    order.push_back(layer);
    for (const std::size_t consumer : consumers[layer]) {
      if (--waiting_for[consumer] == 0) ready.push(consumer);
    }
  }
  return order;
}

std::vector<std::size_t> find_cycle(const LayerInputs& inputs,
                                    const std::vector<std::size_t>& order) {
  std::vector<bool> left_out(inputs.size(), true);
  for (const std::size_t layer : order) left_out[layer] = false;
  const auto start = std::find(left_out.begin(), left_out.end(), true);
  if (start == left_out.end()) return {};

  // Each layer that was left out reads another one that was, so this walk must come back on itself.
  constexpr std::size_t unseen = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> seen_at(inputs.size(), unseen);
  std::vector<std::size_t> walk;
  auto layer = static_cast<std::size_t>(start - left_out.begin());
  while (seen_at[layer] == unseen) {
    seen_at[layer] = walk.size();
    walk.push_back(layer);
    const auto next = std::find_if(inputs[layer].begin(), inputs[layer].end(),
                                   [&](std::size_t t) { return t != 0 && left_out[t - 1]; });
    layer = *next - 1;
  }
  walk.erase(walk.begin(), walk.begin() + static_cast<std::ptrdiff_t>(seen_at[layer]));
  return walk;
}

std::vector<std::size_t> sinks(const LayerInputs& inputs) {
  std::vector<bool> read(inputs.size() + 1, false);
  for (const auto& tensors : inputs) {
    for (const std::size_t tensor : tensors) read[tensor] = true;
  }
  std::vector<std::size_t> unread;
  for (std::size_t layer = 0; layer < inputs.size(); ++layer) {
    if (!read[layer + 1]) unread.push_back(layer);
  }
  return unread;
}

std::vector<bool> cut_vertices(const LayerInputs& inputs) {
  // A layer is passed by every path unless some tensor is read across it: with one source and one
  // sink, a path that avoids the layer must somewhere step over its place in the running order.
  const std::size_t count = inputs.size();
  std::vector<std::ptrdiff_t> crossing_starts(count + 2, 0);
  for (std::size_t layer = 0; layer < count; ++layer) {
    for (const std::size_t tensor : inputs[layer]) {
      ++crossing_starts[tensor];  // tensor t is made by layer t - 1: layers t … layer - 1 are
                                  // crossed
      --crossing_starts[layer];
    }
  }
  std::vector<bool> is_cut(count);
  std::ptrdiff_t crossing = 0;
  for (std::size_t layer = 0; layer < count; ++layer) {
    crossing += crossing_starts[layer];
    is_cut[layer] = crossing == 0;
  }
  return is_cut;
}

std::vector<Block> wide_blocks(const LayerInputs& inputs, const std::vector<bool>& is_cut) {
  std::vector<Block> blocks;
  std::size_t begin = 0;
  for (std::size_t end = 1; end <= inputs.size(); ++end) {
    if (!is_cut[end - 1]) continue;
    if (end - begin > 1) {
      Block block{begin, end, {}};
      for (std::size_t layer = begin; layer < end; ++layer) {
        for (const std::size_t tensor : inputs[layer]) block.reads.push_back({tensor, layer});
      }
      std::sort(block.reads.begin(), block.reads.end(),
                [](const Block::Read& a, const Block::Read& b) {
                  return a.tensor != b.tensor ? a.tensor < b.tensor : a.layer < b.layer;
                });
      blocks.push_back(std::move(block));
    }
    begin = end;
  }
  return blocks;
}

const Block* block_at(std::span<const Block> blocks, std::size_t layers) {
  const auto found =
      std::lower_bound(blocks.begin(), blocks.end(), layers,
                       [](const Block& block, std::size_t begin) { return block.begin < begin; });
  return found != blocks.end() && found->begin == layers ? &*found : nullptr;
}

std::vector<std::size_t> tensors_across(std::span<const Block> blocks, const Handover& handover,
                                        std::size_t layers) {
  if (handover.layers == layers) return {};
  if (!handover.is_inside_block()) return {handover.layers};
  const auto is_ahead = [&](std::size_t layer) {
    return std::binary_search(handover.ahead.begin(), handover.ahead.end(), layer);
  };
  const Block& block = *block_at(blocks, handover.layers);
  std::vector<std::size_t> across;
  for (const auto& [tensor, layer] : block.reads) {
    if (!across.empty() && across.back() == tensor) continue;
    const bool made_before = tensor == block.begin || is_ahead(tensor - 1);
    if (made_before && !is_ahead(layer)) across.push_back(tensor);
  }
  return across;
}

}  // namespace popex
