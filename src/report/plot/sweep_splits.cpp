// SPDX-License-Identifier: MIT
#include "report/plot/sweep_splits.hpp"

#include <algorithm>

#include "report/plot/looks.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {

std::vector<double> x_of(const SweptParameter& x, const SweepCurve& curve) {
  std::vector<double> values;
  for (const std::size_t i : curve.points) values.push_back(x.values[x.rows[i]]);
  return values;
}

std::vector<SplitStretch> stretches_of(const WordColumn& split, const Axis& axis,
                                       const SweepCurve& curve, const std::vector<double>& xs) {
  std::vector<SplitStretch> stretches;
  for (std::size_t k = 0; k < xs.size(); ++k) {
    const std::uint32_t here = split.rows[curve.points[k]];
    if (!stretches.empty() && stretches.back().split == here) continue;
    const double from = k == 0 ? axis.from : axis.middle(xs[k - 1], xs[k]);
    if (!stretches.empty()) stretches.back().to = from;
    stretches.push_back({here, from, axis.to});
  }
  return stretches;
}

std::string name_of(const WordColumn& split, std::uint32_t number) {
  return number == WordColumn::none ? "no decision" : split.names[number];
}

SplitRanks ranks_of(const SweepData& data, const std::vector<SweepCurve>& curves) {
  std::vector<bool> comes(data.split.names.size());
  bool has_none = false;
  for (const SweepCurve& curve : curves) {
    for (const std::size_t i : curve.points) {
      const std::uint32_t split = data.split.rows[i];
      if (split == WordColumn::none) {
        has_none = true;
      } else {
        comes[split] = true;
      }
    }
  }
  std::vector<std::size_t> order;
  for (std::size_t s = 0; s < comes.size(); ++s) {
    if (comes[s]) order.push_back(s);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return data.split_order[a] < data.split_order[b];
  });
  SplitRanks splits{{}, std::vector<double>(data.split.names.size() + 1, -1)};
  for (const std::size_t s : order) {
    splits.ranks[s] = static_cast<double>(splits.names.size());
    splits.names.push_back(data.split.names[s]);
  }
  if (has_none) {
    splits.ranks.back() = static_cast<double>(splits.names.size());
    splits.names.emplace_back("no decision");
  }
  return splits;
}

void add_split_steps(Script& script, const SweepData& data, const Axis& axis,
                     const SweptParameter& x, const std::vector<SweepCurve>& curves,
                     const SplitRanks& splits, const Box& box,
                     const std::vector<std::string>& titles) {
  // Beside each other, where several curves have the same split; and where these change at once,
  // the later ones are thinner and leave the earlier ones' edges.
  const auto ranks = static_cast<double>(splits.names.size());
  const auto count = static_cast<double>(curves.size());
  const double rank_height = box.height() / (ranks + 0.2);
  const double distance = std::min(9.0, 0.7 * rank_height / count);  // in pixels
  constexpr double thinnest = 1.3;
  const double thicker = std::clamp((0.9 * distance - thinnest) / count, 0.0, 0.6);
  std::vector<std::string> lines;
  for (std::size_t c = 0; c < curves.size(); ++c) {
    const double aside = (static_cast<double>(c) - (count - 1) / 2) * distance / rank_height;
    const double width = thinnest + thicker * (count - 1 - static_cast<double>(c));
    std::vector<std::vector<double>> rows;
    for (const SplitStretch& stretch :
         stretches_of(data.split, axis, curves[c], x_of(x, curves[c]))) {
      const std::size_t split =
          stretch.split == WordColumn::none ? splits.ranks.size() - 1 : stretch.split;
      rows.push_back({stretch.from, splits.ranks[split] - aside});
      rows.push_back({stretch.to, splits.ranks[split] - aside});
    }
    lines.push_back(fmt::format("{} with lines {} lw {:.3g} {}", script.block(rows), line_look(c),
                                width,
                                titles.empty() ? "notitle" : "title " + gnuplot_string(titles[c])));
  }
  script.place(box);
  add_axis(script, 'x', axis);
  script.add("set yrange [-0.6:{:g}]", ranks - 0.4).add("unset ylabel").add("unset logscale y");
  script.text(box.left - 8, box.top + 8, "split", "right");
  const std::size_t columns = columns_in(box.left - 20);
  std::vector<std::string> ticks;
  for (std::size_t s = 0; s < splits.names.size(); ++s) {
    ticks.push_back(fmt::format("{} {}", quoted_tick(shortened(splits.names[s], columns)), s));
  }
  script.add("set ytics ({})", fmt::join(ticks, ", "));
  script.add("plot {}", fmt::join(lines, ", "));
}

void draw_splits(Script& script, const SweepData& data, const SweptParameter& x,
                 const std::vector<SweepCurve>& curves) {
  const Axis axis = axis_of_grid(x.label, x.values);
  std::vector<std::string> titles;
  double key = 0;
  for (const SweepCurve& curve : curves) {
    titles.push_back(shortened(curve.name, 34));
    key = std::max(key, text_width(titles.back()));
  }
  const bool has_key = key > 0;
  const SplitRanks splits = ranks_of(data, curves);
  double left = 80;
  for (const std::string& name : splits.names) {
    left = std::max(left, text_width(shortened(name, 24)) + 25);
  }
  const Box box{left, script.width() - (has_key ? key + 62 : 15), kBelowAxes,
                script.height() - 48.0};
  if (has_key) script.key(box.right + 6, box.top);
  add_split_steps(script, data, axis, x, curves, splits, box,
                  has_key ? titles : std::vector<std::string>{});
}

}  // namespace popex::report::plot
