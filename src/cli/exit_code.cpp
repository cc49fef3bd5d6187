// SPDX-License-Identifier: MIT
#include "cli/exit_code.hpp"

#include <algorithm>

namespace popex::cli {

ExitCode code_of(const Problems& problems) {
  const auto any = [&](Problem::Cause cause) {
    return std::any_of(problems.begin(), problems.end(),
                       [&](const Problem& problem) { return problem.cause == cause; });
  };
  if (any(Problem::Cause::input)) return ExitCode::bad_input;
  return any(Problem::Cause::infeasible) ? ExitCode::infeasible : ExitCode::system_refused;
}

}  // namespace popex::cli
