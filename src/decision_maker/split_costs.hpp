// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "decision_maker/solution.hpp"
#include "model/instance.hpp"

namespace popex {

/// All decisions on a two-tier chain with the parts of their E[T], one after each step of the
/// network:
///
///     E[T] = edge + R · (8 α / (1000 B) + L) + cloud
///
/// For a fixed decision this is a line in 1/B, in γ, in L and in each p_j; whatever has to look at
/// many rates or at all decisions starts from here. O(N + E) to make.
class SplitCosts {
 public:
  struct Split {
    Position at;
    double edge_ms;              ///< expected; branches included
    double offload_probability;  ///< R; 0 where nothing is sent
    double bytes;                ///< α of the tensor that is sent; 0 where nothing is
    double cloud_ms;             ///< expected

    [[nodiscard]] Handover handover() const { return {at.layers, at.branches, {}}; }
  };

  /// `instance` is a chain and has two tiers.
  explicit SplitCosts(const Instance& instance);

  /// Whether there is such a list: a chain on two tiers.
  static bool exist_for(const Instance& instance) {
    return instance.tiers == 2 && instance.is_chain();
  }

  /// In rising order: cloud only first, edge only last.
  [[nodiscard]] const std::vector<Split>& splits() const { return splits_; }

  static Milliseconds upload_time(const Split& split, Mbps rate, Milliseconds latency) {
    return Probability{split.offload_probability} * (Bytes{split.bytes} / rate + latency);
  }
  static Milliseconds expected_time(const Split& split, Mbps rate, Milliseconds latency) {
    return Milliseconds(split.edge_ms + split.cloud_ms) + upload_time(split, rate, latency);
  }

  /// Number of the best split, ties to the edge. O(N + E).
  [[nodiscard]] std::size_t best(Mbps rate, Milliseconds latency) const;

 private:
  std::vector<Split> splits_;
};

}  // namespace popex
