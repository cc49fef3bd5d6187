// SPDX-License-Identifier: MIT
#include "report/plot/sweep.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "report/plot/sweep_grid.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

constexpr std::size_t kMostCurves = 6;

SweptParameter swept_of(const SweepParameter& column) {
  SweptParameter swept{column.label, column.before, column.after, {}, {}};
  const bool rises = std::adjacent_find(column.values.begin(), column.values.end(),
                                        [](double before, double value) {
                                          return !(before < value);
                                        }) == column.values.end();
  if (rises) {  // as in a long sweep over one parameter
    swept.values = column.values;
    swept.rows.resize(column.values.size());
    std::iota(swept.rows.begin(), swept.rows.end(), 0U);
    return swept;
  }
  std::unordered_map<double, std::uint32_t> numbers;
  std::vector<double> found;  // in the order in which they came
  swept.rows.reserve(column.values.size());
  for (std::size_t i = 0; i < column.values.size(); ++i) {
    if (i > 0 && column.values[i] == column.values[i - 1]) {
      swept.rows.push_back(swept.rows.back());
      continue;
    }
    const auto number = static_cast<std::uint32_t>(found.size());
    const auto [at, is_new] = numbers.emplace(column.values[i], number);
    if (is_new) found.push_back(column.values[i]);
    swept.rows.push_back(at->second);
  }
  std::vector<std::uint32_t> order(found.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return found[a] < found[b]; });
  std::vector<std::uint32_t> rank(found.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    rank[order[k]] = static_cast<std::uint32_t>(k);
    swept.values.push_back(found[order[k]]);
  }
  for (std::uint32_t& row : swept.rows) row = rank[row];
  return swept;
}

/// For each of these parameters the number of the value at which it is held: the middle one, or,
/// where no point has all the middle ones, that of the point nearest to these.
std::vector<std::uint32_t> held_at(const std::vector<SweptParameter>& held, std::size_t points) {
  std::size_t nearest = 0;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < points && least > 0; ++i) {
    double distance = 0;
    for (const SweptParameter& parameter : held) {
      const auto count = static_cast<double>(parameter.values.size());
      const std::size_t middle = parameter.values.size() / 2;
      distance +=
          std::abs(static_cast<double>(parameter.rows[i]) - static_cast<double>(middle)) / count;
    }
    if (distance >= least) continue;
    least = distance;
    nearest = i;
  }
  std::vector<std::uint32_t> numbers;
  numbers.reserve(held.size());
  for (const SweptParameter& parameter : held) numbers.push_back(parameter.rows[nearest]);
  return numbers;
}

/// The points at which each of these parameters is held at about its middle value.
std::vector<std::size_t> points_at_middle(Script& script, const std::vector<SweptParameter>& held,
                                          std::size_t points) {
  const std::vector<std::uint32_t> numbers = held_at(held, points);
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < points; ++i) {
    bool is_kept = true;
    for (std::size_t k = 0; k < held.size(); ++k) {
      is_kept = is_kept && held[k].rows[i] == numbers[k];
    }
    if (is_kept) kept.push_back(i);
  }
  for (std::size_t k = 0; k < held.size(); ++k) {
    const std::size_t count = held[k].values.size();
    script.note(fmt::format("shown at {}, {} of {} values",
                            in_words(held[k], held[k].values[numbers[k]]),
                            numbers[k] == count / 2 ? "the middle one" : "one", count));
  }
  return kept;
}

/// The points of as many values of the parameter as there may be curves, at equal distances.
std::vector<std::size_t> points_of_some_values(Script& script, const SweptParameter& parameter,
                                               const std::vector<std::size_t>& points) {
  const std::size_t count = parameter.values.size();
  std::vector<bool> is_kept(count);
  for (std::size_t k = 0; k < kMostCurves; ++k) {
    is_kept[k * (count - 1) / (kMostCurves - 1)] = true;
  }
  std::vector<std::size_t> kept;
  for (const std::size_t i : points) {
    if (is_kept[parameter.rows[i]]) kept.push_back(i);
  }
  script.note(fmt::format("{}: {} of {} values", parameter.label, kMostCurves, count));
  return kept;
}

