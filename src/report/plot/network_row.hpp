// SPDX-License-Identifier: MIT
#pragma once

#include "report/plot/decisions.hpp"
#include "report/plot/script.hpp"

namespace popex::report::plot {

/// How high the network is if it is as wide as that, in pixels.
double network_height(const DecisionsData& data, double width);

/// Draws the network as a row of boxes at the top of `box`, coloured by their tier in the best
/// decision, with branches hanging below the layers that they follow.
void add_network(Script& script, const DecisionsData& data, const Box& box);

}  // namespace popex::report::plot
