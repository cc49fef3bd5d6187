// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <popex/goal.hpp>

#include "support/chain.hpp"

namespace popex::test {

constexpr RadioPower kFourG{438.39, 1288.04};

/// input ─▸ v1 ─▸ v2 with the branch b1 after v1; 40 % leave there.
inline Chain two_layers() {
  return chain(1'250'000)
      .layer({10, 1}, 250'000)
      .branch({2, 0.5}, 0.4)
      .layer({20, 2}, 100)
      .rate({10})
      .latency({7});
}

/// Least energy, sent with 4G.
inline Goal energy_goal(ByTierName<double> power_mw) {
  Goal goal;
  goal.objective = Objective::energy;
  goal.power_mw = std::move(power_mw);
  goal.radio_power.all = kFourG;
  return goal;
}

}  // namespace popex::test
