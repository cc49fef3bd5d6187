// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <popex/decision.hpp>

#include "model/instance.hpp"

namespace popex {

struct LeastRegret {
  Placement placement;
  double regret_ms = 0;
  double gap_ms = 0;  ///< how much less it might be; 0 where this is proved to be the least
};

/// The decision whose largest regret between two rates of a link (low <= high) is the least. That
/// need not be one that is best at any rate: one that is second everywhere may win. Ties to the
/// edge.
///
/// A decision's regret is most at one of the two rates (see Criterion), so
///
///     max(f(low) − best(low), f(high) − best(high))
///
/// is to be minimised over all decisions f. Where there are at most so many as `most_to_look_at`
/// says, or the network is a chain on two tiers, all are looked at. Otherwise those that are best
/// somewhere in between, and with them the paths of the partition graph at both ends. What may be
/// missed then is bounded: for any 0 <= t <= 1 the maximum is at least t times the one plus 1 − t
/// times the other, which is how far f, a line in u = 1/B, lies above the chord of the best E[T]
/// between both ends; and f is at least the best one there. So no regret is smaller than the
/// envelope's largest height above its chord (Lagrangian duality).
LeastRegret least_regret(const Instance& instance, std::size_t link, Mbps low, Mbps high,
                         std::size_t most_to_look_at = 100'000);

}  // namespace popex
