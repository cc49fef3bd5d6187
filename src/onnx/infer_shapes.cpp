// SPDX-License-Identifier: MIT
#include "onnx/infer_shapes.hpp"

#include <algorithm>
#include <onnx/defs/schema.h>
#include <onnx/shape_inference/implementation.h>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace popex {
namespace {

using Values = std::unordered_map<std::string, onnx::TensorShapeProto>;

/// Adds lists of whole numbers that were worked out as weights; says whether any was new.
bool add_as_weights(const Values& values, onnx::GraphProto& graph) {
  std::unordered_set<std::string> weights;
  for (const onnx::TensorProto& weight : graph.initializer()) weights.insert(weight.name());
  bool is_any_new = false;
  for (const onnx::ValueInfoProto& info : graph.value_info()) {
    const auto found = values.find(info.name());
    const auto& type = info.type().tensor_type();
    if (found == values.end() || type.elem_type() != onnx::TensorProto::INT64 ||
        type.shape().dim_size() != 1 || weights.contains(info.name())) {
      continue;
    }
    const auto& numbers = found->second.dim();
    if (std::any_of(numbers.begin(), numbers.end(),
                    [](const auto& number) { return !number.has_dim_value(); })) {
      continue;
    }
    onnx::TensorProto& weight = *graph.add_initializer();
    weight.set_name(info.name());
    weight.set_data_type(onnx::TensorProto::INT64);
    weight.add_dims(numbers.size());
    for (const auto& number : numbers) weight.add_int64_data(number.dim_value());
    is_any_new = true;
  }
  return is_any_new;
}

}  // namespace

void infer_shapes(onnx::ModelProto& model) {
  onnx::GraphProto& graph = *model.mutable_graph();
  const auto said = graph.output();
  graph.clear_value_info();
  for (onnx::ValueInfoProto& output : *graph.mutable_output()) {
    if (output.type().has_tensor_type())
      output.mutable_type()->mutable_tensor_type()->clear_shape();
  }
  // libonnx 1.12 works out what Shape, Gather, Concat and their like make, but then looks at
  // weights alone for the shape that a Reshape is given: so it is asked again with what it found as
  // weights.
  const int weights = graph.initializer_size();
  constexpr int most_passes = 20;  // each is for a Shape of what a Reshape made
  for (int pass = 0; pass < most_passes; ++pass) {
    Values values;
    onnx::shape_inference::InferShapes(model, onnx::OpSchemaRegistry::Instance(),
                                       onnx::ShapeInferenceOptions(true, 0, true), &values);
    if (!add_as_weights(values, graph)) break;
  }
  graph.mutable_initializer()->DeleteSubrange(weights, graph.initializer_size() - weights);
  for (int i = 0; i < graph.output_size(); ++i) {
    if (!graph.output(i).type().tensor_type().has_shape()) *graph.mutable_output(i) = said[i];
  }
}

}  // namespace popex
