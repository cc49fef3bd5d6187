// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/plot/axis.hpp"
#include "report/plot/script.hpp"

namespace popex::report::plot {

/// Where along an axis one split is the best.
struct SplitStretch {
  std::uint32_t split = 0;
  double from = 0;
  double to = 0;
};

/// Writes the name of each stretch at the top of a plot, upright where it is too long, and a line
/// where the split changes. Names without room are left out, and the picture says so. Returns how
/// many pixels the names take from above.
double add_split_labels(Script& script, const Box& box, const Axis& axis,
                        const std::vector<SplitStretch>& stretches,
                        const std::vector<std::string>& names);

}  // namespace popex::report::plot
