// SPDX-License-Identifier: MIT
#include "report/plot/axis.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/random_seed.hpp"

namespace popex::report::plot {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

bool is_log(const std::vector<double>& grid) { return axis_of_grid("x", grid).is_log; }

TEST(PlotAxis, IsLogarithmicWhereTheGridIs) {
  EXPECT_TRUE(is_log({1, 10, 100}));
  EXPECT_TRUE(is_log({0.1, 0.2, 0.4, 0.8}));
  EXPECT_TRUE(is_log({1, 3, 200}));  // uneven over two decades
  EXPECT_FALSE(is_log({1, 2, 3}));
  EXPECT_FALSE(is_log({1, 50.5, 100}));
  EXPECT_FALSE(is_log({1.1, 5.85, 18.88}));
  EXPECT_FALSE(is_log({0, 1, 1000}));  // zero has no logarithm
  EXPECT_FALSE(is_log({1, 1000}));
  EXPECT_FALSE(is_log({7}));
}

TEST(PlotAxis, PutsValuesWhereTheyBelong) {
  const Axis linear{"x", 10, 20, false};
  EXPECT_DOUBLE_EQ(linear.fraction(12.5), 0.25);
  EXPECT_DOUBLE_EQ(linear.value_at(0.25), 12.5);
  EXPECT_DOUBLE_EQ(linear.middle(10, 20), 15);
  const Axis decades{"x", 0.1, 1000, true};
  EXPECT_DOUBLE_EQ(decades.fraction(1), 0.25);
  EXPECT_NEAR(decades.value_at(0.25), 1, 1e-12);
  EXPECT_DOUBLE_EQ(decades.middle(1, 100), 10);
}

std::string commands_of(char name, const Axis& axis) {
  Script script("test", 100, 100);
  add_axis(script, name, axis);
  const std::string all = std::move(script).finish().script;
  return all.substr(all.find("set " + std::string(1, name) + "range"));
}

TEST(PlotAxis, HasTicksThatPeopleRead) {
  EXPECT_EQ(commands_of('x', {"rate in Mbps", 1, 20, true}),
            "set xrange [0.9999999:20.000002]\nset xlabel 'rate in Mbps'\nset logscale x\n"
            "set xtics ('1' 1, '2' 2, '5' 5, '10' 10, '20' 20)\n");
  EXPECT_EQ(commands_of('y', {"γ", 0.01, 1e6, true}),
            "set yrange [0.009999999:1000000.1]\nset ylabel 'γ'\nset logscale y\n"
            "set ytics ('0.01' 0.01, '0.1' 0.1, '1' 1, '10' 10, '100' 100, '1000' 1000, "
            "'10000' 10000, '100000' 100000, '1e+06' 1000000)\n");
  EXPECT_EQ(commands_of('x', {"x", 0, 1, false}),
            "set xrange [0:1]\nset xlabel 'x'\nunset logscale x\nset xtics autofreq\n");
  EXPECT_TRUE(commands_of('x', {"x", 3, 4, true}).ends_with("set xtics ('3' 3, '4' 4)\n"));
}

TEST(Thinning, KeepsFewPointsAsTheyAre) {
  const Axis axis{"x", 0, 3, false};
  EXPECT_EQ(thinned(axis, {0, 1, 2, 3}, {5, kNone, 5, 5}, 1),
            (std::vector<std::size_t>{0, 1, 2, 3}));
}

TEST(Thinning, LosesNoPeakOfAnyColumn) {
  for (std::uint64_t number = 0; number < 200; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const bool is_log = test::chance(random, 0.5);
    const Axis axis{"x", is_log ? 0.1 : 0, 100, is_log};
    const std::size_t columns = test::integer_between(random, 1, 20);
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t i = 0; i < 1000; ++i) {
      x.push_back(test::real_between(random, 0.1, 100));
      y.push_back(test::chance(random, 0.1) ? kNone : test::real_between(random, -1, 1));
    }
    std::sort(x.begin(), x.end());
    const std::vector<std::size_t> kept = thinned(axis, x, y, columns);
    EXPECT_TRUE(std::is_sorted(kept.begin(), kept.end()));
    EXPECT_EQ(std::set<std::size_t>(kept.begin(), kept.end()).size(), kept.size());
    EXPECT_LE(kept.size(), 4 * columns);
    // Extremes by column, of all points and of those that are kept.
    struct Extremes {
      double least = std::numeric_limits<double>::infinity();
      double most = -std::numeric_limits<double>::infinity();
      bool operator==(const Extremes&) const = default;
    };
    const auto extremes = [&](const std::vector<std::size_t>& points) {
      std::map<std::size_t, Extremes> found;
      for (const std::size_t i : points) {
        if (std::isnan(y[i])) continue;
        const double place = axis.fraction(x[i]) * static_cast<double>(columns);
        Extremes& here = found[std::min(columns - 1, static_cast<std::size_t>(place))];
        here.least = std::min(here.least, y[i]);
        here.most = std::max(here.most, y[i]);
      }
      return found;
    };
    std::vector<std::size_t> all(x.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    EXPECT_EQ(extremes(kept), extremes(all));
    EXPECT_EQ(kept.front(), 0U);
    EXPECT_EQ(kept.back(), x.size() - 1);
  }
}

TEST(PlotAxis, HasTicksThatHaveRoomBesideEachOther) {
  const auto ticks = [](double from, double to, double width) {
    Script script("", 800, 500);
    add_ticks_below(script, {"", from, to, false}, {0, width, 0, 100});
    const std::string written = std::move(script).finish().script;
    return written.substr(written.find("set xtics"));
  };
  // 5 ticks of 55 pixels in 287, 11 in 640.
  EXPECT_EQ(ticks(0.5, 0.6, 287), "set xtics 0.02\n");
  EXPECT_EQ(ticks(0.5, 1, 287), "set xtics 0.1\n");
  EXPECT_EQ(ticks(0.5, 1, 640), "set xtics 0.05\n");
  EXPECT_EQ(ticks(0, 2.3, 287), "set xtics 0.5\n");
  EXPECT_EQ(ticks(0, 9, 10), "set xtics 10\n");
}

}  // namespace
}  // namespace popex::report::plot
