// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace popex::cli {

/// What a program is started with.
struct Spawn {
  std::vector<std::string> words;        ///< the program, found on the PATH, and its arguments
  std::vector<std::string> environment;  ///< "NAME=value" each, beside ours
  std::optional<int> input;              ///< descriptor of its standard input; none: it is empty
  int output = 1;
  int errors = 2;
  bool has_own_group = false;  ///< of processes
};

/// Starts it, without a shell. The system's error, or 0.
int spawn(Spawn with, pid_t& child);

/// Waits for its end; its status as of waitpid.
int wait_for(pid_t child);

}  // namespace popex::cli
