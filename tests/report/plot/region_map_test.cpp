// SPDX-License-Identifier: MIT
#include "report/plot/region_map.hpp"

#include <cmath>
#include <set>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "support/random_seed.hpp"

namespace popex::report::plot {
namespace {

using test::integer_between;
using test::Random;

/// Blobs of few kinds in cells of random sizes.
RegionMap random_map(Random& random) {
  RegionMap map;
  const auto edges = [&](std::size_t cells) {
    std::vector<double> made{10};
    for (std::size_t i = 0; i < cells; ++i) {
      made.push_back(made.back() + test::real_between(random, 1, 30));
    }
    return made;
  };
  map.x_edges = edges(integer_between(random, 1, 12));
  map.y_edges = edges(integer_between(random, 1, 12));
  for (std::size_t row = 0; row < map.rows(); ++row) {
    for (std::size_t column = 0; column < map.columns(); ++column) {
      const bool goes_on = column > 0 && test::chance(random, 0.6);
      const bool from_below = row > 0 && test::chance(random, 0.6);
      map.kinds.push_back(goes_on      ? map.kinds.back()
                          : from_below ? map.at(column, row - 1)
                                       : static_cast<std::uint32_t>(integer_between(random, 0, 3)));
    }
  }
  return map;
}

TEST(RegionMap, IsCoveredByItsRectanglesOnce) {
  for (std::uint64_t number = 0; number < 500; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const RegionMap map = random_map(random);
    std::vector<int> painted(map.kinds.size());
    for (const MapRectangle& r : rectangles_of(map)) {
      for (std::size_t row = r.bottom; row < r.top; ++row) {
        for (std::size_t column = r.left; column < r.right; ++column) {
          EXPECT_EQ(map.at(column, row), r.kind);
          ++painted[row * map.columns() + column];
        }
      }
    }
    EXPECT_EQ(painted, std::vector<int>(map.kinds.size(), 1));
  }
}

TEST(RegionMap, JoinsRowsThatAreEqual) {
  const RegionMap map{{0, 1, 2, 3}, {0, 1, 2}, {7, 7, 5, 7, 7, 5}};
  EXPECT_EQ(rectangles_of(map).size(), 2U);
}

TEST(RegionMap, HasABorderWhereverKindsMeet) {
  using Edge = std::tuple<bool, std::size_t, std::size_t>;  // upright, column, row
  for (std::uint64_t number = 0; number < 500; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const RegionMap map = random_map(random);
    std::multiset<Edge> expected;
    for (std::size_t row = 0; row < map.rows(); ++row) {
      for (std::size_t c = 0; c < map.columns(); ++c) {
        if (c > 0 && map.at(c, row) != map.at(c - 1, row)) expected.emplace(true, c, row);
        if (row > 0 && map.at(c, row) != map.at(c, row - 1)) expected.emplace(false, c, row);
      }
    }
    std::multiset<Edge> found;
    for (const MapBorder& border : borders_of(map)) {
      for (std::size_t y = border.y_from; y < border.y_to; ++y)
        found.emplace(true, border.x_from, y);
      for (std::size_t x = border.x_from; x < border.x_to; ++x) {
        found.emplace(false, x, border.y_from);
      }
    }
    EXPECT_EQ(found, expected);
  }
}

std::size_t cell_at(const std::vector<double>& edges, double pixel) {
  std::size_t cell = 0;
  while (edges[cell + 1] < pixel) ++cell;
  return cell;
}

TEST(RegionMap, PutsNamesInsideTheirRegions) {
  std::size_t placed = 0;
  for (std::uint64_t number = 0; number < 500; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const RegionMap map = random_map(random);
    const double height = 12;
    const std::vector<double> widths{20, 40, 60, 80};
    for (const MapRegion& region : regions_of(map, widths, height)) {
      if (!region.place) continue;
      ++placed;
      const MapRegion::Place& place = *region.place;
      const double width = widths[region.kind];
      const double across = place.is_upright ? height : width;
      const double along = place.is_upright ? width : height;
      // All of the name's box is of the region, pixel by pixel.
      ASSERT_GE(place.x - across / 2, map.x_edges.front() - 1e-6);
      ASSERT_LE(place.x + across / 2, map.x_edges.back() + 1e-6);
      ASSERT_GE(place.y - along / 2, map.y_edges.front() - 1e-6);
      ASSERT_LE(place.y + along / 2, map.y_edges.back() + 1e-6);
      for (int i = 0; i <= std::lround(across); ++i) {
        for (int j = 0; j <= std::lround(along); ++j) {
          const double x = place.x + (i / across - 0.5) * (across - 1e-6);
          const double y = place.y + (j / along - 0.5) * (along - 1e-6);
          ASSERT_EQ(map.at(cell_at(map.x_edges, x), cell_at(map.y_edges, y)), region.kind);
        }
      }
    }
  }
  EXPECT_GT(placed, 100U);
}

TEST(RegionMap, FindsRegionsThatTouchAlongEdgesAlone) {
  //  1 0
  //  0 1    four regions: corners do not connect
  const RegionMap map{{0, 50, 100}, {0, 50, 100}, {0, 1, 1, 0}};
  const std::vector<MapRegion> regions = regions_of(map, {40, 400}, 10);
  ASSERT_EQ(regions.size(), 4U);
  EXPECT_TRUE(regions[0].place.has_value());
  EXPECT_DOUBLE_EQ(regions[0].place->x, 25);
  EXPECT_DOUBLE_EQ(regions[0].place->y, 25);
  EXPECT_FALSE(regions[1].place.has_value());  // too wide a name
}

TEST(RegionMap, TurnsANameWhereTheRegionIsNarrow) {
  const RegionMap map{{0, 20, 100}, {0, 100}, {0, 1}};
  const std::vector<MapRegion> regions = regions_of(map, {60, 60}, 15);
  ASSERT_EQ(regions.size(), 2U);
  ASSERT_TRUE(regions[0].place && regions[1].place);
  EXPECT_TRUE(regions[0].place->is_upright);
  EXPECT_FALSE(regions[1].place->is_upright);
}

}  // namespace
}  // namespace popex::report::plot
