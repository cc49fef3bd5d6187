// SPDX-License-Identifier: MIT
#include "support/cut_network.hpp"

#include <limits>

#include <popex/units.hpp>

namespace popex::test {

CutNetwork cut_network(const Profile& profile, double mbps, double latency_ms) {
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  const std::vector<Layer>& layers = profile.layers();
  const std::size_t last = layers.size();
  const Mbps rate{mbps};

  CutNetwork network;
  network.source = 0;
  network.sink = last + 1;
  network.vertices = last + 2;

  std::vector<std::size_t> readers(last + 1, 0);
  for (const Layer& layer : layers) {
    for (const std::size_t tensor : layer.inputs) ++readers[tensor];
  }
  // Where the arcs to a tensor's readers begin, and what they carry.
  std::vector<std::size_t> sender(last + 1);
  std::vector<double> capacity(last + 1);
  for (std::size_t tensor = 0; tensor <= last; ++tensor) {
    const Bytes size = tensor == 0 ? *profile.input() : *layers[tensor - 1].output;
    sender[tensor] = tensor;
    capacity[tensor] = (size / rate).count();
    if (readers[tensor] < 2) continue;
    sender[tensor] = network.vertices++;
    network.arcs.push_back({tensor, sender[tensor], capacity[tensor]});
    capacity[tensor] = kInfinite;
  }
  for (std::size_t i = 1; i <= last; ++i) {
    const Layer& layer = layers[i - 1];
    const double latency = i == last ? latency_ms : 0;
    network.arcs.push_back({network.source, i, layer.time.back().value().count() + latency});
    network.arcs.push_back({i, network.sink, layer.time.front().value().count()});
    for (const std::size_t tensor : layer.inputs) {
      network.arcs.push_back({sender[tensor], i, capacity[tensor]});
      if (tensor != network.source) network.arcs.push_back({i, tensor, kInfinite});
    }
  }
  return network;
}

}  // namespace popex::test
