// SPDX-License-Identifier: MIT
#include "support/small_graph.hpp"

#include <algorithm>
#include <cctype>

namespace popex::test {

OnnxGraph::Node op(const std::string& name, const std::vector<std::string>& inputs) {
  return op(name, inputs, {name + ":"});
}

OnnxGraph::Node op(const std::string& name, const std::vector<std::string>& inputs,
                   const std::vector<std::string>& outputs) {
  OnnxGraph::Node node;
  node.name = name;
  node.type = name;
  if (!node.type.empty()) {
    node.type[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(node.type[0])));
  }
  node.inputs = inputs;
  node.outputs = outputs;
  return node;
}

OnnxGraph graph_of(const std::vector<OnnxGraph::Node>& nodes,
                   const std::vector<std::string>& outputs) {
  OnnxGraph graph;
  graph.inputs = {"input"};
  graph.outputs = outputs;
  graph.nodes = nodes;
  graph.tensors.push_back({"input", Bytes{100}});
  for (const OnnxGraph::Node& node : nodes) {
    for (const std::string& tensor : node.outputs) graph.tensors.push_back({tensor, Bytes{100}});
  }
  return graph;
}

OnnxGraph small_graph() {
  return graph_of(
      {op("conv", {"input"}), op("relu", {"conv:"}), op("exit_head", {"relu:"}, {"exit"}),
       op("left", {"relu:"}), op("right", {"left:"}), op("add", {"relu:", "right:"}),
       op("head", {"add:"}, {"main"})},
      {"exit", "main"});
}

}  // namespace popex::test
