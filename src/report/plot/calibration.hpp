// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "report/plot/picture.hpp"

namespace popex::report::plot {

/// Reliability of exits, before and after calibration.
struct CalibrationData {
  struct Bin {
    double from = 0;  ///< of the confidence
    double to = 0;
    double accuracy = 0;  ///< not a number where there are no samples
  };
  struct Exit {
    std::string exit;
    std::string condition;  ///< may be empty
    double temperature = 1;
    double ece_before = 0;  ///< expected calibration error
    double ece_after = 0;
    std::vector<Bin> before;
    std::vector<Bin> after;
  };
  std::string title;
  std::vector<Exit> exits;
  std::size_t conditions = 1;  ///< that the exits are of, one after another
};

/// A reliability diagram for each exit: accuracy by confidence, before as filled steps, after as a
/// line, beside the diagonal, on which confidence is accuracy.
Picture draw(const CalibrationData& data);

}  // namespace popex::report::plot
