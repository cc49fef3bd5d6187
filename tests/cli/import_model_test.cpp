// SPDX-License-Identifier: MIT
//
// `popex import ort --model`: times of a profile of ONNX Runtime on the graph of its model.

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"
#include "support/tiny_model.hpp"

namespace popex::test {
namespace {

using nlohmann::json;

/// A trace with a run of these: name, operator, ms, bytes of the input and of the output.
struct Ran {
  const char* name;
  const char* type;
  int ms;
  int input;
  int output;
};

std::string trace_of(const std::vector<Ran>& nodes) {
  std::string text = "[";
  int begin = 0;
  for (const Ran& node : nodes) {
    text += fmt::format(
        R"({{"cat": "Node", "dur": {}, "ts": {}, "name": "{}_kernel_time", "args": {{"op_name": "{}",
            "activation_size": "{}", "output_size": "{}"}}}},)",
        1000 * node.ms, begin, node.name, node.type, node.input, node.output);
    begin += 1000 * node.ms;
  }
  return text +
         fmt::format(
             R"({{"cat": "Session", "dur": {}, "ts": 0, "name": "model_run", "args": {{}}}}])",
             begin);
}

class ImportModel : public testing::Test {
 protected:
  Seen import(const onnx::ModelProto& model, const std::vector<Ran>& nodes) {
    const std::string file = folder_.write("tiny.onnx", model.SerializeAsString());
    return popex({"import", "ort", "-", "--model", file}, trace_of(nodes));
  }

  TemporaryFolder folder_;
};

const std::string kNotes =
    "popex: warning: standard input: one run alone: its times may have warm-up in them\n";

// a 1x1 convolution, a constant that is added, a 5x5 one: none of them has a name
TEST_F(ImportModel, GivesNodesWithoutANameTheirOwnTimes) {
  onnx::ModelProto model = tiny_model();
  model.mutable_graph()->clear_node();
  model.mutable_graph()->clear_output();
  add_weight(model, "1x1", {2, 2, 1, 1});
  add_weight(model, "5x5", {2, 2, 5, 5});
  onnx::AttributeProto& value = *add_node(model, "0", "Constant", {}, {"half"}).add_attribute();
  value.set_name("value_float");
  value.set_type(onnx::AttributeProto::FLOAT);
  add_node(model, "1", "Conv", {"input", "1x1"}, {"a"});
  add_node(model, "2", "Add", {"a", "half"}, {"b"});
  set_attribute(add_node(model, "3", "Conv", {"b", "5x5"}, {"c"}), "pads",
                std::vector<std::int64_t>{2, 2, 2, 2});
  add_output(model, "c");
  for (onnx::NodeProto& node : *model.mutable_graph()->mutable_node()) node.clear_name();
  const Seen seen = import(model, {{"Conv_0", "Conv", 1, 512, 512},
                                   {"Add_1", "Add", 2, 512, 512},
                                   {"Conv_2", "Conv", 30, 512, 512}});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, kNotes);
  const json layers = json::parse(seen.out)["layers"];
  ASSERT_EQ(layers.size(), 3U);
  EXPECT_EQ(layers[0]["name"], "Conv_0");
  EXPECT_EQ(layers[0]["time_ms"]["edge"], 1);
  EXPECT_EQ(layers[1]["time_ms"]["edge"], 2);
  EXPECT_EQ(layers[2]["time_ms"]["edge"], 30);
  EXPECT_EQ(layers[2]["parameter_bytes"], 4 * 2 * 2 * 25);
}

TEST_F(ImportModel, TakesSizesThatTheModelLeavesOpenFromTheTrace) {
  onnx::ModelProto model = tiny_model();
  model.mutable_graph()->clear_node();
  model.mutable_graph()->clear_output();
  set_input_sizes(model, {1, 2, -1, -1});
  add_node(model, "relu", "Relu", {"input"}, {"a"});
  add_node(model, "gap", "GlobalAveragePool", {"a"}, {"b"});
  add_output(model, "b");
  const std::vector<Ran> ran = {{"relu", "Relu", 1, 800, 800},
                                {"gap", "GlobalAveragePool", 2, 800, 8}};
  const Seen seen = import(model, ran);
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, kNotes);
  const json profile = json::parse(seen.out);
  EXPECT_EQ(profile["input"]["bytes"], 800);
  EXPECT_EQ(profile["layers"][0]["output_bytes"], 800);
  EXPECT_EQ(profile["layers"][1]["output_bytes"], 8);
}

TEST_F(ImportModel, SaysThatATraceIsOfALargerBatch) {
  onnx::ModelProto model = tiny_model();
  model.mutable_graph()->clear_node();
  model.mutable_graph()->clear_output();
  set_input_sizes(model, {-1, 2, 8, 8});
  add_node(model, "relu", "Relu", {"input"}, {"a"});
  add_output(model, "a");
  const Seen seen = import(model, {{"relu", "Relu", 8, 2048, 2048}});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err,
            kNotes +
                "popex: warning: standard input: sizes are 4 times the model's: taken for "
                "a batch of 4 samples\n");
  const json profile = json::parse(seen.out);
  EXPECT_EQ(profile["input"]["bytes"], 512);
  EXPECT_EQ(profile["layers"][0]["time_ms"]["edge"], 2);
  EXPECT_EQ(profile["layers"][0]["output_bytes"], 512);
}

}  // namespace
}  // namespace popex::test
