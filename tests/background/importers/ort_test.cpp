// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "background/importers/importer.hpp"
#include "support/imported.hpp"
#include "support/layer_lines.hpp"
#include "support/problem_lines.hpp"
#include "support/program.hpp"

namespace popex::test {
namespace {

/// A trace, event by event.
class Trace {
 public:
  /// `output` 0: sizes are not given.
  Trace& node(int begin, int duration, const std::string& name, const std::string& type,
              int output = 8, std::optional<int> index = std::nullopt) {
    std::string args = fmt::format(R"("op_name": "{}", "provider": "CPU")", type);
    if (output > 0) {
      args += fmt::format(R"(, "output_size": "{}", "activation_size": "4", "parameter_size": "2")",
                          output);
    }
    if (index) args += fmt::format(R"(, "node_index": "{}")", *index);
    return add(begin, duration, "Node", name + "_kernel_time", args);
  }
  Trace& run(int begin, int duration) { return add(begin, duration, "Session", "model_run", ""); }
  Trace& add(int begin, int duration, const std::string& category, const std::string& name,
             const std::string& args) {
    events_.push_back(
        {begin, fmt::format(R"({{"cat": "{}", "dur": {}, "ts": {}, "name": "{}", "args": {{{}}}}})",
                            category, duration, begin, name, args)});
    return *this;
  }

  [[nodiscard]] std::string text() const {
    std::string text = "[\n";
    for (const Event& event : events_) {
      text += (text.size() > 2 ? ",\n" : "") + event.text;
    }
    return text + "\n]\n";
  }
  [[nodiscard]] std::string text_by_time() const {
    Trace sorted = *this;
    std::stable_sort(sorted.events_.begin(), sorted.events_.end(),
                     [](const Event& a, const Event& b) { return a.begin < b.begin; });
    return sorted.text();
  }

 private:
  struct Event {
    int begin;
    std::string text;
  };
  std::vector<Event> events_;
};

/// A warm-up and `runs` runs of conv (10, 11, …) and relu (20), each of 60 µs.
Trace steady(int runs) {
  Trace trace;
  trace.add(1, 5, "Session", "model_loading_uri", "");
  for (int r = 0; r <= runs; ++r) {
    const int begin = 100 + 100 * r;
    const int warm_up = r == 0 ? 30 : 0;
    trace.node(begin + 5, 9 + r + warm_up, "conv", "Conv", 16, 0)
        .node(begin + 45, 20 - warm_up / 2, "relu", "Relu", 8, 1)
        .run(begin, 65 + warm_up);
  }
  return trace;
}

Result<Imported> read(const std::string& text) { return imported(kOrtImporter, text); }

const std::string kChainNote =
    "taken for a chain in the order in which nodes ran; give the model with --model for the graph";
const std::string kOneRunNote = "one run alone: its times may have warm-up in them";

TEST(OrtImporter, TakesMediansOfTheRunsAfterTheFirst) {
  const Trace trace = steady(4);
  const Lines layers = {
      "input: 4 B",
      "conv [Conv]: edge 0.0115; iqr edge 0.0015; 16 B; 2 B of parameters",
      "relu [Relu]: edge 0.02; iqr edge 0; 8 B; 2 B of parameters",
  };
  for (const std::string& text : {trace.text(), trace.text_by_time()}) {
    EXPECT_EQ(format_of(text), "ort");
    const Result<Imported> made = read(text);
    ASSERT_TRUE(made) << problem_lines(made).front();
    EXPECT_EQ(layer_lines(made->profile), layers);
    EXPECT_EQ(
        made->profile.description,
        "Profile of ONNX Runtime (CPU), medians of 4 runs after one for warm-up; nodes take "
        "48.5 % of a run; a chain in the order in which nodes ran, the input is what the first "
        "one reads");
    EXPECT_DOUBLE_EQ(made->total->count(), 0.065);
    EXPECT_EQ(made->batch, 1);
    EXPECT_EQ(made->notes, Lines{kChainNote});
  }
}

TEST(OrtImporter, KeepsOneRunThatIsAlone) {
  const Result<Imported> made = read(steady(0).text());
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile)[1], "conv [Conv]: edge 0.039; 16 B; 2 B of parameters");
  EXPECT_EQ(made->notes, (Lines{kOneRunNote, kChainNote}));
}

