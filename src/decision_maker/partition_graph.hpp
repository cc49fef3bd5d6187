// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "decision_maker/block_cuts.hpp"
#include "decision_maker/progress.hpp"
#include "model/instance.hpp"

namespace popex {

/// The partition graph: every path from `input` to `output` is one partitioning decision, and its
/// length is E[T] (Pacheco & Couto, ISCC 2020, here for any number of tiers and branches).
///
/// Blocks and branches in the order in which they run are the steps of the network; in a chain
/// every block is one layer. Position x is the place before step x. Each tier has a vertex at each
/// position:
///
///     x          0 ──v1── 1 ──b1── 2 ──v2── 3 ──v3── output
///     edge       ○ ─────▸ ○ ─────▸ ○ ─────▸ ○ ─────────▸ ●      S · t: run the step here
///                │        │        │        │            ▴
///                ▾        ▾        ▾        ▾            │      R · (8 α / (1000 B) + L): upload
///     cloud      ○ ─────▸ ○        ○ ─────▸ ○ ───────────┤      R · t
///                         └──────────────────────────────┘      R · (t2 + t3): b1 was not run
///
/// The last tier runs no branches, and what it costs there depends on the branches that ran before.
/// So it has one copy of its chain for each number of branches passed. A copy can be entered only
/// up to the next branch; from there on it is one link to `output` that carries the rest of the
/// copy's chain. That keeps the graph at one vertex a tier and position, however many branches
/// there are.
///
/// Where a step is a block of several layers, there is a link across it from each tier to each
/// later one, with the block's minimum cut (`MinCut`) times R as its weight:
///
///     edge       ○ ─────────▸ ○         S · Σ t: the whole block here
///                  ╲                    R · cut: part of it here, the rest there
///     cloud      ○ ──▸────▸── ○
///
/// Weights are at least 0; infinite where a link is down; never NaN.
class PartitionGraph {
 public:
  using Vertex = std::uint32_t;
  struct Link {
    Vertex tail;
    Vertex head;
    friend constexpr bool operator==(const Link&, const Link&) = default;
  };

  /// Builds vertices and links; weights are set by `reweigh`.
  explicit PartitionGraph(const Instance& instance);

  /// Sets the weights for an instance of the same network as the one that the graph was built for.
  /// O(links), and the blocks' minimum cuts where times or rates have changed.
  void reweigh(const Instance& instance);

  [[nodiscard]] std::size_t tiers() const { return tiers_; }
  [[nodiscard]] std::size_t positions() const { return positions_; }  ///< `output` not counted
  [[nodiscard]] std::size_t vertex_count() const { return tiers_ * positions_ + 1; }

  /// The vertex of a tier at a position; `output`, which all tiers share, at the last one.
  [[nodiscard]] Vertex vertex(std::size_t tier, std::size_t position) const {
    return static_cast<Vertex>(position == positions_ ? tiers_ * positions_
                                                      : tiers_ * position + tier);
  }
  [[nodiscard]] static Vertex input() { return 0; }
  [[nodiscard]] Vertex output() const { return vertex(0, positions_); }

  /// All links, those with the same head together, heads rising.
  [[nodiscard]] const std::vector<Link>& links() const { return links_; }
  /// Expected delay of each link in ms, in the order of `links`.
  [[nodiscard]] const std::vector<double>& weights() const { return weights_; }
  /// Whether link number `i` goes across a block and is no path of its own: another path stands for
  /// the same decision, or no cut is finite.
  [[nodiscard]] bool is_unused(std::size_t i) const { return !unused_.empty() && unused_[i]; }
  /// The minimum cuts that the weights come from.
  [[nodiscard]] const BlockCuts& cuts() const { return cuts_; }
  /// The weight of the link across a block, which is the next step of `at`.
  [[nodiscard]] Milliseconds crossing_time(const Instance& instance, const Progress& at,
                                           std::size_t from, std::size_t to) const;

 private:
  std::size_t tiers_;
  std::size_t positions_;
  std::vector<Link> links_;
  std::vector<double> weights_;
  std::vector<bool> unused_;
  BlockCuts cuts_;
};

}  // namespace popex
