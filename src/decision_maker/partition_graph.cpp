// SPDX-License-Identifier: MIT
#include "decision_maker/partition_graph.hpp"

namespace popex {
namespace {

std::size_t steps_of(const Instance& instance) {
  std::size_t steps = instance.layers + instance.branches;
  for (const Block& block : instance.blocks()) steps -= block.end - block.begin - 1;
  return steps;
}

}  // namespace

// The constructor and `reweigh` go over the links in the same order: by head, that is position by
// position and tier by tier, with `output` at the end.

PartitionGraph::PartitionGraph(const Instance& instance)
    : tiers_(instance.tiers), positions_(steps_of(instance)) {
  const std::size_t last = tiers_ - 1;
  links_.reserve((2 * tiers_ - 1) * positions_ + instance.branches);
  bool came_by_branch = true;  // no step leads to position 0, so no tier gets there by a step
  bool came_by_block = false;
  // The links across the block before position x; at `output` all tiers have the same head.
  const auto cross = [&](std::size_t x, std::size_t to) {
    if (!came_by_block) return;
    for (std::size_t from = 0; from < to; ++from) {
      links_.push_back({vertex(from, x - 1), vertex(to, x)});
    }
  };
  Progress at;
  for (std::size_t x = 0; x < positions_; ++x) {
    for (std::size_t tier = 0; tier < tiers_; ++tier) {
      if (x > 0 && (tier < last || !came_by_branch)) {
        links_.push_back({vertex(tier, x - 1), vertex(tier, x)});
      }
      cross(x, tier);
      if (tier > 0) links_.push_back({vertex(tier - 1, x), vertex(tier, x)});
    }
    came_by_branch = instance.branch_is_next(at.done);
    came_by_block = at.next_block(instance) != nullptr;
    at.advance(instance);
  }
  for (std::size_t tier = 0; tier < last; ++tier) {
    links_.push_back({vertex(tier, positions_ - 1), output()});
  }
  for (std::size_t tier = 0; tier < tiers_; ++tier) cross(positions_, tier);
  at = {};
  while (at.done.branches < instance.branches) {
    if (instance.branch_is_next(at.done)) links_.push_back({vertex(last, at.position), output()});
    at.advance(instance);
  }
  links_.push_back({vertex(last, positions_ - 1), output()});
  weights_.resize(links_.size());
  if (!instance.is_chain()) unused_.resize(links_.size());
}

Milliseconds PartitionGraph::crossing_time(const Instance& instance, const Progress& at,
                                           std::size_t from, std::size_t to) const {
  // Not even a survival of 0 makes a path of what another path stands for.
  if (!cuts_.is_used(at.blocks_done, from, to) || at.is_too_early_for(instance, to)) return kNever;
  return at.survival * cuts_.at(at.blocks_done, from, to).time;
}

void PartitionGraph::reweigh(const Instance& instance) {
  cuts_.update(instance);
  const std::size_t last = tiers_ - 1;
  auto weight = weights_.begin();
  const auto put = [&weight](Milliseconds time) { *weight++ = time.count(); };
  // Links to `output` from the last tier stand at the end of the list: one, and one a branch.
  auto rest_weight = weights_.end() - static_cast<std::ptrdiff_t>(instance.branches + 1);

  Progress at;
  Progress before;
  const auto cross = [&](std::size_t to) {
    for (std::size_t from = 0; from < to; ++from) {
      unused_[static_cast<std::size_t>(weight - weights_.begin())] =
          !cuts_.is_used(before.blocks_done, from, to);
      put(crossing_time(instance, before, from, to));
    }
  };
  for (std::size_t x = 0; x < positions_; ++x) {
    const bool came_by_branch = x == 0 || instance.branch_is_next(before.done);
    const bool came_by_block = x > 0 && before.next_block(instance) != nullptr;
    for (std::size_t tier = 0; tier < tiers_; ++tier) {
      if (x > 0 && (tier < last || !came_by_branch)) put(before.step_time(instance, tier));
      if (came_by_block) cross(tier);
      if (tier > 0) put(at.upload_time(instance, tier - 1));
    }
    if (instance.branch_is_next(at.done)) *rest_weight++ = at.survival.value;  // completed below
    before = at;
    at.advance(instance);
  }
  for (std::size_t tier = 0; tier < last; ++tier) put(before.step_time(instance, tier));
  if (before.next_block(instance) != nullptr) {
    for (std::size_t tier = 0; tier < tiers_; ++tier) cross(tier);
  }

  // From the end, R · Σ t over the layers after each branch that the last tier leaves out.
  *rest_weight = before.step_time(instance, last).count();
  Milliseconds rest{0};
  std::size_t layer = instance.layers;
  for (std::size_t j = instance.branches; j-- > 0;) {
    while (layer > instance.branch_after[j]) rest += instance.allowed_time(last, --layer);
    --rest_weight;
    *rest_weight = expected(Probability{*rest_weight}, rest).count();
  }
}

}  // namespace popex
