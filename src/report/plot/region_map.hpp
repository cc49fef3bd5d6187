// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace popex::report::plot {

/// A grid of cells of different sizes, each of some kind: rows from below, columns from the left.
/// Edges are in pixels and rise; there is one more than cells.
struct RegionMap {
  std::vector<double> x_edges;
  std::vector<double> y_edges;
  std::vector<std::uint32_t> kinds;  ///< row by row

  [[nodiscard]] std::size_t columns() const { return x_edges.size() - 1; }
  [[nodiscard]] std::size_t rows() const { return y_edges.size() - 1; }
  [[nodiscard]] std::uint32_t at(std::size_t column, std::size_t row) const {
    return kinds[row * columns() + column];
  }
};

/// Cells `left` … `right` − 1 of rows `bottom` … `top` − 1, all of a kind.
struct MapRectangle {
  std::uint32_t kind = 0;
  std::size_t left = 0;
  std::size_t right = 0;
  std::size_t bottom = 0;
  std::size_t top = 0;
};

/// Few rectangles that cover the map: runs of equal cells, joined with equal runs above them.
std::vector<MapRectangle> rectangles_of(const RegionMap& map);

/// A line between cells of different kinds, from one corner to another, in edges.
struct MapBorder {
  std::size_t x_from = 0;
  std::size_t y_from = 0;
  std::size_t x_to = 0;
  std::size_t y_to = 0;
};
std::vector<MapBorder> borders_of(const RegionMap& map);

/// A part of the map: cells of a kind that touch along edges.
struct MapRegion {
  std::uint32_t kind = 0;
  /// The middle of a box of the wanted size inside the region, in pixels, where there is room.
  struct Place {
    double x = 0;
    double y = 0;
    bool is_upright = false;  ///< room for the box turned by a quarter alone
  };
  std::optional<Place> place;
};

/// All regions, with places for labels as wide as `widths` says of each kind and `height` high.
std::vector<MapRegion> regions_of(const RegionMap& map, const std::vector<double>& widths,
                                  double height);

}  // namespace popex::report::plot
