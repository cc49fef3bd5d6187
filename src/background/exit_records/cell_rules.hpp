// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

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
bool put_right(CellRule rule, double& value);

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