/// The curve of each combination of what else is swept, in rising order.
std::vector<SweepCurve> curves_of(const SweptParameter& x,
                                  const std::vector<SweptParameter>& others,
                                  const std::vector<std::size_t>& points) {
  std::map<std::vector<std::uint32_t>, SweepCurve> by_values;
  std::vector<std::uint32_t> values(others.size());
  SweepCurve* curve = nullptr;
  for (const std::size_t i : points) {
    bool is_same = curve != nullptr;
    for (std::size_t k = 0; k < others.size(); ++k) {
      is_same = is_same && values[k] == others[k].rows[i];
      values[k] = others[k].rows[i];
    }
    if (!is_same) curve = &by_values[values];
    curve->points.push_back(i);
  }
  std::vector<SweepCurve> curves;
  for (auto& [numbers, found] : by_values) {
    std::vector<std::string> names;
    for (std::size_t k = 0; k < others.size(); ++k) {
      names.push_back(in_words(others[k], others[k].values[numbers[k]]));
    }
    found.name = joined(names);
    const auto rises = [&](std::size_t a, std::size_t b) { return x.rows[a] < x.rows[b]; };
    if (!std::is_sorted(found.points.begin(), found.points.end(), rises)) {
      std::stable_sort(found.points.begin(), found.points.end(), rises);
    }
    curves.push_back(std::move(found));
  }
  return curves;
}

}  // namespace

SweepGrid grid_of(const SweepData& data) {
  SweepGrid grid;
  for (const SweepParameter& column : data.parameters) {
    SweptParameter swept = swept_of(column);
    if (swept.values.size() < 2) {
      if (!swept.values.empty()) grid.fixed.push_back(in_words(swept, swept.values[0]));
      continue;
    }
    // An exit probability for all branches is one parameter.
    const auto twin = std::find_if(grid.swept.begin(), grid.swept.end(), [&](const auto& other) {
      return other.values == swept.values && other.rows == swept.rows;
    });
    if (twin == grid.swept.end()) {
      grid.swept.push_back(std::move(swept));
    } else {
      const std::string common = "exit probability of ";
      const bool is_list = twin->label.starts_with(common) && swept.label.starts_with(common);
      twin->label += ", " + (is_list ? swept.label.substr(common.size()) : swept.label);
      twin->before += swept.before;  // "p(b1) = p(b2) = "
    }
  }
  return grid;
}

std::string in_words(const SweptParameter& parameter, double value) {
  return fmt::format("{}{:.6g}{}", parameter.before, value, parameter.after);
}

Picture draw(const SweepData& data, SweepShow show) {
  SweepGrid grid = grid_of(data);
  Script script("sweep", 800, 500);
  std::string title = data.title;
  if (!grid.fixed.empty()) title += (title.empty() ? "" : ": ") + joined(grid.fixed);
  script.title(title);
  std::vector<std::string> order;  // of the parameters
  for (const SweptParameter& parameter : grid.swept) order.push_back(parameter.label);
  // The last one of those with most values is what varies along x: curves are read along it.
  std::stable_sort(grid.swept.begin(), grid.swept.end(),
                   [](const auto& a, const auto& b) { return a.values.size() < b.values.size(); });
  const SweptParameter x = std::move(grid.swept.back());
  grid.swept.pop_back();
  std::vector<SweptParameter>& others = grid.swept;
  std::size_t combinations = 1;
  for (const SweptParameter& other : others) combinations *= other.values.size();
  std::vector<SweptParameter> held;
  if (combinations > kMostCurves && others.size() > 1) {
    held.assign(std::make_move_iterator(others.begin()), std::make_move_iterator(others.end() - 1));
    others.erase(others.begin(), others.end() - 1);
  }
  std::vector<std::size_t> points = points_at_middle(script, held, data.value.values.size());
  const auto place = [&](const SweptParameter& parameter) {
    return std::find(order.begin(), order.end(), parameter.label);
  };
  const bool are_many = !others.empty() && others.back().values.size() > kMostCurves;
  if (are_many && show == SweepShow::fitting) {
    // A map has no such direction: x is what comes first.
    const SweptParameter& other = others.back();
    const bool keeps_order = place(x) < place(other);
    draw_map(script, data, keeps_order ? x : other, keeps_order ? other : x, points);
    return std::move(script).finish();
  }
  if (are_many) points = points_of_some_values(script, others.back(), points);
  // Names of curves say their parameters in the order in which the answer does.
  std::sort(others.begin(), others.end(),
            [&](const auto& a, const auto& b) { return place(a) < place(b); });
  const std::vector<SweepCurve> curves = curves_of(x, others, points);
  if (show == SweepShow::split) {
    draw_splits(script, data, x, curves);
  } else if (curves.size() == 1) {
    draw_single_curve(script, data, x, curves.front());
  } else {
    draw_curves(script, data, x, curves);
  }
  return std::move(script).finish();
}

}  // namespace popex::report::plot
