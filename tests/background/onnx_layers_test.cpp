// SPDX-License-Identifier: MIT
#include "background/onnx_layers.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/problem_lines.hpp"
#include "support/small_graph.hpp"

namespace popex::test {
namespace {

using Names = std::vector<std::string>;

/// "add: relu + right" for each layer, "exit after relu: 2" for each branch with its nodes.
Lines shown(const Result<OnnxLayers>& read) {
  if (!read) return problem_lines(read);
  Lines lines;
  for (const ProfileData::Layer& layer : read->profile.layers) {
    std::string line = layer.name + ":";
    for (const std::string& input : *layer.inputs) line += ' ' + input;
    lines.push_back(line);
  }
  for (std::size_t j = 0; j < read->profile.branches.size(); ++j) {
    const ProfileData::Branch& branch = read->profile.branches[j];
    std::string line = branch.name + " after " + branch.after + ":";
    for (const std::size_t node : read->branch_nodes[j]) line += ' ' + std::to_string(node);
    lines.push_back(line);
  }
  lines.insert(lines.end(), read->notes.begin(), read->notes.end());
  return lines;
}

TEST(OnnxLayers, AreTheNodesThatLeadToTheMainOutput) {
  const Result<OnnxLayers> read = layers_of(small_graph(), "");
  EXPECT_EQ(shown(read), (Lines{"conv: input", "relu: conv", "left: relu", "right: left",
                                "add: relu right", "head: add", "exit after relu: 2"}));
  EXPECT_EQ(read->layer_nodes, (std::vector<std::size_t>{0, 1, 3, 4, 5, 6}));
  EXPECT_EQ(problem_lines(make_profile(read->profile)), Lines{"no problem"});
}

TEST(OnnxLayers, KeepTypesSizesAndWeights) {
  OnnxGraph graph = small_graph();
  graph.nodes[0].parameters = Bytes{72};
  graph.tensors[1].bytes = Bytes{512};
  graph.tensors[2].bytes.reset();
  const ProfileData profile = layers_of(graph, "")->profile;
  EXPECT_EQ(profile.input, Bytes{100});
  EXPECT_EQ(profile.layers[0].type, "Conv");
  EXPECT_EQ(profile.layers[0].output, Bytes{512});
  EXPECT_EQ(profile.layers[0].parameters, Bytes{72});
  EXPECT_EQ(profile.layers[1].output, std::nullopt);
  EXPECT_EQ(profile.layers[5].output, Bytes{100});
}

TEST(OnnxLayers, SendOfSeveralOutputsWhatSomebodyReads) {
  // split makes three tensors, of which nobody reads the second, and mask is read by nobody.
  OnnxGraph graph = graph_of(
      {op("split", {"input"}, {"one", "two", "three"}), op("dropout", {"one"}, {"kept", "mask"}),
       op("join", {"kept", "three"}, {"main", "more"})},
      {"main"});
  graph.tensors[4].bytes = Bytes{25};
  graph.tensors[5].bytes.reset();
  const ProfileData profile = layers_of(graph, "")->profile;
  EXPECT_EQ(profile.layers[0].output, Bytes{200});
  EXPECT_EQ(profile.layers[1].output, Bytes{25});
  EXPECT_EQ(profile.layers[2].output, Bytes{100});
}

TEST(OnnxLayers, AddUpInputs) {
  OnnxGraph graph =
      graph_of({op("conv", {"input"}), op("add", {"conv:", "mask"}, {"main"})}, {"main"});
  graph.inputs = {"input", "mask", "unused"};
  graph.tensors.push_back({"mask", Bytes{11}});
  graph.tensors.push_back({"unused", Bytes{1000}});
  const Result<OnnxLayers> read = layers_of(graph, "");
  EXPECT_EQ(shown(read), (Lines{"conv: input", "add: conv input"}));
  EXPECT_EQ(read->profile.input, Bytes{111});
}

TEST(OnnxLayers, GiveNamesThatAProfileCanHave) {
  const Result<OnnxLayers> read =
      layers_of(graph_of({op("input", {"input"}, {"a"}), op("output", {"a"}, {"b"}),
                          op("", {"b"}, {"c"}), op("", {"c"}, {"d"}), op("head", {"d"}, {"main"}),
                          op("exit_head", {"b"}, {"output"}), op("other_head", {"c"}, {"head"})},
                         {"output", "head", "main"}),
                "");
  EXPECT_EQ(shown(read),
            (Lines{"input_2: input", "output_2: input_2", "unnamed: output_2", "unnamed_2: unnamed",
                   "head: unnamed_2", "output_3 after output_2: 5", "head_2 after unnamed: 6"}));
  EXPECT_EQ(problem_lines(make_profile(read->profile)), Lines{"no problem"});
}

TEST(OnnxLayers, TakeAnyOutputForTheMainOne) {
  EXPECT_EQ(shown(layers_of(small_graph(), "exit")),
            (Lines{"conv: input", "relu: conv", "exit_head: relu", "main after relu: 3 4 5 6"}));
}

TEST(OnnxLayers, NeedAMainOutputThatIsOne) {
  EXPECT_EQ(shown(layers_of(small_graph(), "mian")),
            (Lines{"--main-output: 'mian' is not a model output, expected one of exit, main; did "
                   "you mean 'main'?"}));
  EXPECT_EQ(shown(layers_of(small_graph(), "relu:")),
            (Lines{"--main-output: 'relu:' is not a model output, expected one of exit, main"}));
  OnnxGraph graph = small_graph();
  graph.outputs.clear();
  EXPECT_EQ(shown(layers_of(graph, "")), (Lines{": the model has no output"}));
  graph.outputs = {"main", "always"};
  EXPECT_EQ(shown(layers_of(graph, "")),
            (Lines{": output 'always', the last, is a constant; expected one that is worked out of "
                   "the input (--main-output NAME)"}));
  graph.outputs = {"input"};
  EXPECT_EQ(shown(layers_of(graph, "input")),
            (Lines{": output 'input', the main one, is an input; expected one that is worked out "
                   "of the input"}));
}

// Exits.

TEST(OnnxLayers, MoveAnExitInsideABlockBehindIt) {
  OnnxGraph graph = small_graph();
  graph.nodes[2].inputs = {"left:"};
  std::swap(graph.nodes[2], graph.nodes[3]);
  EXPECT_EQ(shown(layers_of(graph, "")),
            (Lines{"conv: input", "relu: conv", "left: relu", "right: left", "add: relu right",
                   "head: add", "exit after add: 3",
                   "exit 'exit' leaves from 'left' inside a block; it is taken to run after 'add', "
                   "the next layer that every path passes"}));
}

TEST(OnnxLayers, MoveAnExitFromTheInputBehindTheFirstLayer) {
  OnnxGraph graph = small_graph();
  graph.nodes[2].inputs = {"input"};
  EXPECT_EQ(shown(layers_of(graph, ""))[6], "exit after conv: 2");
  EXPECT_EQ(shown(layers_of(graph, ""))[7],
            "exit 'exit' leaves from the input; it is taken to run after 'conv', the next layer "
            "that every path passes");
}

TEST(OnnxLayers, LeaveOutAnExitFromTheEnd) {
  OnnxGraph graph = small_graph();
  graph.nodes.push_back(op("after", {"main"}, {"late"}));
  graph.outputs = {"late", "exit", "main"};
  EXPECT_EQ(shown(layers_of(graph, ""))[7],
            "exit 'late' leaves from 'head', after which every path passes the last layer alone; "
            "it was left out");
  // Inside the last block it is the same.
  graph = graph_of({op("a", {"input"}), op("b", {"a:"}), op("c", {"a:", "b:"}, {"main"}),
                    op("x", {"b:"}, {"exit"})},
                   {"exit", "main"});
  EXPECT_EQ(shown(layers_of(graph, ""))[3],
            "exit 'exit' leaves from 'b', after which every path passes the last layer alone; it "
            "was left out");
}

TEST(OnnxLayers, HaveNothingToRunForAnExitThatIsATensorOfTheirs) {
  OnnxGraph graph = small_graph();
  graph.outputs = {"exit", "conv:", "main"};
  EXPECT_EQ(shown(layers_of(graph, ""))[6], "conv: after conv:");
  EXPECT_EQ(shown(layers_of(graph, ""))[7], "exit after relu: 2");
}

TEST(OnnxLayers, GiveWhatTwoExitsShareToTheFirst) {
  // early ◂─ shared ─▸ late, which reads add, too; listed the other way round.
  OnnxGraph graph = small_graph();
  graph.nodes[2] = op("shared", {"relu:"});
  graph.nodes.push_back(op("late_head", {"shared:", "add:"}, {"late"}));
  graph.nodes.push_back(op("early_head", {"shared:"}, {"early"}));
  graph.outputs = {"late", "early", "main"};
  const Lines lines = shown(layers_of(graph, ""));
  EXPECT_EQ((Lines{lines.begin() + 6, lines.end()}),
            (Lines{"early after relu: 2 8", "late after add: 7"}));
}

TEST(OnnxLayers, PlaceAnExitInTheMiddleOfAnotherOne) {
  OnnxGraph graph = small_graph();
  graph.nodes.push_back(op("more", {"exit"}, {"exit_more"}));
  for (const Names& outputs :
       {Names{"exit_more", "exit", "main"}, Names{"exit", "exit_more", "main"}}) {
    graph.outputs = outputs;
    const Result<OnnxLayers> read = layers_of(graph, "");
    ASSERT_EQ(read->profile.branches.size(), 2U);
    EXPECT_EQ(read->profile.branches[0].after, "relu");
    EXPECT_EQ(read->profile.branches[1].after, "relu");
    EXPECT_EQ(read->notes, Names{});
  }
}

TEST(OnnxLayers, NoteWhatLeadsNowhere) {
  OnnxGraph graph = small_graph();
  graph.nodes.push_back(op("dead", {"relu:"}));
  graph.outputs.insert(graph.outputs.begin(), "always");
  EXPECT_EQ(layers_of(graph, "")->notes, (Names{"output 'always' is a constant and was left out",
                                                "1 node leads to no output and was left out"}));
  graph.nodes.push_back(op("deader", {"dead:"}));
  EXPECT_EQ(layers_of(graph, "")->notes[1], "2 nodes lead to no output and were left out");
}

// Graphs that no exporter writes.

TEST(OnnxLayers, NeedAnOrderInWhichNodesCanRun) {
  EXPECT_EQ(
      shown(layers_of(graph_of({op("b", {"a:"}, {"main"}), op("a", {"input"})}, {"main"}), "")),
      (Lines{": 'b' reads 'a:', which no node before it makes"}));
  EXPECT_EQ(shown(layers_of(graph_of({op("a", {"b:"}), op("b", {"a:", "nothing"})}, {"b:"}), "")),
            (Lines{": 'a' reads 'b:', which no node before it makes",
                   ": 'b' reads 'nothing', which no node before it makes"}));
  EXPECT_EQ(shown(layers_of(graph_of({op("a", {"a:"})}, {"a:"}), "")),
            (Lines{": 'a' reads 'a:', which no node before it makes"}));
}

TEST(OnnxLayers, LeaveNodesThatReadNothingToTheProfile) {
  const Result<OnnxLayers> read =
      layers_of(graph_of({op("a", {}), op("b", {"a:", "input"}, {"main"})}, {"main"}), "");
  ASSERT_TRUE(read);
  EXPECT_EQ(problem_lines(make_profile(read->profile)),
            (Lines{"/layers/0/inputs: empty, expected the names of what the layer reads"}));
}

TEST(OnnxLayers, TakeTheFirstOfTwoMakersAndOutputsGivenTwice) {
  const OnnxGraph graph = graph_of({op("a", {"input"}, {"t"}), op("b", {"t"}, {"t"}),
                                    op("c", {"t", "t"}, {"main"}), op("x", {"t"}, {"exit"})},
                                   {"main", "exit", "exit", "main"});
  EXPECT_EQ(shown(layers_of(graph, "")),
            (Lines{"a: input", "c: a a", "exit after a: 3",
                   "exit_2 after a:", "1 node leads to no output and was left out"}));
  EXPECT_EQ(problem_lines(make_profile(layers_of(graph, "")->profile)), Lines{"no problem"});
}

TEST(OnnxLayers, TakeAsManyNodesAsThereAreQuickly) {
  std::vector<OnnxGraph::Node> nodes{op("same", {"input"}, {"t0"})};
  Names outputs;
  for (std::size_t i = 1; i < 5'000; ++i) {
    nodes.push_back(op("same", {"t" + std::to_string(i - 1)}, {"t" + std::to_string(i)}));
    outputs.push_back("t" + std::to_string(i));
  }
  const Result<OnnxLayers> read = layers_of(graph_of(nodes, outputs), "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->profile.layers.back().name, "same_5000");
  EXPECT_EQ(read->profile.branches.size(), 4'998U);
}

}  // namespace
}  // namespace popex::test
