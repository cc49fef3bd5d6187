// SPDX-License-Identifier: MIT
#include "onnx/small_numbers.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "onnx/loaded.hpp"
#include "onnx/tensor_shape.hpp"
#include "support/tiny_model.hpp"

namespace popex::test {
namespace {

using Names = std::vector<std::string>;
using List = std::vector<double>;
using Whole = std::vector<std::int64_t>;

const List kUnknown = {-999};
constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();

/// A graph that reads x of 2x3x4x5 and shape, which is that, and works out more.
class SmallNumbers : public testing::Test {
 protected:
  SmallNumbers() {
    add_input(model_, "x", {2, 3, 4, 5});
    node("Shape", {"x"}, "shape");
    for (const std::int64_t value : {-1, 0, 1, 2, 3}) {
      const std::string name = std::to_string(value);
      add_whole_numbers(model_, name, {value});
      add_whole_numbers(model_, "scalar " + name, {value});
      weight("scalar " + name).clear_dims();
    }
    add_whole_numbers(model_, "end", {kEnd});
    add_scalar(model_, "2.0", 2);
    add_scalar(model_, "2.5", 2.5F);
  }

  onnx::TensorProto& weight(const std::string& name) {
    for (onnx::TensorProto& weight : *model_.mutable_graph()->mutable_initializer()) {
      if (weight.name() == name) return weight;
    }
    return add_weight(model_, name, {0});
  }

  onnx::NodeProto& node(const std::string& type, const Names& inputs, const std::string& output) {
    return add_node(model_, output, type, inputs, {output});
  }
  void cast(const std::string& input, int type, const std::string& output) {
    set_attribute(node("Cast", {input}, output), "to", type);
  }

  /// The numbers of a tensor; with rank() their rank.
  List numbers(const std::string& tensor) {
    onnx::GraphProto graph = model_.graph();
    add_small_numbers(graph);
    for (const onnx::TensorProto& weight : graph.initializer()) {
      if (weight.name() != tensor) continue;
      rank_ = weight.dims_size();
      List list(weight.int64_data().begin(), weight.int64_data().end());
      list.insert(list.end(), weight.int32_data().begin(), weight.int32_data().end());
      list.insert(list.end(), weight.float_data().begin(), weight.float_data().end());
      return list;
    }
    return kUnknown;
  }
  /// Those that a node of `type` makes, which is added for it.
  List made(const std::string& type, const Names& inputs) {
    const std::string name = type + std::to_string(model_.graph().node_size());
    node(type, inputs, name);
    return numbers(name);
  }
  List made(const std::string& type, const Names& inputs, const std::string& attribute,
            const Whole& values) {
    const std::string name = type + std::to_string(model_.graph().node_size());
    set_attribute(node(type, inputs, name), attribute, values);
    return numbers(name);
  }

