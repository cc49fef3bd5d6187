// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include "support/program.hpp"

namespace popex::test {

/// A program while it runs, with a pipe as its standard input. Waiting for it ends after five
/// minutes: long enough for any machine, so that a test says what has not come.
class RunningProgram {
 public:
  /// `words`: a program, found on the PATH, and its arguments; "popex" is the one that was built.
  explicit RunningProgram(std::vector<std::string> words);
  /// Kills it if it still runs.
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  void write(std::string_view text) const;
  void close_input();
  void send(int signal) const;

  /// What it has written so far.
  [[nodiscard]] std::string out() const { return read_file(folder_.file("out")); }
  [[nodiscard]] std::string err() const { return read_file(folder_.file("err")); }

  /// Whether there are that many lines on its standard output in time.
  [[nodiscard]] bool wait_for_lines(std::size_t count) const;
  /// Whether this text is on its standard error, or output, in time.
  [[nodiscard]] bool wait_for_err(std::string_view text) const;
  [[nodiscard]] bool wait_for_out(std::string_view text) const;

  /// Its exit code, or minus the signal that ended it; or -1000 if it runs on.
  int wait();

 private:
  TemporaryFolder folder_;
  pid_t child_ = 0;
  int input_ = -1;
};

}  // namespace popex::test
