// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include <CLI/App.hpp>

#include <popex/planner.hpp>

namespace popex::cli {

/// --solver, and what has to be so for the cross-checks.
struct SolverOption {
  std::string name = "dijkstra";

  void add_to(CLI::App& command);
  [[nodiscard]] Solver chosen() const;
};

/// What keeps a solver from a network with so many branches. `is_sum`: whether the objective is a
/// sum over the steps, without budgets. `placement_count` counts up to a number.
Problems problems_of_solver(Solver solver, std::size_t branches, bool is_sum,
                            const std::function<std::size_t(std::size_t)>& placement_count);

/// The same of a planner's network and goal.
Problems problems_of_solver(Solver solver, std::size_t branches, const Planner& planner);

}  // namespace popex::cli
