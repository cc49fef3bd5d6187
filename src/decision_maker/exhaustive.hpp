// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <limits>

#include "decision_maker/solution.hpp"
#include "model/instance.hpp"

namespace popex {

/// How many decisions there are: in a chain the ways to put a handover a link on the network's
/// positions in order, else all placements that never return to an earlier tier. Counts up to
/// `most`, in O(N · tiers² + what is tried inside blocks). It is `most` also where a block has more
/// than 1000 layers or so many placements that counting them is hopeless.
std::size_t decision_count(const Instance& instance,
                           std::size_t most = std::numeric_limits<std::size_t>::max());

/// Calls `visit` for every decision, in rising order of the handovers: the one that keeps least on
/// the first tier comes first. Costs are added up along the way, so each decision costs O(tiers).
void for_each_decision(const Instance& instance,
                       const std::function<void(const Placement&, Milliseconds)>& visit);

/// Tries every decision (Neurosurgeon's method): the independent second way to the answer of
/// DijkstraSolver, with the same tie rule. O(tiers · decision_count).
Solution solve_exhaustive(const Instance& instance);

}  // namespace popex
