// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "background/exit_records.hpp"
#include "background/exit_records/heading.hpp"
#include "model/softmax.hpp"

namespace popex {

/// Which numbers a column may have.
enum class CellRule : std::uint8_t {
  anything,
  logit,
  probability,
  confidence,
  entropy,
  truth,
  class_
};

CellRule cell_rule(RecordColumn::Means means, bool has_probabilities);

/// Whether the number may be there. What rounding to 32 bits put a little beyond the end of its
/// range is put back there.
inline bool put_right(CellRule rule, double& value) {
  constexpr double rounding = 1e-6;
  switch (rule) {
    case CellRule::anything:
      return true;
    case CellRule::logit:
      return value < std::numeric_limits<double>::infinity();
    case CellRule::probability:
      return value >= 0 && value <= 1 + RecordsLimits::probability_sum;
    case CellRule::confidence:
      if (value > 1 && value <= 1 + rounding) value = 1;
      return value >= 0 && value <= 1;
    case CellRule::entropy:
      if (value < 0 && value >= -rounding) value = 0;
      return value >= 0 && value <= std::numeric_limits<double>::max();
    case CellRule::truth:
      return value == 0 || value == 1;
    case CellRule::class_:
      return value >= 0 && value < double{RecordsLimits::classes} && value == std::floor(value);
  }
  return false;
}

/// "a number between 0 and 1", for a message.
std::string_view expected_by(CellRule rule);

/// What keeps a vector from being one, and the class where it shows. NaN is what is missing; a
/// vector that is missing altogether is fine.
struct VectorProblem {
  std::size_t entry = 0;
  std::string what;
};
std::optional<VectorProblem> wrong_with_vector(std::span<const double> scores,
                                               bool has_probabilities);

/// Of probabilities as they are, which may add up to a little less or more than 1.
SoftmaxSummary probability_summary(std::span<const double> probabilities);

}  // namespace popex
