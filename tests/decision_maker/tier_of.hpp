// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include <popex/decision.hpp>
#include <popex/profile.hpp>

// Placements without handovers.

namespace popex::test {

/// A placement, told piece by piece.
struct TierOf {
  std::vector<std::size_t> layer;
  std::vector<std::size_t> branch;  ///< the last tier: not run
  friend bool operator==(const TierOf&, const TierOf&) = default;
};

/// Every placement in which nothing returns to an earlier tier.
std::vector<TierOf> every_placement(const Profile& profile);
TierOf tiers_of(const Profile& profile, const Decision& decision);
bool cuts_a_block(const Profile& profile, const TierOf& placement);

}  // namespace popex::test
