// SPDX-License-Identifier: MIT
#include "onnx/model_file.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "onnx/loaded.hpp"
#include "onnx/tensor_shape.hpp"
#include "support/problem_lines.hpp"
#include "support/program.hpp"
#include "support/tiny_model.hpp"

namespace popex::test {
namespace {

std::vector<std::string> names_of_nodes(const onnx::ModelProto& model) {
  std::vector<std::string> names;
  for (const onnx::NodeProto& node : model.graph().node()) names.push_back(node.name());
  return names;
}

std::string shape_of(const onnx::ModelProto& model, const std::string& tensor) {
  const onnx::TypeProto* type = find_type(model.graph(), tensor);
  return type == nullptr ? "unknown" : shown_shape(*type);
}

TEST(LoadModel, InfersTheShapesOfAllTensors) {
  const onnx::ModelProto model = loaded(tiny_model());
  EXPECT_EQ(shape_of(model, "input"), "1x2x8x8");
  EXPECT_EQ(shape_of(model, "conv1:"), "1x4x8x8");
  EXPECT_EQ(shape_of(model, "pool1:"), "1x4x4x4");
  EXPECT_EQ(shape_of(model, "gap1:"), "1x4x1x1");
  EXPECT_EQ(shape_of(model, "flatten:"), "1x16");
  EXPECT_EQ(shape_of(model, "main"), "1x3");
  EXPECT_EQ(open_shapes(model), Problems{});
}

TEST(LoadModel, NamesNodesWithoutAName) {
  onnx::ModelProto model = tiny_model();
  node_named(model, "relu1").set_name("Add_9");  // what the nameless Add would be called
  node_named(model, "add").set_name("");
  node_named(model, "conv1").set_name("");
  const std::vector<std::string> names = names_of_nodes(loaded(model));
  EXPECT_EQ(names[0], "Conv_0");
  EXPECT_EQ(names[1], "Add_9");
  EXPECT_EQ(names[8], "Add_8");
}

TEST(LoadModel, CountsNoConstantsWhereItNamesNodes) {
  // As ONNX Runtime does, which makes weights of Constants before it counts.
  onnx::ModelProto model = tiny_model();
  for (const char* before : {"conv1", "relu1", "relu1"}) {
    onnx::AttributeProto& value =
        *add_node(model, "", "Constant", {}, {std::string("of ") + before}, before).add_attribute();
    value.set_name("value_float");
    value.set_type(onnx::AttributeProto::FLOAT);
  }
  node_named(model, "conv1").set_name("");
  node_named(model, "relu1").set_name("");
  const std::vector<std::string> names = names_of_nodes(loaded(model));
  EXPECT_EQ(names,
            (std::vector<std::string>{"Constant_0", "Conv_0", "Constant_1", "Constant_1_2",
                                      "Relu_1", "pool1", "gap1", "flat1", "fc1", "conv2", "relu2",
                                      "add", "gap2", "flat2", "fc2", "pool2", "flatten", "gemm"}));
}

TEST(LoadModel, MakesNamesDiffer) {
  onnx::ModelProto model = tiny_model();
  for (const char* node : {"conv1", "relu1", "conv2"}) node_named(model, node).set_name("twin");
  node_named(model, "relu2").set_name("twin_2");
  node_named(model, "add").set_name("");
  node_named(model, "pool2").set_name("Add_8");  // the name that is made for the Add
  const std::vector<std::string> names = names_of_nodes(loaded(model));
  EXPECT_EQ(names[0], "twin");
  EXPECT_EQ(names[1], "twin_3");  // twin_2 is another node's
  EXPECT_EQ(names[6], "twin_4");
  EXPECT_EQ(names[7], "twin_2");
  EXPECT_EQ(names[8], "Add_8_2");
}

TEST(LoadModel, GivesThousandsOfEqualNamesShortOnes) {
  onnx::ModelProto model = tiny_model();
  for (int i = 0; i < 2'000; ++i)
    add_node(model, "x", "Relu", {"input"}, {"x" + std::to_string(i)});
  const std::vector<std::string> names = names_of_nodes(loaded(model));
  EXPECT_EQ(names.back(), "x_2000");
}

TEST(LoadModel, TakesAnOpenFirstSizeForABatchOfOne) {
  onnx::ModelProto model = tiny_model();
  set_input_sizes(model, {-1, 2, 8, 8});
  EXPECT_EQ(shape_of(loaded(model), "pool1:"), "1x4x4x4");
  set_input_sizes(model, {0, 2, 8, 8});  // how some exporters write it
  EXPECT_EQ(shape_of(loaded(model), "pool1:"), "1x4x4x4");
  EXPECT_EQ(shape_of(loaded(model, {{"", {3, 2, 8, 8}}}), "pool1:"), "3x4x4x4");
}

TEST(LoadModel, HasItsBatchChangedWhateverTheFileSays) {
  const onnx::ModelProto model = loaded(tiny_model(), {{"input", {5, 2, 8, 8}}});
  EXPECT_EQ(shape_of(model, "flatten:"), "5x16");
  EXPECT_EQ(shape_of(model, "main"), "5x3");
}

TEST(LoadModel, LeavesOtherOpenSizesOpenAndAsksForThemToRun) {
  onnx::ModelProto open = tiny_model();
  set_input_sizes(open, {-1, 2, -1, -1});
  const onnx::ModelProto model = loaded(open);
  EXPECT_EQ(problem_lines(open_shapes(model)),
            (Lines{"--input: missing, expected the shape of input 'input', which the model leaves "
                   "open as 1x2xsize2xsize3"}));
  const onnx::ModelProto closed = loaded(open, {{"", {1, 2, 8, 8}}});
  EXPECT_EQ(open_shapes(closed), Problems{});
  EXPECT_EQ(shape_of(closed, "flatten:"), "1x16");
}

TEST(LoadModel, AsksForAnInputWithoutAnyShape) {
  onnx::ModelProto model = tiny_model();
  model.mutable_graph()->mutable_input(0)->mutable_type()->mutable_tensor_type()->clear_shape();
  EXPECT_EQ(problem_lines(open_shapes(loaded(model))),
            (Lines{"--input: missing, expected the shape of input 'input', which the model leaves "
                   "open"}));
  EXPECT_EQ(shape_of(loaded(model, {{"", {1, 2, 8, 8}}}), "main"), "1x3");
}

TEST(LoadModel, ReportsAllThatIsWrongWithInputs) {
  onnx::ModelProto model = tiny_model();
  add_input(model, "mask", {1, 4, 8, 8});
  EXPECT_EQ(problem_lines(load(model, {{"", {1, 2}},
                                       {"maks", {1, 4}},
                                       {"mask", {1, 4, 9, 8}},
                                       {"input", {1, 2, 8}},
                                       {"input", {1, 2, 8, 8}}})),
            (Lines{"--input: 1x2, but the model has several inputs, expected NAME=SHAPE with one "
                   "of input, mask",
                   "--input: 'maks' is not an input of the model, expected one of input, mask; did "
                   "you mean 'mask'?",
                   "--input: 1x4x9x8, but input 'mask' of the model is 1x4x8x8",
                   "--input: 1x2x8, but input 'input' of the model is 1x2x8x8",
                   "--input: given twice for 'input'"}));
}

TEST(LoadModel, TakesNoWeightForAnInput) {
  onnx::ModelProto model = tiny_model();
  model.set_ir_version(3);  // in which every weight has to be among the inputs
  for (const onnx::TensorProto& weight : model.graph().initializer()) {
    add_input(model, weight.name(), {weight.dims().begin(), weight.dims().end()});
  }
  const onnx::ModelProto read = loaded(model, {{"", {1, 2, 8, 8}}});
  ASSERT_EQ(read.graph().input_size(), 1);
  EXPECT_EQ(read.graph().input(0).name(), "input");
  EXPECT_EQ(shape_of(read, "main"), "1x3");
  EXPECT_EQ(shape_of(read, "flatten:"), "1x16");
}

TEST(LoadModel, BelievesTheInputsMoreThanWhatTheFileSaysOfTheRest) {
  onnx::ModelProto model = tiny_model();
  onnx::ValueInfoProto& wrong = *model.mutable_graph()->add_value_info();
  wrong = model.graph().input(0);
  wrong.set_name("conv1:");
  EXPECT_EQ(shape_of(loaded(model), "conv1:"), "1x4x8x8");
}

void say_shape(onnx::ModelProto& model, const std::string& tensor,
               const std::vector<std::int64_t>& sizes) {
  add_input(model, tensor, sizes);
  *model.mutable_graph()->add_value_info() = model.graph().input(model.graph().input_size() - 1);
  model.mutable_graph()->mutable_input()->RemoveLast();
}

TEST(LoadModel, BelievesTheFileWhereNothingFollows) {
  onnx::ModelProto model = tiny_model();
  node_named(model, "relu1").set_op_type("Unheard");
  say_shape(model, "relu1:", {1, 4, 8, 8});
  EXPECT_EQ(shape_of(loaded(model), "relu1:"), "1x4x8x8");
  EXPECT_EQ(shape_of(loaded(model), "flatten:"), "1x16");
  // What it says is of its own inputs.
  EXPECT_EQ(shape_of(loaded(model, {{"", {2, 2, 8, 8}}}), "flatten:"), "unknown");
}

TEST(LoadModel, PutsTheSizesOfInputsForTheirNamesInWhatTheFileSays) {
  onnx::ModelProto model = tiny_model();
  node_named(model, "relu1").set_op_type("Unheard");
  set_input_sizes(model, {-1, 2, -1, -1});  // size0, size2, size3
  say_shape(model, "relu1:", {-1, 4, -1, -1});
  EXPECT_EQ(shape_of(loaded(model, {{"", {3, 2, 8, 8}}}), "relu1:"), "3x4x8x8");
  EXPECT_EQ(shape_of(loaded(model), "relu1:"), "unknown");
}

TEST(LoadModel, DoesWithoutWhatTheFileSaysWhereItDoesNotFit) {
  onnx::ModelProto model = tiny_model();
  node_named(model, "relu1").set_op_type("Unheard");
  say_shape(model, "relu1:", {1, 4, 8, 8});
  say_shape(model, "pool1:", {1, 4, 7, 7});
  EXPECT_EQ(shape_of(loaded(model), "conv1:"), "1x4x8x8");
}

TEST(LoadModel, KeepsWhatIsSaidOfAnOutputWhereNothingFollows) {
  onnx::ModelProto model = tiny_model();
  node_named(model, "gemm").set_op_type("Unheard");
  EXPECT_EQ(shape_of(loaded(model), "main"), "1x3");
}

TEST(LoadModel, RefusesWhatIsNoModel) {
  const TemporaryFolder folder;
  const std::string whole = tiny_model().SerializeAsString();
  const Lines expected{": is no ONNX model, or not all of one"};
  const auto problems_with = [&](const std::string& content) {
    return problem_lines(load_model(folder.write("model.onnx", content), {}));
  };
  EXPECT_EQ(problems_with(""), expected);
  EXPECT_EQ(problems_with("{\"layers\": []}"), expected);
  EXPECT_EQ(problems_with(whole.substr(0, whole.size() - 3)), expected);
  EXPECT_EQ(problems_with(whole.substr(0, whole.size() / 2)), expected);
  EXPECT_EQ(problems_with(onnx::ModelProto().SerializeAsString()), expected);
  onnx::ModelProto empty = tiny_model();
  empty.mutable_graph()->clear_node();
  EXPECT_EQ(problems_with(empty.SerializeAsString()), expected);
  EXPECT_EQ(problem_lines(load_model(folder.path(), {})), expected);
}

TEST(LoadModel, RefusesWeightsInOtherFiles) {
  onnx::ModelProto model = tiny_model();
  onnx::TensorProto& weight = *model.mutable_graph()->mutable_initializer(0);
  weight.clear_float_data();
  weight.set_data_location(onnx::TensorProto::EXTERNAL);
  EXPECT_EQ(problem_lines(load(model)),
            (Lines{": keeps its weights in other files, expected them inside (export without "
                   "external data)"}));
}

TEST(LoadModel, RefusesTypesThatContradictEachOther) {
  onnx::ModelProto model = tiny_model();
  model.mutable_graph()->mutable_output(2)->mutable_type()->mutable_tensor_type()->set_elem_type(
      onnx::TensorProto::INT64);
  const Lines lines = problem_lines(load(model));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].starts_with(": its shapes contradict each other: ")) << lines[0];
}

TEST(LoadModel, LeavesWhatTheSystemRefusesToTheSystem) {
  const TemporaryFolder folder;
  const Result<onnx::ModelProto> none = load_model(folder.file("none.onnx"), {});
  EXPECT_EQ(problem_lines(none), (Lines{": cannot be read: No such file or directory"}));
  EXPECT_EQ(none.problems().front().cause, Problem::Cause::system);
}

TEST(LoadModel, RefusesMoreThanProtobufReads) {
  const TemporaryFolder folder;
  const std::string file = folder.write("model.onnx", tiny_model().SerializeAsString());
  std::filesystem::resize_file(file, std::uintmax_t{3} << 30U);  // takes no room on the disk
  EXPECT_EQ(problem_lines(load_model(file, {})),
            (Lines{": is larger than 2 GiB, the most that is read"}));
}

}  // namespace
}  // namespace popex::test
