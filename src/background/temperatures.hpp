// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <popex/result.hpp>

#include "background/exit_records.hpp"

namespace popex {

/// What `popex calibrate` found: the temperatures of exits, for all samples or by condition.
struct Temperatures {
  struct Condition {
    std::vector<std::string> values;  ///< of the columns `by`
    std::vector<std::pair<std::string, double>> exits;
  };
  std::vector<std::string> by;
  std::vector<Condition> conditions;
};

/// Reads the answer of `popex calibrate --format json`.
Result<Temperatures> read_temperatures(std::string_view json);

/// Divides the scores of every exit by its temperature, and works out confidence and entropy anew;
/// predictions stay. An exit without vectors or without a temperature, or a condition without one,
/// is a problem at `name`, and nothing is changed then. The records have the columns `by`.
Problems apply_temperatures(ExitRecords& records, const Temperatures& temperatures,
                            const std::string& name);

}  // namespace popex
