// SPDX-License-Identifier: MIT
#pragma once

#include <popex/profile.hpp>

#include "support/problem_lines.hpp"

namespace popex::test {

/// A profile's input, layers and branches, each in a line that is easy to compare:
///
///     input: 1000 B
///     a [Conv] < input: edge 10, cloud 1; 500 B; 4 B of parameters
///     x > a: edge 1
Lines layer_lines(const ProfileData& data);

}  // namespace popex::test