TEST(OrtImporter, TakesAllForOneRunWhereNoneIsMarked) {
  const Result<Imported> made = read(Trace().node(5, 3, "a", "A").node(9, 4, "a", "A").text());
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile)[1], "a [A]: edge 0.007; 8 B; 2 B of parameters");
  EXPECT_EQ(made->profile.description,
            "Profile of ONNX Runtime (CPU), one run; a chain in the order in which nodes ran, the "
            "input is what the first one reads");
  EXPECT_FALSE(made->total);
  EXPECT_EQ(made->notes,
            (Lines{"no model_run event: all nodes are taken for those of one run", kOneRunNote,
                   "1 of 1 nodes ran several times in a run, as two nodes of one name "
                   "do; their times are added up: a",
                   kChainNote}));
}

TEST(OrtImporter, AddsUpWhatANodeTakesSeveralTimesInARun) {
  Trace trace;
  for (int r = 0; r < 3; ++r) {
    trace.node(100 * r + 5, 3, "a", "A").node(100 * r + 10, 4 + r, "a", "A").run(100 * r, 20);
  }
  const Result<Imported> made = read(trace.text());
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile)[1],
            "a [A]: edge 0.0085; iqr edge 0.0005; 8 B; 2 B of parameters");
}

TEST(OrtImporter, CountsTheBodyOfALoopInTheLoopAlone) {
  const Trace trace = Trace()
                          .node(12, 4, "body", "Add", 8, 0)
                          .node(18, 4, "body", "Add", 8, 0)
                          .node(13, 1, "inner", "Relu", 8, 0)
                          .node(10, 20, "loop", "Loop", 8, 1)
                          .node(40, 5, "body", "Add", 8, 2)
                          .run(0, 50);
  for (const std::string& text : {trace.text(), trace.text_by_time()}) {
    const Result<Imported> made = read(text);
    ASSERT_TRUE(made);
    EXPECT_EQ(layer_lines(made->profile),
              (Lines{"input: 4 B", "loop [Loop]: edge 0.02; 8 B; 2 B of parameters",
                     "body [Add]: edge 0.005; 8 B; 2 B of parameters"}));
    ASSERT_EQ(made->notes.size(), 3U);
    EXPECT_TRUE(made->notes[1].starts_with(
        "2 of 4 nodes ran inside an If, Loop or Scan, whose time has theirs in it: "))
        << made->notes[1];
  }
}

TEST(OrtImporter, LeavesOutNodesInNoWholeRun) {
  const Result<Imported> made =
      read(steady(2).node(500, 7, "conv", "Conv", 16, 0).node(510, 7, "late", "A").text());
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile).size(), 3U);
  EXPECT_EQ(layer_lines(made->profile)[1],
            "conv [Conv]: edge 0.0105; iqr edge 0.0005; 16 B; 2 B of parameters");
  EXPECT_EQ(made->notes,
            (Lines{"events of nodes in no whole run, left out: 2",
                   "1 of 3 nodes ran in no run that counts, and were left out: late", kChainNote}));
}

TEST(OrtImporter, SaysWhichNodesRanInSomeRunsOnlyAndWhichOutputsChange) {
  const Result<Imported> made = read(Trace()
                                         .node(1, 5, "a", "A", 8)
                                         .node(9, 5, "first", "A", 8)
                                         .run(0, 20)
                                         .node(101, 5, "a", "A", 9)
                                         .run(100, 20)
                                         .node(201, 5, "a", "A", 8)
                                         .node(207, 6, "b", "B", 8)
                                         .run(200, 20)
                                         .text());
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"input: 4 B", "a [A]: edge 0.005; iqr edge 0; 8 B; 2 B of parameters",
                   "b [B]: edge 0.006; 8 B; 2 B of parameters"}));
  EXPECT_EQ(
      made->notes,
      (Lines{"1 of 3 nodes ran in some of the runs only, their times are medians of these: b",
             "1 of 3 nodes changed the size of their output, the first one counts: a",
             "1 of 3 nodes ran in no run that counts, and were left out: first", kChainNote}));
}