  onnx::ModelProto model_;
  int rank_ = -1;
};

TEST_F(SmallNumbers, AreTheShapeOfATensor) {
  EXPECT_EQ(numbers("shape"), (List{2, 3, 4, 5}));
  EXPECT_EQ(rank_, 1);
  EXPECT_EQ(made("Size", {"x"}), List{120});
  EXPECT_EQ(rank_, 0);
  onnx::NodeProto& part = node("Shape", {"x"}, "part");
  set_attribute(part, "start", -3);
  EXPECT_EQ(numbers("part"), (List{3, 4, 5}));
  set_attribute(part, "end", -1);
  EXPECT_EQ(numbers("part"), (List{3, 4}));
  add_input(model_, "open", {2, -1});
  EXPECT_EQ(made("Shape", {"open"}), kUnknown);
}

TEST_F(SmallNumbers, AreTakenOutOfLists) {
  EXPECT_EQ(made("Gather", {"shape", "scalar -1"}), List{5});
  EXPECT_EQ(rank_, 0);
  EXPECT_EQ(made("Gather", {"shape", "2"}), List{4});
  EXPECT_EQ(rank_, 1);
  add_whole_numbers(model_, "far", {4});
  EXPECT_EQ(made("Gather", {"shape", "far"}), kUnknown);
  EXPECT_EQ(made("Slice", {"shape", "1", "end"}), (List{3, 4, 5}));
  EXPECT_EQ(made("Slice", {"shape", "0", "-1"}), (List{2, 3, 4}));
  EXPECT_EQ(made("Slice", {"shape", "0", "end", "0", "2"}), (List{2, 4}));
  add_whole_numbers(model_, "begin", {-kEnd});
  EXPECT_EQ(made("Slice", {"shape", "-1", "begin", "0", "-1"}), (List{5, 4, 3, 2}));
  EXPECT_EQ(made("Slice", {"shape", "-1", "begin", "0", "0"}), kUnknown);
  onnx::NodeProto& old = node("Slice", {"shape"}, "old");  // before opset 10
  set_attribute(old, "starts", Whole{2});
  set_attribute(old, "ends", Whole{kEnd});
  EXPECT_EQ(numbers("old"), (List{4, 5}));
}

TEST_F(SmallNumbers, ArePutTogether) {
  node("Gather", {"shape", "scalar 0"}, "size");
  EXPECT_EQ(made("Unsqueeze", {"size"}, "axes", {0}), List{2});
  EXPECT_EQ(rank_, 1);
  EXPECT_EQ(made("Unsqueeze", {"size", "0"}), List{2});
  EXPECT_EQ(made("Unsqueeze", {"shape"}, "axes", {0}), kUnknown);  // has two dimensions
  EXPECT_EQ(made("Squeeze", {"1"}), List{1});
  EXPECT_EQ(rank_, 0);
  EXPECT_EQ(made("Concat", {"shape", "-1"}), (List{2, 3, 4, 5, -1}));
  EXPECT_EQ(made("Concat", {"shape", "unheard"}), kUnknown);
  EXPECT_EQ(made("Reshape", {"size", "-1"}), List{2});
  EXPECT_EQ(rank_, 1);
  EXPECT_EQ(made("Identity", {"shape"}), (List{2, 3, 4, 5}));
  EXPECT_EQ(made("Range", {"scalar 1", "size", "scalar 1"}), List{1});
  EXPECT_EQ(made("Range", {"scalar 0", "scalar 3", "scalar 2"}), (List{0, 2}));
  EXPECT_EQ(made("Range", {"scalar 0", "scalar 3", "scalar 0"}), kUnknown);
  EXPECT_EQ(made("ConstantOfShape", {"3"}), (List{0, 0, 0}));
  EXPECT_EQ(made("ConstantOfShape", {"end"}), kUnknown);
}

TEST_F(SmallNumbers, AreReckonedWith) {
  EXPECT_EQ(made("Add", {"shape", "1"}), (List{3, 4, 5, 6}));
  EXPECT_EQ(made("Sub", {"1", "shape"}), (List{-1, -2, -3, -4}));
  EXPECT_EQ(made("Mul", {"shape", "shape"}), (List{4, 9, 16, 25}));
  EXPECT_EQ(made("Div", {"shape", "2"}), (List{1, 1, 2, 2}));  // whole
  EXPECT_EQ(made("Div", {"shape", "0"}), kUnknown);
  EXPECT_EQ(made("Mod", {"shape", "3"}), (List{2, 0, 1, 2}));
  EXPECT_EQ(made("Max", {"shape", "3"}), (List{3, 3, 4, 5}));
  EXPECT_EQ(made("Neg", {"shape"}), (List{-2, -3, -4, -5}));
  EXPECT_EQ(made("ReduceProd", {"shape"}), List{120});
  EXPECT_EQ(rank_, 1);
  EXPECT_EQ(made("ReduceProd", {"shape"}, "axes", {0}), List{120});
  EXPECT_EQ(made("ReduceMin", {"shape"}), List{2});
  EXPECT_EQ(made("ReduceLogSum", {"shape"}), kUnknown);
  EXPECT_EQ(made("Equal", {"shape", "3"}), (List{0, 1, 0, 0}));
  node("Equal", {"shape", "3"}, "is 3");
  EXPECT_EQ(made("Where", {"is 3", "-1", "shape"}), (List{2, -1, 4, 5}));
  add_whole_numbers(model_, "pair", {1, 2});
  EXPECT_EQ(made("Add", {"shape", "pair"}), kUnknown);
  EXPECT_EQ(made("Unheard", {"shape"}), kUnknown);
}

TEST_F(SmallNumbers, AreScaledAsOldExportersDo) {
  cast("shape", onnx::TensorProto::FLOAT, "broken");
  node("Mul", {"broken", "2.5"}, "scaled");
  node("Floor", {"scaled"}, "floor");
  cast("floor", onnx::TensorProto::INT64, "sizes");
  EXPECT_EQ(numbers("scaled"), (List{5, 7.5, 10, 12.5}));
  EXPECT_EQ(numbers("sizes"), (List{5, 7, 10, 12}));
  EXPECT_EQ(made("Div", {"sizes", "2"}), (List{2, 3, 5, 6}));
  EXPECT_EQ(made("Div", {"scaled", "2.0"}), (List{2.5, 3.75, 5, 6.25}));
  cast("broken", onnx::TensorProto::FLOAT16, "half");
  EXPECT_EQ(numbers("half"), kUnknown);
}

TEST_F(SmallNumbers, AreConstantsHoweverTheyAreWritten) {
  onnx::AttributeProto& value = *node("Constant", {}, "tensor").add_attribute();
  value.set_name("value");
  value.set_type(onnx::AttributeProto::TENSOR);
  value.mutable_t()->set_data_type(onnx::TensorProto::INT32);
  value.mutable_t()->add_dims(2);
  const std::int32_t raw[] = {7, -8};
  value.mutable_t()->set_raw_data(raw, sizeof raw);
  set_attribute(node("Constant", {}, "ints"), "value_ints", Whole{6, 5});
  set_attribute(node("Constant", {}, "int"), "value_int", 4);
  EXPECT_EQ(made("Neg", {"tensor"}), (List{-7, 8}));
  EXPECT_EQ(made("Neg", {"ints"}), (List{-6, -5}));
  EXPECT_EQ(made("Neg", {"int"}), List{-4});
  EXPECT_EQ(numbers("tensor"), kUnknown);  // a node makes it, for all to see
  value.mutable_t()->set_dims(0, 3);       // more than is there
  EXPECT_EQ(made("Neg", {"tensor"}), kUnknown);
}

TEST_F(SmallNumbers, AreNoOtherDomainsOperators) {
  node("Neg", {"shape"}, "other").set_domain("my.ops");
  EXPECT_EQ(numbers("other"), kUnknown);
}

TEST_F(SmallNumbers, AreAddedOnce) {
  onnx::GraphProto graph = model_.graph();
  EXPECT_TRUE(add_small_numbers(graph));
  EXPECT_FALSE(add_small_numbers(graph));
}

TEST(InferShapes, FollowsAViewOfOldModels) {
  for (const std::int64_t version : {7, 9, 11, 12}) {
    onnx::ModelProto model = tiny_model();
    model.mutable_opset_import(0)->set_version(version);
    add_whole_numbers(model, "rest", {-1});
    add_whole_numbers(model, "place", {0});
    model.mutable_graph()->mutable_initializer()->rbegin()->clear_dims();
    add_node(model, "shape", "Shape", {"pool2:"}, {"shape:"}, "flatten");
    add_node(model, "size", "Gather", {"shape:", "place"}, {"size:"}, "flatten");
    set_attribute(add_node(model, "wrap", "Unsqueeze", {"size:"}, {"wrap:"}, "flatten"), "axes",
                  Whole{0});
    set_attribute(add_node(model, "sizes", "Concat", {"wrap:", "rest"}, {"sizes:"}, "flatten"),
                  "axis", 0);
    node_named(model, "flatten").set_op_type("Reshape");
    set_inputs(node_named(model, "flatten"), {"pool2:", "sizes:"});
    const onnx::ModelProto read = loaded(model);
    const onnx::TypeProto* type = find_type(read.graph(), "flatten:");
    ASSERT_NE(type, nullptr) << "opset " << version;
    EXPECT_EQ(shown_shape(*type), "1x16") << "opset " << version;
    EXPECT_EQ(read.graph().initializer_size(), model.graph().initializer_size());
  }
}

}  // namespace
}  // namespace popex::test
