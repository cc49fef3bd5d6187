// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/answers.hpp"

namespace popex::report {

/// The times of decisions as bars of characters, one scale for all.
class DecisionBars {
 public:
  /// Of the answer's alternatives.
  explicit DecisionBars(const SolveAnswer& answer);

  /// "# edge ~ upload = cloud": what each character is.
  [[nodiscard]] const std::string& heading() const { return heading_; }

  /// A bar, at most so many columns long; ">" at its end says that it goes on.
  [[nodiscard]] std::string of(const Decision& decision, std::size_t columns) const;

 private:
  std::string heading_;
  bool has_queues_;
  double longest_ = 0;  // that is drawn whole, in ms
};

}  // namespace popex::report