TEST(OrtImporter, SaysThatRunsAreUnsteady) {
  Trace trace;
  for (int r = 0; r < 5; ++r) trace.node(1000 * r + 1, 5, "a", "A").run(1000 * r, 10 + 30 * r);
  const Result<Imported> made = read(trace.text());
  ASSERT_TRUE(made);
  EXPECT_DOUBLE_EQ(made->total->count(), 0.085);
  EXPECT_EQ(
      made->notes.front(),
      "unsteady: half of the runs took 0.0625 to 0.1075 ms, so that the medians of the layers "
      "need not add up to that of the runs");
}

TEST(OrtImporter, NamesNodesWithoutNamesAndTellsOthersApart) {
  const Result<Imported> made = read(Trace()
                                         .node(1, 1, "", "Conv", 0, 17)
                                         .node(3, 2, "", "Conv", 0, 18)
                                         .node(6, 3, "x", "Relu", 0, 3)
                                         .node(9, 4, "x", "Relu", 0, 4)
                                         .node(14, 5, "input", "Relu", 0)
                                         .run(0, 20)
                                         .text());
  ASSERT_TRUE(made);
  EXPECT_EQ(
      layer_lines(made->profile),
      (Lines{"Conv_17 [Conv]: edge 0.001", "Conv_18 [Conv]: edge 0.002", "x [Relu]: edge 0.003",
             "x#2 [Relu]: edge 0.004", "input#1 [Relu]: edge 0.005"}));
}

const std::string kNamelessNote =
    " nodes have neither a name nor a number, and are told apart by their operator and its place "
    "in a run: ";

TEST(OrtImporter, TellsNodesApartThatHaveNeitherNameNorNumber) {
  Trace trace;
  for (int r = 0; r < 3; ++r) {
    trace.node(100 * r + 1, 12 + r, "", "Conv", 32)
        .node(100 * r + 20, 9, "", "BatchNormalization", 32)
        .node(100 * r + 30, 5, "", "Conv", 16)
        .run(100 * r, 40);
  }
  for (const std::string& text : {trace.text(), trace.text_by_time()}) {
    const Result<Imported> made = read(text);
    ASSERT_TRUE(made);
    EXPECT_EQ(
        layer_lines(made->profile),
        (Lines{"input: 4 B", "Conv [Conv]: edge 0.0135; iqr edge 0.0005; 32 B; 2 B of parameters",
               "BatchNormalization [BatchNormalization]: edge 0.009; iqr edge 0; 32 B; 2 B "
               "of parameters",
               "Conv#2 [Conv]: edge 0.005; iqr edge 0; 16 B; 2 B of parameters"}));
    EXPECT_EQ(made->notes,
              (Lines{"3 of 3" + kNamelessNote + "Conv, BatchNormalization, Conv",
                     "1 names were numbered, as they were taken or reserved: Conv#2", kChainNote}));
  }
}

TEST(OrtImporter, TellsNodesOfOneNameApartByTheirOperator) {
  const Result<Imported> made =
      read(Trace().node(1, 5, "a", "Conv").node(7, 2, "a", "Relu").run(0, 10).text());
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"input: 4 B", "a [Conv]: edge 0.005; 8 B; 2 B of parameters",
                   "a#2 [Relu]: edge 0.002; 8 B; 2 B of parameters"}));
}

TEST(OrtImporter, ReadsOldTracesWithFences) {
  const Result<Imported> made = read(
      Trace()
          .add(1, 1, "Node", "conv_fence_before", R"("op_name": "Conv")")
          .add(
              3, 9, "Node", "conv_kernel_time",
              R"("op_name": "Conv", "graph_index": "0", "exec_plan_index": "0", "output_size": "6")")
          .add(13, 1, "Node", "conv_fence_after", R"("op_name": "Conv")")
          .run(0, 20)
          .text());
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile), Lines{"conv [Conv]: edge 0.009; 6 B"});
}

