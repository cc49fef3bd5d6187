// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "report/answers.hpp"

namespace popex::report {

/// A scenario and what was found for it, to be expected from now on.
struct RecordedCase {
  Scenario scenario;
  CheckOutcome found;
};

/// A baseline in JSON, as `check` reads it, a case a line. `tolerance` is of the time, relative.
std::string render_baseline(const std::string& profile, double tolerance,
                            const std::vector<RecordedCase>& cases);

}  // namespace popex::report
