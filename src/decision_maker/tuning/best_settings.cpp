// SPDX-License-Identifier: MIT
#include "decision_maker/tuning/best_settings.hpp"

#include <algorithm>
#include <cmath>

#include "decision_maker/solution.hpp"
#include "model/criteria.hpp"
#include "model/numbers.hpp"

namespace popex {
namespace {

/// Whether `a` wins a tie against `b`.
bool is_preferred(std::span<const LeveledExit> a, const LeveledSetting& b) {
  if (a.size() != b.size()) return a.size() < b.size();
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (a[k].branch != b[k].branch) return a[k].branch > b[k].branch;
    if (a[k].level != b[k].level) return a[k].level < b[k].level;
  }
  return false;
}

}  // namespace

BestSettings::BestSettings(std::size_t samples)
    : worth_(samples + 1, kInfinity),
      least_(samples + 1, kInfinity),
      minima_(samples + 2, kInfinity),
      cells_(samples + 1) {}

double BestSettings::least_from(std::size_t correct) const {
  double least = kInfinity;
  for (std::size_t i = cells_.size() - correct; i > 0; i -= i & (~i + 1)) {
    least = std::min(least, minima_[i]);
  }
  return least;
}

void BestSettings::offer(std::size_t correct, double cost, std::span<const LeveledExit> setting) {
  if (!is_wanted(correct, cost)) return;
  Cell& cell = cells_[correct];
  if (cost < least_[correct]) {
    least_[correct] = cost;
    worth_[correct] = (1 + kTieTolerance) * cost;
  }
  if (std::isinf(cell.cost) || cell.cost > worth_[correct] || is_preferred(setting, cell.setting)) {
    cell.cost = cost;
    cell.setting.assign(setting.begin(), setting.end());
  }
  for (std::size_t i = cells_.size() - correct; i < minima_.size() && minima_[i] > cost;
       i += i & (~i + 1)) {
    minima_[i] = cost;
  }
}

std::optional<std::size_t> BestSettings::most_accurate(double most_cost) const {
  for (std::size_t k = cells_.size(); k-- > 0;) {
    if (std::isfinite(least_[k]) && !exceeds(least_[k], most_cost)) return k;
  }
  return std::nullopt;
}

std::optional<std::size_t> BestSettings::cheapest(std::size_t least_correct) const {
  if (least_correct >= cells_.size()) return std::nullopt;
  const double worth = (1 + kTieTolerance) * least_from(least_correct);
  if (std::isinf(worth)) return std::nullopt;
  std::size_t best = samples();
  while (least_[best] > worth) --best;
  return best;
}

std::vector<std::size_t> BestSettings::front() const {
  std::vector<std::size_t> front;
  double least = kInfinity;
  for (std::size_t k = cells_.size(); k-- > 0;) {
    if (!(least_[k] * (1 + kTieTolerance) < least) || std::isinf(least_[k])) continue;
    least = least_[k];
    front.push_back(k);
  }
  std::reverse(front.begin(), front.end());
  return front;
}

bool BestSettings::may_improve(const SearchTarget& target, double least_cost,
                               std::size_t most_correct) const {
  if (least_cost > (1 + kTieTolerance) * least_from(most_correct)) return false;
  switch (target.kind) {
    case SearchTarget::Kind::front:
      return true;
    case SearchTarget::Kind::most_accurate: {
      if (exceeds(least_cost, target.most_cost)) return false;
      if (most_correct == samples()) return true;
      // Nothing is there yet, or nothing that keeps to the bound.
      const double better = least_from(most_correct + 1);
      return std::isinf(better) || exceeds(better, target.most_cost);
    }
    case SearchTarget::Kind::cheapest:
      return most_correct >= target.least_correct &&
             least_cost <= (1 + kTieTolerance) * least_from(target.least_correct);
  }
  return true;
}

}  // namespace popex