TEST(OrtImporter, RefusesRunsAtTheSameTimeAndTracesWithoutNodes) {
  EXPECT_EQ(problem_lines(read(Trace().node(5, 5, "a", "A").run(0, 20).run(10, 20).text())),
            Lines{"log: /2: a run that begins at 10 µs, while the one before it ends at 20 µs; "
                  "expected one after the other, in the order of time"});
  EXPECT_EQ(problem_lines(read("[]")),
            Lines{"log: no times of nodes, expected events of category Node whose names end in "
                  "_kernel_time"});
  EXPECT_EQ(problem_lines(read(Trace().node(5, 5, std::string(1025, 'a'), "A").text())),
            Lines{"log: /0: a name of more than 1024 bytes"});
}

TEST(OrtImporter, RefusesEveryTruncation) {
  const std::string text = steady(2).text();
  EXPECT_EQ(accepted_part(kOrtImporter, text), text.substr(0, text.rfind(']') + 1));
}

TEST(OrtImporter, HoldsNoMoreEventsThanARunMayHave) {
  Trace trace;
  for (int i = 0; i < 1 << 10; ++i) trace.node(i, 1, "a", "A", 0);
  std::string events = trace.text();
  events = events.substr(1, events.rfind(']') - 1);
  std::string text = "[" + events;
  for (int i = 0; i < 1 << 10; ++i) text += "," + events;
  EXPECT_EQ(problem_lines(read(text + "]")),
            Lines{"log: /1048576: more than 1048576 events of nodes in one run, or without one"});
}

/// x ─▸ conv ─▸ relu ─▸ fc ─▸ y, with an exit e of two nodes behind relu.
OnnxGraph small_model() {
  OnnxGraph graph;
  graph.inputs = {"x"};
  graph.outputs = {"e", "y"};
  graph.nodes = {{"conv", "Conv", {"x"}, {"c"}, Bytes{40}},
                 {"relu", "Relu", {"c"}, {"r"}, Bytes{0}},
                 {"pool", "MaxPool", {"r"}, {"p"}, Bytes{0}},
                 {"head", "Gemm", {"p"}, {"e"}, Bytes{4}},
                 {"Gemm_4", "Gemm", {"r"}, {"y"}, Bytes{8}}};
  graph.tensors = {{"x", Bytes{100}}, {"c", Bytes{200}}, {"r", Bytes{200}},
                   {"p", Bytes{50}},  {"e", Bytes{10}},  {"y", Bytes{20}}};
  graph.batch = 2;
  return graph;
}

Result<Imported> read_with(const OnnxGraph& model, const std::string& text) {
  std::istringstream in(text);
  const ImportFile file{"log", text, &in};
  ImportSettings settings;
  settings.model = &model;
  return kOrtImporter.read({&file, 1}, settings);
}

TEST(OrtImporter, JoinsTheModelsGraphByTheNodesNames) {
  Trace trace;
  for (int r = 0; r < 3; ++r) {
    trace.node(100 * r + 1, 10, "conv", "Conv", 200)
        .node(100 * r + 12, 2, "relu", "Relu", 200)
        .node(100 * r + 15, 6 + r, "", "Gemm", 20, 4)
        .node(100 * r + 30, 3, "pool", "MaxPool")
        .node(100 * r + 34, 4, "head", "Gemm")
        .run(100 * r, 40);
  }
  const Result<Imported> made = read_with(small_model(), trace.text());
  ASSERT_TRUE(made) << problem_lines(made).front();
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"input: 100 B",
                   "conv [Conv] < input: edge 0.01; iqr edge 0; 200 B; 40 B of parameters",
                   "relu [Relu] < conv: edge 0.002; iqr edge 0; 200 B; 0 B of parameters",
                   "Gemm_4 [Gemm] < relu: edge 0.0075; iqr edge 0.0005; 20 B; 8 B of parameters",
                   "e > relu: edge 0.007"}));
  EXPECT_EQ(
      made->profile.description,
      "Profile of ONNX Runtime (CPU), medians of 2 runs after one for warm-up; nodes take 66.2 "
      "% of a run; the graph is the model's");
  EXPECT_EQ(made->batch, 2);
  EXPECT_EQ(made->left_out.count(), 0);
  EXPECT_EQ(made->notes, Lines{});
}

