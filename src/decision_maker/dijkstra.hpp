// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "decision_maker/partition_graph.hpp"
#include "decision_maker/solution.hpp"

namespace popex {

/// Dijkstra's algorithm on the partition graph: the paper's method and the default solver.
///
/// It runs from `output` against the links and so finds from every vertex the expected time that
/// remains. Walking forward from `input` along links that lose nothing then gives the decision, and
/// on a tie the walk stays on its tier: most is kept on the edge. O(m + n log n) for m links, n
/// vertices, plus the blocks' minimum cuts. There is always a decision, because the first tier can
/// run everything, or because where `Instance::allowed` forbids that, it allows another one.
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

  // After `solve`, for the same instance. On a network that is no chain the decisions below are the
  // paths of the partition graph: through a block only its minimum cut, no other placement. Where
  // `Instance::allowed` says where layers may run, those that would take forever are left out.

  /// The best decisions in rising order of their expected time, exact: `count` of them, or all.
  [[nodiscard]] std::vector<Solution> best(const Instance& instance, std::size_t count) const;

  /// Every decision, from everything on the last tier to everything on the first.
  void for_each_path(const Instance& instance, const std::function<void(Placement)>& visit) const;

  /// How many these are; at most the largest std::size_t.
  [[nodiscard]] std::size_t path_count(const Instance& instance) const;

  [[nodiscard]] const PartitionGraph& graph() const;

 private:
  struct Search;
  std::unique_ptr<Search> search_;
};

}  // namespace popex
