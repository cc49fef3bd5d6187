// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include <popex/profile.hpp>

#include "model/instance.hpp"

namespace popex {

/// What samples cost between the branches of a network, in ms or mJ, whichever of these are on.
///
/// All that lies between two branches that are on has the same share of samples for its weight. So
/// the cheapest way from one to the other, for each pair of tiers, does not depend on thresholds:
///
///     input ──── b1 ──── (b2 off) ──── b3 ──── output
///       └── 1 ────┴────────── S₁ ───────┴── S₂ ──┘       S: share of samples that come so far
///
/// Layers, transfers and the minimum cuts of blocks are looked at once, here. After that a setting
/// with r branches costs O(r · tiers²): the shortest path over r + 1 stages and tiers. Branches run
/// on every tier but the last, and each that is on is passed before the last tier.
class ExitRoutes {
 public:
  /// Costs by the tier on which the samples are.
  using PerTier = std::array<double, ProfileLimits::tiers>;

  /// `costs` has exit probabilities of 0. O(branches · layers · tiers³).
  explicit ExitRoutes(const Instance& costs);

  /// Nothing has been spent, and everything is at the input, on the first tier. Places are counted:
  /// 0 is the input, m + 1 the place behind branch m.
  [[nodiscard]] static PerTier start();

  /// Goes from a place, with what was spent so far, through branch `to`, with a share of samples
  /// greater than 0.
  [[nodiscard]] PerTier through(const PerTier& spent, double share, std::size_t from,
                                std::size_t to) const {
    PerTier sum{};
    const double* route = &routes_[(from * branches_ + to) * tiers_ * tiers_];
    for (std::size_t b = 0; b < tiers_; ++b) {
      double least = spent[0] + share * route[b];
      for (std::size_t a = 1; a <= b; ++a) {
        const double sum_a = spent[a] + share * route[a * tiers_ + b];
        if (sum_a < least) least = sum_a;
      }
      sum[b] = least;
    }
    return sum;
  }

  /// The least that it costs in all where a share of samples goes from a place to the output and no
  /// further branch is on.
  [[nodiscard]] double finish(const PerTier& spent, double share, std::size_t from) const {
    return least_sum(spent, share, &rest_[from * tiers_]);
  }

  /// At least so much it costs in all, whatever further branches are on.
  [[nodiscard]] double least_finish(const PerTier& spent, double share, std::size_t from) const {
    return least_sum(spent, share, &onward_[from * tiers_]);
  }

 private:
  [[nodiscard]] double least_sum(const PerTier& spent, double share, const double* costs) const {
    double least = spent[0] + share * costs[0];
    for (std::size_t a = 1; a < tiers_; ++a) {
      const double sum = spent[a] + share * costs[a];
      if (sum < least) least = sum;
    }
    return least;
  }

  std::size_t tiers_;  // that run branches
  std::size_t branches_;
  std::vector<double> routes_;  // by place, branch, tier at the place, tier at the branch
  std::vector<double> rest_;    // by place and tier; finite, because each tier can run the rest
  std::vector<double> onward_;  // likewise: to the output or to leave at the best branch
};

}  // namespace popex
