// SPDX-License-Identifier: MIT
#include "decision_maker/min_cut.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>

#include "model/expected_time.hpp"
#include "model/numbers.hpp"

namespace popex {
namespace {

using Vertex = std::uint32_t;
using Capacity = std::int64_t;

}  // namespace

/// A flow network whose capacities are any number from 0 to infinity, and its minimum cut.
class MinCut::FlowNetwork {
 public:
  static constexpr Vertex source = 0;
  static constexpr Vertex sink = 1;

  /// Back to source and sink alone. Memory is kept: most blocks are small, and many.
  void clear() {
    vertices_ = 2;
    links_.clear();
  }
  Vertex add_vertex() { return vertices_++; }
  /// `back`: the capacity from head to tail.
  void add_link(Vertex tail, Vertex head, double capacity, double back = 0) {
    if (capacity > 0 || back > 0) links_.push_back({tail, head, capacity, back});
  }

  /// Whether no cut is finite.
  [[nodiscard]] bool must_cut_infinity() const {
    std::vector<std::vector<Vertex>> next(vertices_);
    for (const Link& link : links_) {
      if (std::isinf(link.capacity)) next[link.tail].push_back(link.head);
      if (std::isinf(link.back)) next[link.head].push_back(link.tail);
    }
    std::vector<bool> reached(vertices_, false);
    std::vector<Vertex> waiting{source};
    while (!waiting.empty()) {
      const Vertex v = waiting.back();
      waiting.pop_back();
      if (reached[v]) continue;
      reached[v] = true;
      waiting.insert(waiting.end(), next[v].begin(), next[v].end());
    }
    return reached[sink];
  }

  /// For each vertex whether it is on the sink's side. `bound` is the value of some cut; of all
  /// minimum cuts this is the one with most on the source's side.
  const std::vector<bool>& cut(double bound) {
    // No minimum cut has a link above the bound, so that much is as good as infinity.
    constexpr int bits = 60;
    constexpr int least_exponent = -900;  // the scale is finite; who could tell a shorter time?
    const int exponent = bound > 0 ? std::max(std::ilogb(bound) + 1, least_exponent) : 0;
    const double scale = std::ldexp(1.0, bits - exponent);  // a power of two: every digit is kept
    constexpr Capacity infinite = Capacity{1} << (bits + 1);
    const auto scaled = [&](double capacity) {
      return capacity > bound ? infinite : static_cast<Capacity>(capacity * scale);
    };
    // Every link beside the one that goes back, which also takes what is returned.
    const std::size_t count = 2 * links_.size();
    first_.assign(vertices_ + 1, 0);
    for (const Link& link : links_) {
      ++first_[link.tail + 1];
      ++first_[link.head + 1];
    }
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
    ends_.resize(count);
    capacity_.resize(count);
    reverse_.resize(count);
    for (const Link& link : links_) {
      const std::uint32_t there = first_[link.tail]++;
      const std::uint32_t back = first_[link.head]++;
      ends_[there] = {link.tail, link.head};
      ends_[back] = {link.head, link.tail};
      capacity_[there] = scaled(link.capacity);
      capacity_[back] = scaled(link.back);
      reverse_[there] = LinkDescriptor(link.head, back);
      reverse_[back] = LinkDescriptor(link.tail, there);
    }
    const Graph graph(boost::edges_are_sorted, ends_.begin(), ends_.end(), vertices_);
    residual_.resize(count);
    predecessor_.resize(vertices_);
    color_.resize(vertices_);
    distance_.resize(vertices_);
    const auto vertex_index = boost::get(boost::vertex_index, graph);
    const auto link_index = boost::get(boost::edge_index, graph);
    const auto by_link = [&](auto& values) {
      return boost::make_iterator_property_map(values.begin(), link_index);
    };
    const auto by_vertex = [&](auto& values) {
      return boost::make_iterator_property_map(values.begin(), vertex_index);
    };
    boost::boykov_kolmogorov_max_flow(
        graph, by_link(capacity_), by_link(residual_), by_link(reverse_), by_vertex(predecessor_),
        by_vertex(color_), by_vertex(distance_), vertex_index, Vertex{source}, Vertex{sink});
    // White is all that can still reach the sink.
    behind_.resize(vertices_);
    for (Vertex v = 0; v < vertices_; ++v) behind_[v] = color_[v] == boost::white_color;
    return behind_;
  }

