// SPDX-License-Identifier: MIT
#include "onnx/describe.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace popex {
namespace {

std::optional<double> element_bytes(int type) {
  using T = onnx::TensorProto;
  switch (type) {
    case T::FLOAT:
    case T::INT32:
    case T::UINT32:
      return 4;
    case T::DOUBLE:
    case T::INT64:
    case T::UINT64:
    case T::COMPLEX64:
      return 8;
    case T::FLOAT16:
    case T::BFLOAT16:
    case T::INT16:
    case T::UINT16:
      return 2;
    case T::INT8:
    case T::UINT8:
    case T::BOOL:
      return 1;
    default:  // not an enumerator for certain: files can hold any number
      return std::nullopt;
  }
}

/// Integers of 64 bits are shapes, axes and indices.
bool holds_weights(int type) {
  return type != onnx::TensorProto::INT64 && type != onnx::TensorProto::BOOL;
}

std::optional<double> bytes_of(const onnx::TypeProto& type) {
  if (!type.has_tensor_type() || !type.tensor_type().has_shape()) return std::nullopt;
  const std::optional<double> size = element_bytes(type.tensor_type().elem_type());
  if (!size) return std::nullopt;
  double bytes = *size;
  for (const auto& dim : type.tensor_type().shape().dim()) {
    if (!dim.has_dim_value()) return std::nullopt;
    bytes *= static_cast<double>(dim.dim_value());
  }
  return bytes;
}

double bytes_of(const onnx::TensorProto& tensor) {
  if (!holds_weights(tensor.data_type())) return 0;
  double bytes = element_bytes(tensor.data_type()).value_or(0);
  for (const std::int64_t dim : tensor.dims()) bytes *= static_cast<double>(dim);
  return bytes;
}

/// What a node reads, and what the graphs inside it (of If and Loop) read from around them.
void collect_inputs(const onnx::NodeProto& node, std::vector<std::string>& inputs, int depth) {
  for (const std::string& input : node.input()) {
    if (!input.empty()) inputs.push_back(input);
  }
  if (depth == 0) return;
  for (const onnx::AttributeProto& attribute : node.attribute()) {
    if (!attribute.has_g()) continue;
    const onnx::GraphProto& graph = attribute.g();
    std::unordered_set<std::string> inner;
    for (const auto& input : graph.input()) inner.insert(input.name());
    for (const auto& tensor : graph.initializer()) inner.insert(tensor.name());
    std::vector<std::string> read;
    for (const onnx::NodeProto& child : graph.node()) {
      collect_inputs(child, read, depth - 1);
      for (const std::string& output : child.output()) inner.insert(output);
    }
    for (const auto& output : graph.output()) read.push_back(output.name());
    for (const std::string& name : read) {
      if (!inner.contains(name)) inputs.push_back(name);
    }
  }
}

class Describer {
 public:
  explicit Describer(const onnx::GraphProto& graph) : graph_(graph) {}

  OnnxGraph describe() {
    for (const auto& info : graph_.value_info()) types_.emplace(info.name(), &info.type());
    for (const auto& info : graph_.output()) types_.emplace(info.name(), &info.type());
    for (const auto& tensor : graph_.initializer()) {
      constants_.emplace(tensor.name(), bytes_of(tensor));
    }
    for (const auto& info : graph_.input()) {
      types_.emplace(info.name(), &info.type());
      made_.inputs.push_back(info.name());
      add_tensor(info.name());
    }
    if (graph_.input_size() > 0) {
      const auto& shape = graph_.input(0).type().tensor_type().shape();
      if (shape.dim_size() > 1) made_.batch = static_cast<double>(shape.dim(0).dim_value());
    }
    for (const onnx::NodeProto& node : graph_.node()) add(node);
    for (const auto& info : graph_.output()) made_.outputs.push_back(info.name());
    return std::move(made_);
  }

 private:
  std::optional<double> size_of(const std::string& tensor) const {
    const auto type = types_.find(tensor);
    return type == types_.end() ? std::nullopt : bytes_of(*type->second);
  }

  void add_tensor(const std::string& name) {
    const std::optional<double> bytes = size_of(name);
    made_.tensors.push_back({name, bytes ? std::optional(Bytes{*bytes}) : std::nullopt});
  }

  void add(const onnx::NodeProto& node) {
    std::vector<std::string> read;
    collect_inputs(node, read, 16);
    const bool is_shape = node.op_type() == "Shape" || node.op_type() == "Size";
    const auto is_constant = [&](const std::string& tensor) {
      return constants_.contains(tensor) || (is_shape && size_of(tensor).has_value());
    };
    if (std::all_of(read.begin(), read.end(), is_constant)) {
      add_constants(node, read);
      return;
    }
    OnnxGraph::Node made;
    made.name = node.name();
    made.type = node.op_type();
    for (const std::string& tensor : read) {
      const auto constant = constants_.find(tensor);
      if (constant == constants_.end()) {
        made.inputs.push_back(tensor);
      } else {
        made.parameters.value += constant->second;
        constant->second = 0;  // shared weights are there once
      }
    }
    for (const std::string& output : node.output()) {
      if (output.empty()) continue;
      made.outputs.push_back(output);
      add_tensor(output);
    }
    made_.nodes.push_back(std::move(made));
  }

  /// Weights that are worked out of weights count as large as what they are made of.
  void add_constants(const onnx::NodeProto& node, const std::vector<std::string>& read) {
    double bytes = 0;
    for (const onnx::AttributeProto& attribute : node.attribute()) {
      if (attribute.has_t()) bytes += bytes_of(attribute.t());
    }
    for (const std::string& tensor : read) {
      const auto constant = constants_.find(tensor);
      if (constant == constants_.end()) continue;
      bytes += constant->second;
      constant->second = 0;
    }
    for (const std::string& output : node.output()) {
      constants_.emplace(output, bytes);
      bytes = 0;
    }
  }

  const onnx::GraphProto& graph_;
  std::unordered_map<std::string, const onnx::TypeProto*> types_;
  std::unordered_map<std::string, double> constants_;  // with the bytes not yet counted
  OnnxGraph made_;
};

}  // namespace

OnnxGraph describe(const onnx::ModelProto& model) { return Describer(model.graph()).describe(); }

}  // namespace popex
