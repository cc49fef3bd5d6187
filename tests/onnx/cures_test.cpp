// SPDX-License-Identifier: MIT
#include "onnx/cures.hpp"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "onnx/loaded.hpp"
#include "support/tiny_model.hpp"

namespace popex::test {
namespace {

onnx::ModelProto cured(const onnx::ModelProto& model) {
  onnx::ModelProto ready = loaded(model);
  cure_for_opencv(ready);
  return ready;
}

std::map<std::string, float> attributes_of(const onnx::NodeProto& node) {
  std::map<std::string, float> attributes;
  for (const onnx::AttributeProto& attribute : node.attribute()) {
    attributes[attribute.name()] = attribute.f();
  }
  return attributes;
}

std::vector<std::string> inputs_of(const onnx::NodeProto& node) {
  return {node.input().begin(), node.input().end()};
}

std::vector<std::string> weights_of(const onnx::ModelProto& model) {
  std::vector<std::string> names;
  for (const onnx::TensorProto& weight : model.graph().initializer())
    names.push_back(weight.name());
  return names;
}

using Names = std::vector<std::string>;
using Floats = std::map<std::string, float>;

onnx::ModelProto with_clip(const Names& inputs) {
  onnx::ModelProto model = tiny_model();
  onnx::NodeProto& clip = node_named(model, "relu1");
  clip.set_op_type("Clip");
  set_inputs(clip, inputs);
  add_scalar(model, "low", 0);
  add_scalar(model, "high", 6);
  return model;
}

TEST(Cures, LeaveAModelThatNeedsNoneAsItIs) {
  const onnx::ModelProto before = tiny_model();
  const onnx::ModelProto after = cured(before);
  ASSERT_EQ(after.graph().node_size(), before.graph().node_size());
  for (int i = 0; i < before.graph().node_size(); ++i) {
    EXPECT_EQ(after.graph().node(i).SerializeAsString(),
              before.graph().node(i).SerializeAsString());
  }
  EXPECT_EQ(weights_of(after), weights_of(before));
}

TEST(Cures, MakeConstantBoundsOfAClipAttributes) {
  onnx::ModelProto both = cured(with_clip({"conv1:", "low", "high"}));
  EXPECT_EQ(inputs_of(node_named(both, "relu1")), Names{"conv1:"});
  EXPECT_EQ(attributes_of(node_named(both, "relu1")), (Floats{{"min", 0}, {"max", 6}}));
  onnx::ModelProto upper = cured(with_clip({"conv1:", "", "high"}));
  EXPECT_EQ(inputs_of(node_named(upper, "relu1")), Names{"conv1:"});
  EXPECT_EQ(attributes_of(node_named(upper, "relu1")), (Floats{{"max", 6}}));
  onnx::ModelProto lower = cured(with_clip({"conv1:", "low"}));
  EXPECT_EQ(attributes_of(node_named(lower, "relu1")), (Floats{{"min", 0}}));
  onnx::ModelProto none = cured(with_clip({"conv1:"}));
  EXPECT_EQ(attributes_of(node_named(none, "relu1")), Floats{});
}

TEST(Cures, FindBoundsInConstantNodesAndRawBytes) {
  onnx::ModelProto model = with_clip({"conv1:", "low", "six"});
  onnx::AttributeProto& value =
      *add_node(model, "constant", "Constant", {}, {"six"}, "relu1").add_attribute();
  value.set_name("value");
  value.set_type(onnx::AttributeProto::TENSOR);
  value.mutable_t()->set_data_type(onnx::TensorProto::FLOAT);
  value.mutable_t()->set_raw_data(std::string("\0\0\xc0\x40", 4));
  onnx::ModelProto after = cured(model);
  EXPECT_EQ(attributes_of(node_named(after, "relu1")), (Floats{{"min", 0}, {"max", 6}}));
  EXPECT_EQ(after.graph().node_size(), tiny_model().graph().node_size());  // no Constant any more
}

TEST(Cures, LeaveAClipWhoseBoundsAreNoConstants) {
  onnx::ModelProto measured = with_clip({"conv1:", "low", "high"});
  add_node(measured, "top", "ReduceMax", {"conv1:"}, {"top:"}, "relu1");
  set_inputs(node_named(measured, "relu1"), {"conv1:", "low", "top:"});
  onnx::ModelProto after = cured(measured);
  EXPECT_EQ(inputs_of(node_named(after, "relu1")), (Names{"conv1:", "low", "top:"}));
  EXPECT_EQ(attributes_of(node_named(after, "relu1")), Floats{});
}

TEST(Cures, TurnIdentitiesOfWeightsIntoWeights) {
  onnx::ModelProto model = tiny_model();
  add_node(model, "once", "Identity", {"fc1.b"}, {"once:"}, "conv1");
  add_node(model, "again", "Identity", {"once:"}, {"again:"}, "conv1");
  set_inputs(node_named(model, "fc2"), {"flat2:", "fc2.w", "again:"});
  const onnx::ModelProto after = cured(model);
  EXPECT_EQ(after.graph().node_size(), tiny_model().graph().node_size());
  const onnx::GraphProto& graph = after.graph();
  const onnx::TensorProto& copy = graph.initializer(graph.initializer_size() - 1);
  EXPECT_EQ(copy.name(), "again:");
  ASSERT_EQ(copy.float_data_size(), 3);
  EXPECT_EQ(copy.float_data(1), add_weight(model, "same", {3}).float_data(1));
}

TEST(Cures, KeepIdentitiesOfWhatIsWorkedOut) {
  onnx::ModelProto model = tiny_model();
  add_node(model, "copy", "Identity", {"conv1:"}, {"copy:"}, "relu1");
  set_inputs(node_named(model, "relu1"), {"copy:"});
  EXPECT_EQ(cured(model).graph().node_size(), model.graph().node_size());
}

TEST(Cures, DropWhatLeadsToNoOutput) {
  onnx::ModelProto model = tiny_model();
  add_weight(model, "dead.w", {4});
  add_node(model, "dead", "Mul", {"conv1:", "dead.w"}, {"dead:"}, "relu1");
  add_node(model, "deader", "Unheard", {"dead:"}, {"deader:"}, "relu1");
  const onnx::ModelProto after = cured(model);
  EXPECT_EQ(after.graph().node_size(), tiny_model().graph().node_size());
  EXPECT_EQ(weights_of(after), weights_of(tiny_model()));
}

}  // namespace
}  // namespace popex::test
