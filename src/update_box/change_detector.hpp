// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace popex {

/// Two-sided CUSUM of ln(measured / expected), as RateEstimator describes it, which remembers the
/// samples since the change may have begun.
class ChangeDetector {
 public:
  /// `jump` is above 1.
  explicit ChangeDetector(double jump)
      : slack_(std::log(jump) / 4),
        // A sample off by exactly the factor counts, whatever its logarithm's last digit.
        threshold_((std::log(jump) - slack_) * (1 - 1e-12)) {}

  /// The next sample; `expected` is what it was to be. Says whether the rate has changed.
  bool add(double mbps, double expected) {
    newest_[++count_ % kMost] = mbps;
    const double x = std::log(mbps / expected);
    return up_.add(x - slack_) >= threshold_ || down_.add(-x - slack_) >= threshold_;
  }

  /// Hands the samples since the change began to `take`, the oldest first, and starts anew.
  template <class Take>
  void start_anew(Take take) {
    const Side& side = up_.sum >= threshold_ ? up_ : down_;
    const std::size_t length = std::min(side.length, kMost);
    for (std::size_t i = count_ - length + 1; i <= count_; ++i) take(newest_[i % kMost]);
    clear();
  }

  void clear() {
    up_ = {};
    down_ = {};
  }

 private:
  static constexpr std::size_t kMost = 32;

  struct Side {
    double sum = 0;
    std::size_t length = 0;  // of samples since the sum was 0

    double add(double step) {
      const double grown = sum + step;
      length = grown > 0 ? length + 1 : 0;
      return sum = std::max(grown, 0.0);
    }
  };

  double slack_;
  double threshold_;
  Side up_;
  Side down_;
  std::array<double, kMost> newest_{};
  std::size_t count_ = 0;
};

}  // namespace popex
