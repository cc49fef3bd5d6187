// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace popex {

/// The value that this share, 0 … 1, of values lies below; between two of them where it falls
/// between them (Hyndman & Fan's type 7, as in R and numpy). `sorted` is rising, and not empty; the
/// last ones may be infinite, and so is then what falls between a finite one and them.
inline double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double part = place - std::floor(place);
  if (part == 0 || sorted[above] == sorted[below]) return sorted[below];  // not 0 · ∞, nor ∞ − ∞
  return sorted[below] + part * (sorted[above] - sorted[below]);
}

}  // namespace popex
