// SPDX-License-Identifier: MIT
#include "decision_maker/tuning/exit_levels.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace popex {
namespace {

void sort_from_strictest(ExitCriterion criterion, std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  if (criterion == ExitCriterion::confidence) std::reverse(values.begin(), values.end());
}

}  // namespace

ExitLevels ExitLevels::drawn(const std::vector<std::uint32_t>& chosen) const {
  const auto draw = [&](const auto& all) {
    std::remove_cvref_t<decltype(all)> some(chosen.size());
    std::transform(chosen.begin(), chosen.end(), some.begin(),
                   [&](std::uint32_t sample) { return all[sample]; });
    return some;
  };
  ExitLevels made;
  made.samples = chosen.size();
  made.correct = draw(correct);
  for (const BranchLevels& branch : branches) {
    made.branches.push_back({branch.thresholds, draw(branch.level), draw(branch.correct)});
  }
  return made;
}

std::vector<double> from_strictest(ExitCriterion criterion, std::vector<double> thresholds) {
  sort_from_strictest(criterion, thresholds);
  thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
  return thresholds;
}

std::vector<double> quantiles(ExitCriterion criterion, std::vector<double> values,
                              std::size_t grid) {
  sort_from_strictest(criterion, values);
  std::vector<double> distinct = values;
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  if (distinct.size() > grid) {
    distinct.clear();
    for (std::size_t k = 1; k <= grid; ++k) {
      const std::size_t leaving = (k * values.size() + grid - 1) / grid;
      if (distinct.empty() || distinct.back() != values[leaving - 1]) {
        distinct.push_back(values[leaving - 1]);
      }
    }
  }
  // With the loosest one everybody leaves, and that is a level of its own.
  if (!distinct.empty() && distinct.back() == values.back()) distinct.pop_back();
  return distinct;
}

BranchLevels levels_of(ExitCriterion criterion, const ExitOutcomes::Branch& outcomes,
                       std::vector<double> thresholds) {
  BranchLevels made{std::move(thresholds), {}, outcomes.correct};
  made.level.reserve(outcomes.value.size());
  for (const double value : outcomes.value) {
    const auto first = std::partition_point(
        made.thresholds.begin(), made.thresholds.end(),
        [&](double threshold) { return !leaves(criterion, value, threshold); });
    made.level.push_back(static_cast<std::uint32_t>(first - made.thresholds.begin()));
  }
  return made;
}

}  // namespace popex
