// SPDX-License-Identifier: MIT
#include "report/plot/calibration.hpp"

#include <algorithm>
#include <cmath>

#include "report/plot/axis.hpp"
#include "report/plot/looks.hpp"
#include "report/plot/panels.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

constexpr std::size_t kMostColumns = 4;
constexpr std::size_t kMostRows = 4;

/// The looks of what was before, of what is after, and of the diagonal.
std::string before_look() {
  return fmt::format("boxxyerror fc rgb '{}' fs solid 1 border lc rgb '{}' lw 0.7", area_tint(2),
                     colour::grey);
}
std::string after_look() { return fmt::format("lines lc rgb '{}' lw 2.5", colour::blue); }
std::string diagonal_look() { return fmt::format("lines lc rgb '{}' dt 2 lw 1.2", colour::black); }

/// A plot of nothing, as wide as the picture, so that all titles have room in one row.
void add_key(Script& script) {
  script.place({20, script.width() - 20.0, script.height() - 56.0, script.height() - 28.0});
  const std::string nothing = script.block({{-2, -2, -2, -2, -2, -2}});
  script.add("set xrange [0:1]\nset yrange [0:1]\nunset border\nset format ''\nset tics scale 0");
  script.add("set key center center horizontal Left reverse samplen 2.5");
  script.add(
      "plot {0} with {1} title 'before', {0} with {2} title 'after', {0} with {3} title "
      "'confidence = accuracy'",
      nothing, before_look(), after_look(), diagonal_look());
  script.add("unset key\nunset label\nset border 3\nset format '%g'\nset tics scale 0.6");
}

void add_diagram(Script& script, const CalibrationData::Exit& exit) {
  std::vector<std::vector<double>> before;
  for (const auto& bin : exit.before) {
    if (std::isnan(bin.accuracy)) continue;
    const double from = kPercent * bin.from;
    const double to = kPercent * bin.to;
    before.push_back({(from + to) / 2, 0, from, to, 0, kPercent * bin.accuracy});
  }
  std::vector<std::vector<double>> after;
  for (const auto& bin : exit.after) {
    if (std::isnan(bin.accuracy)) {
      after.emplace_back();  // a gap
      continue;
    }
    after.push_back({kPercent * bin.from, kPercent * bin.accuracy});
    after.push_back({kPercent * bin.to, kPercent * bin.accuracy});
  }
  std::vector<std::string> plots;
  if (!before.empty()) {
    plots.push_back(fmt::format("{} with {}", script.block(before), before_look()));
  }
  if (!after.empty()) {
    plots.push_back(fmt::format("{} with {}", script.block(after), after_look()));
  }
  plots.push_back(fmt::format("{} with {}", script.block({{0, 0}, {100, 100}}), diagonal_look()));
  script.add("plot {}", fmt::join(plots, ", "));
}

}  // namespace

Picture draw(const CalibrationData& data) {
  const std::size_t per_condition = data.exits.size() / data.conditions;
  const std::size_t columns = std::min(per_condition, kMostColumns);
  const std::size_t rows = data.conditions == 1 ? 1 : std::min(data.conditions, kMostRows);
  // About as wide as high, so that the diagonal is one.
  const int height =
      96 + static_cast<int>(rows) * (columns <= 2 ? 340 : (columns == 3 ? 270 : 215));
  Script script("calibrate", 800, height);
  script.title(data.title);
  const Box outside{5, script.width() - 5.0, 18, script.height() - 56.0};
  const Panels layout(outside, rows, columns);
  if (columns < per_condition) {
    script.note(fmt::format("the first {} of {} exits", columns, per_condition));
  }
  if (rows < data.conditions) {
    script.note(fmt::format("the first {} of {} conditions", rows, data.conditions));
  }
  script.add("set multiplot");
  add_key(script);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const CalibrationData::Exit& exit = data.exits[row * per_condition + column];
      const Box box = layout.at(row * columns + column);
      const std::string name =
          exit.exit + (exit.condition.empty() ? "" : " (" + exit.condition + ")");
      const std::string what =
          fmt::format(": ECE {} → {}", percent(exit.ece_before), percent(exit.ece_after));
      const std::size_t room = columns_in(box.width() + 50, 10);
      script.text((box.left + box.right) / 2, box.top + 10,
                  shortened(name, room - std::min(room, width_of(what))) + what,
                  "center font ',10'");
      script.place(box);
      add_axis(script, 'x', {row + 1 == rows ? "confidence in %" : "", 0, 100, false});
      add_axis(script, 'y', {column == 0 ? "accuracy in %" : "", 0, 100, false});
      add_diagram(script, exit);
      script.add("unset label");
    }
  }
  script.add("unset multiplot");
  return std::move(script).finish();
}

}  // namespace popex::report::plot
