// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <popex/exit_outcomes.hpp>
#include <popex/result.hpp>
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

/// What is missing where outcomes do not have one value and one right or wrong for each sample.
Problems problems_of_sizes(const ExitOutcomes& outcomes, const std::string& place);

/// Those of a branch of the profile, found by its name; they have to be there.
const ExitOutcomes::Branch& outcomes_of_branch(const Profile& profile, std::size_t branch,
                                               const ExitOutcomes& outcomes);

/// What becomes of every sample under some rules.
struct Followed {
  std::vector<ExitShare> exits;          ///< latencies are not filled in
  std::vector<std::uint32_t> leaves_at;  ///< by sample: which of the exits
  std::vector<std::uint8_t> correct;     ///< by sample: what it is answered there
};

/// Follows every sample through the branches that are on.
Followed follow(const Profile& profile, const std::vector<ExitRule>& rules,
                const ExitOutcomes& outcomes);

/// The same counts where one branch alone is on, at any threshold in O(log samples): fronts have
/// thousands of those.
class LoneExit {
 public:
  /// Branch `branch` of the profile, which has these outcomes.
  LoneExit(std::size_t branch, const ExitOutcomes::Branch& outcomes, const ExitOutcomes& all);

  [[nodiscard]] std::vector<ExitShare> at(std::optional<double> threshold) const;

 private:
  std::size_t branch_;
  ExitCriterion criterion_;
  std::vector<double> values_;             // from the strictest
  std::vector<std::size_t> right_;         // of so many first ones, at the branch
  std::vector<std::size_t> right_at_end_;  // likewise, at the main output
};

/// What one sample costs that leaves at each exit of a placement, the main output being the last
/// one: the sum of all that it meets until then. `costs` has the branches that are on.
std::vector<double> costs_by_exit(Instance costs, const Placement& placement);

/// The best placement for exits; passes each of them before the last tier.
Placement best_placement(const TunedNetwork& with_exits);

/// All there is to say of exits and a placement.
TunedDecision describe(const TunedNetwork& with_exits, std::vector<ExitShare> exits,
                       Placement placement, std::optional<Milliseconds> deadline);

}  // namespace popex
