// SPDX-License-Identifier: MIT
#include "decision_maker/dijkstra.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>

#include "decision_maker/progress.hpp"

namespace popex {
namespace {

using Vertex = PartitionGraph::Vertex;
/// The partition graph with its links turned round; weights stay outside, so that it is built once.
using ReversedGraph =
    boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                       boost::no_property, std::uint32_t, std::uint32_t>;

ReversedGraph reversed(const PartitionGraph& graph) {
  std::vector<std::pair<Vertex, Vertex>> links;
  links.reserve(graph.links().size());
  for (const PartitionGraph::Link& link : graph.links()) links.emplace_back(link.head, link.tail);
  return {boost::edges_are_sorted, links.begin(), links.end(),
          static_cast<Vertex>(graph.vertex_count())};
}

}  // namespace

struct DijkstraSolver::Search {
  explicit Search(const Instance& instance)
      : graph(instance), against(reversed(graph)), remaining(graph.vertex_count()) {}

  void run(const Instance& instance) {
    graph.reweigh(instance);
    constexpr double unreached = std::numeric_limits<double>::max();
    std::fill(remaining.begin(), remaining.end(), unreached);
    remaining[graph.output()] = 0;
    const auto index = boost::get(boost::vertex_index, against);
    // boost::closed_plus would take an infinite weight for its own "unreached".
    boost::dijkstra_shortest_paths_no_color_map_no_init(
        against, graph.output(), boost::dummy_property_map(),
        boost::make_iterator_property_map(remaining.begin(), index),
        boost::make_iterator_property_map(graph.weights().begin(),
                                          boost::get(boost::edge_index, against)),
        index, std::less<>(), std::plus<>(), unreached, 0.0, boost::default_dijkstra_visitor());
  }

  /// The decision whose path starts as `placement` says, on `tier` at `at`, and then loses at most
  /// `slack` ms against the shortest way on.
  Placement walk(const Instance& instance, Placement placement, Progress at, std::size_t tier,
                 double slack) const {
    while (tier + 1 < instance.tiers && at.done.layers < instance.layers) {
      const double here = remaining[graph.vertex(tier, at.position())];
      const double staying =
          at.step_time(instance, tier).count() + remaining[graph.vertex(tier, at.position() + 1)];
      if (staying - here <= slack) {
        slack -= std::max(0.0, staying - here);
        at.advance(instance);
      } else {
        placement.push_back(at.done);
        ++tier;
      }
    }
    placement.resize(instance.tiers - 1, {instance.layers, instance.branches});
    return placement;
  }

  PartitionGraph graph;
  ReversedGraph against;
  std::vector<double> remaining;  // from each vertex to `output`, in ms
};

DijkstraSolver::DijkstraSolver(const Instance& instance)
    : search_(std::make_unique<Search>(instance)) {}
DijkstraSolver::~DijkstraSolver() = default;
DijkstraSolver::DijkstraSolver(DijkstraSolver&&) noexcept = default;
DijkstraSolver& DijkstraSolver::operator=(DijkstraSolver&&) noexcept = default;

const PartitionGraph& DijkstraSolver::graph() const { return search_->graph; }

Solution DijkstraSolver::solve(const Instance& instance) {
  search_->run(instance);
  const double shortest = search_->remaining[PartitionGraph::input()];
  return {search_->walk(instance, {}, {}, 0, kTieTolerance * shortest), Milliseconds(shortest)};
}

Solution DijkstraSolver::runner_up(const Instance& instance) const {
  // Any other path leaves the best one at some vertex and goes on in the shortest way from there,
  // so trying each vertex of the best path finds the second best.
  const Search& search = *search_;
  const double shortest = search.remaining[PartitionGraph::input()];
  const Placement best = search.walk(instance, {}, {}, 0, kTieTolerance * shortest);
  Solution second{{}, Milliseconds(std::numeric_limits<double>::infinity())};
  Progress at;
  std::size_t tier = 0;
  double passed = 0;
  while (tier + 1 < instance.tiers && at.done.layers < instance.layers) {
    const std::size_t x = at.position();
    const double step = at.step_time(instance, tier).count();
    const double upload = at.upload_time(instance, tier).count();
    const bool best_moves = best[tier] == at.done;
    const PartitionGraph& graph = search.graph;
    const double detour =
        passed + (best_moves ? step + search.remaining[graph.vertex(tier, x + 1)]
                             : upload + search.remaining[graph.vertex(tier + 1, x)]);
    if (detour <= (1 + kTieTolerance) * second.expected_time.count()) {
      Placement prefix(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(tier));
      Progress from = at;
      std::size_t on = tier;
      if (best_moves) {
        from.advance(instance);
      } else {
        prefix.push_back(at.done);
        ++on;
      }
      second = {search.walk(instance, std::move(prefix), from, on, kTieTolerance * detour),
                Milliseconds(detour)};
    }
    if (best_moves) {
      passed += upload;
      ++tier;
    } else {
      passed += step;
      at.advance(instance);
    }
  }
  return second;
}

}  // namespace popex
