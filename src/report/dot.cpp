// SPDX-License-Identifier: MIT
#include "report/dot.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "decision_maker/progress.hpp"
#include "report/wording.hpp"

namespace popex::report {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

/// Text for a label of two lines; `quoted` would escape the line break.
std::string label(std::string_view first, std::string_view second) {
  std::string out = quoted(first);
  out.pop_back();
  const std::string rest = quoted(second);
  return out + "\\n" + rest.substr(1);
}

std::string begin(const Profile& profile) {
  return fmt::format(
      "digraph {} {{\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n"
      "  edge [fontname=\"sans-serif\", fontsize=10];\n",
      quoted(profile.name()));
}

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

std::string render_network_dot(const Profile& profile) {
  std::string dot = begin(profile);
  dot += "  node [shape=box];\n";
  dot += "  t0 [label=\"input\", shape=ellipse];\n";
  const std::size_t count = profile.layers().size();
  for (std::size_t i = 0; i < count; ++i) {
    const Layer& layer = profile.layers()[i];
    dot += fmt::format("  t{} [label={}];\n", i + 1, label(layer.name, times(profile, layer.time)));
  }
  for (std::size_t i = 0; i < count; ++i) {
    for (const std::size_t tensor : profile.layers()[i].inputs) {
      const Bytes bytes = tensor == 0 ? profile.input() : profile.layers()[tensor - 1].output;
      dot += fmt::format("  t{} -> t{} [label=\"{}\"];\n", tensor, i + 1, size(bytes));
    }
  }
  dot += fmt::format("  output [shape=ellipse];\n  t{} -> output;\n", count);
  for (std::size_t j = 0; j < profile.branches().size(); ++j) {
    const Branch& branch = profile.branches()[j];
    std::string exits = branch.exit_probability
                            ? fmt::format("exits with p = {}", branch.exit_probability->value)
                            : std::string("exits");
    dot += fmt::format("  b{} [label={}, style=rounded];\n  t{} -> b{} [style=dashed];\n", j,
                       label(branch.name, exits), branch.after, j);
  }
  return dot + "}\n";
}

std::string render_partition_dot(const Profile& profile, const Instance& instance,
                                 const PartitionGraph& graph, const Placement& placement) {
  // Fills that differ in lightness too, for black and white.
  constexpr std::array<std::string_view, 4> fills = {"#f4a582", "#d9d9d9", "#92c5de", "#ffffff"};
  const std::vector<PartitionGraph::Vertex> next = path_of(instance, graph, placement);
  const auto on_path = [&](std::size_t v) { return v == graph.output() || next[v] != v; };

  std::string dot = begin(profile);
  dot += "  node [style=filled];\n";
  const auto vertex = [&](PartitionGraph::Vertex v, const std::string& text,
                          std::string_view fill) {
    dot += fmt::format("  v{} [label={}, fillcolor=\"{}\"{}];\n", v, text, fill,
                       on_path(v) ? ", penwidth=3" : "");
  };
  Progress at;
  std::string last_step = "input";
  for (std::size_t x = 0; x < graph.positions(); ++x) {
    // A vertex has the name of the step that led to it; on the last tier, of the layer that is
    // next.
    for (std::size_t tier = 0; tier < graph.tiers(); ++tier) {
      const bool last = tier + 1 == graph.tiers();
      const std::string& name = last ? profile.layers()[at.done.layers].name : last_step;
      vertex(graph.vertex(tier, x),
             x == 0 && tier == 0 ? quoted(name) : label(name, profile.tiers()[tier]),
             x == 0 && tier == 0 ? "#ffffff" : fills.at(std::min<std::size_t>(tier, 3)));
    }
    last_step = instance.branch_is_next(at.done) ? profile.branches()[at.done.branches].name
                                                 : profile.layers()[at.done.layers].name;
    at.advance(instance);
  }
  vertex(graph.output(), quoted("output"), "#ffffff");
  for (std::size_t i = 0; i < graph.links().size(); ++i) {
    const PartitionGraph::Link& link = graph.links()[i];
    dot += fmt::format("  v{} -> v{} [label=\"{}\"{}];\n", link.tail, link.head,
                       duration(Milliseconds(graph.weights()[i])),
                       next[link.tail] == link.head ? ", penwidth=3, color=\"#b2182b\"" : "");
  }
  return dot + "}\n";
}

}  // namespace popex::report
