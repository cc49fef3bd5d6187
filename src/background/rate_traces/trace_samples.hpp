// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "background/problem_list.hpp"
#include "background/rate_traces.hpp"

namespace popex {

/// Makes a trace of lines that each say from when on there is which rate.
class TraceSamples {
 public:
  explicit TraceSamples(const std::string& name) : problems_(name) {}

  /// Reports what is out of range and times that do not rise.
  void add(std::size_t line, double time_s, double rate_mbps);

  [[nodiscard]] ProblemList& problems() { return problems_; }

  /// The trace, from 0 on, with what had to be assumed of it behind `notes`.
  Result<LoadedTrace> finish(std::string_view format, std::vector<std::string> notes);

 private:
  ProblemList problems_;
  std::vector<RateTrace::Piece> pieces_;
  double first_s_ = 0;
  double last_s_ = 0;
  bool is_first_ = true;
  bool is_full_ = false;
};

}  // namespace popex