TEST(OrtImporter, SaysWhatTheModelAndTheProfileDoNotShare) {
  const Result<Imported> made = read_with(small_model(), Trace()
                                                             .node(1, 10, "conv", "Conv", 200)
                                                             .node(12, 2, "relu_nchwc", "Relu")
                                                             .node(15, 6, "Gemm_4", "Gemm", 20)
                                                             .node(30, 3, "pool", "MaxPool")
                                                             .run(0, 40)
                                                             .text());
  ASSERT_TRUE(made) << problem_lines(made).front();
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"input: 100 B", "conv [Conv] < input: edge 0.01; 200 B; 40 B of parameters",
                   "relu [Relu] < conv; 200 B; 0 B of parameters",
                   "Gemm_4 [Gemm] < relu: edge 0.006; 20 B; 8 B of parameters", "e > relu"}));
  EXPECT_EQ(made->left_out.count(), 0.005);
  EXPECT_EQ(
      made->notes,
      (Lines{
          kOneRunNote,
          "1 of 4 nodes are in no layer or exit of the model, and were left out: relu_nchwc; ONNX "
          "Runtime merges and renames nodes, unless it is told ORT_DISABLE_ALL",
          "no time for exit 'e', as 1 of its 2 nodes have none: head"}));
}

/// conv, relu, pool, head and the last Gemm of small_model(), with outputs of these sizes.
Trace run_of_small_model(const std::vector<int>& sizes, bool has_names = true) {
  const std::vector<std::pair<std::string, std::string>> nodes = {{"conv", "Conv"},
                                                                  {"relu", "Relu"},
                                                                  {"pool", "MaxPool"},
                                                                  {"head", "Gemm"},
                                                                  {"Gemm_4", "Gemm"}};
  Trace trace;
  for (int i = 0; i < 5; ++i) {
    const auto& [name, type] = nodes[static_cast<std::size_t>(i)];
    trace.node(10 * i, i + 1, has_names ? name : "", type, sizes[static_cast<std::size_t>(i)]);
  }
  return trace.run(0, 50);
}

TEST(OrtImporter, TakesSizesThatTheModelLeavesOpenFromTheRun) {
  OnnxGraph open = small_model();
  for (OnnxGraph::Tensor& tensor : open.tensors) {
    if (tensor.name != "p") tensor.bytes.reset();
  }
  const Result<Imported> made = read_with(open, run_of_small_model({200, 210, 50, 10, 20}).text());
  ASSERT_TRUE(made) << problem_lines(made).front();
  EXPECT_EQ(
      layer_lines(made->profile),
      (Lines{"input: 4 B", "conv [Conv] < input: edge 0.001; 200 B; 40 B of parameters",
             "relu [Relu] < conv: edge 0.002; 210 B; 0 B of parameters",
             "Gemm_4 [Gemm] < relu: edge 0.005; 20 B; 8 B of parameters", "e > relu: edge 0.007"}));
}

TEST(OrtImporter, LeavesSizesOpenThatTheRunDoesNotSayExactly) {
  OnnxGraph open = small_model();
  for (OnnxGraph::Tensor& tensor : open.tensors) tensor.bytes.reset();
  open.inputs.emplace_back("x2");  // nothing reads it alone
  open.nodes[0].inputs.emplace_back("x2");
  open.nodes[1].outputs.emplace_back("mask");  // the run says the sum of both
  open.tensors.push_back({"x2", {}});
  const Result<Imported> made = read_with(open, run_of_small_model({200, 210, 50, 10, 20}).text());
  ASSERT_TRUE(made) << problem_lines(made).front();
  EXPECT_EQ(layer_lines(made->profile).front(),
            "conv [Conv] < input, input: edge 0.001; 200 B; 40 B of parameters");
  EXPECT_EQ(layer_lines(made->profile)[1], "relu [Relu] < conv: edge 0.002; 0 B of parameters");
}

