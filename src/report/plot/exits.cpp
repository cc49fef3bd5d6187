// SPDX-License-Identifier: MIT
#include "report/plot/exits.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "report/plot/axis.hpp"
#include "report/plot/exits_layout.hpp"
#include "report/plot/looks.hpp"
#include "report/plot/panels.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

constexpr std::size_t kMostConditions = 12;

using Point = ExitsData::Point;

bool has_one_threshold(const ExitsData& data) {
  for (const auto& branch : data.branches) {
    for (const auto& curve : branch.curves) {
      if (curve.points.size() > 1) return false;
    }
  }
  return true;
}

/// Threshold and share in per cent of each point, by rising threshold.
std::vector<std::pair<double, double>> sorted_shares(const std::vector<Point>& points,
                                                     const ExitsQuantity& quantity) {
  std::vector<std::pair<double, double>> shares;
  shares.reserve(points.size());
  for (const Point& point : points) {
    shares.emplace_back(point.threshold, kPercent * (point.*quantity.share).value);
  }
  const auto rises = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (!std::is_sorted(shares.begin(), shares.end(), rises)) {
    std::stable_sort(shares.begin(), shares.end(), rises);
  }
  return shares;
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

/// The scale of a panel: probabilities are seen whole, of accuracies what there is of them, to the
/// next five per cent.
Axis share_axis(const ExitsData::BranchCurves& branch, const ExitsQuantity& quantity,
                bool is_whole) {
  Axis axis{std::string(quantity.axis), 0, kPercent, false};
  if (is_whole || quantity.is_probability()) return axis;
  double least = kPercent;
  double most = 0;
  for (const auto& curve : branch.curves) {
    for (const Point& point : curve.points) {
      const double value = kPercent * (point.*quantity.share).value;
      if (std::isnan(value)) continue;
      least = std::min(least, value);
      most = std::max(most, value);
    }
  }
  if (most < least) return axis;
  constexpr double step = 5;
  axis.to = std::min(kPercent, step * std::ceil(most / step));
  axis.from = std::max(0.0, step * std::floor(least / step));
  if (!(axis.from < axis.to)) axis.from = axis.to - step;
  return axis;
}

/// How many points there are and how many are drawn.
struct Drawn {
  std::size_t points = 0;
  std::size_t all = 0;
};

Drawn add_curves(Script& script, const ExitsData::BranchCurves& branch,
                 const ExitsQuantity& quantity, const Axis& axis, const Box& box, bool has_key) {
  std::vector<std::string> lines;
  Drawn drawn;
  for (std::size_t c = 0; c < std::min(branch.curves.size(), kMostConditions); ++c) {
    std::vector<double> x;
    std::vector<double> y;
    for (const auto& [threshold, share] : sorted_shares(branch.curves[c].points, quantity)) {
      x.push_back(threshold);
      y.push_back(share);
    }
    std::vector<std::vector<double>> rows;
    for (const std::size_t i : thinned(axis, x, y, static_cast<std::size_t>(box.width()))) {
      rows.push_back({x[i], y[i]});
    }
    drawn.points += rows.size();
    drawn.all += x.size();
    if (rows.empty() && !has_key) continue;
    lines.push_back(fmt::format(
        "{} with linespoints {} lw 2 ps 0.6 pi {} {}", rows.empty() ? "NaN" : script.block(rows),
        marked_line_look(c), 1 + rows.size() / 12,
        has_key ? "title " + gnuplot_string(shortened(branch.curves[c].condition, 24))
                : "notitle"));
  }
  if (lines.empty()) lines.emplace_back("NaN notitle");
  script.add("plot {}", fmt::join(lines, ", "));
  return drawn;
}

void add_bars(Script& script, const ExitsData::BranchCurves& branch, const ExitsQuantity& quantity,
              const Box& box) {
  std::vector<std::string> ticks;
  std::vector<std::vector<double>> rows;
  double names = 0;
  for (std::size_t c = 0; c < std::min(branch.curves.size(), kMostConditions); ++c) {
    const auto& curve = branch.curves[c];
    const std::string name = shortened(curve.condition, 12);
    names += text_width(name) + 8;
    ticks.push_back(fmt::format("{} {}", quoted_tick(name), c));
    if (curve.points.empty()) continue;
    const ExitsData::Share& share = curve.points.front().*quantity.share;
    rows.push_back({static_cast<double>(c), kPercent * share.value, kPercent * share.low,
                    kPercent * share.high});
  }
  script.add("set xrange [-0.6:{:g}]", static_cast<double>(ticks.size()) - 0.4);
  script.add("set xtics ({}){}", fmt::join(ticks, ", "),
             names > box.width() ? " rotate by 30 right" : " norotate");
  const std::string block = script.block(rows);
  script.add(
      "plot {0} using 1:2:3:4:(0.6) with boxerrorbars lc rgb '{2}' lw 1.5 fc rgb '{1}' fs solid 1 "
      "border lc rgb '{2}'",
      block, colour::sky, colour::black);
}

}  // namespace

