// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <popex/profile.hpp>
#include <popex/result.hpp>
#include <popex/scenario.hpp>

namespace popex {

/// How many samples what was measured is of: on each tier by its name, or in all files.
using Batches = Setting<double>;

/// What a profile's times are of; nothing where that is not said.
std::optional<double> batch_of(const Batches& batches, const Profile& profile);

/// Problems with `place` for what is said of tiers that are not among those that were measured.
Problems unmeasured_tiers(const Batches& batches, const std::vector<std::string>& measured,
                          const std::string& place);

/// The same profile with times, sizes and energies divided by `batch`, > 0, and with a warning in
/// the description: what a sample takes alone is more than its share of a batch.
Profile per_sample(const Profile& profile, double batch);

}  // namespace popex
