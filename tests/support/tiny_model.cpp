// SPDX-License-Identifier: MIT
#include "support/tiny_model.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>

namespace popex::test {
namespace {

using Names = std::vector<std::string>;

void set_type(onnx::ValueInfoProto& info, const std::string& name,
              const std::vector<std::int64_t>& sizes) {
  info.set_name(name);
  auto& type = *info.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  type.clear_shape();
  for (const std::int64_t size : sizes) {
    auto& dim = *type.mutable_shape()->add_dim();
    if (size >= 0) {
      dim.set_dim_value(size);
    } else {
      dim.set_dim_param("size" + std::to_string(type.shape().dim_size() - 1));
    }
  }
}

void add_conv(onnx::ModelProto& model, const std::string& name, const std::string& input,
              std::int64_t channels_in) {
  add_weight(model, name + ".w", {4, channels_in, 3, 3});
  add_weight(model, name + ".b", {4});
  onnx::NodeProto& node =
      add_node(model, name, "Conv", {input, name + ".w", name + ".b"}, {name + ":"});
  set_attribute(node, "kernel_shape", {3, 3});
  set_attribute(node, "pads", {1, 1, 1, 1});
}

void add_pool(onnx::ModelProto& model, const std::string& name, const std::string& input) {
  onnx::NodeProto& node = add_node(model, name, "MaxPool", {input}, {name + ":"});
  set_attribute(node, "kernel_shape", {2, 2});
  set_attribute(node, "strides", {2, 2});
}

void add_gemm(onnx::ModelProto& model, const std::string& name, const std::string& input,
              std::int64_t width, const std::string& output) {
  add_weight(model, name + ".w", {3, width});
  add_weight(model, name + ".b", {3});
  onnx::NodeProto& node =
      add_node(model, name, "Gemm", {input, name + ".w", name + ".b"}, {output});
  set_attribute(node, "transB", 1);
}

void add_exit(onnx::ModelProto& model, const std::string& number, const std::string& input) {
  add_node(model, "gap" + number, "GlobalAveragePool", {input}, {"gap" + number + ":"});
  add_node(model, "flat" + number, "Flatten", {"gap" + number + ":"}, {"flat" + number + ":"});
  add_gemm(model, "fc" + number, "flat" + number + ":", 4, "exit" + number);
}

}  // namespace

onnx::ModelProto tiny_model() {
  onnx::ModelProto model;
  model.set_ir_version(7);
  model.add_opset_import()->set_version(13);
  model.mutable_graph()->set_name("tiny");
  add_input(model, "input", {1, 2, 8, 8});
  add_conv(model, "conv1", "input", 2);
  add_node(model, "relu1", "Relu", {"conv1:"}, {"relu1:"});
  add_pool(model, "pool1", "relu1:");
  add_exit(model, "1", "pool1:");
  add_conv(model, "conv2", "pool1:", 4);
  add_node(model, "relu2", "Relu", {"conv2:"}, {"relu2:"});
  add_node(model, "add", "Add", {"relu2:", "pool1:"}, {"add:"});
  add_exit(model, "2", "add:");
  add_pool(model, "pool2", "add:");
  add_node(model, "flatten", "Flatten", {"pool2:"}, {"flatten:"});
  add_gemm(model, "gemm", "flatten:", 16, "main");
  for (const char* output : {"exit1", "exit2", "main"}) {
    set_type(*model.mutable_graph()->add_output(), output, {1, 3});
  }
  return model;
}

onnx::NodeProto& node_named(onnx::ModelProto& model, const std::string& name) {
  for (onnx::NodeProto& node : *model.mutable_graph()->mutable_node()) {
    if (node.name() == name) return node;
  }
  throw std::invalid_argument("no node " + name);
}

onnx::NodeProto& add_node(onnx::ModelProto& model, const std::string& name, const std::string& type,
                          const Names& inputs, const Names& outputs, const std::string& before) {
  auto& nodes = *model.mutable_graph()->mutable_node();
  const auto is_next = [&](const onnx::NodeProto& node) { return node.name() == before; };
  auto place = static_cast<int>(std::find_if(nodes.begin(), nodes.end(), is_next) - nodes.begin());
  onnx::NodeProto& made = *nodes.Add();
  made.set_name(name);
  made.set_op_type(type);
  set_inputs(made, inputs);
  for (const std::string& output : outputs) made.add_output(output);
  const int end = place;
  for (int i = nodes.size() - 1; i > end; --i) nodes.SwapElements(i, i - 1);
  return nodes[place];
}

void set_inputs(onnx::NodeProto& node, const Names& inputs) {
  node.clear_input();
  for (const std::string& input : inputs) node.add_input(input);
}

void set_attribute(onnx::NodeProto& node, const std::string& name,
                   const std::vector<std::int64_t>& values) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INTS);
  for (const std::int64_t value : values) attribute.add_ints(value);
}

void set_attribute(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(value);
}

onnx::TensorProto& add_weight(onnx::ModelProto& model, const std::string& name,
                              const std::vector<std::int64_t>& sizes) {
  onnx::TensorProto& tensor = *model.mutable_graph()->add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  std::int64_t count = 1;
  for (const std::int64_t size : sizes) {
    tensor.add_dims(size);
    count *= size;
  }
  for (std::int64_t i = 0; i < count; ++i) {
    tensor.add_float_data(static_cast<float>((i * 7) % 11 - 5) / 16);
  }
  return tensor;
}

void add_scalar(onnx::ModelProto& model, const std::string& name, float value) {
  onnx::TensorProto& tensor = *model.mutable_graph()->add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  tensor.add_float_data(value);
}

void add_whole_numbers(onnx::ModelProto& model, const std::string& name,
                       const std::vector<std::int64_t>& values) {
  onnx::TensorProto& tensor = *model.mutable_graph()->add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(onnx::TensorProto::INT64);
  tensor.add_dims(static_cast<std::int64_t>(values.size()));
  for (const std::int64_t value : values) tensor.add_int64_data(value);
}

void add_input(onnx::ModelProto& model, const std::string& name,
               const std::vector<std::int64_t>& sizes) {
  set_type(*model.mutable_graph()->add_input(), name, sizes);
}

void add_output(onnx::ModelProto& model, const std::string& name) {
  auto& outputs = *model.mutable_graph()->mutable_output();
  onnx::ValueInfoProto& made = *outputs.Add();
  made.set_name(name);
  made.mutable_type()->mutable_tensor_type()->set_elem_type(onnx::TensorProto::FLOAT);
  for (int i = outputs.size() - 1; i > 0; --i) outputs.SwapElements(i, i - 1);
}

void set_input_sizes(onnx::ModelProto& model, const std::vector<std::int64_t>& sizes) {
  onnx::ValueInfoProto& input = *model.mutable_graph()->mutable_input(0);
  set_type(input, input.name(), sizes);
}

void rename(onnx::ModelProto& model, const std::string& from, const std::string& to) {
  onnx::GraphProto& graph = *model.mutable_graph();
  for (onnx::NodeProto& node : *graph.mutable_node()) {
    if (node.name() == from) node.set_name(to);
    for (auto* tensors : {node.mutable_input(), node.mutable_output()}) {
      std::replace(tensors->begin(), tensors->end(), from, to);
    }
  }
  for (auto* list : {graph.mutable_input(), graph.mutable_output()}) {
    for (onnx::ValueInfoProto& info : *list) {
      if (info.name() == from) info.set_name(to);
    }
  }
  for (onnx::TensorProto& weight : *graph.mutable_initializer()) {
    if (weight.name() == from) weight.set_name(to);
  }
}

}  // namespace popex::test
