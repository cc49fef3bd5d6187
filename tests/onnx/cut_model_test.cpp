// SPDX-License-Identifier: MIT
#include "onnx/cut_model.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "onnx/loaded.hpp"
#include "support/problem_lines.hpp"
#include "support/tiny_model.hpp"

namespace popex::test {
namespace {

using Names = std::vector<std::string>;

/// The nodes of a part, in the order of the file.
Names nodes_between(const onnx::ModelProto& model, const std::string& from, const std::string& to) {
  const Result<onnx::ModelProto> part = cut_model(loaded(model), from, to);
  if (!part) return problem_lines(part);
  Names names;
  for (const onnx::NodeProto& node : part->graph().node()) names.push_back(node.name());
  return names;
}

TEST(CutModel, TakesTheNodesBetweenTwoTensors) {
  const onnx::ModelProto tiny = tiny_model();
  EXPECT_EQ(nodes_between(tiny, "", "pool1:"), (Names{"conv1", "relu1", "pool1"}));
  EXPECT_EQ(nodes_between(tiny, "", "exit1"),
            (Names{"conv1", "relu1", "pool1", "gap1", "flat1", "fc1"}));
  EXPECT_EQ(nodes_between(tiny, "pool1:", "main"),
            (Names{"conv2", "relu2", "add", "pool2", "flatten", "gemm"}));
  EXPECT_EQ(nodes_between(tiny, "pool1:", "exit2"),
            (Names{"conv2", "relu2", "add", "gap2", "flat2", "fc2"}));
  EXPECT_EQ(nodes_between(tiny, "flatten:", "main"), (Names{"gemm"}));
  EXPECT_EQ(nodes_between(tiny, "input", "conv1:"), (Names{"conv1"}));
}

TEST(CutModel, IsAModelOfItsOwn) {
  const Result<onnx::ModelProto> part = cut_model(loaded(tiny_model()), "pool1:", "add:");
  ASSERT_TRUE(part);
  const onnx::GraphProto& graph = part->graph();
  ASSERT_EQ(graph.input_size(), 1);
  EXPECT_EQ(graph.input(0).name(), "pool1:");
  EXPECT_EQ(graph.input(0).type().tensor_type().shape().dim(1).dim_value(), 4);
  ASSERT_EQ(graph.output_size(), 1);
  EXPECT_EQ(graph.output(0).name(), "add:");
  EXPECT_EQ(graph.output(0).type().tensor_type().shape().dim(2).dim_value(), 4);
  Names weights;
  for (const auto& weight : graph.initializer()) weights.push_back(weight.name());
  EXPECT_EQ(weights, (Names{"conv2.w", "conv2.b"}));
  const Result<onnx::ModelProto> again = load(*part);
  EXPECT_EQ(problem_lines(again), Lines{"no problem"});
}

TEST(CutModel, NeedsTensorsThatAreThere) {
  EXPECT_EQ(nodes_between(tiny_model(), "pool3:", "mian"),
            (Lines{": has no tensor 'pool3:'", ": has no tensor 'mian'"}));
}

TEST(CutModel, RefusesACutInsideABlock) {
  EXPECT_EQ(nodes_between(tiny_model(), "relu2:", "main"),
            (Lines{": 'main' needs 'input' beside 'relu2:'"}));
  EXPECT_EQ(nodes_between(tiny_model(), "gap1:", "main"),
            (Lines{": 'main' needs 'input' beside 'gap1:'"}));
}

TEST(CutModel, RefusesPartsWithoutANode) {
  EXPECT_EQ(nodes_between(tiny_model(), "add:", "add:"),
            (Lines{": no node leads from 'add:' to 'add:'"}));
  EXPECT_EQ(nodes_between(tiny_model(), "", "input"),
            (Lines{": no node leads from the inputs to 'input'"}));
}

TEST(CutModel, NeedsTheShapeOfWhereItBegins) {
  onnx::ModelProto model = tiny_model();
  node_named(model, "pool1").set_op_type("Unheard");
  EXPECT_EQ(nodes_between(model, "pool1:", "main"),
            (Lines{": the shape of tensor 'pool1:' is not known"}));
}

/// relu1 reads the shape of the input, which is before every cut.
TEST(CutModel, MakesShapesOfWhatIsBeforeItConstants) {
  onnx::ModelProto model = tiny_model();
  add_whole_numbers(model, "zero", {0});
  add_whole_numbers(model, "rest", {-1});
  add_node(model, "shape", "Shape", {"input"}, {"shape:"}, "relu1");
  add_node(model, "size0", "Gather", {"shape:", "zero"}, {"size0:"}, "relu1");
  set_attribute(add_node(model, "sizes", "Concat", {"size0:", "rest"}, {"sizes:"}, "relu1"), "axis",
                0);
  onnx::NodeProto& flatten = node_named(model, "flatten");
  flatten.set_op_type("Reshape");
  set_inputs(flatten, {"pool2:", "sizes:"});
  const Result<onnx::ModelProto> part = cut_model(loaded(model), "pool1:", "main");
  ASSERT_EQ(problem_lines(part), Lines{"no problem"});
  const onnx::GraphProto& graph = part->graph();
  const onnx::TensorProto& shape = graph.initializer(graph.initializer_size() - 1);
  EXPECT_EQ(shape.name(), "shape:");
  EXPECT_EQ((std::vector<std::int64_t>(shape.int64_data().begin(), shape.int64_data().end())),
            (std::vector<std::int64_t>{1, 2, 8, 8}));
  EXPECT_EQ(graph.node(0).name(), "size0");
  // What is asked behind the cut stays a question.
  set_inputs(node_named(model, "shape"), {"conv1:"});
  EXPECT_EQ(nodes_between(model, "conv1:", "main")[0], "shape");
}

TEST(CutModel, FollowsWhatTheGraphsInsideANodeRead) {
  onnx::ModelProto model = tiny_model();
  onnx::NodeProto& choice = add_node(model, "choice", "If", {"main"}, {"chosen"});
  onnx::AttributeProto& attribute = *choice.add_attribute();
  attribute.set_name("then_branch");
  attribute.set_type(onnx::AttributeProto::GRAPH);
  onnx::NodeProto& inside = *attribute.mutable_g()->add_node();
  inside.set_op_type("Relu");
  set_inputs(inside, {"relu1:"});
  inside.add_output("inside");
  attribute.mutable_g()->add_output()->set_name("inside");
  EXPECT_EQ(problem_lines(cut_model(model, "input", "chosen")), Lines{"no problem"});
  EXPECT_EQ(problem_lines(cut_model(loaded(tiny_model()), "pool1:", "main")), Lines{"no problem"});
  onnx::ValueInfoProto& pool1 = *model.mutable_graph()->add_value_info();
  pool1 = model.graph().input(0);
  pool1.set_name("pool1:");
  EXPECT_EQ(problem_lines(cut_model(model, "pool1:", "chosen")),
            (Lines{": 'chosen' needs 'input' beside 'pool1:'"}));
}

}  // namespace
}  // namespace popex::test
