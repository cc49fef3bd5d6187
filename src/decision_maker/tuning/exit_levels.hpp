// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <popex/exit_outcomes.hpp>

namespace popex {

/// What a branch says of the samples, in terms of the thresholds that are tried: a sample leaves at
/// the branch on level c where its own level is ≤ c.
struct BranchLevels {
  std::vector<double> thresholds;    ///< from the strictest; one more level is everybody
  std::vector<std::uint32_t> level;  ///< by sample: the strictest at which it leaves
  std::vector<std::uint8_t> correct;

  [[nodiscard]] std::size_t count() const { return thresholds.size() + 1; }
  [[nodiscard]] std::optional<double> threshold(std::size_t c) const {
    return c < thresholds.size() ? std::optional(thresholds[c]) : std::nullopt;
  }
};

/// Outcomes with values turned into levels, for some branches in the order of the network.
struct ExitLevels {
  std::size_t samples = 0;
  std::vector<BranchLevels> branches;
  std::vector<std::uint8_t> correct;  ///< of the main output

  /// Other samples: those of these that are chosen, by their numbers.
  [[nodiscard]] ExitLevels drawn(const std::vector<std::uint32_t>& chosen) const;
};

/// Thresholds from the strictest, each once and none that lets everybody leave: every value where
/// there are no more than `grid`, or else those with which k/grid of the values leave, k = 1, 2, …
std::vector<double> quantiles(ExitCriterion criterion, std::vector<double> values,
                              std::size_t grid);

/// Thresholds as they were given, from the strictest, each once.
std::vector<double> from_strictest(ExitCriterion criterion, std::vector<double> thresholds);

BranchLevels levels_of(ExitCriterion criterion, const ExitOutcomes::Branch& outcomes,
                       std::vector<double> thresholds);

}  // namespace popex
