// SPDX-License-Identifier: MIT
#include "onnx/cut_model.hpp"

#include <set>
#include <vector>

#include <fmt/format.h>

namespace popex {
namespace {

/// How a tensor is described in the graph, or nullptr.
const onnx::ValueInfoProto* find_info(const onnx::GraphProto& graph, const std::string& name) {
  for (const auto* list : {&graph.value_info(), &graph.output(), &graph.input()}) {
    for (const onnx::ValueInfoProto& info : *list) {
      if (info.name() == name) return &info;
    }
  }
  return nullptr;
}

}  // namespace

Result<onnx::ModelProto> cut_model(const onnx::ModelProto& model, const std::string& from,
                                   const std::string& to) {
  const onnx::GraphProto& whole = model.graph();
  onnx::ModelProto part = model;
  onnx::GraphProto& graph = *part.mutable_graph();
  graph.clear_node();
  graph.clear_output();
  graph.add_output()->set_name(to);
  if (!from.empty()) {
    const onnx::ValueInfoProto* info = find_info(whole, from);
    if (info == nullptr || !info->type().tensor_type().has_shape()) {
      return Problems{{"", fmt::format("the shape of tensor '{}' is not known", from)}};
    }
    const onnx::ValueInfoProto input = *info;
    graph.clear_input();
    *graph.add_input() = input;
  }
  if (const onnx::ValueInfoProto* info = find_info(whole, to)) *graph.mutable_output(0) = *info;

  std::set<std::string> given;
  for (const auto& input : graph.input()) given.insert(input.name());
  for (const auto& tensor : whole.initializer()) given.insert(tensor.name());
  std::set<std::string> needed{to};
  std::vector<const onnx::NodeProto*> nodes;  // backwards
  for (int i = whole.node_size() - 1; i >= 0; --i) {
    const onnx::NodeProto& node = whole.node(i);
    bool is_needed = false;
    for (const std::string& output : node.output()) {
      is_needed = is_needed || (needed.contains(output) && !given.contains(output));
    }
    if (!is_needed) continue;
    nodes.push_back(&node);
    for (const std::string& output : node.output()) given.insert(output);
    for (const std::string& input : node.input()) {
      if (!input.empty()) needed.insert(input);
    }
  }
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) *graph.add_node() = **node;
  for (const std::string& tensor : needed) {
    if (given.contains(tensor)) continue;
    return Problems{{"", fmt::format("'{}' needs '{}' beside '{}'", to, tensor, from)}};
  }
  // OpenCV reads weights that nobody uses, too.
  auto& weights = *graph.mutable_initializer();
  for (int i = weights.size() - 1; i >= 0; --i) {
    if (!needed.contains(weights[i].name())) weights.DeleteSubrange(i, 1);
  }
  return part;
}

}  // namespace popex
