// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

/// What a shell has to know to complete popex's command line. It is read off the command line
/// itself, so that no list is kept twice.
namespace popex::cli::completion {

/// What may stand as the value of an option, or as a positional.
struct Value {
  std::vector<std::string> words;
  bool files = false;
  bool profiles = false;  ///< bundled ones by their names
};

struct Option {
  std::vector<std::string> short_names;  ///< "p"
  std::vector<std::string> long_names;   ///< "profile"
  std::string description;
  std::string type;  ///< what the help calls the value
  bool repeats = false;
  std::optional<Value> value;  ///< nothing for flags
};

/// "-p", "--profile".
std::vector<std::string> names_of(const Option& option);

struct Command {
  std::string name;
  std::string description;
  std::vector<Option> options;
  std::optional<Value> positional;
};

struct CommandLine {
  std::vector<Option> options;  ///< before a command
  std::vector<Command> commands;
};

CommandLine read_command_line(const CLI::App& root);

/// The texts with `separator` between them.
std::string joined(const std::vector<std::string>& texts, const char* separator = " ");

}  // namespace popex::cli::completion
