// SPDX-License-Identifier: MIT
#include "onnx/describe.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "onnx/node_reads.hpp"
#include "onnx/tensor_shape.hpp"

namespace popex {
namespace {

/// Integers of 64 bits are shapes, axes and indices.
bool holds_weights(int type) {
  return type != onnx::TensorProto::INT64 && type != onnx::TensorProto::BOOL;
}

/// Files can hold any sizes; those of a petabyte are refused later, and JSON has no infinity.
double times(double bytes, std::int64_t size) {
  return std::min(bytes * static_cast<double>(std::max<std::int64_t>(size, 0)), 1e100);
}

std::optional<double> bytes_of(const onnx::TypeProto& type) {
  if (!has_known_shape(type)) return std::nullopt;
  std::optional<double> bytes = element_bytes(type.tensor_type().elem_type());
  if (!bytes) return std::nullopt;
  for (const auto& dim : type.tensor_type().shape().dim()) bytes = times(*bytes, dim.dim_value());
  return bytes;
}

double bytes_of(const onnx::TensorProto& tensor) {
  if (!holds_weights(tensor.data_type())) return 0;
  double bytes = element_bytes(tensor.data_type()).value_or(0);
  for (const std::int64_t dim : tensor.dims()) bytes = times(bytes, dim);
  return bytes;
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
      // Three sizes are most often an image alone, as in 3x224x224.
      const bool has_batch = shape.dim_size() == 2 || shape.dim_size() > 3;
      if (has_batch) made_.batch = static_cast<double>(shape.dim(0).dim_value());
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
    const std::vector<std::string> read = tensors_read_by(node);
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
