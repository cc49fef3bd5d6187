// SPDX-License-Identifier: MIT
#include "background/onnx_graph.hpp"

#include <string>

#include <gtest/gtest.h>

#include "support/problem_lines.hpp"
#include "support/small_graph.hpp"

namespace popex::test {
namespace {

TEST(OnnxGraphJson, IsWrittenANodeALine) {
  OnnxGraph graph = graph_of({op("relu", {"input"}, {"main"})}, {"main"});
  graph.nodes[0].parameters = Bytes{72};
  graph.tensors[1].bytes.reset();
  EXPECT_EQ(write_onnx_graph(graph),
            "{\n"
            "  \"inputs\": [\"input\"],\n"
            "  \"outputs\": [\"main\"],\n"
            "  \"nodes\": [\n"
            "    {\"name\": \"relu\", \"type\": \"Relu\", \"inputs\": [\"input\"], \"outputs\": "
            "[\"main\"], \"parameter_bytes\": 72}\n"
            "  ],\n"
            "  \"tensors\": [\n"
            "    {\"name\": \"input\", \"bytes\": 100},\n"
            "    {\"name\": \"main\"}\n"
            "  ],\n"
            "  \"batch\": 1\n"
            "}\n");
}

TEST(OnnxGraphJson, ReadsBackAsItWas) {
  OnnxGraph graph = small_graph();
  graph.nodes[0].name = "/conv\"1\"\n\\é";
  graph.nodes[1].parameters = Bytes{1e15};
  graph.tensors[3].bytes.reset();
  graph.inputs.emplace_back("mask");
  graph.batch = 16;
  const std::string json = write_onnx_graph(graph);
  const Result<OnnxGraph> read = read_onnx_graph(json);
  ASSERT_EQ(problem_lines(read), Lines{"no problem"});
  EXPECT_EQ(write_onnx_graph(*read), json);
  EXPECT_EQ(read->nodes[0].name, graph.nodes[0].name);
  EXPECT_EQ(read->nodes[5].inputs, graph.nodes[5].inputs);
  EXPECT_EQ(read->nodes[1].parameters, Bytes{1e15});
  EXPECT_EQ(read->tensors[3].bytes, std::nullopt);
  EXPECT_EQ(read->inputs, graph.inputs);
  EXPECT_EQ(read->outputs, graph.outputs);
  EXPECT_EQ(read->batch, 16);
}

TEST(OnnxGraphJson, ReadsAnEmptyGraph) {
  const Result<OnnxGraph> read = read_onnx_graph(write_onnx_graph({}));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->nodes.empty());
}

TEST(OnnxGraphJson, SaysAllThatIsWrong) {
  EXPECT_EQ(
      problem_lines(read_onnx_graph(
          R"({"inputs": "input", "outputs": [1], "nodes": [{"name": "a", "typ": "Relu",
                    "inputs": [], "outputs": []}, 7], "tensors": [{"bytes": null}]})")),
      (Lines{"/inputs: a string, expected an array", "/outputs/0: a number, expected a string",
             "/nodes/0/typ: unknown key, expected one of name, type, inputs, outputs, "
             "parameter_bytes; did you mean 'type'?",
             "/nodes/0/type: missing, expected a string",
             "/nodes/0/parameter_bytes: missing, expected a number",
             "/nodes/1: a number, expected an object", "/tensors/0/bytes: null, expected a number",
             "/tensors/0/name: missing, expected a string", "/batch: missing, expected a number"}));
  EXPECT_EQ(problem_lines(read_onnx_graph("")).size(), 1U);
  const std::string whole = write_onnx_graph(small_graph());
  EXPECT_EQ(problem_lines(read_onnx_graph(whole.substr(0, whole.size() / 2))).size(), 1U);
}

}  // namespace
}  // namespace popex::test
