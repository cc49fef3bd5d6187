// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <CLI/App.hpp>

#include <popex/breakpoints.hpp>
#include <popex/planner.hpp>
#include <popex/scenario.hpp>

#include "cli/context.hpp"
#include "cli/options.hpp"

namespace popex::cli {

/// --over, --from and --to: what varies, and between which values.
struct OverOptions {
  std::string over = "rate";
  std::string from;
  std::string to;

  void add_to(CLI::App& command);
};

/// A scenario of which one parameter varies.
struct VariedQuestion {
  LoadedProfile loaded;
  Planner planner;  ///< made with some value of the parameter
  Parameter parameter;
  Interval interval;
  Scenario scenario;  ///< complete, but for the parameter
};

/// Loads the profile and reads the scenario, which needs no value for what varies, and fails with
/// the problems of all of them.
VariedQuestion read_varied_question(const Context& context, const ProfileOption& profile,
                                    const ScenarioOptions& scenario, const OverOptions& over);

}  // namespace popex::cli
