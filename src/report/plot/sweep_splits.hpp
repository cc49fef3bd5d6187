// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/plot/axis.hpp"
#include "report/plot/script.hpp"
#include "report/plot/split_labels.hpp"
#include "report/plot/sweep.hpp"
#include "report/plot/sweep_grid.hpp"

/// The splits of a sweep along its parameter.
namespace popex::report::plot {

std::vector<double> x_of(const SweptParameter& x, const SweepCurve& curve);

/// Stretches of a curve on which the split stays, ends half-way to the next point.
std::vector<SplitStretch> stretches_of(const WordColumn& split, const Axis& axis,
                                       const SweepCurve& curve, const std::vector<double>& xs);

/// "no decision" where there is none.
std::string name_of(const WordColumn& split, std::uint32_t number);

/// The splits that come, from below as they are along the network.
struct SplitRanks {
  std::vector<std::string> names;
  std::vector<double> ranks;  ///< of each split, the last one of "no decision"
};
SplitRanks ranks_of(const SweepData& data, const std::vector<SweepCurve>& curves);

/// Draws a step line for each curve in `box`, the splits' names beside it. `titles`: of the curves,
/// for the key; empty where there is none.
void add_split_steps(Script& script, const SweepData& data, const Axis& axis,
                     const SweptParameter& x, const std::vector<SweepCurve>& curves,
                     const SplitRanks& splits, const Box& box,
                     const std::vector<std::string>& titles);

}  // namespace popex::report::plot
