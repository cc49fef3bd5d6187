// SPDX-License-Identifier: MIT
#include "cli/solver_option.hpp"

#include <fmt/format.h>

namespace popex::cli {
namespace {

/// Exhaustive search beyond this many decisions would look like a hang.
constexpr std::size_t kMostExhaustive = 100'000'000;

}  // namespace

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

Problems problems_of_solver(Solver solver, std::size_t branches, bool is_sum,
                            const std::function<std::size_t(std::size_t)>& placement_count) {
  Problems problems;
  if (solver == Solver::exhaustive && placement_count(kMostExhaustive + 1) > kMostExhaustive) {
    problems.push_back(
        {"--solver", fmt::format("there are more than {} decisions, or a block of too many "
                                 "layers, for exhaustive search; expected dijkstra",
                                 kMostExhaustive)});
  }
  if (solver == Solver::mincut && branches > 0) {
    problems.push_back({"--solver", "mincut is for networks without branches, expected dijkstra"});
  }
  if (solver == Solver::mincut && !is_sum) {
    problems.push_back({"--solver",
                        "mincut is for latency and energy, without arrivals and without bounds but "
                        "pins and not-before; expected dijkstra"});
  }
  return problems;
}

Problems problems_of_solver(Solver solver, std::size_t branches, const Planner& planner) {
  return problems_of_solver(solver, branches, !planner.ranks_all(),
                            [&](std::size_t most) { return planner.placement_count(most); });
}

}  // namespace popex::cli
