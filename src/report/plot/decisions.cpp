// SPDX-License-Identifier: MIT
#include "report/plot/decisions.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/plot/axis.hpp"
#include "report/plot/looks.hpp"
#include "report/plot/network_row.hpp"
#include "report/plot/script.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

constexpr std::size_t kMostLayers = 30;
constexpr std::size_t kMostDecisions = 60;
constexpr double kBarPitch = 20;

using Decision = DecisionsData::Decision;

double sum_of(const Decision& decision) {
  return std::accumulate(decision.parts.begin(), decision.parts.end(), 0.0);
}

/// All of few, the best of many; in the order in which they came.
std::vector<Decision> shown(Script& script, const DecisionsData& data) {
  if (data.decisions.size() <= kMostDecisions) return data.decisions;
  std::vector<std::size_t> order(data.decisions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Decision& x = data.decisions[a];
    const Decision& y = data.decisions[b];
    return x.is_best != y.is_best ? x.is_best : x.rank < y.rank;
  });
  order.resize(kMostDecisions);
  std::sort(order.begin(), order.end());
  script.note(fmt::format("the best {} of {} decisions", kMostDecisions, data.decisions.size()));
  std::vector<Decision> kept;
  kept.reserve(order.size());
  for (const std::size_t i : order) kept.push_back(data.decisions[i]);
  return kept;
}

/// As long as the longest bar, but short enough that the best one can be seen.
double longest_of(Script& script, const std::vector<Decision>& decisions) {
  constexpr double most_times_the_best = 8;
  double longest = 0;
  double best = 0;
  bool is_cut = false;
  for (const Decision& decision : decisions) {
    const double sum = sum_of(decision);
    if (decision.is_best && std::isfinite(sum)) best = sum;
    if (std::isfinite(sum)) longest = std::max(longest, sum);
    is_cut = is_cut || !std::isfinite(sum);
  }
  if (best > 0 && longest > most_times_the_best * best) {
    longest = most_times_the_best * best;
    is_cut = true;
  }
  if (is_cut) script.note("bars that reach the right edge go on");
  return longest > 0 ? longest : 1;
}

/// gnuplot lays titles out in columns as wide as the longest of them.
double key_height(const DecisionsData& data) {
  constexpr double row = 17;
  constexpr double room = 500;  // the bars are about as wide
  double widest = 0;
  for (const std::string& part : data.parts) widest = std::max(widest, text_width(part));
  const double columns = std::max(1.0, std::floor(room / (widest + 55)));
  return row * std::ceil(static_cast<double>(data.parts.size()) / columns) + 4;
}

}  // namespace

Picture draw(const DecisionsData& data) {
  const std::size_t bars = std::min(data.decisions.size(), kMostDecisions);
  const bool has_network = !data.layers.empty() && data.layers.size() <= kMostLayers;
  constexpr int width = 800;
  constexpr double margin = 20;
  const double network = has_network ? network_height(data, width - 2 * margin) + 12 : 0;
  const double bars_height = kBarPitch * static_cast<double>(bars) + 8;
  const double key = key_height(data);
  Script script("solve", width, static_cast<int>(kBelowAxes + bars_height + key + network + 40));
  script.title(data.title);
  const std::vector<Decision> decisions = shown(script, data);
  const double longest = longest_of(script, decisions);

  constexpr std::size_t most_name = 26;
  double names = 0;
  double values = 0;
  for (const Decision& decision : decisions) {
    names = std::max(names, text_width(shortened(decision.name, most_name)));
    values = std::max(values, text_width(decision.value + ", the best", 11));
  }
  const Box box{names + 30, script.width() - 20 - values, kBelowAxes, kBelowAxes + bars_height};
  if (has_network) {
    add_network(script, data, {margin, width - margin, 0, script.height() - 38.0});
    if (!data.unplaced.empty()) {
      script.note(fmt::format("not drawn, as these decisions do not tell where: branch {}",
                              fmt::join(data.unplaced, ", ")));
    }
  } else if (!data.layers.empty()) {
    script.note(fmt::format("the network has {} layers: not drawn", data.layers.size()));
  }
  const auto row_of = [&](std::size_t i) { return static_cast<double>(decisions.size() - i); };
  std::vector<std::string> ticks;
  std::vector<std::vector<std::vector<double>>> parts(data.parts.size());
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    const Decision& decision = decisions[i];
    const double row = row_of(i);
    const double y =
        box.bottom + box.height() * (row - 0.4) / (static_cast<double>(decisions.size()) + 0.2);
    ticks.push_back(fmt::format("{} {}", quoted_tick(shortened(decision.name, most_name)), row));
    double from = 0;
    for (std::size_t k = 0; k < parts.size(); ++k) {
      const double part = decision.parts[k];
      const double to = std::isfinite(part) ? std::min(longest, from + part) : longest;
      if (to > from) parts[k].push_back({from, row, from, to, row - 0.36, row + 0.36});
      from = to;
    }
    const double end = box.left + box.width() * std::min(1.0, from / longest);
    script.text(end + 6, y, decision.value + (decision.is_best ? ", the best" : ""),
                fmt::format("left font '{},11'", decision.is_best ? "sans-serif:Bold" : ""));
    if (decision.is_best) {
      const double half = box.height() / (static_cast<double>(decisions.size()) + 0.2) / 2;
      script.area({10, script.width() - 8.0, y - half, y + half}, colour::pale_grey);
    }
  }
  std::vector<std::string> plots;
  std::size_t tier = 0;
  std::size_t link = 0;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const std::string fill = data.is_upload[k] ? link_fill(link++) : tier_fill(tier++);
    // A part that no decision has keeps its place in the key.
    if (parts[k].empty()) parts[k].push_back({-1, 0, -2, -1, 0, 0});
    plots.push_back(fmt::format("{} with boxxyerror {} title {}", script.block(parts[k]), fill,
                                gnuplot_string(shortened(data.parts[k], 20))));
  }
  script.place(box);
  add_axis(script, 'x', {data.axis, 0, longest, false});
  script.add("set yrange [0.4:{:g}]", static_cast<double>(decisions.size()) + 0.6);
  script.add("set ytics ({}) scale 0", fmt::join(ticks, ", "));
  script.add("set key at {} right bottom horizontal Left reverse samplen 1.5 width 1",
             script.at(script.width() - 20.0, box.top + 2));
  script.add("plot {}", fmt::join(plots, ", "));
  return std::move(script).finish();
}

}  // namespace popex::report::plot
