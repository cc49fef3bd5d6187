// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <popex/profile.hpp>
#include <popex/result.hpp>

/// Times that were measured over many layers in one run: from the input to a layer on the first
/// tier (a prefix), from a layer to the output on the last one (a suffix).
namespace popex {

/// The times of a tier's layers such that they add up to the measured ranges. Between two points
/// that have a range the layers share the difference in proportion to their own times, a missing
/// one being 0; where all are 0, the last layer has it all. Elsewhere a layer keeps its own time,
/// if it has one.
std::vector<std::optional<Milliseconds>> effective_times(const Profile& profile, std::size_t tier);

/// What is wrong with the ranges of a profile whose layers stand in running order: one that does
/// not belong to a cut vertex, and those that fall where they have to rise or rise where they have
/// to fall. `written[i]` is the number of layer i in the file.
Problems range_problems(const Profile& profile, const std::vector<bool>& is_cut,
                        const std::vector<std::size_t>& written);

}  // namespace popex
