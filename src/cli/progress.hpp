// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <ostream>
#include <string>
#include <utility>

namespace popex::cli {

/// A line on a terminal that says how far a long run is. Silent for the first second.
class ProgressLine {
 public:
  using Clock = std::chrono::steady_clock;

  ProgressLine(std::ostream& err, bool shown, std::string what, std::size_t total,
               std::function<Clock::time_point()> now = Clock::now)
      : err_(err),
        shown_(shown),
        what_(std::move(what)),
        total_(total),
        now_(std::move(now)),
        start_(now_()) {}
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void update(std::size_t done);

 private:
  std::ostream& err_;
  bool shown_;
  std::string what_;
  std::size_t total_;
  std::function<Clock::time_point()> now_;
  Clock::time_point start_;
  Clock::time_point last_{};
};

}  // namespace popex::cli
