// SPDX-License-Identifier: MIT
#pragma once

#include <popex/goal.hpp>
#include <popex/profile.hpp>

#include "support/random_seed.hpp"

namespace popex::test {

/// A random goal for a network: objective, power, pins and `not_before`, which at times contradict
/// each other. `data` gets what it needs: the parameters of each layer, and the energy that is not
/// the goal's to say, layer by layer or as the power of a tier. There are no budgets in it, because
/// what is a tight one depends on what decisions need.
Goal random_goal(Random& random, ProfileData& data);

}  // namespace popex::test
