// SPDX-License-Identifier: MIT
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "report/plot/picture.hpp"

namespace popex::report::plot {

/// Exit probabilities and accuracies by branch, condition and threshold.
struct ExitsData {
  std::string title;
  std::string threshold = "threshold";  ///< the axis, with its unit
  /// What is not known is not a number.
  struct Share {
    double value = std::numeric_limits<double>::quiet_NaN();
    double low = std::numeric_limits<double>::quiet_NaN();  ///< of the 95 % interval
    double high = std::numeric_limits<double>::quiet_NaN();
  };
  struct Point {
    double threshold = 0;
    Share exit_probability;
    Share accuracy;          ///< of the samples that leave at the branch
    Share overall_accuracy;  ///< of all samples, wherever they leave
  };
  struct Curve {
    std::string condition;  ///< may be empty: there is only one
    std::vector<Point> points;
  };
  struct BranchCurves {
    std::string branch;
    std::vector<Curve> curves;  ///< of every condition, in the same order; some may have no points
  };
  std::vector<BranchCurves> branches;
};

/// A plot for each branch: the exit probability along the threshold, a line for each condition.
/// With one threshold, a bar for each condition with its interval. Where the records have labels,
/// below each the accuracy of those that leave there, and beside these the accuracy of all samples.
Picture draw(const ExitsData& data);

}  // namespace popex::report::plot