TEST(OrtImporter, TakesSeveralTimesTheModelsSizesForALargerBatch) {
  const Result<Imported> made =
      read_with(small_model(), run_of_small_model({600, 600, 150, 30, 60}).text());
  ASSERT_TRUE(made);
  EXPECT_EQ(made->batch, 6);  // three times the model's 2
  EXPECT_EQ(made->batch_note, "sizes are 3 times the model's: taken for a batch of 6 samples");
  EXPECT_EQ(layer_lines(made->profile)[0], "input: 300 B");
  EXPECT_EQ(layer_lines(made->profile)[1],
            "conv [Conv] < input: edge 0.001; 600 B; 40 B of parameters");
}

TEST(OrtImporter, SaysThatSizesContradictTheModels) {
  const Result<Imported> made =
      read_with(small_model(), run_of_small_model({200, 100, 150, 30, 20}).text());
  ASSERT_TRUE(made);
  EXPECT_EQ(made->batch, 2);
  EXPECT_EQ(layer_lines(made->profile)[2],
            "relu [Relu] < conv: edge 0.002; 200 B; 0 B of parameters");
  EXPECT_EQ(made->notes,
            (Lines{kOneRunNote,
                   "1 of 3 layers have another output size here than in the model, which counts: "
                   "relu; is it the profile of that model?"}));
}

TEST(OrtImporter, JoinsNodesWithoutNamesByTheirOrderWhereItIsTheModels) {
  const Trace nameless = run_of_small_model({200, 200, 50, 10, 20}, false);
  const Result<Imported> made = read_with(small_model(), nameless.text());
  ASSERT_TRUE(made) << problem_lines(made).front();
  EXPECT_EQ(layer_lines(made->profile).back(), "e > relu: edge 0.007");
  EXPECT_EQ(made->notes,
            (Lines{kOneRunNote, "5 of 5" + kNamelessNote + "Conv, Relu, MaxPool, Gemm, Gemm",
                   "joined with the model by their order, in which the operators are the same"}));
  OnnxGraph other = small_model();
  other.nodes[1].type = "Sigmoid";
  other.nodes[2].name = "Gemm";  // is not the name of the nameless
  EXPECT_EQ(problem_lines(read_with(other, nameless.text())),
            Lines{"log: its 5 nodes have no names, and their operators are not the 5 of the model "
                  "in order; expected the profile of that model, or nodes with names"});
}

TEST(OrtImporter, RefusesAnotherModel) {
  EXPECT_EQ(problem_lines(read_with(small_model(), steady(1).node(1000, 1, "z", "Z").text())),
            Lines{"no problem"});
  EXPECT_EQ(problem_lines(read_with(small_model(), Trace().node(1, 1, "z", "Z").text())),
            Lines{"log: none of the 1 nodes that it times is in the model, expected the profile of "
                  "that model; ONNX Runtime merges and renames nodes, unless it is told "
                  "ORT_DISABLE_ALL"});
  EXPECT_EQ(problem_lines(read_with(OnnxGraph{}, steady(1).text())),
            Lines{"--model: the model has no output"});
}

