// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "report/answers.hpp"

namespace popex::report {

/// The outcome of `check` as JUnit XML, which CI systems show: a suite a baseline, a case a
/// scenario.
std::string render_junit(const std::vector<CheckedBaseline>& baselines);

}  // namespace popex::report
