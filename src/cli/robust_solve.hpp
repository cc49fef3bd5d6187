// SPDX-License-Identifier: MIT
#pragma once

#include "cli/context.hpp"
#include "cli/exit_code.hpp"
#include "cli/robust_case.hpp"

namespace popex::cli {

/// `solve` where the rate of a link varies.
ExitCode solve_robustly(const Context& context, const RobustRequest& request);

}  // namespace popex::cli