TEST(OrtImporter, IsFoundByContentOnTheCommandLine) {
  const Seen seen = popex({"import", "-"}, steady(1).text());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(
      seen.err,
      "popex: warning: standard input: taken for a chain in the order in which nodes ran; give the "
      "model with --model for the graph\n"
      "popex: warning: standard input: the layers' times add up to 0.03 ms, 46.2 % of the file's "
      "own "
      "total of 0.065 ms\n");
  EXPECT_EQ(seen.out, R"({
  "format_version": 1,
  "description": "Profile of ONNX Runtime (CPU), one run after one for warm-up; nodes take 46.2 % of a run; a chain in the order in which nodes ran, the input is what the first one reads; layers add up to 0.03 of 0.065 ms that the file gives for a whole run",
  "tiers": ["edge", "cloud"],
  "input": {"bytes": 4},
  "layers": [
    {"name": "conv", "type": "Conv", "time_ms": {"edge": 0.01}, "output_bytes": 16, "parameter_bytes": 2},
    {"name": "relu", "type": "Relu", "time_ms": {"edge": 0.02}, "output_bytes": 8, "parameter_bytes": 2}
  ]
}
)");
  const Seen cut = popex({"import", "ort", "-"}, steady(1).text().substr(0, 200));
  EXPECT_EQ(cut.code, 2);
  EXPECT_EQ(cut.out, "");
  EXPECT_EQ(
      cut.err,
      "popex: error: standard input:3: the trace is incomplete, it ends after 200 bytes: ONNX "
      "Runtime writes the end of it when the session is closed or its profiling is ended\n");
}

struct Sample {
  const char* file;
  std::size_t layers;
  double total_ms;    // the median of its runs
  double percent;     // of it that the medians of the layers add up to
  const char* nodes;  // that share of the runs' time, run by run
  double input_bytes;
};

void PrintTo(const Sample& sample, std::ostream* out) { *out << sample.file; }

class OrtSamples : public testing::TestWithParam<Sample> {};

TEST_P(OrtSamples, ImportAndAddUpToTheirRuns) {
  const Sample& sample = GetParam();
  const std::filesystem::path file =
      std::filesystem::path(POPEX_SAMPLES) / "onnxruntime" / sample.file;
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no samples in " POPEX_SAMPLES;
  const std::string text = read_file(file);
  EXPECT_EQ(format_of(text.substr(0, 65536)), "ort");
  const Result<Imported> made = read(text);
  ASSERT_TRUE(made) << problem_lines(made).front();
  EXPECT_EQ(made->profile.layers.size(), sample.layers);
  EXPECT_DOUBLE_EQ(made->total->count(), sample.total_ms);
  double sum = 0;
  for (const ProfileData::Layer& layer : made->profile.layers) {
    ASSERT_EQ(layer.time.size(), 1U) << layer.name;
    ASSERT_TRUE(layer.output) << layer.name;
    sum += layer.time.front().second.count();
  }
  EXPECT_NEAR(100 * sum / sample.total_ms, sample.percent, 0.05);
  EXPECT_NE(made->profile.description.find(sample.nodes), std::string::npos)
      << made->profile.description;
  EXPECT_EQ(made->profile.input->value, sample.input_bytes);
  EXPECT_TRUE(make_profile(made->profile));
}

// Run by run, nodes take 95 to 96 % of a SqueezeNet. The medians of the layers add up to less where
// each run is disturbed in another layer, as on two threads: there the runs are called unsteady.
INSTANTIATE_TEST_SUITE_P(
    Importers, OrtSamples,
    testing::Values(Sample{"squeezenet_t1__2026-11-23_10-56-09_542.json", 54, 7.223, 92.7,
                           "nodes take 96.2 %", 4.0 * 3 * 227 * 227},
                    Sample{"squeezenet_t2__2026-11-23_10-56-09_676.json", 54, 7.207, 70.4,
                           "nodes take 95.3 %", 4.0 * 3 * 227 * 227},
                    Sample{"b_alexnet_cifar_disabled_t1_2026-11-23_11-19-10_728.json", 31, 1.9865,
                           90.0, "nodes take 91.7 %", 4.0 * 3 * 32 * 32},
                    Sample{"b_lenet_digits_disabled_t1_2026-11-23_11-19-15_746.json", 23, 0.381,
                           76.8, "nodes take 74.0 %", 4.0 * 32 * 32},
                    Sample{"resnet_inference_gemmini.json", 77, 35.225, 92.7, "nodes take 92.7 %",
                           4.0 * 3 * 224 * 224}),
    [](const auto& test) { return fmt::format("ort{}", test.index); });

}  // namespace
}  // namespace popex::test
