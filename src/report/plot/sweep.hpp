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

/// One swept parameter: the value and its parts along it, with the changes of the split marked.
/// Two: a line for each value of the one that has few, above the splits; where both have many, a
/// map of the splits. More: lines where there are few combinations; else what is left over is held
/// at its middle value, and the picture says so.
Picture draw(const SweepData& data);

}  // namespace popex::report::plot
