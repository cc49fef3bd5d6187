// SPDX-License-Identifier: MIT
#include "model/expected_time.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "model/topology.hpp"

namespace popex {
namespace {

/// ∏ (1 − p_j) over the first `count` branches.
Probability survival(const Instance& instance, std::size_t count) {
  Probability s{1};
  for (std::size_t j = 0; j < count; ++j) s = s * complement(instance.exit_probability[j]);
  return s;
}

/// What has run at `to` and not at `from`.
std::vector<Range> layers_between(const Handover& from, const Handover& to) {
  std::vector<Range> ranges;
  const auto add = [&](std::size_t begin, std::size_t end) {
    if (begin == end) return;
    if (!ranges.empty() && ranges.back().end == begin) {
      ranges.back().end = end;
    } else {
      ranges.push_back({begin, end});
    }
  };
  if (from.layers == to.layers) {  // inside one block, or nothing
    for (const std::size_t layer : to.ahead) {
      if (!std::binary_search(from.ahead.begin(), from.ahead.end(), layer)) add(layer, layer + 1);
    }
    return ranges;
  }
  std::size_t begin = from.layers;
  for (const std::size_t layer : from.ahead) {
    add(begin, layer);
    begin = layer + 1;
  }
  add(begin, to.layers);
  for (const std::size_t layer : to.ahead) add(layer, layer + 1);
  return ranges;
}

TierShare share_of_tier(const Instance& instance, std::size_t tier, const Handover& from,
                        const Handover& to) {
  TierShare share{layers_between(from, to), {from.branches, to.branches}, Milliseconds(0)};
  Probability s = survival(instance, from.branches);
  for_each_run(
      instance, share, [&](std::size_t i) { share.compute += s * instance.layer_time(tier, i); },
      [&](std::size_t j) {
        share.compute += s * instance.branch_time(tier, j);
        s = s * complement(instance.exit_probability[j]);
      });
  return share;
}

}  // namespace

Decision expected_time(const Instance& instance, Placement placement) {
  Decision decision;
  decision.tiers.reserve(instance.tiers);
  decision.links.reserve(placement.size());
  Handover from;
  for (std::size_t k = 0; k < placement.size(); ++k) {
    const Handover& to = placement[k];
    decision.tiers.push_back(share_of_tier(instance, k, from, to));
    Transfer transfer{tensors_across(instance.blocks(), to, instance.layers), Bytes{},
                      Probability{}, Milliseconds(0)};
    if (!transfer.tensors.empty()) {
      for (const std::size_t t : transfer.tensors) transfer.size.value += instance.tensors[t].value;
      transfer.probability = survival(instance, to.branches);
      transfer.time =
          transfer.probability * (transfer.size / instance.rate[k] + instance.latency[k]);
    }
    decision.links.push_back(std::move(transfer));
    from = to;
  }
  // The last tier runs the rest of the network, without branches.
  const Handover end{instance.layers, from.branches};
  decision.tiers.push_back(share_of_tier(instance, instance.tiers - 1, from, end));
  for (const TierShare& share : decision.tiers) decision.expected_time += share.compute;
  for (const Transfer& transfer : decision.links) decision.expected_time += transfer.time;
  decision.placement = std::move(placement);
  return decision;
}

}  // namespace popex
