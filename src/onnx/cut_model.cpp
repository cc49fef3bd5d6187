// SPDX-License-Identifier: MIT
#include "onnx/cut_model.hpp"

#include <set>
#include <utility>

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

Result<onnx::ModelProto> cut_model(onnx::ModelProto model, const std::string& from,
                                   const std::string& to) {
  onnx::GraphProto& graph = *model.mutable_graph();
  onnx::ValueInfoProto end;
  end.set_name(to);
  if (const onnx::ValueInfoProto* info = find_info(graph, to)) end = *info;
  if (!from.empty()) {
    const onnx::ValueInfoProto* info = find_info(graph, from);
    if (info == nullptr || !info->type().tensor_type().has_shape()) {
      return Problems{{"", fmt::format("the shape of tensor '{}' is not known", from)}};
    }
    const onnx::ValueInfoProto input = *info;
    graph.clear_input();
    *graph.add_input() = input;
  }
  graph.clear_output();
  *graph.add_output() = std::move(end);

  std::set<std::string> given;
  for (const auto& input : graph.input()) given.insert(input.name());
  for (const auto& tensor : graph.initializer()) given.insert(tensor.name());
  std::set<std::string> needed{to};
  auto& nodes = *graph.mutable_node();
  for (int i = nodes.size() - 1; i >= 0; --i) {
    const onnx::NodeProto& node = nodes[i];
    bool is_needed = false;
    for (const std::string& output : node.output()) {
      is_needed = is_needed || (needed.contains(output) && !given.contains(output));
    }
    if (!is_needed) {
      nodes.DeleteSubrange(i, 1);
      continue;
    }
    for (const std::string& output : node.output()) given.insert(output);
    for (const std::string& input : node.input()) {
      if (!input.empty()) needed.insert(input);
    }
  }
  for (const std::string& tensor : needed) {
    if (given.contains(tensor)) continue;
    return Problems{{"", fmt::format("'{}' needs '{}' beside '{}'", to, tensor, from)}};
  }
  // OpenCV reads weights that nobody uses, too.
  auto& weights = *graph.mutable_initializer();
  for (int i = weights.size() - 1; i >= 0; --i) {
    if (!needed.contains(weights[i].name())) weights.DeleteSubrange(i, 1);
  }
  return model;
}

}  // namespace popex
