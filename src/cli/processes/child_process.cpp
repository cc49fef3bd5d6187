// SPDX-License-Identifier: MIT
#include "cli/processes/child_process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "cli/processes/memory_file.hpp"
#include "cli/processes/spawn.hpp"
#include "cli/when_ended.hpp"

namespace popex::cli {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

constexpr milliseconds kTimeToEnd{1000};  // between SIGTERM and SIGKILL

/// A descriptor that is closed with its scope.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  void reset(int number = -1) {
    if (number_ >= 0) close(number_);
    number_ = number;
  }

 private:
  int number_;
};

/// Hands on the lines that come out of a pipe.
class LinePipe {
 public:
  explicit LinePipe(const std::function<void(std::string_view)>& on_line) : on_line_(on_line) {}

  /// Takes what there is, and waits for something. False at the end.
  bool read_from(int pipe) {
    std::array<char, 65536> block{};
    const ssize_t count = read(pipe, block.data(), block.size());
    if (count < 0 && errno == EINTR) return true;
    if (count <= 0) {
      if (!open_.empty()) on_line_(open_);
      return false;
    }
    std::string_view rest(block.data(), static_cast<std::size_t>(count));
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
      open_ += rest.substr(0, end);
      on_line_(open_);
      open_.clear();
      rest.remove_prefix(end + 1);
    }
    open_ += rest;
    return true;
  }

 private:
  const std::function<void(std::string_view)>& on_line_;
  std::string open_;  // a line whose end has not come
};

/// Starts the program; the error, or 0.
int start(const ProgramRun& run, int output, pid_t& child) {
  const MemoryFile input;
  Spawn with{.words = run.words,
             .environment = run.environment,
             .input = std::nullopt,
             .output = output,
             .errors = run.errors,
             .has_own_group = run.timeout.has_value()};
  if (!run.input.empty()) {
    if (!input.is_open() || !input.write_all(run.input)) return errno;
    with.input = input.descriptor();
  }
  return spawn(std::move(with), child);
}

/// Follows a program that was started until it has ended.
class Attendant {
 public:
  Attendant(const ProgramRun& run, pid_t child, int output)
      : run_(run),
        child_(child),
        // Something to wait for. Old kernels have none; there we look every now and then.
        process_(static_cast<int>(syscall(SYS_pidfd_open, child, 0))),
        lines_(run.on_line),
        output_(output) {
    if (run.timeout) group_.emplace(child);
    if (run.timeout) deadline_ = std::chrono::steady_clock::now() + *run.timeout;
  }

  ProgramEnd wait_for_end() {
    while (output_ >= 0 || !has_ended()) wait_for_something();
    if (asked_to_end_) kill(-child_, SIGKILL);  // what it left behind
    const int status = wait_for(child_);
    if (asked_to_end_) return {*asked_to_end_, 0};
    if (WIFSIGNALED(status)) return {ProgramEnd::Kind::signalled, WTERMSIG(status)};
    return {ProgramEnd::Kind::exited, WEXITSTATUS(status)};
  }

 private:
  /// Leaves it to be waited for, so that its number stays its own.
  [[nodiscard]] bool has_ended() const {
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(child_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == child_;
  }

  void wait_for_something() {
    const bool ends_with_output = output_ >= 0;
    std::array<pollfd, 3> descriptors{{{output_, POLLIN, 0},
                                       {ends_with_output ? -1 : process_.get(), POLLIN, 0},
                                       {may_be_stopped() ? run_.stop : -1, POLLIN, 0}}};
    int most_ms = -1;
    if (deadline_) {
      const auto left = *deadline_ - std::chrono::steady_clock::now();
      // One more than that, so that it is over afterwards.
      most_ms = static_cast<int>(
          std::max<long>(0, std::chrono::duration_cast<milliseconds>(left).count() + 1));
    }
    constexpr int look_again_ms = 20;
    if (!ends_with_output && !process_.is_open()) {
      most_ms = most_ms < 0 ? look_again_ms : std::min(most_ms, look_again_ms);
    }
    if (poll(descriptors.data(), descriptors.size(), most_ms) < 0) return;  // a signal
    if (descriptors[0].revents != 0 && !lines_.read_from(output_)) output_ = -1;
    if (descriptors[2].revents != 0) {
      ask_to_end(ProgramEnd::Kind::stopped);
    } else if (deadline_ && std::chrono::steady_clock::now() >= *deadline_) {
      if (asked_to_end_) {
        kill(-child_, SIGKILL);
        output_ = -1;  // whoever has it still is none of ours
        deadline_.reset();
      } else {
        ask_to_end(ProgramEnd::Kind::timed_out);
      }
    }
  }

  [[nodiscard]] bool may_be_stopped() const { return run_.timeout && !asked_to_end_; }

  void ask_to_end(ProgramEnd::Kind why) {
    kill(-child_, SIGTERM);
    asked_to_end_ = why;
    deadline_ = std::chrono::steady_clock::now() + kTimeToEnd;
  }

  const ProgramRun& run_;
  pid_t child_;
  Descriptor process_;
  LinePipe lines_;
  std::optional<GroupEndedWithUs> group_;  // what the terminal sends does not reach it
  int output_;                             // -1: there is nothing more to come
  std::optional<SteadyTime> deadline_;
  std::optional<ProgramEnd::Kind> asked_to_end_;
};

/// Signals that a program gets for what it does itself.
bool is_crash(const ProgramEnd& end) {
  constexpr std::array signals{SIGSEGV, SIGFPE, SIGBUS, SIGILL, SIGABRT};
  return end.kind == ProgramEnd::Kind::signalled &&
         std::find(signals.begin(), signals.end(), end.code) != signals.end();
}

}  // namespace

std::string ProgramEnd::in_words() const {
  switch (kind) {
    case Kind::exited:
      return fmt::format("ended with exit code {}", code);
    case Kind::signalled:
      return fmt::format("was ended by signal {} ({})", code, strsignal(code));
    case Kind::timed_out:
      return "took too long and was ended";
    case Kind::stopped:
      return "was ended";
    case Kind::not_run:
      return fmt::format("cannot be run: {}", std::strerror(code));
  }
  return "";
}

ProgramEnd run_program(const ProgramRun& run) {
  Descriptor read_end;
  Descriptor write_end;
  if (run.on_line) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return {ProgramEnd::Kind::not_run, errno};
    read_end.reset(ends[0]);
    write_end.reset(ends[1]);
  }
  pid_t child = 0;
  const int error = start(run, run.on_line ? write_end.get() : run.output, child);
  write_end.reset();
  if (error != 0) return {ProgramEnd::Kind::not_run, error};
  return Attendant(run, child, read_end.get()).wait_for_end();
}

Problems run_program(const std::filesystem::path& program,
                     const std::vector<std::string>& arguments,
                     const std::function<void(std::string_view)>& on_line) {
  ProgramRun run;
  run.words = {program.string()};
  run.words.insert(run.words.end(), arguments.begin(), arguments.end());
  run.on_line = on_line;
  const ProgramEnd end = run_program(run);
  if (end.kind == ProgramEnd::Kind::exited) return {};
  return {{program.string(), end.in_words(),
           is_crash(end) ? Problem::Cause::input : Problem::Cause::system}};
}

}  // namespace popex::cli
