// SPDX-License-Identifier: MIT
#include "onnx/infer_shapes.hpp"

#include <exception>
#include <onnx/defs/schema.h>
#include <onnx/shape_inference/implementation.h>
#include <string>
#include <unordered_map>

#include "onnx/small_numbers.hpp"
#include "onnx/tensor_shape.hpp"

namespace popex {
namespace {

void infer_once(onnx::ModelProto& model) {
  onnx::shape_inference::InferShapes(model, onnx::OpSchemaRegistry::Instance(),
                                     onnx::ShapeInferenceOptions(true, 0, false));
}

/// libonnx looks at weights alone for the shape that a Reshape or its like is given: so it is asked
/// again with the numbers that follow from what it found.
void infer_repeatedly(onnx::ModelProto& model) {
  constexpr int most_passes = 20;  // each is for a Shape of what a Reshape made
  for (int pass = 0; pass < most_passes; ++pass) {
    infer_once(model);
    if (!add_small_numbers(*model.mutable_graph())) break;
  }
}

/// Adds what is said of tensors that are not known; says whether there was any.
bool add_said(const TensorTypes& said, onnx::GraphProto& graph) {
  std::unordered_map<std::string, onnx::ValueInfoProto*> known;
  for (onnx::ValueInfoProto& info : *graph.mutable_value_info()) known[info.name()] = &info;
  bool is_any_new = false;
  for (const onnx::ValueInfoProto& info : said) {
    if (!has_known_shape(info.type())) continue;
    const auto place = known.find(info.name());
    if (place == known.end()) {
      *graph.add_value_info() = info;
    } else if (!has_known_shape(place->second->type())) {
      *place->second = info;
    } else {
      continue;
    }
    is_any_new = true;
  }
  return is_any_new;
}

}  // namespace

void infer_shapes(onnx::ModelProto& model, const TensorTypes& said) {
  onnx::GraphProto& graph = *model.mutable_graph();
  const TensorTypes outputs = graph.output();
  graph.clear_value_info();
  for (onnx::ValueInfoProto& output : *graph.mutable_output()) {
    if (output.type().has_tensor_type())
      output.mutable_type()->mutable_tensor_type()->clear_shape();
  }
  const int weights = graph.initializer_size();
  infer_repeatedly(model);
  const TensorTypes inferred = graph.value_info();
  const TensorTypes inferred_outputs = graph.output();
  if (add_said(said, graph)) {
    try {
      infer_repeatedly(model);
    } catch (const std::exception&) {
      *graph.mutable_value_info() = inferred;  // what is said does not fit
      *graph.mutable_output() = inferred_outputs;
    }
  }
  graph.mutable_initializer()->DeleteSubrange(weights, graph.initializer_size() - weights);
  for (int i = 0; i < graph.output_size(); ++i) {
    if (!graph.output(i).type().tensor_type().has_shape()) *graph.mutable_output(i) = outputs[i];
  }
}

}  // namespace popex
