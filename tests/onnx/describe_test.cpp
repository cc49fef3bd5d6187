// SPDX-License-Identifier: MIT
#include "onnx/describe.hpp"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "onnx/loaded.hpp"
#include "support/tiny_model.hpp"

namespace popex::test {
namespace {

using Names = std::vector<std::string>;

OnnxGraph described(const onnx::ModelProto& model, const InputShapes& shapes = {}) {
  return describe(loaded(model, shapes));
}

Names names_of(const OnnxGraph& graph) {
  Names names;
  for (const OnnxGraph::Node& node : graph.nodes) names.push_back(node.name);
  return names;
}

const OnnxGraph::Node& node(const OnnxGraph& graph, const std::string& name) {
  for (const OnnxGraph::Node& node : graph.nodes) {
    if (node.name == name) return node;
  }
  throw std::invalid_argument("no node " + name);
}

/// The bytes of a tensor; -1 where they are not known, -2 where there is no such tensor.
double bytes(const OnnxGraph& graph, const std::string& name) {
  for (const OnnxGraph::Tensor& tensor : graph.tensors) {
    if (tensor.name == name) return tensor.bytes ? tensor.bytes->value : -1;
  }
  return -2;
}

TEST(Describe, SaysWhatReadsWhatAndHowLargeItIs) {
  const OnnxGraph graph = described(tiny_model());
  EXPECT_EQ(graph.inputs, Names{"input"});
  EXPECT_EQ(graph.outputs, (Names{"exit1", "exit2", "main"}));
  EXPECT_EQ(graph.batch, 1);
  EXPECT_EQ(names_of(graph),
            (Names{"conv1", "relu1", "pool1", "gap1", "flat1", "fc1", "conv2", "relu2", "add",
                   "gap2", "flat2", "fc2", "pool2", "flatten", "gemm"}));
  EXPECT_EQ(node(graph, "add").type, "Add");
  EXPECT_EQ(node(graph, "add").inputs, (Names{"relu2:", "pool1:"}));
  EXPECT_EQ(node(graph, "add").outputs, Names{"add:"});
  EXPECT_EQ(node(graph, "conv1").inputs, Names{"input"});
  EXPECT_EQ(node(graph, "conv1").parameters.value, (4 * 2 * 9 + 4) * 4);
  EXPECT_EQ(node(graph, "add").parameters.value, 0);
  EXPECT_EQ(bytes(graph, "input"), 2 * 64 * 4);
  EXPECT_EQ(bytes(graph, "pool1:"), 4 * 16 * 4);
  EXPECT_EQ(bytes(graph, "main"), 3 * 4);
  EXPECT_EQ(bytes(graph, "conv1.w"), -2);
}

TEST(Describe, SaysWhichBatchItsSizesAreOf) {
  const OnnxGraph graph = described(tiny_model(), {{"", {5, 2, 8, 8}}});
  EXPECT_EQ(graph.batch, 5);
  EXPECT_EQ(bytes(graph, "pool1:"), 5 * 4 * 16 * 4);
}

TEST(Describe, ThreeSizesAreOneImage) {
  onnx::ModelProto model = tiny_model();
  model.mutable_graph()->clear_node();
  model.mutable_graph()->clear_output();
  set_input_sizes(model, {3, 8, 8});
  add_node(model, "relu", "Relu", {"input"}, {"relu:"});
  add_output(model, "relu:");
  EXPECT_EQ(described(model).batch, 1);
  set_input_sizes(model, {3, 8});
  EXPECT_EQ(described(model).batch, 3);
}

TEST(Describe, LeavesSizesOpenThatTheModelLeavesOpen) {
  onnx::ModelProto model = tiny_model();
  set_input_sizes(model, {-1, 2, -1, -1});
  const OnnxGraph graph = described(model);
  EXPECT_EQ(graph.batch, 1);
  EXPECT_EQ(bytes(graph, "conv1:"), -1);
  EXPECT_EQ(bytes(graph, "gap1:"), 4 * 4);  // pooled over whatever there is
}

TEST(Describe, CountsSharedWeightsOnce) {
  onnx::ModelProto model = tiny_model();
  set_inputs(node_named(model, "fc2"), {"flat2:", "fc1.w", "fc2.b"});
  const OnnxGraph graph = described(model);
  EXPECT_EQ(node(graph, "fc1").parameters.value, (12 + 3) * 4);
  EXPECT_EQ(node(graph, "fc2").parameters.value, 3 * 4);
}

TEST(Describe, LeavesOutWhatIsWorkedOutOfWeightsAlone) {
  onnx::ModelProto model = tiny_model();
  add_node(model, "share", "Identity", {"fc1.b"}, {"share:"}, "fc1");
  set_inputs(node_named(model, "fc1"), {"flat1:", "fc1.w", "share:"});
  onnx::AttributeProto& value =
      *add_node(model, "constant", "Constant", {}, {"shift"}, "relu2").add_attribute();
  value.set_name("value");
  value.set_type(onnx::AttributeProto::TENSOR);
  value.mutable_t()->set_data_type(onnx::TensorProto::FLOAT16);
  value.mutable_t()->add_dims(4);
  value.mutable_t()->set_raw_data(std::string(8, '\0'));
  set_attribute(add_node(model, "wide", "Cast", {"shift"}, {"wide:"}, "relu2"), "to",
                onnx::TensorProto::FLOAT);
  add_node(model, "moved", "Add", {"conv2:", "wide:"}, {"moved:"}, "relu2");
  set_inputs(node_named(model, "relu2"), {"moved:"});
  const OnnxGraph graph = described(model);
  EXPECT_EQ(graph.nodes.size(), 16U);  // those of the model and "moved"
  EXPECT_EQ(node(graph, "fc1").inputs, Names{"flat1:"});
  EXPECT_EQ(node(graph, "fc1").parameters.value, (12 + 3) * 4);
  EXPECT_EQ(node(graph, "moved").inputs, Names{"conv2:"});
  EXPECT_EQ(node(graph, "moved").parameters.value, 4 * 2);
  EXPECT_EQ(bytes(graph, "wide:"), -2);
}

/// flatten as torch writes x.view(x.size(0), -1): the shape of what is reshaped, its first entry,
/// -1 put behind.
void reshape_by_shape(onnx::ModelProto& model, const std::string& shape_of) {
  add_whole_numbers(model, "zero", {0});
  add_whole_numbers(model, "rest", {-1});
  add_node(model, "shape", "Shape", {shape_of}, {"shape:"}, "flatten");
  set_attribute(add_node(model, "size0", "Gather", {"shape:", "zero"}, {"size0:"}, "flatten"),
                "axis", 0);
  set_attribute(add_node(model, "sizes", "Concat", {"size0:", "rest"}, {"sizes:"}, "flatten"),
                "axis", 0);
  onnx::NodeProto& flatten = node_named(model, "flatten");
  flatten.set_op_type("Reshape");
  set_inputs(flatten, {"pool2:", "sizes:"});
}

TEST(Describe, TakesKnownShapesForConstantsWithoutWeight) {
  onnx::ModelProto model = tiny_model();
  reshape_by_shape(model, "pool2:");
  const OnnxGraph graph = described(model);
  EXPECT_EQ(graph.nodes.size(), 15U);
  EXPECT_EQ(node(graph, "flatten").inputs, Names{"pool2:"});
  EXPECT_EQ(node(graph, "flatten").parameters.value, 0);
  EXPECT_EQ(bytes(graph, "flatten:"), 16 * 4);
}

TEST(Describe, KeepsWhatAsksForAShapeThatIsOpen) {
  onnx::ModelProto model = tiny_model();
  reshape_by_shape(model, "pool2:");
  set_input_sizes(model, {-1, 2, -1, -1});
  const OnnxGraph graph = described(model);
  EXPECT_EQ(node(graph, "shape").inputs, Names{"pool2:"});
  EXPECT_EQ(node(graph, "flatten").inputs, (Names{"pool2:", "sizes:"}));
}

TEST(Describe, FollowsWhatBranchesOfAnIfReadFromAroundThem) {
  onnx::ModelProto model = tiny_model();
  onnx::TensorProto& yes = *model.mutable_graph()->add_initializer();
  yes.set_name("yes");
  yes.set_data_type(onnx::TensorProto::BOOL);
  yes.add_int32_data(1);
  add_weight(model, "choice.b", {4, 1, 1});
  onnx::NodeProto& choice = add_node(model, "choice", "If", {"yes"}, {"choice:"}, "pool2");
  for (const char* branch : {"then_branch", "else_branch"}) {
    onnx::AttributeProto& attribute = *choice.add_attribute();
    attribute.set_name(branch);
    attribute.set_type(onnx::AttributeProto::GRAPH);
    onnx::GraphProto& graph = *attribute.mutable_g();
    graph.set_name(branch);
    onnx::NodeProto& inside = *graph.add_node();
    inside.set_op_type("Add");
    set_inputs(inside, {"add:", "choice.b"});
    inside.add_output("inside");
    onnx::NodeProto& last = *graph.add_node();
    last.set_op_type("Relu");
    set_inputs(last, {"inside"});
    last.add_output("result");
    graph.add_output()->set_name("result");
  }
  set_inputs(node_named(model, "pool2"), {"choice:"});
  const OnnxGraph graph = described(model);
  EXPECT_EQ(node(graph, "choice").inputs, (Names{"add:", "add:"}));
  EXPECT_EQ(node(graph, "choice").parameters.value, 4 * 4);  // once
}

TEST(Describe, SizesTensorsByTheirType) {
  const std::map<int, double> bytes_of_type = {
      {onnx::TensorProto::FLOAT, 4},     {onnx::TensorProto::DOUBLE, 8},
      {onnx::TensorProto::FLOAT16, 2},   {onnx::TensorProto::BFLOAT16, 2},
      {onnx::TensorProto::INT8, 1},      {onnx::TensorProto::BOOL, 1},
      {onnx::TensorProto::COMPLEX64, 8}, {onnx::TensorProto::UINT64, 8},
      {onnx::TensorProto::UINT16, 2},    {onnx::TensorProto::INT32, 4}};
  for (const auto& [type, size] : bytes_of_type) {
    onnx::ModelProto model = tiny_model();
    add_input(model, "other", {3, 5});
    model.mutable_graph()->mutable_input(1)->mutable_type()->mutable_tensor_type()->set_elem_type(
        type);
    EXPECT_EQ(bytes(describe(model), "other"), 15 * size) << "type " << type;
  }
  onnx::ModelProto model = tiny_model();
  add_input(model, "other", {3, 5});
  auto& type = *model.mutable_graph()->mutable_input(1)->mutable_type()->mutable_tensor_type();
  for (const int unsized : {static_cast<int>(onnx::TensorProto::STRING), 0, 99}) {
    type.set_elem_type(unsized);
    EXPECT_EQ(bytes(describe(model), "other"), -1) << "type " << unsized;
  }
}

TEST(Describe, HasAFiniteNumberForAnySizes) {
  onnx::ModelProto model = tiny_model();
  onnx::TensorProto& weight = *model.mutable_graph()->mutable_initializer(0);
  for (int i = 0; i < 40; ++i) weight.add_dims(std::int64_t{1} << 62U);
  add_input(model, "other", {std::int64_t{1} << 62U, -1});
  const OnnxGraph graph = describe(model);
  EXPECT_EQ(node(graph, "conv1").parameters.value, 1e100 + 16);
  EXPECT_EQ(bytes(graph, "other"), -1);
  weight.set_dims(1, -3);
  EXPECT_EQ(node(describe(model), "conv1").parameters.value, 16);
}

}  // namespace
}  // namespace popex::test
