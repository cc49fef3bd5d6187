// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "cli/options.hpp"
#include "decision_maker/sweep.hpp"

namespace popex::cli {

/// The grids of the scenario's options, for a profile whose scenario at the first point is already
/// valid: it is `base`, which also says what stays as it is. Fails with everything that is wrong
/// with the others, or where there are more than `most_points`.
SweepAxes read_axes(const ScenarioOptions& options, const Profile& profile, const Instance& base,
                    std::size_t most_points);

}  // namespace popex::cli
