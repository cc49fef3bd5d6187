// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "report/plot/picture.hpp"

namespace popex::report::plot {

/// What thresholds and split come to.
struct TuneData {
  std::string title;
  std::string cost;  ///< with its unit
  struct Point {
    double cost = 0;
    double accuracy = 0;
    std::string split;
    std::string choice;  ///< "edge only", "popex", …; empty on a front
  };
  struct Condition {
    std::string name;  ///< may be empty
    std::vector<Point> front;
    std::vector<Point> choices;
  };
  std::vector<Condition> conditions;
};

/// Accuracy against cost: a front as steps, each point marked by its split; choices as points with
/// their names.
Picture draw(const TuneData& data);

}  // namespace popex::report::plot
