// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <popex/result.hpp>

namespace popex::cli {

/// Runs a program, without a shell, and hands on every line that it writes to its standard output;
/// its standard input is empty, its standard error is ours. Whatever exit code it ends with is
/// right. The problems are the system's: it is not there, or a signal ended it. But where it
/// crashed, that is a problem with what it was given.
Problems run_program(const std::filesystem::path& program,
                     const std::vector<std::string>& arguments,
                     const std::function<void(std::string_view)>& on_line);

/// A program and what it is given.
struct ProgramRun {
  std::vector<std::string> words;        ///< the program, found on the PATH, and its arguments
  std::string input;                     ///< its standard input
  std::vector<std::string> environment;  ///< "NAME=value" each, beside ours
  /// Gets every line of its standard output; without it that goes to `output`.
  std::function<void(std::string_view)> on_line;
  int output = 2;  ///< a descriptor: our standard error
  int errors = 2;  ///< of its standard error

  /// How long it may take. A program with a limit has a process group of its own: what it has
  /// started ends with it, and what the terminal sends us does not reach it.
  std::optional<std::chrono::milliseconds> timeout;
  /// With a limit: the program has to end, too, once there is something to read from this
  /// descriptor.
  int stop = -1;
};

/// How a run ended. One that has to end gets SIGTERM and a second, then SIGKILL.
struct ProgramEnd {
  enum class Kind { exited, signalled, timed_out, stopped, not_run };
  Kind kind = Kind::exited;
  int code = 0;  ///< the exit code, the signal's number, or the system's error

  /// What is wrong with that: "ended with exit code 3".
  [[nodiscard]] std::string in_words() const;
};

ProgramEnd run_program(const ProgramRun& run);

}  // namespace popex::cli
