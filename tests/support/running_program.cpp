// SPDX-License-Identifier: MIT
#include "support/running_program.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace popex::test {
namespace {

bool in_time(const std::function<bool()>& is_there) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(300);
  while (!is_there()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace

RunningProgram::RunningProgram(std::vector<std::string> words) {
  if (words.front() == "popex") words.front() = POPEX_PROGRAM_FOLDER "/popex";
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  input_ = ends[1];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
  const std::string out = folder_.file("out");
  const std::string err = folder_.file("err");
  constexpr int flags = O_WRONLY | O_CREAT | O_APPEND;
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), flags, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), flags, 0600);
  // As a person's shell starts it: a script's background jobs ignore SIGINT.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE}) sigaddset(&signals, signal);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  const int error =
      posix_spawnp(&child_, arguments[0], &actions, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[0]);
  if (error != 0) throw std::runtime_error("cannot start " + words.front());
}

RunningProgram::~RunningProgram() {
  close_input();
  if (child_ == 0) return;
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
}

void RunningProgram::write(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t count = ::write(input_, text.data(), text.size());
    if (count < 0) throw std::runtime_error("the program reads no more");
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

void RunningProgram::close_input() {
  if (input_ >= 0) close(input_);
  input_ = -1;
}

void RunningProgram::send(int signal) const { kill(child_, signal); }

bool RunningProgram::wait_for_lines(std::size_t count) const {
  return in_time([&] {
    const std::string text = out();
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) >= count;
  });
}

bool RunningProgram::wait_for_err(std::string_view text) const {
  return in_time([&] { return err().find(text) != std::string::npos; });
}

bool RunningProgram::wait_for_out(std::string_view text) const {
  return in_time([&] { return out().find(text) != std::string::npos; });
}

int RunningProgram::wait() {
  int status = 0;
  if (!in_time([&] { return waitpid(child_, &status, WNOHANG) == child_; })) return -1000;
  child_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace popex::test
