// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <popex/result.hpp>
#include <popex/scenario.hpp>

namespace popex {

/// What a baseline expects of one scenario.
struct BaselineCase {
  Scenario scenario;
  std::string label;                ///< of the decision; empty in older baselines
  std::vector<std::string> splits;  ///< one a link
  double expected_time_ms = 0;
};

/// Stored decisions, for `check` (profiles/README.md).
struct Baseline {
  static constexpr double default_tolerance = 1e-6;

  std::string profile;  ///< a file seen from the baseline's folder, or a bundled profile
  double tolerance = default_tolerance;  ///< of the expected time, relative
  std::vector<BaselineCase> cases;
};

/// Reads a baseline; places are JSON pointers or ":LINE:COLUMN".
Result<Baseline> read_baseline(std::string_view json);

}  // namespace popex
