// SPDX-License-Identifier: MIT
#include "onnx/cut_model.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "onnx/node_reads.hpp"
#include "onnx/prune.hpp"
#include "onnx/tensor_shape.hpp"

namespace popex {
namespace {

bool has_tensor(const onnx::GraphProto& graph, const std::string& name) {
  const auto is_name = [&](const std::string& other) { return other == name; };
  return std::any_of(graph.node().begin(), graph.node().end(),
                     [&](const onnx::NodeProto& node) {
                       return std::any_of(node.output().begin(), node.output().end(), is_name);
                     }) ||
         std::any_of(graph.input().begin(), graph.input().end(),
                     [&](const onnx::ValueInfoProto& input) { return is_name(input.name()); });
}

/// The shapes of tensors that do not depend on `from`, as constants.
void fold_shapes_before(const std::string& from, onnx::GraphProto& graph) {
  std::unordered_map<std::string, const onnx::TypeProto*> types;
  for (const auto* list : {&graph.value_info(), &graph.input()}) {
    for (const onnx::ValueInfoProto& info : *list) types.emplace(info.name(), &info.type());
  }
  std::unordered_set<std::string> behind{from};
  for (const onnx::NodeProto& node : graph.node()) {
    const std::vector<std::string> read = tensors_read_by(node);
    if (std::any_of(read.begin(), read.end(),
                    [&](const std::string& tensor) { return behind.contains(tensor); })) {
      behind.insert(node.output().begin(), node.output().end());
    } else if (node.op_type() == "Shape" && read.size() == 1 && node.output_size() == 1 &&
               node.attribute_size() == 0) {
      const auto type = types.find(read.front());
      if (type == types.end() || !has_known_shape(*type->second)) continue;
      onnx::TensorProto& sizes = *graph.add_initializer();
      sizes.set_name(node.output(0));
      sizes.set_data_type(onnx::TensorProto::INT64);
      for (const auto& dim : type->second->tensor_type().shape().dim()) {
        sizes.add_int64_data(dim.dim_value());
      }
      sizes.add_dims(sizes.int64_data_size());
    }
  }
}

std::string shown(const std::string& from) {
  return from.empty() ? "the inputs" : fmt::format("'{}'", from);
}

}  // namespace

Result<onnx::ModelProto> cut_model(onnx::ModelProto model, const std::string& from,
                                   const std::string& to) {
  onnx::GraphProto& graph = *model.mutable_graph();
  Problems problems;
  for (const std::string& tensor : {from, to}) {
    if (tensor.empty() || has_tensor(graph, tensor)) continue;
    problems.push_back({"", fmt::format("has no tensor '{}'", tensor)});
  }
  if (!problems.empty()) return problems;

  onnx::ValueInfoProto end;
  end.set_name(to);
  if (const onnx::TypeProto* type = find_type(graph, to)) *end.mutable_type() = *type;
  if (!from.empty()) {
    const onnx::TypeProto* type = find_type(graph, from);
    if (type == nullptr || !has_known_shape(*type)) {
      return Problems{{"", fmt::format("the shape of tensor '{}' is not known", from)}};
    }
    onnx::ValueInfoProto begin;
    begin.set_name(from);
    *begin.mutable_type() = *type;
    fold_shapes_before(from, graph);
    graph.clear_input();
    *graph.add_input() = std::move(begin);
  }
  graph.clear_output();
  *graph.add_output() = std::move(end);
  for (const std::string& tensor : prune(graph)) {
    problems.push_back({"", fmt::format("'{}' needs '{}' beside {}", to, tensor, shown(from))});
  }
  if (problems.empty() && graph.node_size() == 0) {
    problems.push_back({"", fmt::format("no node leads from {} to '{}'", shown(from), to)});
  }
  if (!problems.empty()) return problems;
  return model;
}

}  // namespace popex
