// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include <popex/profile.hpp>

namespace popex::test {

/// A directed graph with capacities, for a minimum cut between two of its vertices. Arcs may be
/// parallel; a capacity may be infinite.
struct CutNetwork {
  struct Arc {
    std::size_t tail = 0;
    std::size_t head = 0;
    double capacity = 0;
  };
  std::size_t vertices = 0;
  std::size_t source = 0;
  std::size_t sink = 0;
  std::vector<Arc> arcs;
};

/// DADS's graph: its minimum cut is the least time in ms of any split of the whole network between
/// two tiers in which nothing returns to the edge. Branches are left out.
///
///     source ──t_cloud──▸ v ──t_edge──▸ sink         v on the source's side: v runs on the edge
///     u ──8α/(1000B)──▸ its only reader              a tensor is sent
///     u ──8α/(1000B)──▸ copy ──∞──▸ each reader      a tensor of several readers is sent once
///     reader ──∞──▸ u                                nothing returns
///
/// The source is the network's input, vertex i is layer v_i. The last layer runs in the cloud where
/// anything was sent at all, so that is where the link's latency is charged. The profile needs all
/// its times; its first tier is the edge, its last one the cloud.
CutNetwork cut_network(const Profile& profile, double mbps, double latency_ms);

}  // namespace popex::test
