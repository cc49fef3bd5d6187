// SPDX-License-Identifier: MIT
#include "report/plot/region_map.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace popex::report::plot {
namespace {

/// How far cells of the same kind reach from each cell's middle, in pixels.
struct Reach {
  std::vector<double> left, right, down, up;
};

double middle(const std::vector<double>& edges, std::size_t i) {
  return (edges[i] + edges[i + 1]) / 2;
}

/// Calls `visit(begin, end)` for each run of cells of the same kind, of `count` in a row or column.
template <class KindAt, class Visit>
void for_each_run(std::size_t count, const KindAt& kind_at, const Visit& visit) {
  for (std::size_t begin = 0; begin < count;) {
    std::size_t end = begin;
    while (end < count && kind_at(end) == kind_at(begin)) ++end;
    visit(begin, end);
    begin = end;
  }
}

Reach reach_of(const RegionMap& map) {
  const std::size_t columns = map.columns();
  const std::size_t rows = map.rows();
  Reach reach;
  for (auto* side : {&reach.left, &reach.right, &reach.down, &reach.up}) {
    side->resize(map.kinds.size());
  }
  for (std::size_t row = 0; row < rows; ++row) {
    const auto kind_at = [&](std::size_t c) { return map.at(c, row); };
    for_each_run(columns, kind_at, [&](std::size_t begin, std::size_t end) {
      for (std::size_t c = begin; c < end; ++c) {
        reach.left[row * columns + c] = middle(map.x_edges, c) - map.x_edges[begin];
        reach.right[row * columns + c] = map.x_edges[end] - middle(map.x_edges, c);
      }
    });
  }
  for (std::size_t c = 0; c < columns; ++c) {
    const auto kind_at = [&](std::size_t row) { return map.at(c, row); };
    for_each_run(rows, kind_at, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) {
        reach.down[row * columns + c] = middle(map.y_edges, row) - map.y_edges[begin];
        reach.up[row * columns + c] = map.y_edges[end] - middle(map.y_edges, row);
      }
    });
  }
  return reach;
}

/// How much room there is, to the nearer side and as much to the other, beside a line through a
/// cell's middle that goes `half` to both ends and stays in the region: `low` and `high` are what
/// the cells reach to the sides, `edges` and `step` those along the line, on which the cell is the
/// `place`-th.
double reach_beside(const std::vector<double>& low, const std::vector<double>& high,
                    std::size_t cell, const std::vector<double>& edges, std::size_t place,
                    std::size_t step, double half) {
  const double from = middle(edges, place) - half;
  const double to = middle(edges, place) + half;
  double least = std::min(low[cell], high[cell]);
  for (std::size_t k = 1; k <= place && edges[place - k + 1] > from; ++k) {
    least = std::min({least, low[cell - k * step], high[cell - k * step]});
  }
  for (std::size_t k = 1; place + k + 1 < edges.size() && edges[place + k] < to; ++k) {
    least = std::min({least, low[cell + k * step], high[cell + k * step]});
  }
  return 2 * least;
}

/// The cells of each region.
std::vector<std::vector<std::size_t>> cells_by_region(const RegionMap& map) {
  const std::size_t columns = map.columns();
  std::vector<bool> seen(map.kinds.size());
  std::vector<std::vector<std::size_t>> regions;
  for (std::size_t first = 0; first < map.kinds.size(); ++first) {
    if (seen[first]) continue;
    std::vector<std::size_t> cells{first};
    seen[first] = true;
    for (std::size_t next = 0; next < cells.size(); ++next) {
      const std::size_t cell = cells[next];
      const auto visit = [&](std::size_t other) {
        if (seen[other] || map.kinds[other] != map.kinds[first]) return;
        seen[other] = true;
        cells.push_back(other);
      };
      if (cell % columns > 0) visit(cell - 1);
      if (cell % columns + 1 < columns) visit(cell + 1);
      if (cell >= columns) visit(cell - columns);
      if (cell + columns < map.kinds.size()) visit(cell + columns);
    }
    regions.push_back(std::move(cells));
  }
  return regions;
}

}  // namespace

