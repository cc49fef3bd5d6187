// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include <popex/profile.hpp>
#include <popex/result.hpp>

namespace popex {

/// What was measured of a model on one tier, or on some.
struct MeasuredTier {
  std::string file;  ///< what problems call it
  Profile profile;
  double batch = 1;  ///< how many samples its times and sizes are of
};

/// The tiers on which any layer or branch has a time or a range.
std::vector<std::string> measured_tiers(const Profile& profile);

/// One profile of the measurements of one model. Layers, what they read, sizes and branches have to
/// be the same in all; what one lacks comes from another. Every difference is a problem, and so is
/// a tier that two of them measured. The tiers are those of the files where these agree, else those
/// that were measured, in the order of the files.
Result<Profile> merge_tiers(std::span<const MeasuredTier> measured);

}  // namespace popex
