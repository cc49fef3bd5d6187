// SPDX-License-Identifier: MIT
#include "report/plot/replay.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/plot/axis.hpp"
#include "report/plot/looks.hpp"
#include "report/plot/script.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

/// How high each split is drawn. The faster the link, the less runs on the edge: splits in the
/// order of their mean rates, the fastest below, are in the order of the network.
std::vector<double> ranks_of(const ReplayData& data) {
  const std::size_t count = data.split.names.size();
  std::vector<double> rates(count);
  std::vector<double> steps(count);
  for (std::size_t i = 0; i < data.split.rows.size(); ++i) {
    rates[data.split.rows[i]] += data.estimate_mbps[i];
    steps[data.split.rows[i]] += 1;
  }
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rates[a] * steps[b] > rates[b] * steps[a];
  });
  std::vector<double> ranks(count);
  for (std::size_t k = 0; k < count; ++k) ranks[order[k]] = static_cast<double>(k);
  return ranks;
}

/// Steps of a column over time, thinned; each value lasts until the next time.
std::string block_of(Script& script, const Axis& time, const ReplayData& data,
                     const std::vector<double>& values, double columns, std::size_t& drawn) {
  std::vector<std::vector<double>> rows;
  for (const std::size_t i :
       thinned(time, data.time_s, values, static_cast<std::size_t>(columns))) {
    rows.push_back({data.time_s[i], values[i]});
  }
  drawn = rows.size();
  return script.block(rows);
}

}  // namespace

Picture draw(const ReplayData& data) {
  const std::vector<double> ranks = ranks_of(data);
  std::vector<double> decisions;
  for (const std::uint32_t split : data.split.rows) decisions.push_back(ranks[split]);
  constexpr std::size_t most_columns = 18;
  double names = 0;
  std::vector<std::string> ticks;
  for (std::size_t s = 0; s < ranks.size(); ++s) {
    const std::string name = shortened(data.split.names[s], most_columns);
    names = std::max(names, text_width(name));
    ticks.push_back(fmt::format("{} {}", quoted_tick(name), ranks[s]));
  }
  const double middle = std::clamp(18.0 * static_cast<double>(ranks.size()), 50.0, 260.0);
  constexpr double panel = 130;
  constexpr double gap = 28;
  Script script("replay", 800, static_cast<int>(kBelowAxes + 2 * panel + middle + 2 * gap + 62));
  script.title(data.title);
  const double left = std::max(75.0, names + 25);
  const double right = script.width() - 20.0;
  const Box below{left, right, kBelowAxes, kBelowAxes + panel};
  const Box between{left, right, below.top + gap, below.top + gap + middle};
  const Box above{left, right, between.top + gap, between.top + gap + panel};
  const double first = data.time_s.front();
  const double shortest = std::max(1e-3, kNarrowest * std::abs(first));
  const Axis time{"time in s", first, std::max(data.time_s.back(), first + shortest), false};
  if (data.traces > 1) script.note(fmt::format("the first of {} traces", data.traces));

  std::size_t drawn = 0;
  const std::string rate = block_of(script, time, data, data.rate_mbps, above.width(), drawn);
  if (drawn < data.time_s.size()) script.note(thinning_note(drawn, data.time_s.size()));
  const std::string estimate =
      block_of(script, time, data, data.estimate_mbps, above.width(), drawn);
  const std::string decision = block_of(script, time, data, decisions, between.width(), drawn);
  const std::string regret = block_of(script, time, data, data.regret_ms, below.width(), drawn);

  script.add("set multiplot").place(above);
  add_axis(script, 'x', time);
  script.add("set format x ''\nunset xlabel");
  add_axis(script, 'y',
           axis_from_zero("rate in Mbps",
                          std::max(greatest(data.rate_mbps), greatest(data.estimate_mbps))));
  script.add("set key at {} right bottom horizontal Left reverse samplen 2.5",
             script.at(right, above.top + 4));
  script.add(
      "plot {} with steps lc rgb '{}' lw 1.2 title 'measured', "
      "{} with steps lc rgb '{}' dt 2 lw 1.8 title 'estimate'",
      rate, colour::grey, estimate, colour::blue);
  script.add("unset label\nunset key").place(between);
  script.add("set yrange [-0.6:{:g}]", static_cast<double>(ranks.size()) - 0.4);
  script.add("unset ylabel\nset ytics ({})", fmt::join(ticks, ", "));
  script.text(between.left - 8, between.top + 8, "split", "right");
  script.add("plot {} with steps lc rgb '{}' lw 2", decision, colour::black);
  script.add("unset label").place(below);
  script.add("set format x '%g'");
  add_axis(script, 'x', time);
  add_axis(script, 'y', axis_from_zero("regret in ms", greatest(data.regret_ms)));
  script.add("plot {} with fillsteps fc rgb '{}' fs solid 1 border lc rgb '{}'", regret,
             colour::vermilion, colour::vermilion);
  script.add("unset multiplot");
  return std::move(script).finish();
}

}  // namespace popex::report::plot
