// SPDX-License-Identifier: MIT
#include "onnx/model_file.hpp"

#include <algorithm>
#include <fstream>
#include <onnx/defs/schema.h>
#include <onnx/shape_inference/implementation.h>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace popex {
namespace {

void name_nodes(onnx::GraphProto& graph) {
  std::set<std::string> taken;
  for (const onnx::NodeProto& node : graph.node()) taken.insert(node.name());
  std::set<std::string> seen;
  for (int i = 0; i < graph.node_size(); ++i) {
    onnx::NodeProto& node = *graph.mutable_node(i);
    std::string name = node.name();
    if (name.empty()) name = fmt::format("{}_{}", node.op_type(), i);
    while (seen.contains(name) || (name != node.name() && taken.contains(name))) name += "_";
    seen.insert(name);
    node.set_name(name);
  }
}

/// Old files list their weights among the inputs.
void drop_weights_from_inputs(onnx::GraphProto& graph) {
  std::set<std::string> weights;
  for (const onnx::TensorProto& tensor : graph.initializer()) weights.insert(tensor.name());
  auto& inputs = *graph.mutable_input();
  inputs.erase(std::remove_if(inputs.begin(), inputs.end(),
                              [&](const onnx::ValueInfoProto& input) {
                                return weights.contains(input.name());
                              }),
               inputs.end());
}

std::string shown(const onnx::TensorShapeProto& shape) {
  std::vector<std::string> dims;
  for (const auto& dim : shape.dim()) {
    dims.push_back(dim.has_dim_value() && dim.dim_value() > 0 ? std::to_string(dim.dim_value())
                   : dim.dim_param().empty()                  ? "?"
                                                              : dim.dim_param());
  }
  return fmt::format("{}", fmt::join(dims, "x"));
}

void fix_shape(onnx::ValueInfoProto& input, const std::vector<std::int64_t>* wanted,
               Problems& problems) {
  auto& shape = *input.mutable_type()->mutable_tensor_type()->mutable_shape();
  const std::string said = shown(shape);
  if (wanted != nullptr) {
    bool fits =
        shape.dim_size() == 0 || static_cast<std::size_t>(shape.dim_size()) == wanted->size();
    for (int d = 0; fits && d < shape.dim_size(); ++d) {
      // The batch is free, whatever the export fixed it to.
      fits = d == 0 || shape.dim(d).dim_value() <= 0 ||
             shape.dim(d).dim_value() == (*wanted)[static_cast<std::size_t>(d)];
    }
    if (!fits) {
      problems.push_back({"--input", fmt::format("{}, but input '{}' of the model is {}",
                                                 fmt::join(*wanted, "x"), input.name(), said)});
      return;
    }
    shape.clear_dim();
    for (const std::int64_t size : *wanted) shape.add_dim()->set_dim_value(size);
    return;
  }
  for (int d = 0; d < shape.dim_size(); ++d) {
    auto& dim = *shape.mutable_dim(d);
    if (dim.has_dim_value() && dim.dim_value() > 0) continue;
    if (d > 0) {
      problems.push_back({"--input", fmt::format("missing, expected the shape of input '{}', which "
                                                 "the model leaves open as {}",
                                                 input.name(), said)});
      return;
    }
    dim.set_dim_value(1);
  }
}

void fix_shapes(onnx::GraphProto& graph, const InputShapes& shapes, Problems& problems) {
  std::set<std::string> used;
  for (onnx::ValueInfoProto& input : *graph.mutable_input()) {
    const std::vector<std::int64_t>* wanted = nullptr;
    for (const auto& [name, shape] : shapes) {
      if (name != input.name() && (!name.empty() || graph.input_size() > 1)) continue;
      wanted = &shape;
      used.insert(name);
    }
    fix_shape(input, wanted, problems);
  }
  std::vector<std::string> names;
  for (const onnx::ValueInfoProto& input : graph.input()) names.push_back(input.name());
  for (const auto& [name, shape] : shapes) {
    if (used.contains(name)) continue;
    problems.push_back(
        {"--input", fmt::format("'{}' is not an input of the model, expected one of {}", name,
                                fmt::join(names, ", "))});
  }
}

/// The shapes that follow from those of the inputs, in place of what the file says of them.
void infer_shapes(onnx::ModelProto& model) {
  onnx::GraphProto& graph = *model.mutable_graph();
  const auto said = graph.output();
  graph.clear_value_info();
  for (onnx::ValueInfoProto& output : *graph.mutable_output()) {
    if (output.type().has_tensor_type())
      output.mutable_type()->mutable_tensor_type()->clear_shape();
  }
  onnx::shape_inference::InferShapes(model, onnx::OpSchemaRegistry::Instance(),
                                     onnx::ShapeInferenceOptions(true, 0, true));
  for (int i = 0; i < graph.output_size(); ++i) {
    if (!graph.output(i).type().tensor_type().has_shape()) *graph.mutable_output(i) = said[i];
  }
}

}  // namespace

Result<onnx::ModelProto> load_model(const std::filesystem::path& file, const InputShapes& shapes) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Problems{{"", "cannot be read", Problem::Cause::system}};
  onnx::ModelProto model;
  if (!model.ParseFromIstream(&in) || !model.has_graph() || model.graph().node_size() == 0) {
    return Problems{{"", "is no ONNX model, or not all of one"}};
  }
  onnx::GraphProto& graph = *model.mutable_graph();
  for (const onnx::TensorProto& tensor : graph.initializer()) {
    if (tensor.data_location() != onnx::TensorProto::EXTERNAL) continue;
    return Problems{{"",
                     "keeps its weights in other files, expected them inside (export without "
                     "external data)"}};
  }
  name_nodes(graph);
  drop_weights_from_inputs(graph);
  Problems problems;
  fix_shapes(graph, shapes, problems);
  if (!problems.empty()) return problems;
  try {
    infer_shapes(model);
  } catch (const std::exception& error) {
    return Problems{{"", fmt::format("its shapes contradict each other: {}", error.what())}};
  }
  return model;
}

}  // namespace popex
