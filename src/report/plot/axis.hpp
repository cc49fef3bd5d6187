// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/plot/script.hpp"

namespace popex::report::plot {

/// Shares are drawn in percent.
constexpr double kPercent = 100;

/// What an axis has at least to span, in shares of its greater end: scripts have seven digits.
constexpr double kNarrowest = 1e-6;

/// An axis of numbers, linear or logarithmic, from `from` to `to`.
struct Axis {
  std::string label;  ///< with its unit
  double from = 0;
  double to = 1;
  bool is_log = false;

  /// Where a value is: 0 at `from`, 1 at `to`.
  [[nodiscard]] double fraction(double value) const;
  /// The value there.
  [[nodiscard]] double value_at(double fraction) const;
  /// Half-way between two values, as seen.
  [[nodiscard]] double middle(double a, double b) const;
};

/// The axis of a grid: logarithmic where the grid is geometric, or spans two decades unevenly.
/// `values`: rising, one or more.
Axis axis_of_grid(std::string label, const std::vector<double>& values);

/// The greatest finite value, or 0.
double greatest(const std::vector<double>& values);

/// From 0 to a bit more than the greatest finite value, for what cannot be negative.
Axis axis_from_zero(std::string label, double most, double headroom = 1.05);

/// Writes range, scale, ticks and label of gnuplot's axis `name`: 'x' or 'y'.
void add_axis(Script& script, char name, const Axis& axis);

/// Ticks of the linear axis below a box, as many as have room beside each other.
void add_ticks_below(Script& script, const Axis& axis, const Box& box);

/// The points of a line that make a difference to the eye: all of few; of many, in each of
/// `columns` equal parts of the axis, the first, the lowest, the highest and the last one. `x`
/// rises.
std::vector<std::size_t> thinned(const Axis& axis, const std::vector<double>& x,
                                 const std::vector<double>& y, std::size_t columns);

/// What a picture says of points that it leaves out.
std::string thinning_note(std::size_t drawn, std::size_t all);

}  // namespace popex::report::plot
