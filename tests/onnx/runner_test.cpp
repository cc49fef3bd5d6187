// SPDX-License-Identifier: MIT
#include "onnx/runner.hpp"

#include <numeric>
#include <opencv2/dnn.hpp>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "onnx/cures.hpp"
#include "onnx/cut_model.hpp"
#include "onnx/loaded.hpp"
#include "support/problem_lines.hpp"
#include "support/tiny_model.hpp"

namespace popex::test {
namespace {

using Names = std::vector<std::string>;

/// What `run_with_opencv` says of a model: everything by run.
struct Told {
  Lines problems;
  Names nodes;
  std::vector<double> output_bytes;
  std::string library;
  std::vector<double> total_ms;
  std::vector<std::vector<double>> node_ms;
};

Told run(const onnx::ModelProto& model, std::size_t runs = 1, const InputShapes& shapes = {}) {
  Told told;
  told.problems = problem_lines(run_with_opencv(
      loaded(model, shapes), {runs, 1, 1},
      [&](const RunBegin& begin) {
        told.nodes = begin.nodes;
        told.output_bytes = begin.output_bytes;
        told.library = begin.library;
      },
      [&](const Run& run) {
        told.total_ms.push_back(run.total_ms);
        told.node_ms.push_back(run.node_ms);
      }));
  return told;
}

const Names kTinyNodes{"conv1", "relu1", "pool1", "gap1", "flat1", "fc1",     "conv2", "relu2",
                       "add",   "gap2",  "flat2", "fc2",  "pool2", "flatten", "gemm"};

TEST(Runner, TellsHowLargeIsWhatEachNodeMakes) {
  const Told told = run(tiny_model());
  EXPECT_EQ(told.output_bytes, (std::vector<double>{1024, 1024, 256, 16, 16, 12, 256, 256, 256, 16,
                                                    16, 12, 64, 64, 12}));
  const Told batch = run(tiny_model(), 1, {{"", {3, 2, 8, 8}}});
  EXPECT_EQ(batch.output_bytes.front(), 3 * 1024);
}

TEST(Runner, TellsWhatEachNodeTookInRunningOrder) {
  const Told told = run(tiny_model(), 3);
  EXPECT_EQ(told.problems, Lines{});
  EXPECT_EQ(told.nodes, kTinyNodes);
  EXPECT_TRUE(told.library.starts_with("OpenCV 4.")) << told.library;
  ASSERT_EQ(told.total_ms.size(), 4U);  // warm-up, too
  for (std::size_t r = 0; r < told.total_ms.size(); ++r) {
    ASSERT_EQ(told.node_ms[r].size(), kTinyNodes.size());
    for (const double ms : told.node_ms[r]) EXPECT_GT(ms, 0);
    // What OpenCV does beside the nodes is in the nodes' times; all of it is within the run.
    const double sum = std::accumulate(told.node_ms[r].begin(), told.node_ms[r].end(), 0.0);
    EXPECT_LE(sum, told.total_ms[r]);
  }
}

TEST(Runner, RunsNodesWithoutNamesAndWithDifficultOnes) {
  onnx::ModelProto model = tiny_model();
  node_named(model, "conv1").set_name("");
  node_named(model, "relu1").set_name("/a/b/flatten");
  node_named(model, "pool1").set_name("/a/b");
  node_named(model, "fc1").set_name("onnx_node!fc1");
  rename(model, "gemm", "output");
  rename(model, "add", "twin");
  node_named(model, "pool2").set_name("twin");
  const Told told = run(model);
  EXPECT_EQ(told.problems, Lines{});
  Names expected = kTinyNodes;
  expected[0] = "Conv_0";
  expected[1] = "/a/b/flatten";
  expected[2] = "/a/b";
  expected[5] = "onnx_node!fc1";
  expected[8] = "twin";
  expected[12] = "twin_2";
  expected[14] = "output";
  EXPECT_EQ(told.nodes, expected);
}

TEST(Runner, RunsWhatItCures) {
  onnx::ModelProto model = tiny_model();
  onnx::NodeProto& clip = node_named(model, "relu1");
  clip.set_op_type("Clip");
  set_inputs(clip, {"conv1:", "low", "high"});
  add_scalar(model, "low", 0);
  add_scalar(model, "high", 6);
  add_node(model, "share", "Identity", {"fc1.b"}, {"share:"}, "conv1");
  set_inputs(node_named(model, "fc2"), {"flat2:", "fc2.w", "share:"});
  add_node(model, "dead", "Unheard", {"conv1:"}, {"dead:"}, "relu1");
  const Told told = run(model);
  EXPECT_EQ(told.problems, Lines{});
  EXPECT_EQ(told.nodes, kTinyNodes);
}

TEST(Runner, RunsSeveralInputsAndWholeNumbers) {
  onnx::ModelProto model = tiny_model();
  add_input(model, "mask", {1, 4, 8, 8});
  model.mutable_graph()->mutable_input(1)->mutable_type()->mutable_tensor_type()->set_elem_type(
      onnx::TensorProto::INT64);
  set_attribute(add_node(model, "as_float", "Cast", {"mask"}, {"as_float:"}, "relu1"), "to", 1);
  add_node(model, "masked", "Add", {"conv1:", "as_float:"}, {"masked:"}, "relu1");
  set_inputs(node_named(model, "relu1"), {"masked:"});
  const Told told = run(model);
  EXPECT_EQ(told.problems, Lines{});
  EXPECT_EQ(told.nodes.size(), kTinyNodes.size() + 2);
}

TEST(Runner, RunsAnExitThatIsATensorOfTheMainPath) {
  onnx::ModelProto model = tiny_model();
  add_output(model, "pool1:");
  const Told told = run(model);
  EXPECT_EQ(told.problems, Lines{});
  EXPECT_EQ(told.nodes, kTinyNodes);
}

TEST(Runner, RunsOutputsThatAreConstants) {
  onnx::ModelProto model = tiny_model();
  add_node(model, "constant", "Identity", {"fc1.b"}, {"always"}, "conv1");
  add_output(model, "always");
  const Told told = run(model);
  EXPECT_EQ(told.problems, Lines{});
  EXPECT_EQ(told.nodes, kTinyNodes);
}

TEST(Runner, NamesTheOperatorThatOpencvCannotRunAndSaysWhy) {
  onnx::ModelProto model = tiny_model();
  node_named(model, "relu2").set_op_type("Unheard");
  const Told told = run(model);
  ASSERT_EQ(told.problems.size(), 1U);
  const std::string& line = told.problems.front();
  EXPECT_TRUE(line.starts_with(": OpenCV 4.")) << line;
  EXPECT_NE(line.find(" cannot run operator Unheard 'relu2': "), std::string::npos) << line;
  EXPECT_NE(line.find("Can't create layer"), std::string::npos) << line;
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(line.find("in function"), std::string::npos) << line;
  EXPECT_EQ(told.total_ms.size(), 0U);
}

TEST(Runner, SaysWhyShapesDoNotFit) {
  onnx::ModelProto model = tiny_model();
  set_inputs(node_named(model, "add"), {"relu2:", "relu1:"});  // 4x4 and 8x8
  const Told broken = run(model);
  ASSERT_EQ(broken.problems.size(), 1U);
  EXPECT_NE(broken.problems[0].find(" cannot run "), std::string::npos) << broken.problems[0];
}

TEST(Runner, PausesBetweenTwoPartsAsLongAsTheLinkTakes) {
  const onnx::ModelProto whole = loaded(tiny_model());
  const onnx::ModelProto first = *cut_model(whole, "", "pool1:");
  const onnx::ModelProto second = *cut_model(whole, "pool1:", "main");
  std::vector<double> total_ms;
  const auto keep = [&](double ms) { total_ms.push_back(ms); };
  EXPECT_EQ(run_in_two_parts(first, second, 3, {2, 1, 1}, keep), Problems{});
  ASSERT_EQ(total_ms.size(), 3U);
  for (const double ms : total_ms) EXPECT_GE(ms, 3);
  // On one side alone, and at the input.
  EXPECT_EQ(run_in_two_parts(whole, {}, 0, {1, 0, 1}, keep), Problems{});
  EXPECT_EQ(run_in_two_parts({}, whole, 0.5, {1, 0, 1}, keep), Problems{});
  ASSERT_EQ(total_ms.size(), 5U);
  EXPECT_GT(total_ms[3], 0);
  EXPECT_GE(total_ms[4], 0.5);
}

/// What a part of the tiny model makes of these values.
cv::Mat made_by(onnx::ModelProto model, const cv::Mat& input) {
  cure_for_opencv(model);
  const std::string bytes = model.SerializeAsString();
  cv::dnn::Net net = cv::dnn::readNetFromONNX(bytes.data(), bytes.size());
  net.setInput(input, model.graph().input(0).name());
  return net.forward().clone();
}

TEST(Runner, GetsTheSameOfTwoPartsAsOfTheWhole) {
  const onnx::ModelProto whole = loaded(tiny_model());
  cv::Mat input({1, 2, 8, 8}, CV_32F);
  cv::randn(input, 0, 1);
  for (const char* output : {"exit1", "exit2", "main"}) {
    const cv::Mat expected = made_by(*cut_model(whole, "", output), input);
    ASSERT_EQ(expected.total(), 3U);
    EXPECT_GT(cv::norm(expected), 0.01);
    for (const char* cut : {"conv1:", "pool1:", "add:", "pool2:", "gap2:", "flat1:"}) {
      const Result<onnx::ModelProto> second = cut_model(whole, cut, output);
      if (!second) continue;  // not on the way to this output
      const cv::Mat sent = made_by(*cut_model(whole, "", cut), input);
      EXPECT_LE(cv::norm(made_by(*second, sent), expected, cv::NORM_INF), 1e-6)
          << "cut at " << cut << " on the way to " << output;
    }
  }
}

}  // namespace
}  // namespace popex::test
