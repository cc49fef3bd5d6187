// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>

#include "report/plot/axis.hpp"
#include "report/plot/looks.hpp"
#include "report/plot/region_map.hpp"
#include "report/plot/sweep_grid.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

/// One axis of the map: the values that have cells of their own, and the cells' edges.
struct MapAxis {
  Axis axis;
  std::vector<std::size_t> shown;  ///< into the parameter's values
  std::vector<double> edges;       ///< in the parameter's unit
};

/// At most one cell a pixel; where there are more values, those at equal distances.
MapAxis map_axis(const SweptParameter& parameter, double pixels) {
  const std::vector<double>& values = parameter.values;
  MapAxis made;
  made.axis = axis_of_grid(parameter.label, values);
  const auto most = static_cast<std::size_t>(pixels);
  const std::size_t count = std::min(values.size(), most);
  for (std::size_t k = 0; k < count; ++k) {
    made.shown.push_back(count < 2 ? 0 : k * (values.size() - 1) / (count - 1));
  }
  const auto value = [&](std::size_t k) { return values[made.shown[k]]; };
  // The outermost cells reach as far outwards as inwards.
  const auto beyond = [&](double end, double inner) {
    return made.axis.is_log ? end * end / inner : 2 * end - inner;
  };
  const double first = made.axis.middle(value(0), value(1));
  made.edges.push_back(beyond(value(0), first));
  for (std::size_t k = 1; k < count; ++k) {
    made.edges.push_back(made.axis.middle(value(k - 1), value(k)));
  }
  made.edges.push_back(beyond(value(count - 1), made.edges.back()));
  made.axis.from = made.edges.front();
  made.axis.to = made.edges.back();
  return made;
}

std::vector<double> in_pixels(const MapAxis& axis, double from, double length) {
  std::vector<double> pixels;
  for (const double edge : axis.edges) pixels.push_back(from + length * axis.axis.fraction(edge));
  return pixels;
}

/// Cells by what each point has. Kinds are splits; the next is "no decision", and the last one
/// "no point".
RegionMap map_of(const SweepData& data, const SweptParameter& x, const SweptParameter& y,
                 const std::vector<std::size_t>& points, const MapAxis& across,
                 const MapAxis& along, const Box& box) {
  const auto cell_of = [](const SweptParameter& parameter, const MapAxis& axis) {
    std::vector<std::size_t> cells(parameter.values.size(), kNowhere);
    for (std::size_t k = 0; k < axis.shown.size(); ++k) cells[axis.shown[k]] = k;
    return cells;
  };
  const std::vector<std::size_t> columns = cell_of(x, across);
  const std::vector<std::size_t> rows = cell_of(y, along);
  const auto no_decision = static_cast<std::uint32_t>(data.split.names.size());
  RegionMap map{
      in_pixels(across, box.left, box.width()), in_pixels(along, box.bottom, box.height()), {}};
  map.kinds.assign(across.shown.size() * along.shown.size(), no_decision + 1);
  for (const std::size_t i : points) {
    const std::size_t column = columns[x.rows[i]];
    const std::size_t row = rows[y.rows[i]];
    if (column == kNowhere || row == kNowhere) continue;
    const std::uint32_t split = data.split.rows[i];
    map.kinds[row * map.columns() + column] = split == WordColumn::none ? no_decision : split;
  }
  return map;
}

/// Names of the kinds, and which of them come, along the network.
struct Kinds {
  std::vector<std::string> names;
  std::vector<std::uint32_t> order;
};

Kinds kinds_of(const SweepData& data, const RegionMap& map) {
  Kinds kinds{data.split.names, {}};
  kinds.names.emplace_back("no decision");
  kinds.names.emplace_back("no point");
  std::vector<bool> comes(kinds.names.size());
  for (const std::uint32_t kind : map.kinds) comes[kind] = true;
  for (std::uint32_t kind = 0; kind < comes.size(); ++kind) {
    if (comes[kind]) kinds.order.push_back(kind);
  }
  const auto place = [&](std::uint32_t kind) {
    return kind < data.split_order.size() ? data.split_order[kind] : 1e300;
  };
  std::stable_sort(kinds.order.begin(), kinds.order.end(),
                   [&](auto a, auto b) { return place(a) < place(b); });
  return kinds;
}

void add_labels(Script& script, const RegionMap& map, const Kinds& kinds) {
  constexpr double line_height = 14;
  constexpr std::size_t most_columns = 24;
  std::vector<std::string> names;
  std::vector<double> widths;
  for (const std::string& name : kinds.names) {
    names.push_back(shortened(name, most_columns));
    widths.push_back(text_width(names.back()) + 8);
  }
  std::size_t left_out = 0;
  for (const MapRegion& region : regions_of(map, widths, line_height)) {
    if (!region.place) {
      ++left_out;
      continue;
    }
    script.text(region.place->x, region.place->y, names[region.kind],
                region.place->is_upright ? "center rotate by 90 front" : "center front");
  }
  if (left_out > 0) {
    script.note(
        fmt::format("{} region{} too small for a name", left_out, left_out == 1 ? " is" : "s are"));
  }
}

}  // namespace

void draw_map(Script& script, const SweepData& data, const SweptParameter& x,
              const SweptParameter& y, const std::vector<std::size_t>& points) {
  constexpr double most_key = 180;
  double key = 0;
  for (const std::string& name : data.split.names) key = std::max(key, text_width(name));
  key = std::min(most_key, key) + 60;
  const Box box{85, script.width() - key, kBelowAxes, script.height() - 40.0};
  const MapAxis across = map_axis(x, box.width());
  const MapAxis along = map_axis(y, box.height());
  const RegionMap map = map_of(data, x, y, points, across, along, box);
  const Kinds kinds = kinds_of(data, map);
  if (map.kinds.size() < points.size()) {
    script.note(
        fmt::format("{} of {} points are drawn: one a pixel", map.kinds.size(), points.size()));
  }
  add_labels(script, map, kinds);

  std::vector<std::vector<std::vector<double>>> rows(kinds.names.size());
  for (const MapRectangle& r : rectangles_of(map)) {
    const double left = across.edges[r.left];
    const double right = across.edges[r.right];
    const double bottom = along.edges[r.bottom];
    const double top = along.edges[r.top];
    rows[r.kind].push_back({left, bottom, left, right, bottom, top});
  }
  std::vector<std::string> areas;
  std::size_t tint = 0;
  for (const std::uint32_t kind : kinds.order) {
    const bool is_split = kind < data.split.names.size();
    const std::string_view fill = is_split ? area_tint(tint++) : "#ffffff";
    // The border closes the hairlines that renderers leave between neighbours.
    areas.push_back(fmt::format(
        "{0} with boxxyerror fc rgb '{1}' fs solid 1 border lc rgb '{1}' lw 0.6 title {2}",
        script.block(rows[kind]), fill,
        gnuplot_string(shortened(kinds.names[kind], columns_in(most_key)))));
  }
  std::vector<std::vector<double>> borders;
  for (const MapBorder& border : borders_of(map)) {
    borders.push_back({across.edges[border.x_from], along.edges[border.y_from]});
    borders.push_back({across.edges[border.x_to], along.edges[border.y_to]});
    borders.emplace_back();
  }
  if (!borders.empty()) {
    areas.push_back(fmt::format("{} with lines lc rgb '{}' lw 1 notitle", script.block(borders),
                                colour::black));
  }
  script.place(box);
  add_axis(script, 'x', across.axis);
  add_axis(script, 'y', along.axis);
  script.key(box.right + 8, box.top);
  script.add("plot {}", fmt::join(areas, ", "));
}

}  // namespace popex::report::plot
