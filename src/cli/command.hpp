// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include "cli/context.hpp"
#include "cli/exit_code.hpp"

namespace popex::cli {

/// A command as it was registered with the parser: what to run when it is chosen. It throws a
/// Failure with everything that is wrong.
using Command = std::function<ExitCode(const Context&)>;

/// Adds a command with its options to `app`, and returns what it runs.
using AddCommand = Command (*)(CLI::App& app);

/// Every command, in the order of the help. The one list.
struct CommandEntry {
  const char* name;
  const char* description;
  const char* example;
  AddCommand add_options;
};
const std::vector<CommandEntry>& command_entries();

}  // namespace popex::cli
