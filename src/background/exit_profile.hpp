// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <popex/exit_outcomes.hpp>
#include <popex/profile.hpp>
#include <popex/result.hpp>

#include "background/import.hpp"
#include "model/exit_statistics.hpp"

namespace popex {

/// Leaves only the branches that the profile has, by name: nobody leaves at the others. None in
/// common, or another order than in the network, is a problem at `name`.
Problems keep_branches_of(const Profile& profile, ExitOutcomes& outcomes, const std::string& name);

/// The profile with what records say of its branches at one point: exit probability and accuracy of
/// each, the accuracy of the main output, and `origin`, a sentence, in the description. `outcomes`
/// are those of `keep_branches_of`. Branches that the records do not have stay as they are, with a
/// note, as does what is not known.
Measured with_exit_statistics(const Profile& profile, const ExitOutcomes& outcomes,
                              const ThresholdPoint& point, const std::string& origin);

}  // namespace popex
