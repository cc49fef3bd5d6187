// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include <popex/units.hpp>

#include "model/instance.hpp"

namespace popex {

/// The network with some of its branches, in rising order, and these exit probabilities. The others
/// are off: they are not run and take no time.
Instance with_branches(const Instance& instance, const std::vector<std::size_t>& branches,
                       const std::vector<Probability>& exit_probability);

}  // namespace popex
