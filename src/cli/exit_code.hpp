// SPDX-License-Identifier: MIT
#pragma once

#include <popex/result.hpp>

namespace popex::cli {

/// What the process returns. Scripts rely on the numbers.
enum class ExitCode {
  done = 0,
  difference = 1,     ///< `check` found one
  bad_input = 2,      ///< usage or input
  infeasible = 3,     ///< no decision meets the bounds
  system_refused = 4  ///< file, network, missing tool
};

/// What a run that ends with these problems returns: input that is wrong goes before bounds that
/// nothing keeps to, and these before the system.
ExitCode code_of(const Problems& problems);

}  // namespace popex::cli
