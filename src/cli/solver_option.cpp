// SPDX-License-Identifier: MIT
#include "cli/solver_option.hpp"

namespace popex::cli {

void SolverOption::add_to(CLI::App& command) {
  command
      .add_option("--solver", name,
                  "dijkstra, or as cross-checks exhaustive and, without branches, mincut")
      ->type_name("SOLVER")
      ->check(CLI::IsMember({"dijkstra", "exhaustive", "mincut"}));
}

Solver SolverOption::chosen() const {
  if (name == "mincut") return Solver::mincut;
  return name == "exhaustive" ? Solver::exhaustive : Solver::dijkstra;
}

}  // namespace popex::cli
