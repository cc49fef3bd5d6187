// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include <popex/planner.hpp>
#include <popex/scenario.hpp>

#include "cli/context.hpp"
#include "cli/exit_code.hpp"
#include "cli/output_file.hpp"

namespace popex::cli {

struct BatchOptions {
  std::string source;   ///< a file, or "-"
  std::string profile;  ///< for lines that name none
  Scenario scenario;    ///< for what a line leaves out
  Goal goal;
  Solver solver = Solver::dijkstra;
  unsigned threads = 1;
};

/// Decides for each line of a stream of scenarios (profiles/README.md) and writes the answer on the
/// same line of the output. A line that is wrong has an error object as its answer; the run goes on
/// and ends as bad input.
ExitCode run_batch(const Context& context, const BatchOptions& options, Output& output);

}  // namespace popex::cli
