// SPDX-License-Identifier: MIT
#include "background/importers/side_heads.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "model/topology.hpp"

namespace popex {
namespace {

/// What the layers read, or nothing where that is not known or does not come before them.
std::optional<LayerInputs> inputs_of(const std::vector<ProfileData::Layer>& layers) {
  std::unordered_map<std::string_view, std::size_t> tensors = {{"input", 0}};
  LayerInputs inputs(layers.size());
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (!layers[i].inputs) return std::nullopt;
    for (const std::string& name : *layers[i].inputs) {
      const auto tensor = tensors.find(name);
      if (tensor == tensors.end()) return std::nullopt;
      inputs[i].push_back(tensor->second);
    }
    tensors.emplace(layers[i].name, i + 1);
  }
  return inputs;
}

/// For each layer whether the longest way from the input to an end goes through it, or what that
/// way needs beside.
std::vector<bool> main_network(const LayerInputs& inputs) {
  std::vector<std::size_t> depth(inputs.size() + 1, 0);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    for (const std::size_t tensor : inputs[i]) {
      depth[i + 1] = std::max(depth[i + 1], depth[tensor] + 1);
    }
  }
  std::vector<bool> is_main(inputs.size(), false);
  const auto deepest = std::max_element(depth.rbegin(), depth.rend());  // the last of them
  is_main[static_cast<std::size_t>(depth.rend() - deepest) - 2] = true;
  for (std::size_t i = inputs.size(); i-- > 0;) {
    if (!is_main[i]) continue;
    for (const std::size_t tensor : inputs[i]) {
      if (tensor > 0) is_main[tensor - 1] = true;
    }
  }
  return is_main;
}

/// Cut vertices of the main network, by the layers' numbers in the whole.
std::vector<bool> main_cuts(const LayerInputs& inputs, const std::vector<bool>& is_main) {
  std::vector<std::size_t> tensor_in_main(inputs.size() + 1, 0);
  std::vector<std::size_t> layers;
  LayerInputs main;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!is_main[i]) continue;
    layers.push_back(i);
    tensor_in_main[i + 1] = layers.size();
    std::vector<std::size_t>& read = main.emplace_back();
    for (const std::size_t tensor : inputs[i]) read.push_back(tensor_in_main[tensor]);
  }
  const std::vector<bool> cuts = cut_vertices(main);
  std::vector<bool> is_cut(inputs.size(), false);
  for (std::size_t i = 0; i < layers.size(); ++i) is_cut[layers[i]] = cuts[i];
  return is_cut;
}

/// Layers beside the main network that hang together, and the tensors of it that they read.
struct Head {
  std::vector<std::size_t> layers;
  std::vector<std::size_t> reads;
};

std::vector<Head> heads_of(const LayerInputs& inputs, const std::vector<bool>& is_main) {
  // Each layer points to an earlier one that it hangs together with; following them gives one layer
  // for the whole head.
  std::vector<std::size_t> towards(inputs.size());
  const auto first = [&](std::size_t i) {
    while (towards[i] != i) i = towards[i] = towards[towards[i]];
    return i;
  };
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    towards[i] = i;
    if (is_main[i]) continue;
    for (const std::size_t tensor : inputs[i]) {
      if (tensor == 0 || is_main[tensor - 1]) continue;
      const std::size_t a = first(tensor - 1);
      const std::size_t b = first(i);
      towards[std::max(a, b)] = std::min(a, b);
    }
  }
  std::map<std::size_t, Head> heads;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (is_main[i]) continue;
    Head& head = heads[first(i)];
    head.layers.push_back(i);
    for (const std::size_t tensor : inputs[i]) {
      if (tensor == 0 || is_main[tensor - 1]) head.reads.push_back(tensor);
    }
  }
  std::vector<Head> list;
  for (auto& [number, head] : heads) {
    std::sort(head.reads.begin(), head.reads.end());
    head.reads.erase(std::unique(head.reads.begin(), head.reads.end()), head.reads.end());
    list.push_back(std::move(head));
  }
  return list;
}

/// The sum by tier; a tier that any of the layers lacks has none.
ByTierName<Milliseconds> sum_of(const std::vector<ProfileData::Layer>& layers, const Head& head) {
  std::map<std::string, std::pair<Milliseconds, std::size_t>> sums;
  for (const std::size_t i : head.layers) {
    for (const auto& [tier, time] : layers[i].time) {
      sums[tier].first += time;
      ++sums[tier].second;
    }
  }
  ByTierName<Milliseconds> made;
  for (const auto& [tier, sum] : sums) {
    if (sum.second == head.layers.size()) made.emplace_back(tier, sum.first);
  }
  return made;
}

}  // namespace

SideHeads split_off_side_heads(ProfileData& profile) {
  std::vector<ProfileData::Layer>& layers = profile.layers;
  SideHeads made;
  const std::optional<LayerInputs> inputs = inputs_of(layers);
  if (!inputs || sinks(*inputs).size() < 2) return made;
  const std::vector<bool> is_main = main_network(*inputs);
  const std::vector<bool> is_cut = main_cuts(*inputs, is_main);
  for (const Head& head : heads_of(*inputs, is_main)) {
    const std::string& first = layers[head.layers.front()].name;
    const std::string& last = layers[head.layers.back()].name;
    const std::string what = head.layers.size() == 1 ? fmt::format("'{}'", last)
                                                     : fmt::format("'{}' … '{}'", first, last);
    const ByTierName<Milliseconds> time = sum_of(layers, head);
    const std::size_t read = head.reads.size() == 1 ? head.reads.front() : 0;
    if (read > 0 && is_cut[read - 1]) {
      ProfileData::Branch& branch = profile.branches.emplace_back();
      branch.name = last;
      branch.after = layers[read - 1].name;
      branch.time = time;
      made.notes.push_back(
          fmt::format("{} ends beside the main network: taken for an early exit "
                      "after '{}', the branch '{}'",
                      what, branch.after, last));
      continue;
    }
    Milliseconds sum(0);
    for (const auto& [tier, part] : time) sum += part;
    made.left_out += sum;
    made.notes.push_back(
        fmt::format("{} ends beside the main network, but does not leave it at "
                    "one layer that every path passes: left out, {:.4g} ms",
                    what, sum.count()));
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (is_main[i] && kept++ != i) layers[kept - 1] = std::move(layers[i]);
  }
  layers.resize(kept);
  return made;
}

}  // namespace popex
