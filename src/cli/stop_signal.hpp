// SPDX-License-Identifier: MIT
#pragma once

namespace popex::cli {

/// SIGINT and SIGTERM as something to look at and to wait for, while this lives; there is one at a
/// time. A second signal of a kind ends the program, as does one that comes too early or too late.
/// What was ignored when the program was started stays so.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  [[nodiscard]] bool is_raised() const;
  /// There is something to read from it once the signal was raised.
  [[nodiscard]] int descriptor() const;

  /// Waits until there is something to read from `input`, which may be -1 for nothing, until so
  /// many seconds are over (negative: without an end), or until the signal is raised: then false.
  [[nodiscard]] bool wait(int input, double seconds) const;
};

}  // namespace popex::cli
