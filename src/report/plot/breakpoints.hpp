// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "report/plot/picture.hpp"

namespace popex::report::plot {

/// The pieces of an envelope, contiguous.
struct BreakpointsData {
  enum class Over { rate, gamma, probability };
  std::string title;
  Over over = Over::rate;
  std::string label;  ///< of the parameter, with its unit
  struct Piece {
    double from = 0;
    double to = 0;
    std::string split;
    double time_from = 0;  ///< expected, in ms; what is infinite is not a number
    double time_to = 0;
  };
  std::vector<Piece> pieces;
};

/// The expected time along the parameter, above a band of the splits. Of the interval, as much as
/// the breakpoints need.
Picture draw(const BreakpointsData& data);

}  // namespace popex::report::plot
