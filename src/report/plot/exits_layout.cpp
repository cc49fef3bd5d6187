// SPDX-License-Identifier: MIT
#include "report/plot/exits_layout.hpp"

#include <algorithm>
#include <cmath>

namespace popex::report::plot {
namespace {

constexpr ExitsQuantity kAccuracy{&ExitsData::Point::accuracy, "accuracy in %"};
constexpr ExitsQuantity kOverallAccuracy{&ExitsData::Point::overall_accuracy, "accuracy in %"};

bool has_labels(const ExitsData& data) {
  return std::any_of(data.branches.begin(), data.branches.end(), [](const auto& branch) {
    return std::any_of(branch.curves.begin(), branch.curves.end(), [](const auto& curve) {
      return std::any_of(
          curve.points.begin(), curve.points.end(), [](const ExitsData::Point& point) {
            return !std::isnan(point.overall_accuracy.value) || !std::isnan(point.accuracy.value);
          });
    });
  });
}

}  // namespace

ExitsLayout layout_of(const ExitsData& data) {
  ExitsLayout layout;
  if (!has_labels(data)) {
    constexpr std::size_t most_panels = 6;
    layout.branches = std::min(data.branches.size(), most_panels);
    layout.columns = std::min<std::size_t>(layout.branches, 3);
    layout.rows = (layout.branches + layout.columns - 1) / layout.columns;
    for (std::size_t b = 0; b < layout.branches; ++b) {
      layout.panels.push_back({b, b, {}, data.branches[b].branch});
    }
    return layout;
  }
  constexpr std::size_t most_branches = 3;
  layout.branches = std::min(data.branches.size(), most_branches);
  layout.columns = layout.branches + 1;
  layout.rows = 2;
  for (std::size_t b = 0; b < layout.branches; ++b) {
    layout.panels.push_back({b, b, {}, data.branches[b].branch});
  }
  for (std::size_t b = 0; b < layout.branches; ++b) {
    layout.panels.push_back(
        {b, layout.columns + b, kAccuracy, "those leaving at " + data.branches[b].branch});
  }
  // Every sample reaches the first branch, so that its points are all there are.
  layout.panels.push_back({0, layout.columns + layout.branches, kOverallAccuracy, "all samples"});
  return layout;
}

}  // namespace popex::report::plot
