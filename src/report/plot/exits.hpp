// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "report/plot/picture.hpp"

namespace popex::report::plot {

/// Exit probabilities by branch, condition and threshold.
struct ExitsData {
  std::string title;
  std::string threshold = "threshold";  ///< the axis, with its unit
  struct Point {
    double threshold = 0;
    double probability = 0;  ///< what is not known is not a number
    double low = 0;          ///< of the 95 % interval
    double high = 0;
  };
  struct Curve {
    std::string condition;  ///< may be empty: there is only one
    std::vector<Point> points;
  };
  struct BranchCurves {
    std::string branch;
    std::vector<Curve> curves;  ///< of every condition, in the same order
  };
  std::vector<BranchCurves> branches;
};

/// A plot for each branch: the exit probability along the threshold, a line for each condition.
/// With one threshold, a bar for each condition with its interval.
Picture draw(const ExitsData& data);

}  // namespace popex::report::plot
