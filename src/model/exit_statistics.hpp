// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <popex/exit_outcomes.hpp>

namespace popex {

/// A share that was counted: `hits` of `of`.
struct Proportion {
  std::size_t hits = 0;
  std::size_t of = 0;
  friend bool operator==(const Proportion&, const Proportion&) = default;
};

/// hits / of, or nothing where nothing was counted.
std::optional<double> value_of(Proportion proportion);

/// The 95 % interval of the probability behind a share (Wilson, "Probable inference, the law of
/// succession, and statistical inference", J. Am. Stat. Assoc. 22, 1927): all probabilities that
/// are within z standard deviations of their own from the share,
///
///     (p̂ + z²/2n ± z √(p̂ (1 − p̂) / n + z²/4n²)) / (1 + z²/n),   z = 1.959963984540054.
///
/// 0 … 1 where nothing was counted.
struct ShareInterval {
  double low = 0;
  double high = 1;
};
ShareInterval wilson_interval(Proportion proportion);

/// What becomes of samples at one exit.
struct ExitCounts {
  std::size_t reached = 0;             ///< samples that come to it
  std::size_t left = 0;                ///< of them, those that leave there
  std::optional<std::size_t> correct;  ///< of these, those with a right prediction, where known
};

/// What becomes of samples with one threshold for each branch.
struct ThresholdPoint {
  std::vector<double> thresholds;  ///< of each branch
  std::vector<ExitCounts> exits;   ///< the branches, then the main output
  std::optional<std::size_t>
      correct;  ///< at the exit where each leaves, where that is known of all
};

/// Follows every sample to the first branch where it leaves, or to the main output.
ThresholdPoint follow_samples(const ExitOutcomes& outcomes, const std::vector<double>& thresholds);

/// The same for each of these thresholds, which all branches share, in the order in which they are
/// given: one pass over the samples for all of them together.
std::vector<ThresholdPoint> scan_thresholds(const ExitOutcomes& outcomes,
                                            const std::vector<double>& thresholds);

}  // namespace popex
