// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <popex/decision.hpp>
#include <popex/profile.hpp>

#include "decision_maker/partition_graph.hpp"
#include "model/instance.hpp"

namespace popex::report {

/// The network for Graphviz: layers in a row with their output sizes, side branches beside them.
std::string render_network_dot(const Profile& profile);

/// The partition graph for Graphviz: a row a tier, links with their weights, the shortest path
/// bold.
std::string render_partition_dot(const Profile& profile, const Instance& instance,
                                 const PartitionGraph& graph, const Placement& placement);

}  // namespace popex::report
