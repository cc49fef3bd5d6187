// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "model/reliability.hpp"

namespace popex::test {

/// Twelve vectors of three logits with their labels: an exit that is right in two of three cases.
struct SmallScores {
  std::vector<double> scores{2.0, 0.5, -1.0, 0.1, 1.2,  0.3, -0.5, 0.0,  3.0,  4.0, 1.0, 0.0,
                             1.0, 0.9, 0.8,  0.0, 2.5,  2.0, -1.0, -2.0, -0.5, 3.0, 2.9, -4.0,
                             0.2, 0.1, 0.0,  5.0, -1.0, 2.0, -3.0, 1.0,  0.5,  1.5, 1.5, -2.0};
  std::vector<std::int32_t> label{0, 1, 2, 1, 2, 1, 2, 0, 0, 0, 2, 1};

  [[nodiscard]] LabelledScores labelled() const { return {scores, 3, label}; }

  // The zero of the derivative by bisection, in numpy.
  static constexpr double kTemperature = 1.3018897363558657;
};

}  // namespace popex::test
