// SPDX-License-Identifier: MIT
#include "report/drawing.hpp"

#include <utility>

#include <fmt/format.h>

#include "decision_maker/progress.hpp"
#include "model/expected_time.hpp"
#include "report/wording.hpp"

namespace popex::report {
namespace {

using VertexKind = Drawing::Vertex::Kind;

std::string times(const Profile& profile, const std::vector<std::optional<Milliseconds>>& by_tier) {
  std::string text;
  for (std::size_t k = 0; k < by_tier.size(); ++k) {
    if (!by_tier[k]) continue;
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}", profile.tiers()[k], duration(*by_tier[k]));
  }
  return text;
}

/// The next vertex of a path. Of several links between the same two vertices (the ways through a
/// last block all lead to `output`) it takes the one that so many others come before.
struct Next {
  PartitionGraph::Vertex head;
  std::size_t others_before = 0;
};

/// For each vertex on the placement's path the next one; itself for the others.
std::vector<Next> path_of(const Instance& instance, const PartitionGraph& graph,
                          const Placement& placement) {
  std::vector<Next> next(graph.vertex_count());
  for (std::size_t v = 0; v < next.size(); ++v) {
    next[v].head = static_cast<PartitionGraph::Vertex>(v);
  }
  Progress at;
  std::size_t tier = 0;
  while (at.done.layers < instance.layers) {
    Next& here = next[graph.vertex(tier, at.position)];
    const bool hands_over = tier < placement.size() && placement[tier].layers == at.done.layers &&
                            placement[tier].branches == at.done.branches;
    if (hands_over && placement[tier].is_inside_block()) {
      const std::size_t from = tier;
      while (tier < placement.size() && placement[tier].is_inside_block() &&
             placement[tier].layers == at.done.layers) {
        ++tier;
      }
      at.advance(instance);
      here.head = graph.vertex(tier, at.position);
      if (here.head == graph.output()) here.others_before = tier - from;
    } else if (hands_over) {
      here.head = graph.vertex(++tier, at.position);
    } else if (tier == placement.size() && instance.branch_is_next(at.done)) {
      here.head = graph.output();
      break;
    } else {
      at.advance(instance);
      here.head = graph.vertex(tier, at.position);
    }
  }
  return next;
}

/// "edge 5 ms"
std::string on_tier(const Profile& profile, std::size_t tier, Milliseconds time) {
  return fmt::format("{} {}", profile.tiers()[tier], duration(time));
}

std::string exits_with(Probability p) { return fmt::format("exits with p = {}", p.value); }

/// What runs on each tier, in colour and in words, and which tensors are sent.
void mark_decision(Drawing& drawing, const Profile& profile, const Instance& instance,
                   const Decision& decision) {
  // In the order of draw_network: `input`, the layers, `output`, the branches; links by reader.
  std::vector<std::size_t> tiers(instance.layers);
  const std::size_t first_branch = instance.layers + 2;
  for (std::size_t j = 0; j < instance.branches; ++j) {
    Drawing::Vertex& vertex = drawing.vertices[first_branch + j];
    vertex.runs = false;
    vertex.note = "does not run";
  }
  for (std::size_t k = 0; k < decision.tiers.size(); ++k) {
    for_each_run(
        instance, decision.tiers[k],
        [&](std::size_t i) {
          tiers[i] = k;
          Drawing::Vertex& vertex = drawing.vertices[i + 1];
          vertex.tier = k;
          vertex.note = on_tier(profile, k, instance.layer_time(k, i));
        },
        [&](std::size_t j) {
          Drawing::Vertex& vertex = drawing.vertices[first_branch + j];
          vertex.tier = k;
          vertex.runs = true;
          vertex.note = fmt::format("{}, {}", on_tier(profile, k, instance.branch_time(k, j)),
                                    exits_with(instance.exit_probability[j]));
        });
  }
  std::size_t link = 0;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    for (const std::size_t tensor : profile.layers()[i].inputs) {
      const std::size_t made_on = tensor == 0 ? 0 : tiers[tensor - 1];
      drawing.links[link++].on_path = made_on != tiers[i];
    }
  }
}

}  // namespace

