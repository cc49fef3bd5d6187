// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <popex/units.hpp>

namespace popex {

/// Where a sample leaves a tier: after so many layers of the network and so many side branches,
/// both counted from the network's start. On two tiers this is the decision (s, m).
///
/// In a network that is no chain the cut may run through a block. Then `layers` is where the block
/// begins, and `ahead` are the layers of the block that run before the sample moves on.
struct Handover {
  std::size_t layers = 0;  ///< 0 … N, at a cut vertex; N: the network ends here, nothing is sent
  std::size_t branches = 0;             ///< 0 … number of branches
  std::vector<std::size_t> ahead = {};  ///< layers counted from 0, rising; never a whole block

  [[nodiscard]] bool is_inside_block() const { return !ahead.empty(); }
  friend bool operator==(const Handover&, const Handover&) = default;
};

/// One handover a link, in the order of the tiers: what has run before one has run before the next.
using Placement = std::vector<Handover>;

/// Consecutive things, counted from 0: begin … end − 1.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend constexpr bool operator==(const Range&, const Range&) = default;
};

/// What one tier does, in expectation over all samples (survival included).
struct TierShare {
  std::vector<Range> layers;  ///< layers run here, counted from 0; rising, apart, none empty
  Range branches;             ///< always empty on the last tier
  Milliseconds compute;       ///< expected
  friend bool operator==(const TierShare&, const TierShare&) = default;
};

/// What crosses one link, in expectation over all samples.
struct Transfer {
  /// 0: the network's input, i: the output of v_i. One at a cut vertex, rising inside a block, none
  /// where nothing is sent.
  std::vector<std::size_t> tensors;
  Bytes size;               ///< α of these together; each is sent once
  Probability probability;  ///< the offload probability R: that a sample crosses
  Milliseconds time;        ///< expected, link latency included
  friend bool operator==(const Transfer&, const Transfer&) = default;
};

/// Energy of one sample in mJ, in expectation over all samples.
struct Energy {
  std::vector<double> tiers_mj;
  std::vector<double> links_mj;  ///< of the radio that sends
  double total_mj = 0;
  friend bool operator==(const Energy&, const Energy&) = default;
};

/// What one sample asks of a stage of the pipeline, a tier or a link; in expectation over all.
struct StageLoad {
  Milliseconds occupancy{};  ///< taken up; of a link without its latency
  Milliseconds waiting{};    ///< in the queue before the stage; 0 where no arrival rate is given
  friend bool operator==(const StageLoad&, const StageLoad&) = default;
};

/// A decision as a pipeline that works on many samples at once.
struct Load {
  std::vector<StageLoad> tiers;
  std::vector<StageLoad> links;
  Milliseconds bottleneck{};  ///< the largest occupancy
  Milliseconds waiting{};     ///< in all queues

  /// What the slowest stage carries at most; infinite where nothing takes any time.
  [[nodiscard]] double samples_per_second() const { return 1000.0 / bottleneck.count(); }
  friend bool operator==(const Load&, const Load&) = default;
};

/// A partitioning decision and what it costs.
struct Decision {
  Placement placement;
  std::vector<TierShare> tiers;
  std::vector<Transfer> links;
  Milliseconds expected_time{};  ///< E[T], the sum of the parts above; queueing not included
  std::optional<Energy> energy;  ///< where a goal has to do with energy
  std::optional<Load> load;      ///< where a goal has to do with throughput or arrivals

  /// E[T], and the queueing where a rate of arrivals is given.
  [[nodiscard]] Milliseconds time_with_waiting() const {
    return load ? expected_time + load->waiting : expected_time;
  }

  /// Position of v_s of the first link: 0 is `input`, N is `output`; nothing inside a block, and of
  /// a decision that was not made.
  [[nodiscard]] std::optional<std::size_t> split_index() const {
    if (placement.empty() || placement.front().is_inside_block()) return std::nullopt;
    return placement.front().layers;
  }

  friend bool operator==(const Decision&, const Decision&) = default;
};

}  // namespace popex
