// SPDX-License-Identifier: MIT
#include "report/dot.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "report/wording.hpp"
#include "text/printable.hpp"

namespace popex::report {
namespace {

using VertexKind = Drawing::Vertex::Kind;

std::string dot_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text::printable(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

/// One line or two; `quoted` would escape the line break between them.
std::string label(const Drawing::Vertex& vertex) {
  std::string out = dot_string(vertex.name);
  if (vertex.note.empty()) return out;
  out.pop_back();
  return out + "\\n" + dot_string(vertex.note).substr(1);
}

std::string fill(std::optional<std::size_t> tier, std::string_view style = "filled") {
  // They differ in lightness too, for black and white.
  constexpr std::array<std::string_view, 4> fills = {"#f4a582", "#d9d9d9", "#92c5de", "#ffffff"};
  return fmt::format(", style=\"{}\", fillcolor=\"{}\"", style,
                     fills.at(std::min<std::size_t>(tier.value_or(3), 3)));
}

std::string look(const Drawing::Vertex& vertex) {
  switch (vertex.kind) {
    case VertexKind::end:
      return "";
    case VertexKind::layer:
      return ", shape=box" + (vertex.tier ? fill(vertex.tier) : "");
    case VertexKind::branch:
      if (vertex.tier) return ", shape=box" + fill(vertex.tier, "rounded,filled");
      if (vertex.runs) {
        return ", shape=box, style=\"rounded,dashed\", color=\"#808080\", fontcolor=\"#808080\"";
      }
      return ", shape=box, style=rounded";
    case VertexKind::state:
      return fill(vertex.tier);
  }
  return "";
}

std::string look(const Drawing::Link& link) {
  std::vector<std::string> attributes;
  if (link.size) attributes.push_back(fmt::format("label=\"{}\"", size(*link.size)));
  if (link.delay) attributes.push_back(fmt::format("label=\"{}\"", duration(*link.delay)));
  if (link.leaves) attributes.emplace_back("style=dashed");
  if (link.on_path) attributes.emplace_back("penwidth=3, color=\"#b2182b\"");
  return attributes.empty() ? "" : fmt::format(" [{}]", fmt::join(attributes, ", "));
}

}  // namespace

std::string render_dot(const Drawing& drawing) {
  std::string dot = fmt::format(
      "digraph {} {{\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n"
      "  edge [fontname=\"sans-serif\", fontsize=10];\n",
      dot_string(drawing.title));
  for (const Drawing::Vertex& vertex : drawing.vertices) {
    dot += fmt::format("  {} [label={}{}{}];\n", vertex.id, label(vertex), look(vertex),
                       vertex.on_path ? ", penwidth=3" : "");
  }
  for (const Drawing::Link& link : drawing.links) {
    dot += fmt::format("  {} -> {}{};\n", link.from, link.to, look(link));
  }
  return dot + "}\n";
}

}  // namespace popex::report
