// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <CLI/App.hpp>

#include <popex/goal.hpp>
#include <popex/result.hpp>

namespace popex::cli {

/// How the parts of a goal are called on the command line.
GoalPlaces goal_option_places();

/// --objective, --power, --radio-power, --arrival-rate and the bounds.
struct GoalOptions {
  std::string objective = "latency";
  std::vector<std::string> power;
  std::vector<std::string> radio_power;
  std::string arrival_rate;
  std::vector<std::string> pin;
  std::vector<std::string> not_before;
  std::vector<std::string> max_upload;
  std::vector<std::string> memory;
  std::string deadline;

  void add_to(CLI::App& command);
  [[nodiscard]] Goal goal(Problems& problems) const;
};

}  // namespace popex::cli
