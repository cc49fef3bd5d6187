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
    double cost = 0;      ///< may be infinite
    double accuracy = 0;  ///< a share, or not a number
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

/// Whether the point can be drawn: its cost is finite and its accuracy known.
bool has_place(const TuneData::Point& point);

/// Accuracy against cost: a front as steps, each point marked by its split; choices as points with
/// their names. Of what has no place there is a note; one point or more has one.
Picture draw(const TuneData& all);

}  // namespace popex::report::plot
