// SPDX-License-Identifier: MIT
#pragma once

#include <popex/update_box.hpp>

#include "support/chain.hpp"

namespace popex::test {

inline RateTable table_of(const Chain& made) {
  return Planner::make(made.profile(), made.scenario()).value().rate_table().value();
}

/// Edge only takes 10 ms, cloud only 2 + 8/B: piece 0 up to 1 Mbps, piece 1 from there on.
inline RateTable edge_or_cloud() { return table_of(chain(1000).layer({10, 2}, 1).rate({1})); }

/// Believes each sample, and has no hysteresis.
inline UpdateBoxOptions following() {
  UpdateBoxOptions options;
  options.estimator.kind = EstimatorOptions::Kind::last;
  options.estimator.jump = 0;
  return options;
}

}  // namespace popex::test
