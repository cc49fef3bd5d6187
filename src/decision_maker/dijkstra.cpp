// SPDX-License-Identifier: MIT
#include "decision_maker/dijkstra.hpp"

#include <algorithm>
#include <cmath>
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

/// A path from `input` as far as it has come.
struct Way {
  Placement placement;
  Progress at;
  std::size_t tier = 0;
  double passed = 0;  ///< ms
};

/// A link of the partition graph.
struct Move {
  enum class Kind { step, cross, upload };
  Kind kind;
  std::size_t to;    ///< tier
  double time;       ///< ms
  double remaining;  ///< from its head to `output`, in ms
};

}  // namespace

struct DijkstraSolver::Search {
  explicit Search(const Instance& instance)
      : graph(instance), against(reversed(graph)), remaining(graph.vertex_count()) {}

  void run(const Instance& instance) {
    graph.reweigh(instance);
    constexpr double unreached = std::numeric_limits<double>::infinity();
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

  /// The expected time that remains at a place of the network.
  [[nodiscard]] double remaining_at(std::size_t tier, std::size_t position) const {
    return remaining[graph.vertex(tier, position)];
  }

  /// Goes on from `way` to the network's end and loses at most `slack` ms against the shortest way.
  /// `passing` is called before each move.
  template <class Passing>
  Way walk(const Instance& instance, Way way, double slack, const Passing& passing) const {
    while (way.tier + 1 < instance.tiers && way.at.done.layers < instance.layers) {
      const double here = remaining_at(way.tier, way.at.position);
      const auto loses = [&](const Move& move) { return move.time + move.remaining - here; };
      Move move = step(instance, way);
      if (!(loses(move) <= slack)) {
        move = upload(instance, way);
        if (way.at.next_block(instance) != nullptr) {
          // The first one keeps most; of those that tie with it, the one that crosses least.
          for (std::size_t to = instance.tiers; --to > way.tier;) {
            const Move across = cross(instance, way, to);
            if (loses(across) <= slack) move = across;
          }
        }
      }
      slack -= std::max(0.0, loses(move));
      passing(way, move);
      take(instance, move, way);
    }
    way.placement.resize(instance.tiers - 1, {instance.layers, instance.branches, {}});
    return way;
  }
  Way walk(const Instance& instance, Way way, double slack) const {
    return walk(instance, std::move(way), slack, [](const Way&, const Move&) {});
  }

  Move step(const Instance& instance, const Way& way) const {
    return {Move::Kind::step, way.tier, way.at.step_time(instance, way.tier).count(),
            remaining_at(way.tier, way.at.position + 1)};
  }
  Move cross(const Instance& instance, const Way& way, std::size_t to) const {
    return {Move::Kind::cross, to, graph.crossing_time(instance, way.at, way.tier, to).count(),
            remaining_at(to, way.at.position + 1)};
  }
  Move upload(const Instance& instance, const Way& way) const {
    return {Move::Kind::upload, way.tier + 1, way.at.upload_time(instance, way.tier).count(),
            remaining_at(way.tier + 1, way.at.position)};
  }

  /// Every move that is possible on a tier before the last, from the one that keeps least there.
  template <class Visit>
  void for_each_move(const Instance& instance, const Way& way, const Visit& visit) const {
    const auto consider = [&](const Move& move) {
      // Where layers may not run anywhere, what takes forever is no decision.
      if (instance.allowed.empty() || std::isfinite(move.time + move.remaining)) visit(move);
    };
    consider(upload(instance, way));
    if (way.at.next_block(instance) != nullptr) {
      for (std::size_t to = instance.tiers; --to > way.tier;) {
        if (graph.cuts().is_used(way.at.blocks_done, way.tier, to)) {
          consider(cross(instance, way, to));
        }
      }
    }
    consider(step(instance, way));
  }

  void take(const Instance& instance, const Move& move, Way& way) const {
    switch (move.kind) {
      case Move::Kind::step:
        way.at.advance(instance);
        break;
      case Move::Kind::cross:
        graph.cuts().append_handovers(instance, way.at.blocks_done, way.tier, move.to,
                                      way.at.done.branches, way.placement);
        way.at.advance(instance);
        break;
      case Move::Kind::upload:
        way.placement.push_back(way.at.handover());
        break;
    }
    way.tier = move.to;
    way.passed += move.time;
  }

  /// Every way to `output`, from the one that keeps least on its tier.
  void visit_all(const Instance& instance, const std::function<void(Placement)>& visit) const {
    std::vector<Way> waiting(1);  // the next one last
    while (!waiting.empty()) {
      const Way way = std::move(waiting.back());
      waiting.pop_back();
      if (way.tier + 1 == instance.tiers || way.at.done.layers == instance.layers) {
        visit(walk(instance, way, 0).placement);
        continue;
      }
      const std::size_t others = waiting.size();
      for_each_move(instance, way, [&](const Move& move) {
        waiting.push_back(way);
        take(instance, move, waiting.back());
      });
      std::reverse(waiting.begin() + static_cast<std::ptrdiff_t>(others), waiting.end());
    }
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
  return {search_->walk(instance, {}, kTieTolerance * shortest).placement, Milliseconds(shortest)};
}

std::vector<Solution> DijkstraSolver::best(const Instance& instance, std::size_t count) const {
  // Paths are told apart by where they leave the ones found before (Lawler 1972): each candidate
  // stands for all paths that begin as it does, and the shortest of these is known, because what
  // remains is known at every vertex.
  struct Candidate {
    double time;
    Way way;
  };
  const Search& search = *search_;
  std::vector<Candidate> candidates;  // the shortest last; no more than are still wanted
  candidates.push_back({search.remaining[PartitionGraph::input()], {}});
  std::vector<Solution> found;
  while (found.size() < count && !candidates.empty()) {
    const Candidate next = std::move(candidates.back());
    candidates.pop_back();
    const std::size_t wanted = count - found.size() - 1;
    const auto add = [&](const Way& way, const Move& move) {
      const double time = way.passed + move.time + move.remaining;
      // What comes later on the way keeps more on its tier, and wins a tie.
      const auto place = std::find_if(
          candidates.begin(), candidates.end(),
          [&](const Candidate& other) { return time >= (1 + kTieTolerance) * other.time; });
      if (candidates.size() == wanted && place == candidates.begin()) return;
      Candidate made{time, way};
      search.take(instance, move, made.way);
      candidates.insert(place, std::move(made));
      if (candidates.size() > wanted) candidates.erase(candidates.begin());
    };
    Way way = search.walk(instance, next.way, kTieTolerance * next.time,
                          [&](const Way& at, const Move& taken) {
                            if (wanted == 0) return;
                            search.for_each_move(instance, at, [&](const Move& move) {
                              if (move.kind != taken.kind || move.to != taken.to) add(at, move);
                            });
                          });
    found.push_back({std::move(way.placement), Milliseconds(next.time)});
  }
  return found;
}

void DijkstraSolver::for_each_path(const Instance& instance,
                                   const std::function<void(Placement)>& visit) const {
  search_->visit_all(instance, visit);
}

std::size_t DijkstraSolver::path_count(const Instance& instance) const {
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  const auto add = [](std::size_t& sum, std::size_t more) {
    sum = more > most - sum ? most : sum + more;
  };
  const std::size_t last = instance.tiers - 1;
  std::size_t rest = instance.layers;  // from here on the last tier may run everything
  while (rest > 0 && instance.may_run(last, rest - 1)) --rest;
  std::size_t ended = 0;
  std::vector<std::size_t> ways(instance.tiers, 0);  // to be here, on each tier
  ways[0] = 1;
  Progress at;
  while (at.done.layers < instance.layers) {
    for (std::size_t tier = 0; tier < last; ++tier) {
      // As in `for_each_move`.
      const bool counts =
          instance.allowed.empty() || std::isfinite(at.upload_time(instance, tier).count());
      if (counts) add(ways[tier + 1], ways[tier]);
    }
    if (at.done.layers >= rest) add(ended, ways[last]);
    ways[last] = 0;
    const bool crosses = at.next_block(instance) != nullptr;
    for (std::size_t to = last + 1; to-- > 0;) {
      if (to < last && std::isinf(at.step_time(instance, to).count())) ways[to] = 0;
      for (std::size_t from = 0; crosses && from < to; ++from) {
        if (search_->graph.cuts().is_used(at.blocks_done, from, to)) add(ways[to], ways[from]);
      }
    }
    at.advance(instance);
  }
  for (const std::size_t count : ways) add(ended, count);
  return ended;
}

}  // namespace popex