std::vector<MapRectangle> rectangles_of(const RegionMap& map) {
  std::vector<MapRectangle> made;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> open;  // by ends, into `made`
  for (std::size_t row = 0; row < map.rows(); ++row) {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> still_open;
    const auto kind_at = [&](std::size_t c) { return map.at(c, row); };
    for_each_run(map.columns(), kind_at, [&](std::size_t begin, std::size_t end) {
      const std::pair ends(begin, end);
      const auto below = open.find(ends);
      if (below != open.end() && made[below->second].kind == map.at(begin, row)) {
        made[below->second].top = row + 1;
        still_open.emplace(ends, below->second);
      } else {
        still_open.emplace(ends, made.size());
        made.push_back({map.at(begin, row), begin, end, row, row + 1});
      }
    });
    open = std::move(still_open);
  }
  return made;
}

std::vector<MapBorder> borders_of(const RegionMap& map) {
  std::vector<MapBorder> borders;
  for (std::size_t c = 1; c < map.columns(); ++c) {
    for (std::size_t row = 0; row < map.rows(); ++row) {
      if (map.at(c - 1, row) == map.at(c, row)) continue;
      if (!borders.empty() && borders.back().x_to == c && borders.back().y_to == row) {
        ++borders.back().y_to;
      } else {
        borders.push_back({c, row, c, row + 1});
      }
    }
  }
  const std::size_t upright = borders.size();
  for (std::size_t row = 1; row < map.rows(); ++row) {
    for (std::size_t c = 0; c < map.columns(); ++c) {
      if (map.at(c, row - 1) == map.at(c, row)) continue;
      if (borders.size() > upright && borders.back().y_to == row && borders.back().x_to == c) {
        ++borders.back().x_to;
      } else {
        borders.push_back({c, row, c + 1, row});
      }
    }
  }
  return borders;
}

std::vector<MapRegion> regions_of(const RegionMap& map, const std::vector<double>& widths,
                                  double height) {
  const Reach reach = reach_of(map);
  std::vector<MapRegion> regions;
  for (const std::vector<std::size_t>& cells : cells_by_region(map)) {
    MapRegion& region = regions.emplace_back();
    region.kind = map.kinds[cells.front()];
    const double width = widths[region.kind];
    // The place with most room around the box, and of equal ones the one nearest to a middle.
    std::array<double, 2> best{1, 1};
    double best_balance = 0;
    for (const std::size_t cell : cells) {
      const std::size_t column = cell % map.columns();
      const std::size_t row = cell / map.columns();
      const double across = 2 * std::min(reach.left[cell], reach.right[cell]);
      const double along = 2 * std::min(reach.down[cell], reach.up[cell]);
      double fit = std::min(across / width, along / height);
      double upright_fit = std::min(across / height, along / width);
      // Where the cross of the middle lines fits, the corners need not: in a slanting region.
      if (fit >= 1) {
        fit = std::min(fit, reach_beside(reach.left, reach.right, cell, map.y_edges, row,
                                         map.columns(), height / 2) /
                                width);
      }
      if (upright_fit >= 1) {
        upright_fit = std::min(
            upright_fit,
            reach_beside(reach.down, reach.up, cell, map.x_edges, column, 1, height / 2) / width);
      }
      const double balance = across * along;
      const bool is_upright = fit < 1 && best[0] <= 1;
      if (is_upright ? upright_fit < best[1] : fit < best[0]) continue;
      const bool is_tie = region.place && region.place->is_upright == is_upright &&
                          (is_upright ? upright_fit == best[1] : fit == best[0]);
      if (is_tie && balance <= best_balance) continue;
      best[is_upright ? 1 : 0] = is_upright ? upright_fit : fit;
      best_balance = balance;
      region.place = {middle(map.x_edges, column), middle(map.y_edges, row), is_upright};
    }
  }
  return regions;
}

}  // namespace popex::report::plot