 private:
  struct Link {
    Vertex tail;
    Vertex head;
    double capacity;
    double back;
  };
  using Graph =
      boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                         boost::no_property, std::uint32_t, std::uint32_t>;
  using LinkDescriptor = boost::graph_traits<Graph>::edge_descriptor;

  Vertex vertices_ = 2;
  std::vector<Link> links_;
  // By link of the graph that Boost sees.
  std::vector<std::pair<Vertex, Vertex>> ends_;
  std::vector<Capacity> capacity_;
  std::vector<Capacity> residual_;
  std::vector<LinkDescriptor> reverse_;
  // By vertex.
  std::vector<std::uint32_t> first_;
  std::vector<LinkDescriptor> predecessor_;
  std::vector<boost::default_color_type> color_;
  std::vector<std::uint32_t> distance_;
  std::vector<bool> behind_;
};

namespace {

/// Sets up the flow network of a block and reads the placement out of its cut.
class BlockNetwork {
 public:
  using FlowNetwork = MinCut::FlowNetwork;

  /// `end_is_free`: the last layer need not get to tier `to`.
  BlockNetwork(FlowNetwork& network, const Instance& instance, const Block& block, std::size_t from,
               std::size_t to, bool end_is_free)
      : network_(network),
        instance_(instance),
        block_(block),
        from_(from),
        boundaries_(to - from),
        layers_(block.end - block.begin),
        end_is_free_(end_is_free) {}

  /// Capacities are differences of times, and what is exact to the last digit of the largest of
  /// them may be nothing of the kind for the others. But a time that is longer than a whole
  /// placement is in no minimum cut, however long it is: twice that will do, of the shortest
  /// placement known.
  BlockCut solve() {
    if (!may_end_behind()) return {kNever, {}};
    double known = std::min(time_of_all_on(to()), time_of_all_on(from_));
    while (true) {
      most_ = known > 0 ? 2 * known : kInfinity;
      BlockCut cut = solve_with_times_up_to_most();
      const double found = cut.time.count();
      if (found == 0 || !(found < known / 16)) return cut;
      known = found;
    }
  }

 private:
  BlockCut solve_with_times_up_to_most() {
    // The value of a cut that is no worse than these two; where they may not be, of no cut.
    const bool restricted = !instance_.allowed.empty();
    const double simple = std::min(all_behind(), all_but_last_before());
    double known = kInfinity;
    if (!restricted) known = simple;
    double finite = 0;
    const double bias = std::isfinite(simple)
                            ? simple * kTieTolerance / (8 * static_cast<double>(vertex_count()))
                            : 0;
    BlockCut cut;
    if (!restricted && all_go_evidently(bias)) {
      cut.tier.assign(layers_, static_cast<std::uint8_t>(from_ + boundaries_));
      cut.time = time_of(cut.tier);
      return cut;
    }
    network_.clear();
    for (std::size_t i = 0; i < vertex_count(); ++i) network_.add_vertex();
    const auto add = [&](Vertex tail, Vertex head, double capacity, double back = 0) {
      network_.add_link(tail, head, capacity, back);
      if (std::isfinite(capacity)) finite += capacity;
    };
    for (std::size_t b = 0; b < boundaries_; ++b) {
      for (std::size_t i = 0; i < layers_; ++i) {
        const double more = costs_more_behind(b, i) + bias;  // a tie is no reason to move on
        add(FlowNetwork::source, vertex(b, i), std::max(more, 0.0));
        add(vertex(b, i), FlowNetwork::sink, std::max(-more, 0.0));
        if (b > 0) add(vertex(b - 1, i), vertex(b, i), kInfinity);
        if (restricted) {
          const TierRange allowed = instance_.allowed[block_.begin + i];
          if (from_ + b >= allowed.last) add(FlowNetwork::source, vertex(b, i), kInfinity);
          if (from_ + b < allowed.first) add(vertex(b, i), FlowNetwork::sink, kInfinity);
        }
      }
      add_tensors(b, add);
      if (end_is_free_) {
        add(FlowNetwork::source, vertex(b, layers_ - 1), instance_.latency[from_ + b].count());
      } else {
        add(vertex(b, layers_ - 1), FlowNetwork::sink, kInfinity);
      }
    }
    if (std::isinf(known) && network_.must_cut_infinity()) return {kNever, {}};
    const double bound = std::min(known, finite) * (1 + kTieTolerance);
    const std::vector<bool>& behind = network_.cut(bound);

    cut.tier.assign(layers_, static_cast<std::uint8_t>(from_));
    for (std::size_t b = 0; b < boundaries_; ++b) {
      for (std::size_t i = 0; i < layers_; ++i) {
        if (behind[vertex(b, i)]) ++cut.tier[i];
      }
    }
    cut.time = time_of(cut.tier);
    return cut;
  }

