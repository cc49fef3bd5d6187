// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <utility>

#include "report/plot/axis.hpp"
#include "report/plot/looks.hpp"
#include "report/plot/sweep_grid.hpp"
#include "report/plot/sweep_splits.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

constexpr std::size_t kFewPoints = 40;  // each gets a mark

std::vector<double> picked(const std::vector<double>& column, const SweepCurve& curve) {
  std::vector<double> values;
  for (const std::size_t i : curve.points) values.push_back(column[i]);
  return values;
}

/// A line with what is worth drawing of it.
struct ThinLine {
  std::string block;
  std::size_t points;
};

ThinLine add_line(Script& script, const Axis& axis, const std::vector<double>& xs,
                  const std::vector<double>& ys, const Box& box) {
  std::vector<std::vector<double>> rows;
  for (const std::size_t k : thinned(axis, xs, ys, static_cast<std::size_t>(box.width()))) {
    rows.push_back({xs[k], ys[k]});
  }
  return {script.block(rows), rows.size()};
}

/// A part jumps where the split changes: a line from one point to the next would be of no decision.
std::string add_part(Script& script, const Axis& axis, const std::vector<double>& xs,
                     const std::vector<double>& ys, const Box& box, const SweepCurve& curve,
                     const WordColumn& split) {
  std::vector<std::vector<double>> rows;
  std::uint32_t last = WordColumn::none;
  for (const std::size_t k : thinned(axis, xs, ys, static_cast<std::size_t>(box.width()))) {
    const std::uint32_t here = split.rows[curve.points[k]];
    if (!rows.empty() && here != last) rows.emplace_back();
    last = here;
    rows.push_back({xs[k], ys[k]});
  }
  return script.block(rows);
}

double widest(const std::vector<std::string>& texts) {
  double width = 0;
  for (const std::string& text : texts) width = std::max(width, text_width(text));
  return width;
}

}  // namespace

void draw_single_curve(Script& script, const SweepData& data, const SweptParameter& x,
                       const SweepCurve& curve) {
  const Axis axis = axis_of_grid(x.label, x.values);
  const std::vector<double> xs = x_of(x, curve);
  std::vector<std::string> titles{data.parts.empty() ? "" : "all"};
  for (const NumberColumn& part : data.parts) titles.push_back(shortened(part.name, 16));
  const double key_width = data.parts.empty() ? 15 : widest(titles) + 60;
  const Box box{80, script.width() - key_width, kBelowAxes, script.height() - 40.0};
  const std::vector<double> values = picked(data.value.values, curve);
  std::vector<SplitStretch> stretches = stretches_of(data.split, axis, curve, xs);
  std::vector<std::string> names;
  names.reserve(stretches.size());
  for (const SplitStretch& stretch : stretches) names.push_back(name_of(data.split, stretch.split));
  const double room = add_split_labels(script, box, axis, stretches, names);
  script.place(box);
  add_axis(script, 'x', axis);
  add_axis(script, 'y',
           axis_from_zero(data.value.name, greatest(values), box.height() / (box.height() - room)));
  const bool has_marks = xs.size() <= kFewPoints;
  const ThinLine whole = add_line(script, axis, xs, values, box);
  std::string plot = fmt::format("plot {} with {} lc rgb '{}' lw 2.5 title {}", whole.block,
                                 has_marks ? "linespoints pt 7 ps 0.5" : "lines", colour::black,
                                 gnuplot_string(titles[0]));
  for (std::size_t k = 0; k < data.parts.size(); ++k) {
    const std::string part =
        add_part(script, axis, xs, picked(data.parts[k].values, curve), box, curve, data.split);
    plot += fmt::format(
        ", {} with {} lw 1.3 title {}", part,
        has_marks ? "linespoints ps 0.5 " + marked_line_look(k) : "lines " + line_look(k),
        gnuplot_string(titles[k + 1]));
  }
  if (whole.points < xs.size()) script.note(thinning_note(whole.points, xs.size()));
  if (!data.parts.empty()) script.key(box.right + 8, box.top);
  script.add("{}", plot);
}

void draw_curves(Script& script, const SweepData& data, const SweptParameter& x,
                 const std::vector<SweepCurve>& curves) {
  const Axis axis = axis_of_grid(x.label, x.values);
  std::vector<std::string> titles;
  titles.reserve(curves.size());
  for (const SweepCurve& curve : curves) titles.push_back(shortened(curve.name, 34));
  const SplitRanks splits = ranks_of(data, curves);
  std::vector<std::string> names;
  names.reserve(splits.names.size());
  for (const std::string& name : splits.names) names.push_back(shortened(name, 16));
  const double left = std::max(80.0, widest(names) + 25);
  const double right = script.width() - widest(titles) - 62;
  const double below = std::min(220.0, std::max(18.0, 5.0 * static_cast<double>(curves.size())) *
                                               static_cast<double>(names.size()) +
                                           16);
  const Box upper{left, right, kBelowAxes + below + 26, script.height() - 40.0};
  const Box lower{left, right, kBelowAxes, kBelowAxes + below};

  double most = 0;
  std::size_t drawn = 0;
  std::size_t all = 0;
  std::vector<std::string> lines;
  for (std::size_t c = 0; c < curves.size(); ++c) {
    const std::vector<double> xs = x_of(x, curves[c]);
    const std::vector<double> values = picked(data.value.values, curves[c]);
    most = std::max(most, greatest(values));
    const ThinLine line = add_line(script, axis, xs, values, upper);
    drawn += line.points;
    all += xs.size();
    lines.push_back(fmt::format("{} with linespoints {} lw 2 ps 0.6 pi {} title {}", line.block,
                                marked_line_look(c), 1 + line.points / 25,
                                gnuplot_string(titles[c])));
  }
  if (drawn < all) script.note(thinning_note(drawn, all));
  script.add("set multiplot");
  script.place(upper);
  add_axis(script, 'x', axis);
  script.add("set format x ''").add("unset xlabel");
  if (axis.is_log) script.add("set xtics autofreq");
  add_axis(script, 'y', axis_from_zero(data.value.name, most));
  script.key(right + 6, upper.top);
  script.add("plot {}", fmt::join(lines, ", "));

  script.add("unset label").add("unset key").add("set format x '%g'");
  add_split_steps(script, data, axis, x, curves, splits, lower, {});
  script.add("unset multiplot");
}

}  // namespace popex::report::plot
