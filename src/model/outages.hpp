// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <popex/rate_trace.hpp>

namespace popex {

/// When a link delivers nothing for a while, and what that does to transfers.
class Outages {
 public:
  /// Stretches without any delivery that last at least `least_s` are outages; shorter ones, such as
  /// those between two packets, are not. A transfer gives up where it has waited in one for longer
  /// than `patience_s`, which may be infinite.
  Outages(const RateTrace& trace, double least_s, double patience_s);

  struct Waiting {
    double waited_s = 0;              ///< in outages
    std::optional<double> gave_up_s;  ///< when
  };

  [[nodiscard]] bool are_none() const { return outages_.empty() && !is_always_; }

  /// A number that the next question is likely to be about; any will do.
  using Hint = std::size_t;

  /// What happens to a transfer that lasts from `from_s` until `to_s`, which may be infinite.
  [[nodiscard]] Waiting during(double from_s, double to_s, Hint& hint) const;

 private:
  struct Outage {
    double begin_s;
    double end_s;  // may be in the next lap
  };
  [[nodiscard]] std::size_t first_after(double time_s, Hint hint) const;

  std::vector<Outage> outages_;  // of one lap, by their begins
  double lap_s_;
  double patience_s_;
  double in_a_lap_s_ = 0;
  bool is_always_ = false;
};

}  // namespace popex
