// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

namespace popex {

/// The mean of the newest `window` values, all at least 0. Values are only ever added, never taken
/// away again, so that nothing drifts, and a huge value leaves no rounding error behind when it
/// goes:
///
///     slots_:  this turn's values so far | what was left of the last turn from here to its end
///                                        ↑ next_
///
/// At the end of a turn the values are summed up from behind, in place: constant time a value, on
/// average, and one array.
class WindowSum {
 public:
  explicit WindowSum(std::size_t window) : slots_(window) {}

  void add(double value) {
    slots_[next_] = value;
    newer_ += value;
    if (++next_ == slots_.size()) end_turn();
  }

  void clear() {
    next_ = 0;
    newer_ = 0;
    is_full_ = false;
  }

  /// The sum over the number of values; there is at least one.
  [[nodiscard]] double mean() const {
    return is_full_ ? (newer_ + slots_[next_]) / static_cast<double>(slots_.size())
                    : newer_ / static_cast<double>(next_);
  }

 private:
  void end_turn() {
    double sum = 0;
    for (std::size_t i = slots_.size(); i-- > 0;) slots_[i] = sum += slots_[i];
    next_ = 0;
    newer_ = 0;
    is_full_ = true;
  }

  std::vector<double> slots_;
  std::size_t next_ = 0;
  double newer_ = 0;      // sum of this turn's
  bool is_full_ = false;  // there was a last turn
};

}  // namespace popex
