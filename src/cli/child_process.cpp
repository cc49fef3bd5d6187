// SPDX-License-Identifier: MIT
#include "cli/child_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

namespace popex::cli {
namespace {

/// Hands on the lines that come out of a pipe until it is closed.
void read_lines(int pipe, const std::function<void(std::string_view)>& on_line) {
  std::string open;  // a line whose end has not come
  std::array<char, 65536> block{};
  while (true) {
    const ssize_t count = read(pipe, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    std::string_view rest(block.data(), static_cast<std::size_t>(count));
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
      open += rest.substr(0, end);
      on_line(open);
      open.clear();
      rest.remove_prefix(end + 1);
    }
    open += rest;
  }
  if (!open.empty()) on_line(open);
}

}  // namespace

Problems run_program(const std::filesystem::path& program,
                     const std::vector<std::string>& arguments,
                     const std::function<void(std::string_view)>& on_line) {
  const auto refused = [&](std::string message) {
    return Problems{{program.string(), std::move(message), Problem::Cause::system}};
  };
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return refused(std::strerror(errno));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  std::string name = program.string();
  std::vector<std::string> copies = arguments;
  std::vector<char*> words{name.data()};
  for (std::string& word : copies) words.push_back(word.data());
  words.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawn(&child, name.c_str(), &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    return refused(fmt::format("cannot be run: {}", std::strerror(error)));
  }
  read_lines(ends[0], on_line);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    return refused(
        fmt::format("was ended by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status))));
  }
  return {};
}

}  // namespace popex::cli
