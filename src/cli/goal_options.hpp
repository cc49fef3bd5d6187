// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include <popex/goal.hpp>
#include <popex/result.hpp>
#include <popex/scenario.hpp>

#include "cli/options.hpp"

namespace popex::cli {

/// How the parts of a goal are called on the command line.
GoalPlaces goal_option_places();

/// --objective, --power, --radio-power, --arrival-rate and the bounds.
struct GoalOptions {
  std::string objective = "latency";
  std::vector<std::string> power;
  std::vector<std::string> radio_power;
  std::optional<std::string> arrival_rate;
  std::vector<std::string> pin;
  std::vector<std::string> not_before;
  std::vector<std::string> max_upload;
  std::vector<std::string> memory;
  std::optional<std::string> deadline;

  void add_to(CLI::App& command);
  /// --power and --radio-power alone.
  void add_power_to(CLI::App& command);
  [[nodiscard]] Goal goal(Problems& problems) const;
};

/// Fails where the goal is wrong for a profile, whatever the scenario may leave out.
void check_goal(const LoadedProfile& loaded, const Scenario& scenario, const Goal& goal);

}  // namespace popex::cli
