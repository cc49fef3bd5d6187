// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"

/// Each command is the file of its name beside this one.
namespace popex::cli {

Command add_solve(CLI::App& app);
Command add_sweep(CLI::App& app);
Command add_tune(CLI::App& app);
Command add_breakpoints(CLI::App& app);
Command add_plan(CLI::App& app);
Command add_check(CLI::App& app);
Command add_graph(CLI::App& app);
Command add_import(CLI::App& app);
Command add_exits(CLI::App& app);
Command add_calibrate(CLI::App& app);
Command add_measure(CLI::App& app);
Command add_watch(CLI::App& app);
Command add_replay(CLI::App& app);
Command add_merge(CLI::App& app);
Command add_validate(CLI::App& app);
Command add_plot(CLI::App& app);
Command add_profiles(CLI::App& app);
Command add_completion(CLI::App& app);

}  // namespace popex::cli
