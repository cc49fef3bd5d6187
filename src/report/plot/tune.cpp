// SPDX-License-Identifier: MIT
#include "report/plot/tune.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>

#include "report/plot/axis.hpp"
#include "report/plot/looks.hpp"
#include "report/plot/script.hpp"
#include "report/plot/tune_choices.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

using TunePoint = TuneData::Point;

/// A range around what there is, so that points are off the frame.
struct Extent {
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();
  void take(double value) {
    least = std::min(least, value);
    most = std::max(most, value);
  }
  [[nodiscard]] Axis axis(std::string label, double lowest, double highest) const {
    if (!(least <= most)) return {std::move(label), 0, 1, false};
    // Where there is one value, or as good as one, it is in the middle.
    const bool is_wide = most - least > kNarrowest * most;
    const double around = is_wide ? 0.08 * (most - least) : std::max(0.5, 0.1 * most);
    return {std::move(label), std::max(lowest, least - around), std::min(highest, most + around),
            false};
  }
};

/// Points of a front that one look belongs to.
struct Group {
  std::string name;
  std::vector<std::vector<double>> rows;
};

Group& group_of(std::vector<Group>& groups, const std::string& name) {
  const auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](const Group& group) { return group.name == name; });
  return found == groups.end() ? groups.emplace_back(Group{name, {}}) : *found;
}

std::vector<std::vector<double>> steps_of(const TuneData::Condition& condition, const Axis& cost,
                                          double columns, std::size_t& left_out) {
  std::vector<double> x;
  std::vector<double> y;
  for (const TunePoint& point : condition.front) {
    x.push_back(point.cost);
    y.push_back(kPercent * point.accuracy);
  }
  std::vector<std::vector<double>> rows;
  for (const std::size_t i : thinned(cost, x, y, static_cast<std::size_t>(columns))) {
    rows.push_back({x[i], y[i]});
  }
  left_out += x.size() - rows.size();
  if (!rows.empty()) rows.push_back({cost.to, rows.back()[1]});  // more cost buys nothing
  return rows;
}

/// What can be drawn, with notes of the rest.
TuneData drawable(Script& script, const TuneData& data) {
  TuneData kept{data.title, data.cost, {}};
  std::map<std::string, std::size_t> lost;  // conditions, by choice and reason
  std::size_t lost_of_fronts = 0;
  for (const auto& condition : data.conditions) {
    auto& here = kept.conditions.emplace_back();
    here.name = condition.name;
    std::copy_if(condition.front.begin(), condition.front.end(), std::back_inserter(here.front),
                 has_place);
    lost_of_fronts += condition.front.size() - here.front.size();
    for (const TunePoint& point : condition.choices) {
      if (has_place(point)) {
        here.choices.push_back(point);
      } else {
        ++lost[fmt::format("'{}': no {}", point.choice,
                           std::isfinite(point.cost) ? "accuracy" : "finite cost")];
      }
    }
  }
  for (const auto& [what, conditions] : lost) {
    const std::string where =
        data.conditions.size() == 1
            ? ""
            : fmt::format(" under {} of {} conditions", conditions, data.conditions.size());
    script.note(what + where + ", not drawn");
  }
  if (lost_of_fronts > 0) {
    script.note(fmt::format("{} point{} of the front: no finite cost or accuracy, not drawn",
                            lost_of_fronts, lost_of_fronts == 1 ? "" : "s"));
  }
  return kept;
}

}  // namespace

bool has_place(const TunePoint& point) {
  return std::isfinite(point.cost) && std::isfinite(point.accuracy);
}

Picture draw(const TuneData& all) {
  Script script("tune", 800, 500);
  script.title(all.title);
  const TuneData data = drawable(script, all);
  Extent costs;
  Extent accuracies;
  for (const auto& condition : data.conditions) {
    for (const auto* points : {&condition.front, &condition.choices}) {
      for (const TunePoint& point : *points) {
        costs.take(point.cost);
        accuracies.take(kPercent * point.accuracy);
      }
    }
  }
  constexpr std::size_t most_columns = 24;
  const Axis cost = costs.axis(data.cost, 0, std::numeric_limits<double>::max() / 4);
  const Axis accuracy = accuracies.axis("accuracy in %", 0, 100);
  std::vector<Group> groups;
  const bool by_split = data.conditions.size() == 1;
  double key = text_width("popex");
  for (const auto& condition : data.conditions) {
    for (const TunePoint& point : condition.front) {
      group_of(groups, by_split ? point.split : condition.name)
          .rows.push_back({point.cost, kPercent * point.accuracy});
    }
    if (!by_split)
      key = std::max(key, text_width(shortened(condition.name, most_columns) + ": others"));
  }
  for (const Group& group : groups)
    key = std::max(key, text_width(shortened(group.name, most_columns)));
  const Box box{75, script.width() - key - 65, kBelowAxes, script.height() - 40.0};
  std::vector<std::string> plots;
  std::size_t left_out = 0;
  for (std::size_t c = 0; c < data.conditions.size(); ++c) {
    const auto rows = steps_of(data.conditions[c], cost, box.width(), left_out);
    if (rows.empty()) continue;
    plots.push_back(
        fmt::format("{} with steps {} lw 1.5 notitle", script.block(rows),
                    by_split ? fmt::format("lc rgb '{}'", colour::grey) : line_look(c)));
  }
  for (std::size_t g = 0; g < groups.size(); ++g) {
    Group& group = groups[g];
    // A mark each pixel at most.
    std::vector<double> x;
    std::vector<double> y;
    for (const auto& row : group.rows) {
      x.push_back(row[0]);
      y.push_back(row[1]);
    }
    std::vector<std::vector<double>> rows;
    for (const std::size_t i : thinned(cost, x, y, static_cast<std::size_t>(box.width() / 4))) {
      rows.push_back(group.rows[i]);
    }
    plots.push_back(fmt::format("{} with points {} ps 0.8 title {}", script.block(rows),
                                point_look(g),
                                gnuplot_string(shortened(group.name, most_columns))));
  }
  add_choices(script, data, box, cost, accuracy, plots);
  if (left_out > 0) script.note(fmt::format("{} points of the front are not drawn", left_out));
  script.place(box);
  add_axis(script, 'x', cost);
  add_axis(script, 'y', accuracy);
  script.key(box.right + 8, box.top);
  script.add("plot {}", fmt::join(plots, ", "));
  return std::move(script).finish();
}

}  // namespace popex::report::plot
