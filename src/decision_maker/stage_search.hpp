// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <popex/decision.hpp>

#include "model/criteria.hpp"
#include "model/instance.hpp"

namespace popex {

/// The best placement that keeps every block on one tier, for objectives and bounds that are no
/// sums over the steps: a stage of the pipeline (a tier or a link) has a load, a queue and a memory
/// of its own. Nothing where no placement keeps to the bounds, or none ends.
///
/// This is a shortest path with resources on the partition graph (Irnich & Desaulniers 2005). At
/// each vertex there are labels, ways of getting there that do not dominate each other: less in
/// objective, time, load of the stage so far and memory, each. The graph has no cycle and its
/// vertices stand in order, so that the labels of one position are all that is kept. Exact;
/// O(positions · tiers · labels²), where two tiers need one label a vertex.
///
/// Of equal objectives the faster placement is taken, then the one that keeps most on the edge.
std::optional<Placement> search_stages(const Instance& instance, const Criteria& criteria);

}  // namespace popex
