// SPDX-License-Identifier: MIT
#include "update_box/best_sequence.hpp"

#include <algorithm>

namespace popex {
namespace {

constexpr std::size_t kBits = 64;

}  // namespace

BestSequence::BestSequence(std::size_t steps, std::size_t decisions, double switch_cost)
    : words_((decisions + kBits - 1) / kBits), switch_cost_(switch_cost), totals_(decisions) {
  best_.reserve(steps);
  came_from_.reserve(steps * words_);
}

void BestSequence::add(const std::vector<double>& costs) {
  const auto best = std::min_element(totals_.begin(), totals_.end());
  const double switched = *best + switch_cost_;
  best_.push_back(static_cast<std::uint32_t>(best - totals_.begin()));
  came_from_.resize(came_from_.size() + words_);
  std::uint64_t* const bits = came_from_.data() + came_from_.size() - words_;
  for (std::size_t i = 0; i < totals_.size(); ++i) {
    if (switched < totals_[i]) {
      totals_[i] = switched;
      bits[i / kBits] |= std::uint64_t{1} << (i % kBits);
    }
    totals_[i] += costs[i];
  }
  // Only differences matter, and these stay small enough to keep their digits.
  const double least = *std::min_element(totals_.begin(), totals_.end());
  for (double& total : totals_) total -= least;
}

std::vector<std::uint32_t> BestSequence::decisions() const {
  std::vector<std::uint32_t> decisions(best_.size());
  auto now = static_cast<std::uint32_t>(std::min_element(totals_.begin(), totals_.end()) -
                                        totals_.begin());
  for (std::size_t step = best_.size(); step-- > 0;) {
    decisions[step] = now;
    const std::uint64_t bits = came_from_[step * words_ + now / kBits];
    if (((bits >> (now % kBits)) & 1U) != 0) now = best_[step];
  }
  return decisions;
}

}  // namespace popex
