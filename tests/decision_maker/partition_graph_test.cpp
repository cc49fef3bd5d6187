// SPDX-License-Identifier: MIT
#include "decision_maker/partition_graph.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "decision_maker/decisions.hpp"
#include "support/chain.hpp"
#include "support/random_profile.hpp"

namespace popex {
namespace {

using test::chain;

TEST(PartitionGraph, HasTheLinksAndWeightsOfTheDrawing) {
  //     x          0 ─10── 1 ──2── 2 ─12── 3 ──18── output
  //     edge       ○ ────▸ ○ ────▸ ○ ────▸ ○ ─────▸ ●
  //                6       3      1.8     1.2       ▴
  //     cloud      ○ ─1──▸ ○       ○ ─1.2▸ ○ ──2.4──┤      R = 0.6 after b1
  //                        └────────── 6 ───────────┘
  const Instance instance = chain(5000)
                                .layer({10, 1}, 2000)
                                .branch({2}, 0.4)
                                .layer({20, 2}, 1000)
                                .layer({30, 4}, 1)
                                .rate({8})
                                .latency({1})
                                .instance();
  PartitionGraph graph(instance);
  graph.reweigh(instance);
  EXPECT_EQ(graph.tiers(), 2U);
  EXPECT_EQ(graph.positions(), 4U);
  EXPECT_EQ(graph.vertex_count(), 9U);

  const auto edge = [&](std::size_t x) { return graph.vertex(0, x); };
  const auto cloud = [&](std::size_t x) { return graph.vertex(1, x); };
  const auto output = graph.output();
  EXPECT_EQ(graph.input(), edge(0));
  EXPECT_EQ(edge(4), output);
  EXPECT_EQ(cloud(4), output);

  using Ends = std::pair<PartitionGraph::Vertex, PartitionGraph::Vertex>;
  const std::map<Ends, double> expected = {
      {{edge(0), edge(1)}, 10},     // v1
      {{edge(1), edge(2)}, 2},      // b1
      {{edge(2), edge(3)}, 12},     // 0.6 · v2
      {{edge(3), output}, 18},      // 0.6 · v3
      {{edge(0), cloud(0)}, 6},     // 5 kB and the latency
      {{edge(1), cloud(1)}, 3},     // 2 kB, b1 not run
      {{edge(2), cloud(2)}, 1.8},   // 0.6 · that
      {{edge(3), cloud(3)}, 1.2},   // 0.6 · (1 kB and the latency)
      {{cloud(0), cloud(1)}, 1},    // v1
      {{cloud(1), output}, 6},      // v2 and v3 of those that did not meet b1
      {{cloud(2), cloud(3)}, 1.2},  // 0.6 · v2
      {{cloud(3), output}, 2.4},    // 0.6 · v3
  };
  ASSERT_EQ(graph.links().size(), expected.size());
  for (std::size_t i = 0; i < graph.links().size(); ++i) {
    const auto [tail, head] = graph.links()[i];
    const auto found = expected.find({tail, head});
    ASSERT_NE(found, expected.end()) << tail << " to " << head;
    EXPECT_DOUBLE_EQ(graph.weights()[i], found->second) << tail << " to " << head;
  }
}

/// Walks every path from `input` to `output`.
class Paths {
 public:
  struct Path {
    Placement placement;
    double length;
  };

  Paths(const PartitionGraph& graph, const Instance& instance)
      : graph_(graph), instance_(instance), places_(test::handovers(instance)) {
    go(graph.input(), {}, 0);
    std::sort(found_.begin(), found_.end(),
              [](const Path& a, const Path& b) { return keys(a.placement) < keys(b.placement); });
  }

  [[nodiscard]] const std::vector<Path>& found() const { return found_; }

 private:
  static std::vector<std::size_t> keys(const Placement& placement) {
    std::vector<std::size_t> positions;
    for (const Handover& h : placement) positions.push_back(h.layers + h.branches);
    return positions;
  }

  void go(PartitionGraph::Vertex at, const Placement& placement, double length) {
    if (at == graph_.output()) {
      Placement whole = placement;
      whole.resize(instance_.tiers - 1, places_.back());
      found_.push_back({whole, length});
      return;
    }
    for (std::size_t i = 0; i < graph_.links().size(); ++i) {
      const auto [tail, head] = graph_.links()[i];
      if (tail != at) continue;
      Placement next = placement;
      const std::size_t position = at / graph_.tiers();
      const bool stays_in_place = head != graph_.output() && head / graph_.tiers() == position;
      if (stays_in_place) next.push_back(places_[position]);
      go(head, next, length + graph_.weights()[i]);
    }
  }

  const PartitionGraph& graph_;
  const Instance& instance_;
  std::vector<Handover> places_;
  std::vector<Path> found_;
};

TEST(PartitionGraph, EveryPathIsOneDecisionAndItsLengthTheExpectedTime) {
  for (std::uint64_t number = 0; number < 500; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::RandomOptions options;
    options.most_layers = 6;
    options.most_branches = 4;
    const Instance instance = test::random_instance(random, options);
    PartitionGraph graph(instance);
    graph.reweigh(instance);

    const Paths paths(graph, instance);
    const std::vector<Placement> all = test::all_placements(instance);
    ASSERT_EQ(paths.found().size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      ASSERT_EQ(paths.found()[i].placement, all[i]);
      ASSERT_TRUE(test::same_time(paths.found()[i].length, test::time_of(instance, all[i])));
    }
  }
}

TEST(PartitionGraph, WeightsAreNoNansAndNotNegativeAndHeadsRise) {
  for (std::uint64_t number = 0; number < 1000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const Instance instance = test::random_instance(random);
    PartitionGraph graph(instance);
    graph.reweigh(instance);
    ASSERT_EQ(graph.weights().size(), graph.links().size());
    for (const double weight : graph.weights()) ASSERT_GE(weight, 0);  // false for NaN
    ASSERT_TRUE(std::is_sorted(graph.links().begin(), graph.links().end(),
                               [](const auto& a, const auto& b) { return a.head < b.head; }));
  }
}

TEST(PartitionGraph, ReweighingForgetsWhatWasBefore) {
  const auto network = [](double p) {
    return chain(5000).layer({10, 1}, 2000).branch({2}, p).layer({20, 2}, 1).rate({8}).instance();
  };
  PartitionGraph graph(network(0.4));
  graph.reweigh(network(1));
  graph.reweigh(network(0.7));
  PartitionGraph fresh(network(0.7));
  fresh.reweigh(network(0.7));
  EXPECT_EQ(graph.weights(), fresh.weights());
}

TEST(PartitionGraph, OneLayerHasTwoDecisions) {
  const Instance instance = chain(5000).layer({10, 1}, 1).rate({8}).instance();
  PartitionGraph graph(instance);
  graph.reweigh(instance);
  const Paths paths(graph, instance);
  ASSERT_EQ(paths.found().size(), 2U);
  EXPECT_EQ(paths.found()[0].placement, (Placement{{0, 0}}));
  EXPECT_DOUBLE_EQ(paths.found()[0].length, 6);
  EXPECT_EQ(paths.found()[1].placement, (Placement{{1, 0}}));
  EXPECT_DOUBLE_EQ(paths.found()[1].length, 10);
}

}  // namespace
}  // namespace popex
