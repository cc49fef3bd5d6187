// SPDX-License-Identifier: MIT
#include "report/plot/network_row.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>

#include "report/plot/looks.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

constexpr double kGap = 8;             // between layers
constexpr double kHeight = 28;         // of a layer …
constexpr double kUprightHeight = 64;  // … whose name is upright
constexpr double kBranchHeight = 18;
constexpr double kBranchPitch = 26;
constexpr double kSmall = 11;  // the font's size

/// Where the boxes are.
struct Row {
  double pitch;
  bool is_upright;
  [[nodiscard]] double width() const { return pitch - kGap; }
  [[nodiscard]] double height() const { return is_upright ? kUprightHeight : kHeight; }
};

Row row_of(const DecisionsData& data, double width) {
  constexpr double most_pitch = 110;
  const auto count = static_cast<double>(data.layers.size());
  Row row{std::min(most_pitch, width / (count + 1)), false};  // the input is before the first one
  row.is_upright = std::any_of(
      data.layers.begin(), data.layers.end(),
      [&](const std::string& name) { return text_width(name, kSmall) + 6 > row.width(); });
  return row;
}

}  // namespace

double network_height(const DecisionsData& data, double width) {
  std::map<std::size_t, double> stacks;
  double most = 0;
  for (const DecisionsData::Branch& branch : data.branches) {
    most = std::max(most, ++stacks[branch.after]);
  }
  return row_of(data, width).height() + kBranchPitch * most;
}

void add_network(Script& script, const DecisionsData& data, const Box& box) {
  const Row row = row_of(data, box.width());
  const double middle = box.top - row.height() / 2;
  const auto left_of = [&](std::size_t layer) {
    return box.left + row.pitch * static_cast<double>(layer + 1);
  };
  const auto add_line = [&](double x, double y, double x_to, double y_to) {
    script.add("set arrow from {} to {} nohead lw 1.5 lc rgb '{}' back", script.at(x, y),
               script.at(x_to, y_to), colour::black);
  };
  script.text(left_of(0) - kGap - 3, middle, "input", "right font ',11'");
  for (std::size_t i = 0; i < data.layers.size(); ++i) {
    const double left = left_of(i);
    add_line(left - kGap, middle, left, middle);
    script.box({left, left + row.width(), box.top - row.height(), box.top},
               tier_colour(data.tier_of[i]));
    const double room = row.is_upright ? kUprightHeight - 4 : row.width();
    const double size = row.is_upright ? 10 : kSmall;
    script.text(
        left + row.width() / 2, middle, shortened(data.layers[i], columns_in(room, size)),
        fmt::format("center front font ',{}' textcolor rgb '{}'{}", size,
                    tier_text_colour(data.tier_of[i]), row.is_upright ? " rotate by 90" : ""));
  }
  std::map<std::size_t, double> ends;  // of what hangs below each layer
  for (const DecisionsData::Branch& branch : data.branches) {
    const double x = left_of(branch.after) - kGap / 2;
    const double from = ends.emplace(branch.after, middle).first->second;
    const double top = std::min(from, box.top - row.height() + kBranchPitch - kBranchHeight) -
                       (kBranchPitch - kBranchHeight) * (from == middle ? 2 : 1);
    const double width =
        std::min(text_width(branch.name, kSmall) + 10, std::max(row.pitch - 4, 24.0));
    add_line(x, from, x, top);
    script.box({x - width / 2, x + width / 2, top - kBranchHeight, top},
               branch.tier ? tier_colour(*branch.tier) : "#ffffff");
    script.text(x, top - kBranchHeight / 2, shortened(branch.name, columns_in(width - 2, kSmall)),
                fmt::format("center front font ',{}' textcolor rgb '{}'", kSmall,
                            branch.tier ? tier_text_colour(*branch.tier) : colour::black));
    ends[branch.after] = top - kBranchHeight;
  }
}

}  // namespace popex::report::plot
