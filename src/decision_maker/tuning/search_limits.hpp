// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>

#include <popex/tuner.hpp>

namespace popex {

struct SearchLimits {
  std::size_t most_active = 0;  ///< branches that are on
  std::size_t most_work = 0;    ///< steps
};

/// Makes a gap reach as far as what has not been looked at.
inline void widen(std::optional<SearchGap>& gap, double least_cost, double most_accuracy) {
  if (!gap) gap = SearchGap{least_cost, most_accuracy};
  gap->least_cost = std::min(gap->least_cost, least_cost);
  gap->most_accuracy = std::max(gap->most_accuracy, most_accuracy);
}

}  // namespace popex
