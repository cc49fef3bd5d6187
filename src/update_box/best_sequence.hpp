// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace popex {

/// The cheapest sequence of decisions, one a step, where a switch from any decision to any other
/// costs the same and the first one is free: the Viterbi algorithm (1967), with one minimum a step
/// because all switches cost the same.
///
/// Costs are at least 0 and may be infinite, but not all of a step. Takes a bit a decision and four
/// bytes for each step.
class BestSequence {
 public:
  /// Of `steps` steps, about.
  BestSequence(std::size_t steps, std::size_t decisions, double switch_cost);

  /// The next step: what each decision costs in it.
  void add(const std::vector<double>& costs);

  /// The decision in each step. On a tie the one that stays, then the first.
  [[nodiscard]] std::vector<std::uint32_t> decisions() const;

 private:
  std::size_t words_;  // of the bits of a step
  double switch_cost_;
  std::vector<double> totals_;            // of the best sequence that ends so, above the least
  std::vector<std::uint32_t> best_;       // before each step: the decision with the least total
  std::vector<std::uint64_t> came_from_;  // in each step, by decision: whether from that one
};

}  // namespace popex
