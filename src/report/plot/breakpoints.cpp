// SPDX-License-Identifier: MIT
#include "report/plot/breakpoints.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "report/plot/axis.hpp"
#include "report/plot/looks.hpp"
#include "report/plot/script.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

using Over = BreakpointsData::Over;
using Piece = BreakpointsData::Piece;

constexpr double kLeast = 1e-12;

/// Rates span decades. γ does so only where its breakpoints do; the interval of all that are
/// accepted is far too long for either. Breakpoints below `kLeast` are left of every axis that can
/// be read.
Axis suited_axis(const BreakpointsData& data) {
  const double from = data.pieces.front().from;
  const double to = data.pieces.back().to;
  Axis axis{data.label, from, to, false};
  if (data.over == Over::probability) return axis;
  constexpr double around = 10;
  constexpr double much = 1000;
  if (data.pieces.size() == 1) {
    axis.is_log = data.over == Over::rate;
    axis.to = std::min(to, std::max(much, around * from));
    if (axis.is_log) axis.from = std::max(from, axis.to / (100 * much));
    return axis;
  }
  const double first = std::max(kLeast, data.pieces.front().to);
  const double last = std::max(kLeast, data.pieces.back().from);
  constexpr double far = 20;  // breakpoints whose quotient is this want a logarithm
  axis.is_log = data.over == Over::rate || last / first > far;
  if (axis.is_log) axis.from = std::max(from, first / around);
  axis.to = std::min(to, axis.is_log ? last * around : 2 * last);
  return axis;
}

/// The whole interval, linear, where the one that suits the parameter is none: it may underflow.
Axis axis_of(const BreakpointsData& data) {
  Axis axis = suited_axis(data);
  if (axis.from < axis.to && (!axis.is_log || axis.from >= kLeast / 1e6)) return axis;
  return {data.label, data.pieces.front().from, data.pieces.back().to, false};
}

/// E[T] inside a piece: affine in 1/B, in γ or in p.
double time_at(const BreakpointsData& data, const Piece& piece, double value) {
  if (piece.time_from == piece.time_to) return piece.time_from;
  const auto place = [&](double v) { return data.over == Over::rate ? 1 / v : v; };
  const double share = (place(value) - place(piece.from)) / (place(piece.to) - place(piece.from));
  return piece.time_from + share * (piece.time_to - piece.time_from);
}

std::vector<std::vector<double>> curve_of(const BreakpointsData& data, const Axis& axis) {
  constexpr double steps = 400;  // over the whole axis
  std::vector<std::vector<double>> rows;
  for (const Piece& piece : data.pieces) {
    const double from = std::max(piece.from, axis.from);
    const double to = std::min(piece.to, axis.to);
    if (!(from < to)) continue;
    const double begin = axis.fraction(from);
    const double length = axis.fraction(to) - begin;
    const auto count =
        length > 0 ? static_cast<std::size_t>(std::ceil(std::min(1.0, length) * steps)) : 1;
    for (std::size_t k = 0; k <= count; ++k) {
      const double part = static_cast<double>(k) / static_cast<double>(count);
      const double value = k == 0 ? from : (k == count ? to : axis.value_at(begin + length * part));
      rows.push_back({value, time_at(data, piece, value)});
    }
  }
  return rows;
}

}  // namespace

Picture draw(const BreakpointsData& data) {
  Script script("breakpoints", 800, 500);
  script.title(data.title);
  const Axis axis = axis_of(data);
  const Box curve{75, script.width() - 20.0, kBelowAxes + 76, script.height() - 40.0};
  const Box band{curve.left, curve.right, kBelowAxes, kBelowAxes + 58};
  const auto x_of = [&](double value) {
    return band.left + band.width() * std::clamp(axis.fraction(value), 0.0, 1.0);
  };
  std::map<std::string, std::size_t> tints;  // a split has one, wherever it comes
  std::size_t left_out = 0;
  for (const Piece& piece : data.pieces) {
    const double from = std::max(piece.from, axis.from);
    const double to = std::min(piece.to, axis.to);
    if (!(from < to)) continue;
    const std::size_t tint = tints.emplace(piece.split, tints.size()).first->second;
    const Box part{x_of(from), x_of(to), band.bottom, band.top};
    script.box(part, area_tint(tint));
    const double middle = (part.left + part.right) / 2;
    constexpr double line_height = 15;
    if (text_width(piece.split) + 6 <= part.width()) {
      script.text(middle, (band.bottom + band.top) / 2, piece.split, "center front");
    } else if (part.width() >= 80) {
      script.text(middle, (band.bottom + band.top) / 2,
                  shortened(piece.split, columns_in(part.width() - 6)), "center front");
    } else if (part.width() >= line_height) {
      script.text(middle, (band.bottom + band.top) / 2, shortened(piece.split, columns_in(56, 11)),
                  "center rotate by 90 front font ',11'");
    } else {
      ++left_out;
    }
    if (to < axis.to) {
      script.add("set arrow from {} to {} nohead dt 3 lc rgb '{}'", script.at(part.right, band.top),
                 script.at(part.right, curve.top), colour::grey);
      script.text(part.right + 3, curve.top - 6, significant(to), "left font ',11'");
    }
  }
  if (left_out > 0) {
    script.note(fmt::format("{} of {} pieces are too narrow for the name of their split", left_out,
                            data.pieces.size()));
  }
  const std::vector<std::vector<double>> rows = curve_of(data, axis);
  double most = 0;
  for (const auto& row : rows) {
    if (std::isfinite(row[1])) most = std::max(most, row[1]);
  }
  script.add("set multiplot").place(band);
  add_axis(script, 'x', axis);
  script.add("set yrange [0:1]\nunset ytics\nset border 0");
  script.add("plot {} with lines", script.block({{axis.from, -1}, {axis.to, -1}}));
  script.add("unset label\nunset object\nunset arrow\nset border 3").place(curve);
  add_axis(script, 'y', axis_from_zero("expected time in ms", most, 1.15));
  script.add("set ytics nomirror out scale 0.6\nunset xlabel\nset xtics autofreq\nset format x ''");
  script.add("plot {} with lines lc rgb '{}' lw 2.5", script.block(rows), colour::black);
  script.add("unset multiplot");
  return std::move(script).finish();
}

}  // namespace popex::report::plot
