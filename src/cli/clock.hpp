// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include "cli/stop_signal.hpp"

namespace popex::cli {

/// Time, and the waiting for it, as what follows a rate sees them; a test's clock jumps.
class Clock {
 public:
  Clock() = default;
  virtual ~Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;

  /// Seconds since the beginning.
  virtual double now_s() = 0;
  /// False: it is time to end.
  virtual bool wait_until(double time_s) = 0;
};

/// The machine's, which no change of the date moves.
class SteadyClock : public Clock {
 public:
  explicit SteadyClock(const StopSignal& stop) : stop_(stop) {}

  double now_s() override {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }
  bool wait_until(double time_s) override {
    const double left_s = time_s - now_s();
    return left_s > 0 ? stop_.wait(-1, left_s) : !stop_.is_raised();
  }

 private:
  const StopSignal& stop_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace popex::cli