Drawing draw_network(const Profile& profile) {
  Drawing drawing{profile.name(), "network", profile.tiers(), {}, {}};
  const auto tensor_id = [](std::size_t i) { return fmt::format("t{}", i); };
  drawing.vertices.push_back({tensor_id(0), "input", "", VertexKind::end, {}, false});
  const std::vector<Layer>& layers = profile.layers();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    drawing.vertices.push_back({tensor_id(i + 1),
                                layers[i].name,
                                times(profile, layers[i].time),
                                VertexKind::layer,
                                {},
                                false});
    for (const std::size_t tensor : layers[i].inputs) {
      const std::optional<Bytes> size = tensor == 0 ? profile.input() : layers[tensor - 1].output;
      drawing.links.push_back({tensor_id(tensor), tensor_id(i + 1), size, {}, false, false});
    }
  }
  drawing.vertices.push_back({"output", "output", "", VertexKind::end, {}, false});
  drawing.links.push_back({tensor_id(layers.size()), "output", {}, {}, false, false});
  for (std::size_t j = 0; j < profile.branches().size(); ++j) {
    const Branch& branch = profile.branches()[j];
    const std::string id = fmt::format("b{}", j);
    drawing.vertices.push_back(
        {id,
         branch.name,
         branch.exit_probability ? exits_with(*branch.exit_probability) : "exits",
         VertexKind::branch,
         {},
         false});
    drawing.links.push_back({tensor_id(branch.after), id, {}, {}, true, false});
  }
  return drawing;
}

Drawing draw_network(const Profile& profile, const Instance& instance, const Decision& decision) {
  Drawing drawing = draw_network(profile);
  mark_decision(drawing, profile, instance, decision);
  return drawing;
}

Drawing draw_partition(const Profile& profile, const Instance& instance,
                       const PartitionGraph& graph, const Placement& placement) {
  const std::vector<Next> next = path_of(instance, graph, placement);
  const auto on_path = [&](PartitionGraph::Vertex v) {
    return v == graph.output() || next[v].head != v;
  };
  const auto id = [](PartitionGraph::Vertex v) { return fmt::format("v{}", v); };

  Drawing drawing{profile.name(), "partition", profile.tiers(), {}, {}};
  const auto add = [&](PartitionGraph::Vertex v, std::string name,
                       std::optional<std::size_t> tier) {
    drawing.vertices.push_back({id(v), std::move(name), tier ? profile.tiers()[*tier] : "",
                                tier ? VertexKind::state : VertexKind::end, tier, on_path(v)});
  };
  Progress at;
  std::string last_step = "input";
  for (std::size_t x = 0; x < graph.positions(); ++x) {
    // A vertex has the name of the step that led to it, a block that of its last layer; on the last
    // tier it has the name of the layer that is next.
    for (std::size_t tier = 0; tier < graph.tiers(); ++tier) {
      const bool last = tier + 1 == graph.tiers();
      const bool is_input = x == 0 && tier == 0;
      add(graph.vertex(tier, x), last ? profile.layers()[at.done.layers].name : last_step,
          is_input ? std::nullopt : std::optional(tier));
    }
    const bool is_branch = instance.branch_is_next(at.done);
    at.advance(instance);
    last_step = is_branch ? profile.branches()[at.done.branches - 1].name
                          : profile.layers()[at.done.layers - 1].name;
  }
  add(graph.output(), "output", std::nullopt);
  std::vector<std::size_t> seen(graph.vertex_count(), 0);  // links to the next vertex on the path
  for (std::size_t i = 0; i < graph.links().size(); ++i) {
    const PartitionGraph::Link& link = graph.links()[i];
    const Next& after = next[link.tail];
    const bool is_taken = after.head == link.head && link.tail != link.head &&
                          seen[link.tail]++ == after.others_before;
    if (graph.is_unused(i)) continue;
    drawing.links.push_back(
        {id(link.tail), id(link.head), {}, Milliseconds(graph.weights()[i]), false, is_taken});
  }
  return drawing;
}

}  // namespace popex::report
