// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace popex {

/// What a branch compares with its threshold.
enum class ExitCriterion {
  confidence,  ///< the largest probability of a class, 0 … 1: a sample leaves where it is ≥ the
               ///< threshold
  entropy      ///< of the class probabilities, ≥ 0: a sample leaves where it is ≤ the threshold
};

/// Whether a sample that has come to a branch leaves there.
constexpr bool leaves(ExitCriterion criterion, double value, double threshold) {
  return criterion == ExitCriterion::confidence ? value >= threshold : value <= threshold;
}

/// What the exits of a network say of the same samples: all that thresholds are chosen from. Every
/// vector has one entry a sample.
struct ExitOutcomes {
  struct Branch {
    std::string name;
    std::vector<double> value;          ///< in the unit of `criterion`; finite
    std::vector<std::uint8_t> correct;  ///< whether its prediction is right
  };

  ExitCriterion criterion = ExitCriterion::confidence;
  std::size_t samples = 0;
  std::vector<Branch> branches;       ///< in the order of the network
  std::vector<std::uint8_t> correct;  ///< of the main output
};

}  // namespace popex