  [[nodiscard]] std::size_t to() const { return from_ + boundaries_; }
  /// Of every layer on one tier, but for the last where that has to get to tier `to`.
  [[nodiscard]] double time_of_all_on(std::size_t tier) const {
    if (!instance_.allowed.empty()) return kInfinity;  // they may not be there
    std::vector<std::uint8_t> tiers(layers_, static_cast<std::uint8_t>(tier));
    if (!end_is_free_) tiers.back() = static_cast<std::uint8_t>(to());
    return time_of(tiers).count();
  }
  /// Whether the tiers from … to are among those that each layer may run on.
  [[nodiscard]] bool may_end_behind() const {
    if (instance_.allowed.empty()) return true;
    const auto range = std::span(instance_.allowed).subspan(block_.begin, layers_);
    return std::all_of(range.begin(), range.end(), [&](const TierRange& allowed) {
      return allowed.first <= from_ + boundaries_ && from_ <= allowed.last;
    });
  }
  [[nodiscard]] std::size_t vertex_count() const { return layers_ * boundaries_; }
  [[nodiscard]] Vertex vertex(std::size_t boundary, std::size_t layer) const {
    return static_cast<Vertex>(2 + boundary * layers_ + layer);
  }
  [[nodiscard]] double costs_more_behind(std::size_t boundary, std::size_t layer) const {
    const std::size_t i = block_.begin + layer;
    return std::min(instance_.layer_time(from_ + boundary + 1, i).count(), most_) -
           std::min(instance_.layer_time(from_ + boundary, i).count(), most_);
  }
  [[nodiscard]] double transfer(std::size_t boundary, std::size_t tensor) const {
    return (instance_.tensors[tensor] / instance_.rate[from_ + boundary]).count();
  }

  template <class Add>
  void add_tensors(std::size_t b, const Add& add) {
    const auto& reads = block_.reads;
    for (std::size_t r = 0; r < reads.size();) {
      const std::size_t tensor = reads[r].tensor;
      std::size_t end = r;
      while (end < reads.size() && reads[end].tensor == tensor) ++end;
      const bool enters = tensor == block_.begin;
      const Vertex made = enters ? FlowNetwork::source : vertex(b, tensor - 1 - block_.begin);
      Vertex sent = made;
      const double capacity = transfer(b, tensor);
      if (end - r > 1) {
        sent = network_.add_vertex();
        add(made, sent, capacity);
      }
      for (; r < end; ++r) {
        const Vertex reader = vertex(b, reads[r].layer - block_.begin);
        if (sent == made) {
          add(made, reader, capacity, enters ? 0 : kInfinity);
        } else {
          add(sent, reader, kInfinity);
          if (!enters) add(reader, made, kInfinity);
        }
      }
    }
  }

  /// Whether it takes no flow to see that every layer is best off on tier `to`: behind each
  /// boundary every layer but the last is faster, and those that read the input save more than
  /// sending it costs. Frequent where the later tier is the faster one, as in a residual block,
  /// whose last layer reads the input and has to go.
  [[nodiscard]] bool all_go_evidently(double bias) const {
    if (end_is_free_) return false;
    const std::size_t last = layers_ - 1;
    for (std::size_t b = 0; b < boundaries_; ++b) {
      for (std::size_t i = 0; i < last; ++i) {
        if (costs_more_behind(b, i) + bias >= 0) return false;
      }
      double saved = 0;
      for (const auto& [tensor, layer] : block_.reads) {
        if (tensor != block_.begin) break;
        const std::size_t i = layer - block_.begin;
        if (i == last) {  // it goes in any case
          saved = kInfinity;
          break;
        }
        saved -= costs_more_behind(b, i) + bias;
      }
      if (!(saved > transfer(b, block_.begin))) return false;
    }
    return true;
  }

