// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include <popex/profile.hpp>

/// Coarser views of a measured network.
namespace popex {

enum class Granularity {
  operators,  ///< as measured
  layers,     ///< activation, normalisation, pooling and reshaping belong to the layer before
  blocks      ///< one layer from cut vertex to cut vertex: a chain
};

/// Layers that become one. Nothing outside reads any but the last.
struct LayerGroup {
  std::vector<std::size_t> layers;  ///< rising
  std::size_t named_after = 0;      ///< the one whose name and type it takes
};

/// The groups of a profile, in running order; each layer is in one. A branch stays where it is:
/// its layer ends a group.
std::vector<LayerGroup> group_layers(const Profile& profile, Granularity granularity);

/// The profile with a layer for each group: the output of the last of its layers, the sum of times,
/// energies and parameters. Where a layer of the group lacks one of these, so does the group.
/// Spreads do not add up: a group of more than one layer has none. Its range is that of its last
/// layer.
Profile grouped(const Profile& profile, const std::vector<LayerGroup>& groups);

}  // namespace popex
