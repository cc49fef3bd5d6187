// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "report/plot/script.hpp"

namespace popex::report::plot {

/// Equal plots in rows and columns inside a box, with room for the axes of each.
class Panels {
 public:
  Panels(const Box& outside, std::size_t rows, std::size_t columns)
      : outside_(outside), rows_(rows), columns_(columns) {}

  /// The axes of the i-th plot, row by row from above.
  [[nodiscard]] Box at(std::size_t i) const {
    constexpr double left = 62;
    constexpr double right = 12;
    constexpr double below = 46;
    constexpr double above = 24;
    const double width = outside_.width() / static_cast<double>(columns_);
    const double height = outside_.height() / static_cast<double>(rows_);
    const std::size_t row = i / columns_;
    const double x = outside_.left + width * static_cast<double>(i % columns_);
    const double y = outside_.top - height * static_cast<double>(row);
    return {x + left, x + width - right, y - height + below, y - above};
  }

 private:
  Box outside_;
  std::size_t rows_;
  std::size_t columns_;
};

}  // namespace popex::report::plot
