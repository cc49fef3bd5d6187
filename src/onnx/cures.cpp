// SPDX-License-Identifier: MIT
#include "onnx/cures.hpp"

#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "onnx/prune.hpp"

namespace popex {
namespace {

/// By name; the tensors stay where they are, they can be large.
using Weights = std::map<std::string, const onnx::TensorProto*>;

/// Weights, and the outputs of Constant nodes.
Weights weights_of(const onnx::GraphProto& graph) {
  Weights weights;
  for (const onnx::TensorProto& tensor : graph.initializer()) weights[tensor.name()] = &tensor;
  for (const onnx::NodeProto& node : graph.node()) {
    if (node.op_type() != "Constant" || node.output_size() == 0) continue;
    for (const onnx::AttributeProto& attribute : node.attribute()) {
      if (attribute.has_t()) weights[node.output(0)] = &attribute.t();
    }
  }
  return weights;
}

std::optional<float> scalar(const onnx::TensorProto& tensor) {
  if (tensor.data_type() != onnx::TensorProto::FLOAT) return std::nullopt;
  if (tensor.float_data_size() == 1) return tensor.float_data(0);
  if (tensor.raw_data().size() != sizeof(float)) return std::nullopt;
  float value = 0;
  std::memcpy(&value, tensor.raw_data().data(), sizeof value);
  return value;
}

void cure_clip(onnx::NodeProto& clip, const Weights& weights) {
  if (clip.input_size() < 2) return;
  const char* names[] = {"min", "max"};
  std::optional<float> bounds[2];
  for (int i = 1; i < clip.input_size() && i <= 2; ++i) {
    if (clip.input(i).empty()) continue;
    const auto weight = weights.find(clip.input(i));
    if (weight == weights.end()) return;
    bounds[i - 1] = scalar(*weight->second);
    if (!bounds[i - 1]) return;
  }
  for (int i = 0; i < 2; ++i) {
    if (!bounds[i]) continue;
    onnx::AttributeProto& attribute = *clip.add_attribute();
    attribute.set_name(names[i]);
    attribute.set_type(onnx::AttributeProto::FLOAT);
    attribute.set_f(*bounds[i]);
  }
  clip.mutable_input()->DeleteSubrange(1, clip.input_size() - 1);
}

}  // namespace

void cure_for_opencv(onnx::ModelProto& model) {
  onnx::GraphProto& graph = *model.mutable_graph();
  graph.clear_value_info();
  Weights weights = weights_of(graph);
  google::protobuf::RepeatedPtrField<onnx::NodeProto> kept;
  for (onnx::NodeProto& node : *graph.mutable_node()) {
    if (node.op_type() == "Clip") cure_clip(node, weights);
    const auto weight = node.op_type() == "Identity" && node.input_size() == 1
                            ? weights.find(node.input(0))
                            : weights.end();
    if (weight == weights.end()) {
      kept.Add(std::move(node));
      continue;
    }
    onnx::TensorProto& copy = *graph.add_initializer();
    copy = *weight->second;
    copy.set_name(node.output(0));
    weights[node.output(0)] = &copy;
  }
  graph.mutable_node()->Swap(&kept);
  prune(graph);
}

}  // namespace popex
