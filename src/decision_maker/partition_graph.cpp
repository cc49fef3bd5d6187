// SPDX-License-Identifier: MIT
#include "decision_maker/partition_graph.hpp"

#include "decision_maker/progress.hpp"

namespace popex {

// The constructor and `reweigh` go over the links in the same order: by head, that is position by
// position and tier by tier, with `output` at the end.

PartitionGraph::PartitionGraph(const Instance& instance)
    : tiers_(instance.tiers), positions_(instance.layers + instance.branches) {
  const std::size_t last = tiers_ - 1;
  links_.reserve((2 * tiers_ - 1) * positions_);
  bool came_by_branch = true;  // no step leads to position 0, so no tier gets there by a step
  Progress at;
  for (std::size_t x = 0; x < positions_; ++x) {
    for (std::size_t tier = 0; tier < tiers_; ++tier) {
      if (x > 0 && (tier < last || !came_by_branch)) {
        links_.push_back({vertex(tier, x - 1), vertex(tier, x)});
      }
      if (tier > 0) links_.push_back({vertex(tier - 1, x), vertex(tier, x)});
    }
    came_by_branch = instance.branch_is_next(at.done);
    at.advance(instance);
  }
  for (std::size_t tier = 0; tier < last; ++tier) {
    links_.push_back({vertex(tier, positions_ - 1), output()});
  }
  for (std::size_t j = 0; j < instance.branches; ++j) {
    links_.push_back({vertex(last, instance.branch_after[j] + j), output()});
  }
  links_.push_back({vertex(last, positions_ - 1), output()});
  weights_.resize(links_.size());
}

void PartitionGraph::reweigh(const Instance& instance) {
  const std::size_t last = tiers_ - 1;
  auto weight = weights_.begin();
  const auto put = [&weight](Milliseconds time) { *weight++ = time.count(); };
  // Links to `output` stand at the end of the list: one a tier and one a branch.
  auto rest_weight = weights_.end() - static_cast<std::ptrdiff_t>(instance.branches + 1);

  Progress at;
  Progress before;
  for (std::size_t x = 0; x < positions_; ++x) {
    const bool came_by_branch = x == 0 || instance.branch_is_next(before.done);
    for (std::size_t tier = 0; tier < tiers_; ++tier) {
      if (x > 0 && (tier < last || !came_by_branch)) put(before.step_time(instance, tier));
      if (tier > 0) put(at.upload_time(instance, tier - 1));
    }
    if (instance.branch_is_next(at.done)) *rest_weight++ = at.survival.value;  // completed below
    before = at;
    at.advance(instance);
  }
  for (std::size_t tier = 0; tier < last; ++tier) put(before.step_time(instance, tier));

  // From the end, R · Σ t over the layers after each branch that the last tier leaves out.
  *rest_weight = before.step_time(instance, last).count();
  Milliseconds rest{0};
  std::size_t layer = instance.layers;
  for (std::size_t j = instance.branches; j-- > 0;) {
    while (layer > instance.branch_after[j]) rest += instance.layer_time(last, --layer);
    --rest_weight;
    *rest_weight = (Probability{*rest_weight} * rest).count();
  }
}

}  // namespace popex
