// SPDX-License-Identifier: MIT
#include "support/lemon_min_cut.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <lemon/preflow.h>
#include <lemon/static_graph.h>
#include <utility>
#include <vector>

namespace popex::test {
namespace {

using Graph = lemon::StaticDigraph;
using Capacities = Graph::ArcMap<std::int64_t>;

/// The arcs by tail, as StaticDigraph wants them.
std::vector<CutNetwork::Arc> sorted_arcs(const CutNetwork& network) {
  std::vector<std::size_t> next(network.vertices + 1, 0);
  for (const CutNetwork::Arc& arc : network.arcs) ++next[arc.tail + 1];
  for (std::size_t i = 0; i < network.vertices; ++i) next[i + 1] += next[i];
  std::vector<CutNetwork::Arc> sorted(network.arcs.size());
  for (const CutNetwork::Arc& arc : network.arcs) sorted[next[arc.tail]++] = arc;
  return sorted;
}

/// Capacities as integers. No minimum cut has an arc above `most`, the lesser of two cuts, so
/// whatever is above it counts as twice that. The scale is a power of two, so that most capacities
/// keep every digit, and leaves room for all that the source can send.
class Scale {
 public:
  explicit Scale(const CutNetwork& network) {
    double from_source = 0;
    double into_sink = 0;
    for (const CutNetwork::Arc& arc : network.arcs) {
      if (arc.tail == network.source) from_source += arc.capacity;
      if (arc.head == network.sink) into_sink += arc.capacity;
    }
    most_ = std::min(from_source, into_sink);
    if (most_ == 0) return;
    double sent = 0;
    for (const CutNetwork::Arc& arc : network.arcs) {
      if (arc.tail == network.source) sent += bounded(arc.capacity);
    }
    exponent_ = 60 - std::ilogb(std::max(sent, 2 * most_));
  }

  [[nodiscard]] double most() const { return most_; }
  [[nodiscard]] std::int64_t operator()(double capacity) const {
    return std::llround(std::ldexp(bounded(capacity), exponent_));
  }

 private:
  [[nodiscard]] double bounded(double capacity) const {
    return capacity > most_ ? 2 * most_ : capacity;
  }

  double most_ = 0;
  int exponent_ = 0;
};

}  // namespace

double lemon_min_cut(const CutNetwork& network) {
  const Scale scale(network);
  if (scale.most() == 0) return 0;

  const std::vector<CutNetwork::Arc> arcs = sorted_arcs(network);
  std::vector<std::pair<int, int>> ends;
  ends.reserve(arcs.size());
  for (const CutNetwork::Arc& arc : arcs) {
    ends.emplace_back(static_cast<int>(arc.tail), static_cast<int>(arc.head));
  }
  Graph graph;
  graph.build(static_cast<int>(network.vertices), ends.begin(), ends.end());
  Capacities capacities(graph);
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    capacities[Graph::arc(static_cast<int>(i))] = scale(arcs[i].capacity);
  }
  lemon::Preflow<Graph, Capacities> preflow(graph, capacities,
                                            Graph::node(static_cast<int>(network.source)),
                                            Graph::node(static_cast<int>(network.sink)));
  preflow.runMinCut();

  double cut = 0;
  for (const CutNetwork::Arc& arc : arcs) {
    if (preflow.minCut(Graph::node(static_cast<int>(arc.tail))) &&
        !preflow.minCut(Graph::node(static_cast<int>(arc.head)))) {
      cut += arc.capacity;
    }
  }
  return cut;
}

double lemon_min_cut_ms(const Profile& profile, double mbps, double latency_ms) {
  return lemon_min_cut(cut_network(profile, mbps, latency_ms));
}

}  // namespace popex::test
