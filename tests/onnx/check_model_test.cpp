// SPDX-License-Identifier: MIT
#include "onnx/check_model.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "onnx/loaded.hpp"
#include "support/problem_lines.hpp"
#include "support/tiny_model.hpp"

namespace popex::test {
namespace {

using Model = onnx::ModelProto;
using Tensor = onnx::TensorProto;
using Whole = std::vector<std::int64_t>;

/// What is wrong with tiny_model() after a change; its conv1 has a weight conv1.w of 4x2x3x3.
Lines wrong_after(const std::function<void(Model&)>& change) {
  Model model = tiny_model();
  change(model);
  return problem_lines(load(model));
}

Tensor& weight(Model& model, const std::string& name) {
  for (Tensor& tensor : *model.mutable_graph()->mutable_initializer()) {
    if (tensor.name() == name) return tensor;
  }
  return add_weight(model, name, {});
}

void set(Model& model, const std::string& node, const std::string& name, const Whole& values) {
  auto& attributes = *node_named(model, node).mutable_attribute();
  for (auto at = attributes.begin(); at != attributes.end(); ++at) {
    if (at->name() != name) continue;
    attributes.erase(at);
    break;
  }
  set_attribute(node_named(model, node), name, values);
}

TEST(CheckModel, FindsNothingWrongWithAModel) {
  EXPECT_EQ(wrong_after([](Model&) {}), Lines{"no problem"});
  EXPECT_EQ(wrong_after([](Model& model) {  // all kinds of weights, each as a file may hold it
              const auto add = [&](int type, int size) {
                Tensor& raw = *model.mutable_graph()->add_initializer();
                raw.set_name("raw" + std::to_string(type));
                raw.set_data_type(type);
                raw.add_dims(3);
                raw.set_raw_data(std::string(static_cast<std::size_t>(3 * size), '\0'));
              };
              for (const int type : {Tensor::FLOAT, Tensor::INT32, Tensor::UINT32}) add(type, 4);
              for (const int type : {Tensor::DOUBLE, Tensor::INT64, Tensor::COMPLEX64}) {
                add(type, 8);
              }
              for (const int type : {Tensor::FLOAT16, Tensor::BFLOAT16, Tensor::INT16})
                add(type, 2);
              for (const int type : {Tensor::INT8, Tensor::UINT8, Tensor::BOOL}) add(type, 1);
              add(99, 5);  // of a version to come
              Tensor& text = *model.mutable_graph()->add_initializer();
              text.set_name("text");
              text.set_data_type(Tensor::STRING);
              text.add_dims(1);
              text.add_string_data("word");
              add_weight(model, "empty", {0, 4});
            }),
            Lines{"no problem"});
}

TEST(CheckModel, CountsTheNumbersOfEveryTensor) {
  EXPECT_EQ(
      wrong_after([](Model& model) { weight(model, "conv1.b").mutable_float_data()->Truncate(3); }),
      Lines{": weight 'conv1.b' is 4, but has 3 numbers of its type, expected 4"});
  EXPECT_EQ(wrong_after([](Model& model) {
              weight(model, "conv1.b").clear_float_data();
              weight(model, "conv1.b").set_raw_data(std::string(15, '\0'));
            }),
            Lines{": weight 'conv1.b' is 4, which takes 16 bytes, but has 15"});
  EXPECT_EQ(
      wrong_after([](Model& model) { weight(model, "conv1.b").set_data_type(Tensor::INT64); }),
      Lines{": weight 'conv1.b' is 4, but has 0 numbers of its type, expected 4"});
  EXPECT_EQ(wrong_after([](Model& model) { weight(model, "conv1.b").set_dims(0, -4); }),
            Lines{": weight 'conv1.b' is -4, expected no size below 0"});
  EXPECT_EQ(wrong_after([](Model& model) {
              for (int i = 0; i < 3; ++i) weight(model, "conv1.b").add_dims(std::int64_t{1} << 62);
            }),
            Lines{": weight 'conv1.b' is 4x4611686018427387904x4611686018427387904x"
                  "4611686018427387904, but has 4 numbers of its type, expected "
                  "3.9231885846166755e+56"});
  EXPECT_EQ(wrong_after([](Model& model) {  // in a node
              onnx::AttributeProto& value =
                  *add_node(model, "half", "Constant", {}, {"half"}, "conv1").add_attribute();
              value.set_name("value");
              value.set_type(onnx::AttributeProto::TENSOR);
              value.mutable_t()->set_data_type(Tensor::FLOAT);
              value.mutable_t()->add_dims(2);
              value.mutable_t()->add_float_data(1);
            }),
            Lines{": Constant 'half': value is 2, but has 1 numbers of its type, expected 2"});
}

TEST(CheckModel, BoundsWhatLibrariesDivideBy) {
  const auto expected = [](const std::string& node, const std::string& what, int least) {
    return Lines{": " + node + ": " + what + ", must be at least " + std::to_string(least) +
                 " and at most 2147483647"};
  };
  EXPECT_EQ(wrong_after([](Model& model) {
              set(model, "conv1", "strides", {0, 1});
            }),
            expected("Conv 'conv1'", "strides 0x1", 1));
  EXPECT_EQ(wrong_after([](Model& model) {
              set(model, "pool1", "strides", {2, -2});
            }),
            expected("MaxPool 'pool1'", "strides 2x-2", 1));
  EXPECT_EQ(wrong_after([](Model& model) {
              set(model, "conv1", "dilations", {0, 0});
            }),
            expected("Conv 'conv1'", "dilations 0x0", 1));
  EXPECT_EQ(wrong_after([](Model& model) {
              set(model, "conv1", "pads", {1, 1, -1, 1});
            }),
            expected("Conv 'conv1'", "pads 1x1x-1x1", 0));
  EXPECT_EQ(wrong_after([](Model& model) {
              set(model, "pool1", "kernel_shape", {std::int64_t{1} << 40, 2});
            }),
            expected("MaxPool 'pool1'", "kernel_shape 1099511627776x2", 1));
  EXPECT_EQ(
      wrong_after([](Model& model) { set_attribute(node_named(model, "conv1"), "group", 0); }),
      expected("Conv 'conv1'", "group 0", 1));
  EXPECT_EQ(wrong_after([](Model& model) {
              onnx::NodeProto& node = node_named(model, "relu1");
              node.set_op_type("SpaceToDepth");
              set_attribute(node, "blocksize", 0);
            }),
            expected("SpaceToDepth 'relu1'", "blocksize 0", 1));
}

TEST(CheckModel, ComparesListsWithTheWindow) {
  EXPECT_EQ(wrong_after([](Model& model) {
              set(model, "conv1", "kernel_shape", {5, 5});
            }),
            Lines{": Conv 'conv1': kernel_shape 5x5, but weight 'conv1.w' is 4x2x3x3"});
  EXPECT_EQ(wrong_after([](Model& model) { set(model, "conv1", "strides", {1}); }),
            Lines{": Conv 'conv1': strides 1, expected 2 numbers, as the weight is 3x3"});
  EXPECT_EQ(wrong_after([](Model& model) {
              set(model, "pool1", "pads", {0, 0});
            }),
            Lines{": MaxPool 'pool1': pads 0x0, expected 4 numbers, as kernel_shape is 2x2"});
  EXPECT_EQ(wrong_after([](Model& model) {
              weight(model, "conv1.w").clear_dims();
              weight(model, "conv1.w").add_dims(72);
            }),
            Lines{": Conv 'conv1': weight 'conv1.w' is 72, expected three sizes or more"});
  EXPECT_EQ(wrong_after([](Model& model) {
              onnx::NodeProto& node = node_named(model, "relu1");
              node.set_op_type("Transpose");
              set_attribute(node, "perm", Whole{0, 1, 4, 1});
            }),
            Lines{": Transpose 'relu1': perm 0,1,4,1, expected each of 0 to 3 once"});
}

TEST(CheckModel, AsksForWhatAnOperatorNeeds) {
  EXPECT_EQ(wrong_after([](Model& model) { set_inputs(node_named(model, "conv1"), {"input"}); }),
            Lines{": Conv 'conv1' has 1 inputs, expected 2 to 3"});
  EXPECT_EQ(wrong_after([](Model& model) {
              set_inputs(node_named(model, "relu1"), {"conv1:", "conv1:"});
            }),
            Lines{": Relu 'relu1' has 2 inputs, expected 1"});
  EXPECT_EQ(wrong_after([](Model& model) { node_named(model, "pool1").clear_attribute(); }),
            Lines{": MaxPool 'pool1' has no kernel_shape"});
  EXPECT_EQ(wrong_after([](Model& model) {
              onnx::NodeProto& node = node_named(model, "pool1");
              node.clear_attribute();
              set_attribute(node, "kernel_shape", 2);
            }),
            Lines{": MaxPool 'pool1': kernel_shape is of type INT, expected INTS"});
  // Of operators of others nothing is known.
  EXPECT_EQ(wrong_after([](Model& model) {
              model.add_opset_import()->set_domain("my.ops");
              node_named(model, "pool1").set_domain("my.ops");
              node_named(model, "pool1").clear_attribute();
            }),
            Lines{"no problem"});
}

TEST(CheckModel, FollowsTheShapes) {
  EXPECT_EQ(wrong_after([](Model& model) {
              set(model, "pool2", "kernel_shape", {7, 7});
            }),
            (Lines{": MaxPool 'pool2': would make 1x4x0x0, expected no size below 1; is what it "
                   "reads too small?",
                   ": Gemm 'gemm': reads 1x0 and 3x16, which do not fit: 0 is not 16"}));
  EXPECT_EQ(wrong_after([](Model& model) {
              set_inputs(node_named(model, "gemm"), {"flatten:", "fc1.w"});
            }),
            Lines{": Gemm 'gemm': reads 1x16 and 3x4, which do not fit: 16 is not 4"});
  EXPECT_EQ(wrong_after([](Model& model) {
              add_weight(model, "wide", {8, 8});
              node_named(model, "relu1").set_op_type("MatMul");
              set_inputs(node_named(model, "relu1"), {"conv1:", "gemm.w"});
            }),
            Lines{": MatMul 'relu1': reads 1x4x8x8 and 3x16, which do not fit: 8 is not 3"});
  EXPECT_EQ(wrong_after([](Model& model) {
              set_input_sizes(model, {1, 3, 8, 8});
            }),
            Lines{": Conv 'conv1': reads 1x3x8x8 and 4x2x3x3, which do not fit: 3 is not 2"});
  EXPECT_EQ(wrong_after([](Model& model) {
              onnx::NodeProto& node = node_named(model, "relu2");
              node.set_op_type("Softmax");
              set_attribute(node, "axis", 7);
            }),
            Lines{": Softmax 'relu2': axis 7, must be between -4 and 4, as it reads 1x4x4x4"});
}

TEST(CheckModel, SaysAllThatIsWrongAtOnce) {
  EXPECT_EQ(wrong_after([](Model& model) {
              weight(model, "conv2.b").clear_float_data();
              set(model, "conv1", "strides", {0, 0});
              set(model, "pool2", "pads", {1});
            }),
            (Lines{": weight 'conv2.b' is 4, but has 0 numbers of its type, expected 4",
                   ": Conv 'conv1': strides 0x0, must be at least 1 and at most 2147483647",
                   ": MaxPool 'pool2': pads 1, expected 4 numbers, as kernel_shape is 2x2"}));
}

}  // namespace
}  // namespace popex::test