Picture draw(const ExitsData& data) {
  const ExitsLayout layout = layout_of(data);
  const bool is_accuracy = layout.panels.size() > layout.branches;
  const bool has_bars = has_one_threshold(data);
  Script script("exits", 800, layout.rows == 1 ? 420 : 620);
  script.title(data.title);
  double key = 0;
  for (const auto& curve : data.branches.front().curves) {
    key = std::max(key, text_width(shortened(curve.condition, 24)));
  }
  const bool has_key = !has_bars && key > 0;
  // With accuracies the key has a place among the panels, at the end of the first row.
  const double right = has_key && !is_accuracy ? key + 65 : 5;
  const Panels places({5, script.width() - right, 30, script.height() - 30.0}, layout.rows,
                      layout.columns);
  const Axis axis = has_bars ? Axis{} : axis_of_grid(data.threshold, thresholds_of(data));
  Drawn drawn;
  if (data.branches.size() > layout.branches) {
    script.note(fmt::format("the first {} of {} branches", layout.branches, data.branches.size()));
  }
  if (data.branches.front().curves.size() > kMostConditions) {
    script.note(fmt::format("the first {} of {} conditions", kMostConditions,
                            data.branches.front().curves.size()));
  }
  script.add("set multiplot");
  for (const ExitsPanel& panel : layout.panels) {
    const ExitsData::BranchCurves& branch = data.branches[panel.branch];
    const bool is_first = &panel == layout.panels.data();
    const Box box = places.at(panel.place);
    if (!is_first) script.add("unset label").add("unset key");
    if (has_key && is_first) {
      const double left =
          is_accuracy ? places.at(layout.columns - 1).left : script.width() - right + 4;
      script.key(left, box.top);
    }
    script.text((box.left + box.right) / 2, box.top + 12,
                shortened(panel.title, columns_in(box.width() + 50)), "center");
    script.place(box);
    Axis shares = share_axis(branch, panel.quantity, has_bars);
    if (panel.place % layout.columns > 0) shares.label.clear();
    add_axis(script, 'y', shares);
    if (has_bars) {
      add_bars(script, branch, panel.quantity, box);
      continue;
    }
    add_axis(script, 'x', axis);
    if (!axis.is_log) add_ticks_below(script, axis, box);
    if (is_accuracy && panel.quantity.is_probability()) script.add("unset xlabel");
    const Drawn here = add_curves(script, branch, panel.quantity, axis, box, has_key && is_first);
    if (panel.quantity.is_probability()) {
      drawn.points += here.points;
      drawn.all += here.all;
    }
  }
  if (drawn.points < drawn.all) script.note(thinning_note(drawn.points, drawn.all));
  script.add("unset multiplot");
  return std::move(script).finish();
}

}  // namespace popex::report::plot
