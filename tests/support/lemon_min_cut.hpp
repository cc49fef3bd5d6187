// SPDX-License-Identifier: MIT
#pragma once

#include <popex/profile.hpp>

#include "support/cut_network.hpp"

namespace popex::test {

/// The capacity of a minimum cut, by LEMON's push-relabel algorithm on 64-bit integers; the
/// capacities of the cut itself are added up as they were given. Needs one finite cut: all arcs
/// into the sink. No more than 2^31 − 1 vertices and arcs.
double lemon_min_cut(const CutNetwork& network);

/// The least time of any split of the whole network between two tiers in which nothing returns to
/// the edge: what popex decides for a profile without branches, by another program.
double lemon_min_cut_ms(const Profile& profile, double mbps, double latency_ms);

}  // namespace popex::test
