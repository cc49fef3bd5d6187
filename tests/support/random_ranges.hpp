// SPDX-License-Identifier: MIT
#pragma once

#include <popex/profile.hpp>

#include "support/random_seed.hpp"

namespace popex::test {

/// How often points of the network, the input and cut vertices, have a range.
struct RangeOptions {
  double of_points = 0.5;
  double least_ms = 1e-3;
  double most_ms = 1e3;
};

/// Gives a valid profile random ranges on its first and its last tier. Where all points have one,
/// some layers lose their own time. Equal ranges, of layers that take no time, are frequent.
void add_random_ranges(Random& random, ProfileData& data, const RangeOptions& options = {});

}  // namespace popex::test
