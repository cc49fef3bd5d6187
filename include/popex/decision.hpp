// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include <popex/units.hpp>

namespace popex {

/// Where a sample leaves a tier: after so many layers of the network and so many side branches,
/// both counted from the network's start. On two tiers this is the decision (s, m).
struct Handover {
  std::size_t layers = 0;    ///< 0 … N; N: the network ends here and nothing is sent
  std::size_t branches = 0;  ///< 0 … number of branches
  friend constexpr bool operator==(const Handover&, const Handover&) = default;
};

/// One handover a link, in the order of the tiers; neither count ever falls.
using Placement = std::vector<Handover>;

/// Consecutive things, counted from 0: begin … end − 1.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend constexpr bool operator==(const Range&, const Range&) = default;
};

/// What one tier does, in expectation over all samples (survival included).
struct TierShare {
  Range layers;          ///< layer i of the profile (v_{i+1}) is run here for i in this range
  Range branches;        ///< always empty on the last tier
  Milliseconds compute;  ///< expected
  friend bool operator==(const TierShare&, const TierShare&) = default;
};

/// What crosses one link, in expectation over all samples.
struct Transfer {
  std::size_t tensor = 0;   ///< 0: the network's input, i: the output of v_i; N: nothing is sent
  Bytes size;               ///< α of that tensor; 0 where nothing is sent
  Probability probability;  ///< the offload probability R: that a sample crosses
  Milliseconds time;        ///< expected, link latency included
  friend bool operator==(const Transfer&, const Transfer&) = default;
};

/// A partitioning decision and what it costs.
struct Decision {
  Placement placement;
  std::vector<TierShare> tiers;
  std::vector<Transfer> links;
  Milliseconds expected_time{};  ///< E[T], the sum of the parts above

  /// Position of v_s of the first link: 0 is `input`, N is `output`.
  [[nodiscard]] std::size_t split_index() const { return placement.front().layers; }
  friend bool operator==(const Decision&, const Decision&) = default;
};

}  // namespace popex
