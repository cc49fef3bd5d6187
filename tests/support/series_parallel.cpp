// SPDX-License-Identifier: MIT
#include "support/series_parallel.hpp"

#include <string>
#include <utility>
#include <vector>

#include "support/random_seed.hpp"

namespace popex::test {
namespace {

constexpr double kCloudMs = 200;
constexpr double kFirstBytes = 200'000;
constexpr double kMostKept = 0.8;

struct Edge {
  std::size_t tail = 0;
  std::size_t head = 0;
};

/// Layers by number, with what reads what and an order in which all come after what they read.
struct Topology {
  std::vector<Edge> edges;
  std::vector<std::size_t> order;
  std::vector<std::size_t> parent;  // the layer that each read when it was added
};

/// The first layer is 0, the last one 1; neither exists alone, so `layers` is at least 2.
Topology grow(Random& random, std::size_t layers) {
  Topology topology;
  std::vector<Edge>& edges = topology.edges;
  edges.push_back({0, 1});
  std::vector<std::size_t> next(layers);  // in the order; a new layer stands right after its input
  next[0] = 1;
  topology.parent.assign(layers, 0);
  for (std::size_t added = 2; added < layers; ++added) {
    Edge& chosen = edges[integer_between(random, 0, edges.size() - 1)];
    const Edge edge = chosen;
    topology.parent[added] = edge.tail;
    next[added] = std::exchange(next[edge.tail], added);
    if (chance(random, 0.5)) {
      chosen.head = added;
    } else {
      edges.push_back({edge.tail, added});
    }
    edges.push_back({added, edge.head});
  }
  std::size_t layer = 0;
  for (std::size_t i = 0; i < layers; ++i, layer = next[layer]) topology.order.push_back(layer);
  return topology;
}

/// A layer's output is some part of that of the layer it read when it was added: the more tensors
/// there are side by side, the smaller they are.
std::vector<double> random_sizes(Random& random, const std::vector<std::size_t>& parent) {
  std::vector<double> bytes(parent.size(), 0);
  bytes[0] = kFirstBytes;
  for (std::size_t layer = 2; layer < parent.size(); ++layer) {
    bytes[layer] = bytes[parent[layer]] * real_between(random, 0, kMostKept);
  }
  return bytes;
}

ProfileData::Layer random_layer(Random& random, std::size_t number, double mean_cloud_ms) {
  const double cloud = mean_cloud_ms * real_between(random, 0, 2);
  const double edge = cloud * real_between(random, 3, 10);
  ProfileData::Layer layer;
  layer.name = "v" + std::to_string(number);
  layer.inputs.emplace();
  layer.time = {{"edge", Milliseconds(edge)}, {"cloud", Milliseconds(cloud)}};
  layer.output = Bytes{0};
  return layer;
}

}  // namespace

ProfileData series_parallel(std::size_t layers, std::uint64_t seed) {
  Random random(seed);
  ProfileData data;
  data.name = "series-parallel";
  data.input = Bytes{150'000};
  for (std::size_t i = 0; i < layers; ++i) {
    data.layers.push_back(random_layer(random, i + 1, kCloudMs / static_cast<double>(layers)));
  }
  data.layers.front().inputs->push_back("input");
  if (layers == 1) return data;

  const Topology topology = grow(random, layers);
  const std::vector<double> bytes = random_sizes(random, topology.parent);
  std::vector<std::size_t> place(layers);
  for (std::size_t i = 0; i < layers; ++i) place[topology.order[i]] = i;
  std::vector<std::vector<std::size_t>> readers(layers);
  for (const Edge& edge : topology.edges) readers[place[edge.tail]].push_back(place[edge.head]);
  for (std::size_t i = 0; i < layers; ++i) {
    data.layers[i].output = Bytes{bytes[topology.order[i]]};
    for (const std::size_t reader : readers[i]) {
      data.layers[reader].inputs->push_back(data.layers[i].name);
    }
  }
  return data;
}

}  // namespace popex::test