  /// Σ of what layers cost more, or less, behind their boundaries: the values of the cuts that have
  /// every layer on one side, but for the last, plus what they send.
  [[nodiscard]] double all_behind() const {
    double value = 0;
    for (std::size_t b = 0; b < boundaries_; ++b) {
      for (std::size_t i = 0; i < layers_; ++i) value += std::max(costs_more_behind(b, i), 0.0);
      value +=
          transfer(b, block_.begin) + (end_is_free_ ? instance_.latency[from_ + b].count() : 0);
    }
    return value;
  }
  [[nodiscard]] double all_but_last_before() const {
    const std::size_t last = layers_ - 1;
    double value = 0;
    for (std::size_t b = 0; b < boundaries_; ++b) {
      for (std::size_t i = 0; i < last; ++i) value += std::max(-costs_more_behind(b, i), 0.0);
      if (end_is_free_) {
        value += std::max(-costs_more_behind(b, last), 0.0);
        continue;
      }
      value += std::max(costs_more_behind(b, last), 0.0);
      for (const auto& [tensor, layer] : block_.reads) {
        if (layer == block_.begin + last) value += transfer(b, tensor);
      }
    }
    return value;
  }

  [[nodiscard]] Milliseconds time_of(const std::vector<std::uint8_t>& tier) const {
    Milliseconds time{0};
    for (std::size_t i = 0; i < layers_; ++i) {
      time += instance_.layer_time(tier[i], block_.begin + i);
    }
    // Each tensor goes as far as the reader that is the furthest away.
    std::vector<std::uint8_t> furthest(layers_, 0);
    for (const auto& [tensor, layer] : block_.reads) {
      std::uint8_t& far = furthest[tensor - block_.begin];
      far = std::max(far, tier[layer - block_.begin]);
    }
    for (std::size_t t = 0; t < layers_; ++t) {
      const std::size_t made_on = t == 0 ? from_ : tier[t - 1];
      for (std::size_t k = made_on; k < furthest[t]; ++k) {
        time += instance_.tensors[block_.begin + t] / instance_.rate[k];
      }
    }
    for (std::size_t k = from_; k < tier.back(); ++k) time += instance_.latency[k];
    return time;
  }

  FlowNetwork& network_;
  const Instance& instance_;
  const Block& block_;
  std::size_t from_;
  std::size_t boundaries_;
  std::size_t layers_;
  bool end_is_free_;
  double most_ = kInfinity;  // ms that a layer counts for
};

/// What each layer of the network reads, as one block.
Block whole_network(const Instance& instance) {
  Block whole{0, instance.layers, {}};
  std::size_t layer = 0;
  for (const Block& block : instance.blocks()) {
    for (; layer < block.begin; ++layer) whole.reads.push_back({layer, layer});
    whole.reads.insert(whole.reads.end(), block.reads.begin(), block.reads.end());
    layer = block.end;
  }
  for (; layer < instance.layers; ++layer) whole.reads.push_back({layer, layer});
  return whole;
}

}  // namespace

MinCut::MinCut() = default;
MinCut::~MinCut() = default;
MinCut::MinCut(MinCut&&) noexcept = default;
MinCut& MinCut::operator=(MinCut&&) noexcept = default;

MinCut::FlowNetwork& MinCut::network() {
  if (!network_) network_ = std::make_unique<FlowNetwork>();
  return *network_;
}

BlockCut MinCut::through(const Instance& instance, const Block& block, std::size_t from,
                         std::size_t to) {
  return BlockNetwork(network(), instance, block, from, to, false).solve();
}

BlockCut MinCut::of_whole(const Instance& instance) {
  const Block whole = whole_network(instance);
  return BlockNetwork(network(), instance, whole, 0, instance.tiers - 1, true).solve();
}

Solution solve_min_cut(const Instance& instance) {
  const BlockCut cut = MinCut().of_whole(instance);
  const std::vector<std::size_t> no_branches(instance.tiers - 1, 0);
  return {placement_of(instance, cut.tier, no_branches), cut.time};
}

Placement placement_of(const Instance& instance, const std::vector<std::uint8_t>& tier,
                       const std::vector<std::size_t>& branches) {
  Placement placement;
  for (std::size_t k = 0; k + 1 < instance.tiers; ++k) {
    const auto moved =
        std::find_if(tier.begin(), tier.end(), [&](std::uint8_t t) { return t > k; });
    Handover handover{static_cast<std::size_t>(moved - tier.begin()), branches[k], {}};
    // Inside a block it is from where the block begins that the layers are told one by one.
    const std::span<const Block> blocks = instance.blocks();
    const auto after =
        std::upper_bound(blocks.begin(), blocks.end(), handover.layers,
                         [](std::size_t layer, const Block& block) { return layer < block.end; });
    if (after != blocks.end() && after->begin <= handover.layers) {
      handover.layers = after->begin;
      for (std::size_t i = after->begin; i < after->end; ++i) {
        if (tier[i] <= k) handover.ahead.push_back(i);
      }
    }
    placement.push_back(std::move(handover));
  }
  return placement;
}

}  // namespace popex
