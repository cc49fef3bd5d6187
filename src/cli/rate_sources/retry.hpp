// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

namespace popex::cli {

/// How long to wait after failures in a row: 1, 2, 4 … 60 s.
class Retry {
 public:
  void succeeded() { next_s_ = 1; }
  double wait_s() {
    const double now_s = next_s_;
    next_s_ = std::min(2 * next_s_, 60.0);
    return now_s;
  }

 private:
  double next_s_ = 1;
};

}  // namespace popex::cli
