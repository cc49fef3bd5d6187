// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <popex/decision.hpp>
#include <popex/goal.hpp>

namespace popex {

/// What a solver finds: a placement and the length of its path, E[T].
struct Solution {
  Placement placement;
  Milliseconds expected_time{};
};

/// Two expected times are a tie where they differ by no more than this share of the smaller one:
/// sums of the same terms in another order differ in their last digits. On a tie the decision that
/// keeps most on the first tier wins, then on the second, and so on.
constexpr double kTieTolerance = 1e-12;

/// The same of an objective. Energies within a billionth are a tie for the faster decision: once a
/// sample has left the tiers whose energy counts, there is nothing else to tell decisions apart.
constexpr double tie_tolerance(Objective objective) {
  return objective == Objective::energy ? 1e-9 : kTieTolerance;
}

/// Whether `a` wins a tie against `b`.
inline bool keeps_more_early(const Placement& a, const Placement& b) {
  for (std::size_t k = 0; k < a.size(); ++k) {
    const std::size_t a_position = a[k].layers + a[k].ahead.size() + a[k].branches;
    const std::size_t b_position = b[k].layers + b[k].ahead.size() + b[k].branches;
    if (a_position != b_position) return a_position > b_position;
  }
  return false;
}

}  // namespace popex
