// SPDX-License-Identifier: MIT
#include "report/drawing.hpp"

#include <numeric>

#include <fmt/format.h>

#include "decision_maker/progress.hpp"
#include "report/wording.hpp"

namespace popex::report {
namespace {

using Kind = Drawing::Vertex::Kind;

std::string times(const Profile& profile, const std::vector<std::optional<Milliseconds>>& by_tier) {
  std::string text;
  for (std::size_t k = 0; k < by_tier.size(); ++k) {
    if (!by_tier[k]) continue;
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}", profile.tiers()[k], duration(*by_tier[k]));
  }
  return text;
}

/// For each vertex on the placement's path the next one; itself for the others.
std::vector<PartitionGraph::Vertex> path_of(const Instance& instance, const PartitionGraph& graph,
                                            const Placement& placement) {
  std::vector<PartitionGraph::Vertex> next(graph.vertex_count());
  std::iota(next.begin(), next.end(), PartitionGraph::Vertex{0});
  Progress at;
  std::size_t tier = 0;
  while (at.done.layers < instance.layers) {
    const PartitionGraph::Vertex here = graph.vertex(tier, at.position());
    if (tier < placement.size() && placement[tier] == at.done) {
      next[here] = graph.vertex(++tier, at.position());
    } else if (tier == placement.size() && instance.branch_is_next(at.done)) {
      next[here] = graph.output();
      break;
    } else {
      at.advance(instance);
      next[here] = graph.vertex(tier, at.position());
    }
  }
  return next;
}

}  // namespace

Drawing draw_network(const Profile& profile) {
  Drawing drawing{profile.name(), "network", profile.tiers(), {}, {}};
  const auto tensor_id = [](std::size_t i) { return fmt::format("t{}", i); };
  drawing.vertices.push_back({tensor_id(0), "input", "", Kind::end, {}, false});
  const std::vector<Layer>& layers = profile.layers();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    drawing.vertices.push_back(
        {tensor_id(i + 1), layers[i].name, times(profile, layers[i].time), Kind::layer, {}, false});
    for (const std::size_t tensor : layers[i].inputs) {
      const Bytes size = tensor == 0 ? profile.input() : layers[tensor - 1].output;
      drawing.links.push_back({tensor_id(tensor), tensor_id(i + 1), size, {}, false, false});
    }
  }
  drawing.vertices.push_back({"output", "output", "", Kind::end, {}, false});
  drawing.links.push_back({tensor_id(layers.size()), "output", {}, {}, false, false});
  for (std::size_t j = 0; j < profile.branches().size(); ++j) {
    const Branch& branch = profile.branches()[j];
    const std::string id = fmt::format("b{}", j);
    drawing.vertices.push_back(
        {id,
         branch.name,
         branch.exit_probability ? fmt::format("exits with p = {}", branch.exit_probability->value)
                                 : "exits",
         Kind::branch,
         {},
         false});
    drawing.links.push_back({tensor_id(branch.after), id, {}, {}, true, false});
  }
  return drawing;
}

Drawing draw_partition(const Profile& profile, const Instance& instance,
                       const PartitionGraph& graph, const Placement& placement) {
  const std::vector<PartitionGraph::Vertex> next = path_of(instance, graph, placement);
  const auto on_path = [&](PartitionGraph::Vertex v) {
    return v == graph.output() || next[v] != v;
  };
  const auto id = [](PartitionGraph::Vertex v) { return fmt::format("v{}", v); };

  Drawing drawing{profile.name(), "partition", profile.tiers(), {}, {}};
  const auto add = [&](PartitionGraph::Vertex v, std::string name,
                       std::optional<std::size_t> tier) {
    drawing.vertices.push_back({id(v), std::move(name), tier ? profile.tiers()[*tier] : "",
                                tier ? Kind::state : Kind::end, tier, on_path(v)});
  };
  Progress at;
  std::string last_step = "input";
  for (std::size_t x = 0; x < graph.positions(); ++x) {
    // A vertex has the name of the step that led to it; on the last tier, of the layer that is
    // next.
    for (std::size_t tier = 0; tier < graph.tiers(); ++tier) {
      const bool last = tier + 1 == graph.tiers();
      const bool is_input = x == 0 && tier == 0;
      add(graph.vertex(tier, x), last ? profile.layers()[at.done.layers].name : last_step,
          is_input ? std::nullopt : std::optional(tier));
    }
    last_step = instance.branch_is_next(at.done) ? profile.branches()[at.done.branches].name
                                                 : profile.layers()[at.done.layers].name;
    at.advance(instance);
  }
  add(graph.output(), "output", std::nullopt);
  for (std::size_t i = 0; i < graph.links().size(); ++i) {
    const PartitionGraph::Link& link = graph.links()[i];
    drawing.links.push_back({id(link.tail),
                             id(link.head),
                             {},
                             Milliseconds(graph.weights()[i]),
                             false,
                             next[link.tail] == link.head});
  }
  return drawing;
}

}  // namespace popex::report
