// SPDX-License-Identifier: MIT
#pragma once

#include <popex/decision.hpp>

#include "model/instance.hpp"

namespace popex {

/// What a placement costs, by the formula and by nothing else: no graph, no search. With
/// S = ∏ (1 − p) over the branches that ran before,
///
///     E[T] = Σ S · t                      layers and branches, on the tier that runs them
///          + Σ R · (8 α / (1000 B) + L)   links that are crossed, R = S at the handover
///
/// (Pacheco & Couto, ISCC 2020, with the branch at the split left to choice). The placement needs
/// one handover a link, none before the one of the link before it, each at a place where a sample
/// can be: after layer k_j all branches before b_j have run.
Decision expected_time(const Instance& instance, Placement placement);

/// Calls `layer` and `branch` for what runs on a tier, in the order in which it runs: branches
/// after v_i before layer v_{i+1}, those after the last layer here at the end.
template <class Layer, class Branch>
void for_each_run(const Instance& instance, const TierShare& share, const Layer& layer,
                  const Branch& branch) {
  std::size_t j = share.branches.begin;
  const auto run_branches = [&](std::size_t up_to_layer) {
    for (; j < share.branches.end && instance.branch_after[j] <= up_to_layer; ++j) branch(j);
  };
  for (const Range& range : share.layers) {
    for (std::size_t i = range.begin; i < range.end; ++i) {
      run_branches(i);
      layer(i);
    }
  }
  run_branches(instance.layers);
}

}  // namespace popex
