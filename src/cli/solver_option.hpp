// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <CLI/App.hpp>

#include <popex/planner.hpp>

namespace popex::cli {

/// --solver.
struct SolverOption {
  std::string name = "dijkstra";

  void add_to(CLI::App& command);
  [[nodiscard]] Solver chosen() const;
};

}  // namespace popex::cli
