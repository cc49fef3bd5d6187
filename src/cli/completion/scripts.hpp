// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "cli/completion/words.hpp"

/// Completion scripts: to be sourced, or put where the shell looks for them by the program's name.
namespace popex::cli::completion {

std::string bash_script(const CommandLine& line);
std::string zsh_script(const CommandLine& line);
std::string fish_script(const CommandLine& line);

}  // namespace popex::cli::completion
