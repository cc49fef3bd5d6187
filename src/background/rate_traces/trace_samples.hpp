// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "background/problem_list.hpp"
#include "background/rate_traces.hpp"

namespace popex {

/// What is said of a trace beside it; as in LoadedTrace.
struct TraceWords {
  std::string format;
  std::string taken;
  std::vector<std::string> notes;
  std::vector<std::string> warnings;
};

/// Makes a trace of lines that each say from when on there is which rate.
class TraceSamples {
 public:
  explicit TraceSamples(const std::string& name) : problems_(name) {}

  /// Reports what is out of range.
  void add(std::size_t line, double time_s, double rate_mbps);

  [[nodiscard]] ProblemList& problems() { return problems_; }

  /// The trace, from 0 on, with what had to be assumed of it behind what `made` says.
  /// Rows that are all newest first are turned round; other times that fall are problems. Several
  /// rates of one time are one, and gaps are left out. A single rate lasts `alone_s`.
  Result<LoadedTrace> finish(TraceWords made, double alone_s = 1);

 private:
  struct Sample {
    std::size_t line;
    double time_s;
    double rate_mbps;
    double count = 1;  ///< that it is the mean of
  };

  void turn_round(TraceWords& made);
  void check_order();
  void put_together(TraceWords& made);
  /// Moves what is behind a gap to where it begins.
  void leave_out_gaps(TraceWords& made, double interval_s);

  ProblemList problems_;
  std::vector<Sample> samples_;
  bool is_full_ = false;
};

}  // namespace popex
