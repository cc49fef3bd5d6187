// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include "decision_maker/partition_graph.hpp"
#include "decision_maker/solution.hpp"

namespace popex {

/// Dijkstra's algorithm on the partition graph: the paper's method and the default solver.
///
/// It runs from `output` against the links and so finds from every vertex the expected time that
/// remains. Walking forward from `input` along links that lose nothing then gives the decision, and
/// on a tie the walk stays on its tier: most is kept on the edge. O(m + n log n) for m links, n
/// vertices. There is always a decision, because the first tier can run everything.
class DijkstraSolver {
 public:
  /// Prepares the graph for the places of the layers and branches of `instance`.
  explicit DijkstraSolver(const Instance& instance);
  ~DijkstraSolver();
  DijkstraSolver(DijkstraSolver&&) noexcept;
  DijkstraSolver& operator=(DijkstraSolver&&) noexcept;
  DijkstraSolver(const DijkstraSolver&) = delete;
  DijkstraSolver& operator=(const DijkstraSolver&) = delete;

  /// The best decision for an instance with the same layers and branches in the same places.
  Solution solve(const Instance& instance);

  /// The best decision but one, after `solve` for the same instance.
  [[nodiscard]] Solution runner_up(const Instance& instance) const;

  [[nodiscard]] const PartitionGraph& graph() const;

 private:
  struct Search;
  std::unique_ptr<Search> search_;
};

}  // namespace popex
