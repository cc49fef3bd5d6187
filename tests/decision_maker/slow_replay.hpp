// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include <popex/profile.hpp>
#include <popex/rate_trace.hpp>

#include "decision_maker/tier_of.hpp"
#include "model/instance.hpp"
#include "support/random_seed.hpp"

// A second way to what inferences cost over a trace: cell by cell, from names and tiers, without
// the model's formulas, prefix sums or lists of outages.

namespace popex::test {

/// A trace in which the rate changes at eighths of a second only.
class CellTrace {
 public:
  static constexpr std::size_t kPerSecond = 8;

  explicit CellTrace(std::vector<double> mbps) : mbps_(std::move(mbps)) {}
  /// Some pieces are outages.
  static CellTrace random(Random& random, std::size_t most_cells, double mean_mbps);

  [[nodiscard]] RateTrace trace() const;
  [[nodiscard]] std::size_t cells() const { return mbps_.size(); }
  [[nodiscard]] double mbps(std::size_t cell) const { return mbps_[cell % mbps_.size()]; }
  [[nodiscard]] bool is_down() const;
  /// How many cells around this one, with it, are without delivery; over the end of the trace, too.
  [[nodiscard]] std::size_t down_around(std::size_t cell) const;

 private:
  std::vector<double> mbps_;
};

struct SlowCost {
  double ms = 0;
  double waited_ms = 0;
  bool gave_up = false;
};

class SlowReplay {
 public:
  /// The instance says times, rates of the other links, latencies and probabilities.
  SlowReplay(const Profile& profile, const Instance& instance, std::size_t link)
      : profile_(profile), instance_(instance), link_(link) {}

  [[nodiscard]] SlowCost cost(const TierOf& placement, const CellTrace& trace, double time_s,
                              double interval_s, double timeout_s) const;

 private:
  struct Crossing {
    double mbit = 0;
    double probability = 0;
    bool happens = false;
  };
  [[nodiscard]] double survival(const TierOf& placement, std::size_t layers,
                                std::size_t last_tier) const;
  [[nodiscard]] Crossing crossing(const TierOf& placement, std::size_t link) const;
  [[nodiscard]] double link_ms(const Crossing& crossing, std::size_t link) const;
  /// Expected time on tiers up to `last_tier`.
  [[nodiscard]] double compute_ms(const TierOf& placement, std::size_t first_tier,
                                  std::size_t last_tier) const;

  const Profile& profile_;
  const Instance& instance_;
  std::size_t link_;
};

}  // namespace popex::test
