// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "report/plot/columns.hpp"
#include "report/plot/picture.hpp"

namespace popex::report::plot {

/// A parameter, with its value for each point.
struct SweepParameter {
  std::string label;   ///< of its axis: "rate of edge-cloud in Mbps"
  std::string before;  ///< what stands around a value: "edge-cloud " …
  std::string after;   ///< … " Mbps"
  std::vector<double> values;
};

/// The points of a sweep.
struct SweepData {
  std::string title;  ///< whose it is, may be empty
  std::vector<SweepParameter> parameters;
  WordColumn split;                 ///< `none`: no decision keeps to the bounds
  std::vector<double> split_order;  ///< where along the network each split is
  NumberColumn value;               ///< what each point comes to, by its label
  std::vector<NumberColumn> parts;  ///< what it is the sum of, in the same unit; may be empty
};

/// What a picture of a sweep shows along one parameter: what is asked for, or, as the answer wants
/// it, the expected time (or what the goal is about), the splits or a map.
enum class SweepShow { fitting, expected_time, split };

/// One swept parameter: the value and its parts along it, with the changes of the split marked.
/// Two: a line for each value of the one that has few, above the splits; where both have many, a
/// map of the splits. More: lines where there are few combinations; else what is left over is held
/// at its middle value, and the picture says so. Where curves are asked for and there were a map,
/// there are curves of some of the values.
Picture draw(const SweepData& data, SweepShow show = SweepShow::fitting);

}  // namespace popex::report::plot
