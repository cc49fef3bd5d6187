// SPDX-License-Identifier: MIT
#include "report/plot/axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

bool is_geometric(const std::vector<double>& values) {
  const double ratio = values[1] / values[0];
  for (std::size_t i = 2; i < values.size(); ++i) {
    if (std::abs(values[i] / values[i - 1] / ratio - 1) > 1e-6) return false;
  }
  return true;
}

bool is_even(const std::vector<double>& values) {
  const double step = (values.back() - values.front()) / static_cast<double>(values.size() - 1);
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (std::abs((values[i] - values[i - 1]) / step - 1) > 1e-3) return false;
  }
  return true;
}

/// 1, 2, 5, 10, …, or powers of ten alone where there are many.
std::vector<double> log_ticks(const Axis& axis) {
  const double decades = std::log10(axis.to / axis.from);
  const auto first = static_cast<int>(std::floor(std::log10(axis.from)));
  const auto last = static_cast<int>(std::floor(std::log10(axis.to))) + 1;
  const int step = std::max(1, static_cast<int>(std::ceil(decades / 10)));
  std::vector<double> ticks;
  for (int exponent = first; exponent <= last; exponent += step) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      if (decades > 3 && digit != 1) continue;
      const double value = digit * std::pow(10, exponent);
      if (value >= axis.from * (1 - 1e-9) && value <= axis.to * (1 + 1e-9)) ticks.push_back(value);
    }
  }
  if (ticks.size() < 2) return {axis.from, axis.to};
  return ticks;
}

}  // namespace

double Axis::fraction(double value) const {
  if (is_log) return std::log(value / from) / std::log(to / from);
  return (value - from) / (to - from);
}

double Axis::value_at(double fraction) const {
  if (is_log) return from * std::pow(to / from, fraction);
  return from + (to - from) * fraction;
}

double Axis::middle(double a, double b) const { return is_log ? std::sqrt(a * b) : (a + b) / 2; }

Axis axis_of_grid(std::string label, const std::vector<double>& values) {
  Axis axis{std::move(label), values.front(), values.back(), false};
  if (values.size() == 1) {
    const double around = values.front() == 0 ? 1 : std::abs(values.front()) / 2;
    axis.from -= around;
    axis.to += around;
    return axis;
  }
  constexpr double wide = 100;
  const bool may_be_log = values.size() > 2 && values.front() > 0;
  axis.is_log = may_be_log && !is_even(values) &&
                (is_geometric(values) || values.back() / values.front() >= wide);
  return axis;
}

double greatest(const std::vector<double>& values) {
  double most = 0;
  for (const double value : values) {
    if (std::isfinite(value)) most = std::max(most, value);
  }
  return most;
}

Axis axis_from_zero(std::string label, double most, double headroom) {
  const double to = most * headroom;
  return {std::move(label), 0, std::isfinite(to) && to > 0 ? to : 1, false};
}

void add_axis(Script& script, char name, const Axis& axis) {
  // A hair longer, or gnuplot rounds the logarithm of an end and leaves its tick out.
  const double hair = axis.is_log ? 1e-7 : 0;
  script.add("set {}range [{:.9g}:{:.9g}]", name, axis.from * (1 - hair), axis.to * (1 + hair));
  script.add("set {}label {}", name, gnuplot_string(axis.label));
  if (!axis.is_log) {
    script.add("unset logscale {0}\nset {0}tics autofreq", name);
    return;
  }
  script.add("set logscale {}", name);
  std::vector<std::string> ticks;
  for (const double value : log_ticks(axis)) {
    ticks.push_back(fmt::format("{} {:.9g}", quoted_tick(significant(value)), value));
  }
  script.add("set {}tics ({})", name, fmt::join(ticks, ", "));
}

void add_ticks_below(Script& script, const Axis& axis, const Box& box) {
  constexpr double widest = 55;  // "0.55" and a blank on both sides
  const double least = (axis.to - axis.from) / std::max(1.0, std::floor(box.width() / widest));
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double digit : {1.0, 2.0, 5.0, 10.0}) {
    if (digit * power < least * (1 - 1e-9)) continue;
    script.add("set xtics {:.9g}", digit * power);
    return;
  }
}

std::vector<std::size_t> thinned(const Axis& axis, const std::vector<double>& x,
                                 const std::vector<double>& y, std::size_t columns) {
  std::vector<std::size_t> kept;
  if (x.size() <= 4 * columns) {
    for (std::size_t i = 0; i < x.size(); ++i) kept.push_back(i);
    return kept;
  }
  const auto column_of = [&](double value) {
    const double place = axis.fraction(value);
    if (!(place > 0)) return std::size_t{0};  // also where it is not a number
    const double column = std::min(place, 1.0) * static_cast<double>(columns);
    return std::min(columns - 1, static_cast<std::size_t>(column));
  };
  for (std::size_t begin = 0; begin < x.size();) {
    const std::size_t column = column_of(x[begin]);
    std::size_t end = begin;
    std::array<std::size_t, 4> chosen{begin, begin, begin, begin};  // first, least, most, last
    for (; end < x.size() && column_of(x[end]) == column; ++end) {
      if (y[end] < y[chosen[1]] || std::isnan(y[chosen[1]])) chosen[1] = end;
      if (y[end] > y[chosen[2]] || std::isnan(y[chosen[2]])) chosen[2] = end;
    }
    chosen[3] = end - 1;
    std::sort(chosen.begin(), chosen.end());
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      if (k == 0 || chosen[k] != chosen[k - 1]) kept.push_back(chosen[k]);
    }
    begin = end;
  }
  return kept;
}

std::string thinning_note(std::size_t drawn, std::size_t all) {
  return fmt::format("{} of {} points are drawn: lowest and highest of each column of pixels",
                     drawn, all);
}

}  // namespace popex::report::plot
