// SPDX-License-Identifier: MIT
#include "cli/processes/spawn.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace popex::cli {
namespace {

/// Our environment with some variables set.
std::vector<char*> environment_with(std::vector<std::string>& set) {
  std::vector<char*> all;
  all.reserve(set.size());
  for (std::string& variable : set) all.push_back(variable.data());
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view name(*variable, std::strcspn(*variable, "="));
    const bool is_set = std::any_of(set.begin(), set.end(), [&](const std::string& other) {
      return other.starts_with(name) && other.substr(name.size(), 1) == "=";
    });
    if (!is_set) all.push_back(*variable);
  }
  all.push_back(nullptr);
  return all;
}

}  // namespace

int spawn(Spawn with, pid_t& child) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (with.input) {
    posix_spawn_file_actions_adddup2(&actions, *with.input, STDIN_FILENO);
  } else {
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  }
  posix_spawn_file_actions_adddup2(&actions, with.output, STDOUT_FILENO);
  if (with.errors != STDERR_FILENO) {
    posix_spawn_file_actions_adddup2(&actions, with.errors, STDERR_FILENO);
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  if (with.has_own_group) posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);

  std::vector<char*> arguments;
  arguments.reserve(with.words.size() + 1);
  for (std::string& word : with.words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const int error = posix_spawnp(&child, arguments.front(), &actions, &attributes, arguments.data(),
                                 environment_with(with.environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace popex::cli
