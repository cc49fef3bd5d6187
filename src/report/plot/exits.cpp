// SPDX-License-Identifier: MIT
#include "report/plot/exits.hpp"

#include <algorithm>
#include <cmath>

#include "report/plot/axis.hpp"
#include "report/plot/looks.hpp"
#include "report/plot/panels.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

constexpr std::size_t kMostPanels = 6;
constexpr std::size_t kMostCurves = 12;
constexpr double kPercent = 100;

using Point = ExitsData::Point;

bool has_one_threshold(const ExitsData& data) {
  for (const auto& branch : data.branches) {
    for (const auto& curve : branch.curves) {
      if (curve.points.size() > 1) return false;
    }
  }
  return true;
}

std::vector<Point> sorted(std::vector<Point> points) {
  std::stable_sort(points.begin(), points.end(),
                   [](const Point& a, const Point& b) { return a.threshold < b.threshold; });
  return points;
}

/// The thresholds of all curves, each once.
std::vector<double> thresholds_of(const ExitsData& data) {
  std::vector<double> all;
  for (const auto& branch : data.branches) {
    for (const auto& curve : branch.curves) {
      for (const Point& point : curve.points) all.push_back(point.threshold);
    }
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

/// How many points there are and how many are drawn.
struct Drawn {
  std::size_t points = 0;
  std::size_t all = 0;
};

void add_curves(Script& script, const ExitsData::BranchCurves& branch, const Axis& axis,
                const Box& box, bool has_key, Drawn& drawn) {
  std::vector<std::string> lines;
  for (std::size_t c = 0; c < std::min(branch.curves.size(), kMostCurves); ++c) {
    const std::vector<Point> points = sorted(branch.curves[c].points);
    std::vector<double> x;
    std::vector<double> y;
    for (const Point& point : points) {
      x.push_back(point.threshold);
      y.push_back(kPercent * point.probability);
    }
    std::vector<std::vector<double>> rows;
    for (const std::size_t i : thinned(axis, x, y, static_cast<std::size_t>(box.width()))) {
      rows.push_back({x[i], y[i]});
    }
    drawn.points += rows.size();
    drawn.all += points.size();
    lines.push_back(fmt::format(
        "{} with linespoints {} lw 2 ps 0.6 pi {} {}", script.block(rows), marked_line_look(c),
        1 + rows.size() / 12,
        has_key ? "title " + quoted(shortened(branch.curves[c].condition, 24)) : "notitle"));
  }
  script.add("plot {}", fmt::join(lines, ", "));
}

void add_bars(Script& script, const ExitsData::BranchCurves& branch) {
  std::vector<std::string> ticks;
  std::vector<std::vector<double>> rows;
  for (std::size_t c = 0; c < std::min(branch.curves.size(), kMostCurves); ++c) {
    const auto& curve = branch.curves[c];
    ticks.push_back(fmt::format("{} {}", quoted_tick(shortened(curve.condition, 12)), c));
    if (curve.points.empty()) continue;
    const Point& point = curve.points.front();
    rows.push_back({static_cast<double>(c), kPercent * point.probability, kPercent * point.low,
                    kPercent * point.high});
  }
  script.add("set xrange [-0.6:{:g}]", static_cast<double>(ticks.size()) - 0.4);
  script.add("set xtics ({}){}", fmt::join(ticks, ", "),
             ticks.size() > 4 ? " rotate by 30 right" : "");
  const std::string block = script.block(rows);
  script.add(
      "plot {0} using 1:2:3:4:(0.6) with boxerrorbars lc rgb '{2}' lw 1.5 fc rgb '{1}' fs solid 1 "
      "border lc rgb '{2}'",
      block, colour::sky, colour::black);
}

}  // namespace

Picture draw(const ExitsData& data) {
  const std::size_t panels = std::min(data.branches.size(), kMostPanels);
  const std::size_t columns = std::min<std::size_t>(panels, 3);
  const std::size_t rows = (panels + columns - 1) / columns;
  const bool has_bars = has_one_threshold(data);
  Script script("exits", 800, rows == 1 ? 420 : 620);
  script.title(data.title);
  double key = 0;
  for (const auto& curve : data.branches.front().curves) {
    key = std::max(key, text_width(shortened(curve.condition, 24)));
  }
  const bool has_key = !has_bars && key > 0;
  const double right = has_key ? key + 65 : 5;
  const Box outside{5, script.width() - right, 30, script.height() - 30.0};
  const Panels layout(outside, rows, columns);
  const Axis axis = has_bars ? Axis{} : axis_of_grid(data.threshold, thresholds_of(data));
  Drawn drawn;
  if (data.branches.size() > panels) {
    script.note(fmt::format("the first {} of {} branches", panels, data.branches.size()));
  }
  if (data.branches.front().curves.size() > kMostCurves) {
    script.note(fmt::format("the first {} of {} conditions", kMostCurves,
                            data.branches.front().curves.size()));
  }
  script.add("set multiplot");
  for (std::size_t b = 0; b < panels; ++b) {
    const Box box = layout.at(b);
    if (b > 0) script.add("unset label").add("unset key");
    if (has_key && b == 0) script.key(script.width() - right + 4, box.top);
    script.text((box.left + box.right) / 2, box.top + 12,
                shortened(data.branches[b].branch, columns_in(box.width())), "center");
    script.place(box);
    add_axis(script, 'y', {b % columns == 0 ? "exit probability in %" : "", 0, 100, false});
    if (has_bars) {
      add_bars(script, data.branches[b]);
      continue;
    }
    add_axis(script, 'x', axis);
    add_curves(script, data.branches[b], axis, box, has_key && b == 0, drawn);
  }
  if (drawn.points < drawn.all) script.note(thinning_note(drawn.points, drawn.all));
  script.add("unset multiplot");
  return std::move(script).finish();
}

}  // namespace popex::report::plot
