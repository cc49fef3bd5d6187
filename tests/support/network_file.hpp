// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>

#include <popex/profile.hpp>

namespace popex::test {

/// A measured network in the JSON of msr-fiddle/dnn-partitioning, as a profile of two tiers: the
/// edge is its CPU, the cloud its accelerator. A tensor has the bytes that take its `cost`, in ms,
/// at 1 Mbps; the input is an image of 224 × 224 × 3 bytes. What reads nothing (weights are layers
/// of no time there) reads the input, and where several layers are read by none one of no time,
/// `end`, reads them all. Nothing where there is no such file; throws where it is another format.
std::optional<ProfileData> network_from_file(const std::filesystem::path& file);

}  // namespace popex::test
