// SPDX-License-Identifier: MIT
#include "model/expected_time.hpp"

#include <utility>

namespace popex {
namespace {

/// ∏ (1 − p_j) over the first `count` branches.
Probability survival(const Instance& instance, std::size_t count) {
  Probability s{1};
  for (std::size_t j = 0; j < count; ++j) s = s * complement(instance.exit_probability[j]);
  return s;
}

TierShare share_of_tier(const Instance& instance, std::size_t tier, Handover from, Handover to) {
  TierShare share{{from.layers, to.layers}, {from.branches, to.branches}, Milliseconds(0)};
  Probability s = survival(instance, from.branches);
  std::size_t j = from.branches;
  // Branches after v_i run before layer v_{i+1}; those after the last layer here may run as well.
  for (std::size_t i = from.layers; i <= to.layers; ++i) {
    for (; j < to.branches && instance.branch_after[j] == i; ++j) {
      share.compute += s * instance.branch_time(tier, j);
      s = s * complement(instance.exit_probability[j]);
    }
    if (i < to.layers) share.compute += s * instance.layer_time(tier, i);
  }
  return share;
}

}  // namespace

Decision expected_time(const Instance& instance, Placement placement) {
  Decision decision;
  decision.tiers.reserve(instance.tiers);
  decision.links.reserve(placement.size());
  Handover from;
  for (std::size_t k = 0; k < placement.size(); ++k) {
    const Handover to = placement[k];
    decision.tiers.push_back(share_of_tier(instance, k, from, to));
    Transfer transfer{to.layers, Bytes{}, Probability{}, Milliseconds(0)};
    if (to.layers < instance.layers) {
      transfer.size = instance.tensors[to.layers];
      transfer.probability = survival(instance, to.branches);
      transfer.time = transfer.probability * instance.transfer_time(k, to.layers);
    }
    decision.links.push_back(transfer);
    from = to;
  }
  // The last tier runs the rest of the network, without branches.
  decision.tiers.push_back(
      share_of_tier(instance, instance.tiers - 1, from, {instance.layers, from.branches}));
  for (const TierShare& share : decision.tiers) decision.expected_time += share.compute;
  for (const Transfer& transfer : decision.links) decision.expected_time += transfer.time;
  decision.placement = std::move(placement);
  return decision;
}

}  // namespace popex
