// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <popex/tuner.hpp>

#include "model/criteria.hpp"
#include "model/instance.hpp"

namespace popex {

/// A network in which thresholds are chosen: its instance, whose exit probabilities do not count,
/// with what the objective needs.
struct TunedNetwork {
  Instance instance;
  Criteria criteria;

  /// What the objective is a sum of.
  [[nodiscard]] const Instance& costs() const {
    return criteria.objective == Objective::energy ? *criteria.energy : instance;
  }
};

/// The network with these branches on, and so many of the samples that come to each leaving there.
TunedNetwork with_exits(const TunedNetwork& network, const std::vector<ExitShare>& exits);

/// What becomes of every sample under some rules.
struct Followed {
  std::vector<ExitShare> exits;          ///< latencies are not filled in
  std::vector<std::uint32_t> leaves_at;  ///< by sample: which of the exits
  std::vector<std::uint8_t> correct;     ///< by sample: what it is answered there
};

/// Follows every sample through the branches that are on. Branches are found by their names; each
/// rule's has to be there.
Followed follow(const Profile& profile, const std::vector<ExitRule>& rules,
                const ExitOutcomes& outcomes);

/// What one sample costs that leaves at each exit of a placement, the main output being the last
/// one: the sum of all that it meets until then. `costs` has the branches that are on.
std::vector<double> costs_by_exit(Instance costs, const Placement& placement);

/// The best placement for exits; passes each of them before the last tier.
Placement best_placement(const TunedNetwork& with_exits);

/// All there is to say of exits and a placement.
TunedDecision describe(const TunedNetwork& with_exits, std::vector<ExitShare> exits,
                       Placement placement, std::optional<Milliseconds> deadline);

}  // namespace popex
