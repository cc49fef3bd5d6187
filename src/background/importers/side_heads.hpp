// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <popex/profile.hpp>
#include <popex/units.hpp>

namespace popex {

/// What became of the layers that are not on the way to the network's output.
struct SideHeads {
  std::vector<std::string> notes;  ///< a sentence each, without a full stop
  Milliseconds left_out{0};
};

/// Finds the main network, the longest way from the input to a layer that no other reads, and takes
/// the other layers out of `profile.layers`. Those that hang together and read one layer of the
/// main network, a cut vertex, become a branch behind it, called like the last of them, with the
/// sum of their times; others are left out. Layers say what they read and stand in running order;
/// otherwise, and in networks with one end, nothing happens.
SideHeads split_off_side_heads(ProfileData& profile);

}  // namespace popex
