// SPDX-License-Identifier: MIT
#include "background/measure.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "background/merge.hpp"
#include "support/fake_onnx_program.hpp"
#include "support/problem_lines.hpp"
#include "support/small_graph.hpp"

namespace popex::test {
namespace {

using Names = std::vector<std::string>;

/// small_graph() by a program that answers what each test puts in.
class Measure : public testing::Test {
 protected:
  Measure() {
    program_.description = write_onnx_graph(small_graph());
    request_.name = "small";
    request_.machine = "a machine, 2026-11-25";
    request_.runs = 3;
    request_.warmup = 1;
  }

  Result<MeasureResult> measure() {
    return popex::measure(program_.tool(), request_, [this](std::size_t done, std::size_t total) {
      progress_.emplace_back(done, total);
    });
  }

  Lines problems() { return problem_lines(measure()); }

  FakeOnnxProgram program_;
  MeasureRequest request_;
  std::vector<std::pair<std::size_t, std::size_t>> progress_;
  const Names nodes_{"conv", "relu", "exit_head", "left", "right", "add", "head"};
  //                        conv relu exit left right add head
  const std::vector<FakeOnnxProgram::Run> runs_{{99, {50, 9, 9, 9, 9, 9, 4}},  // warm-up
                                                {36, {10, 1, 5, 4, 8, 2, 6}},
                                                {40, {12, 3, 4, 4, 9, 1, 7}},
                                                {38, {11, 2, 6, 2, 7, 3, 7}}};
};

/// "conv 11 ± 1" for each layer and branch of a tier.
Lines times_of(const Profile& profile, std::size_t tier) {
  Lines lines;
  const auto add = [&](const auto& pieces) {
    for (const auto& piece : pieces) {
      std::string line = piece.name;
      if (piece.time[tier]) {
        line += ' ' + std::to_string(piece.time[tier]->count()).substr(0, 5) + " ± " +
                std::to_string(piece.time_iqr[tier]->count()).substr(0, 5);
      }
      lines.push_back(line);
    }
  };
  add(profile.layers());
  add(profile.branches());
  return lines;
}

TEST_F(Measure, TakesTheMedianOfEachLayerAndBranch) {
  program_.add_process(nodes_, runs_);
  const Result<MeasureResult> result = measure();
  ASSERT_EQ(problem_lines(result), Lines{"no problem"});
  const Profile& profile = result->measured.profile;
  EXPECT_EQ(profile.name(), "small");
  EXPECT_EQ(profile.tiers(), (Names{"edge", "cloud"}));
  EXPECT_EQ(times_of(profile, 0),
            (Lines{"conv 11.00 ± 1.000", "relu 2.000 ± 1.000", "left 4.000 ± 1.000",
                   "right 8.000 ± 1.000", "add 2.000 ± 1.000", "head 7.000 ± 0.500",
                   "exit 5.000 ± 1.000"}));
  EXPECT_EQ(measured_tiers(profile), Names{"edge"});
  EXPECT_EQ(profile.layers()[4].inputs, (std::vector<std::size_t>{2, 4}));
  EXPECT_EQ(profile.layers()[0].output, Bytes{100});
  EXPECT_EQ(profile.branches()[0].after, 2U);
  EXPECT_EQ(profile.description(),
            "Fake 1.0 on a machine, 2026-11-25, 1 thread; median of 3 runs after 1 for warm-up; "
            "layers add up to 100.0 % of whole runs (38 ms)");
  EXPECT_EQ(result->measured.notes, Names{});
  EXPECT_EQ(result->samples.size(), 0U);
}

TEST_F(Measure, TakesSizesThatDoNotFollowFromTheModelFromTheRun) {
  OnnxGraph graph = small_graph();
  for (OnnxGraph::Tensor& tensor : graph.tensors) {
    if (tensor.name != "input" && tensor.name != "conv:") tensor.bytes.reset();
  }
  program_.description = write_onnx_graph(graph);
  program_.add_process(nodes_, runs_, {11, 22, 33, 44, 0, 66, 77});
  const Result<MeasureResult> result = measure();
  ASSERT_EQ(problem_lines(result), Lines{"no problem"});
  std::vector<double> sizes;
  for (const Layer& layer : result->measured.profile.layers()) {
    sizes.push_back(layer.output ? layer.output->value : -1);
  }
  EXPECT_EQ(sizes, (std::vector<double>{100, 22, 44, -1, 66, 77}));
  EXPECT_EQ(result->measured.notes,
            Lines{"no output size for 1 of 6 layers: right; give it as output_bytes in the "
                  "profile"});
  request_.granularity = Granularity::layers;
  const Result<MeasureResult> grouped = measure();
  ASSERT_EQ(problem_lines(grouped), Lines{"no problem"});
  EXPECT_EQ(grouped->measured.profile.layers()[0].output, Bytes{22});  // conv with relu
}

TEST_F(Measure, AsksForWhatWasRequested) {
  program_.add_process(nodes_, runs_);
  request_.tiers = {"phone", "edge", "cloud"};
  request_.tier = "phone";
  request_.threads = 2;
  request_.repeats = 2;
  const Result<MeasureResult> result = measure();
  ASSERT_TRUE(result);
  const std::string run = "run net.onnx --runs 3 --warmup 1 --threads 2";
  EXPECT_EQ(program_.calls, (Names{"describe net.onnx", run, run}));
  EXPECT_EQ(measured_tiers(result->measured.profile), Names{"phone"});
  EXPECT_EQ(result->measured.profile.tiers(), request_.tiers);
  EXPECT_EQ(result->measured.profile.description(),
            "Fake 1.0 on a machine, 2026-11-25, 2 threads; median of 2 processes with 3 runs after "
            "1 for warm-up, whose medians lie between 38 and 38 ms; layers add up to 100.0 % of "
            "whole runs (38 ms)");
}

TEST_F(Measure, TellsHowFarItIs) {
  program_.add_process(nodes_, runs_);
  request_.repeats = 2;
  ASSERT_TRUE(measure());
  ASSERT_EQ(progress_.size(), 8U);
  EXPECT_EQ(progress_.front(), (std::pair<std::size_t, std::size_t>(1, 8)));
  EXPECT_EQ(progress_.back(), (std::pair<std::size_t, std::size_t>(8, 8)));
}

TEST_F(Measure, GivesGroupsTheSpreadOfTheirOwnSums) {
  program_.add_process(nodes_, runs_);
  request_.granularity = Granularity::layers;
  // relu belongs to conv: 11, 15, 13. The medians' sum is 13, too, but the spreads' sum is not.
  Result<MeasureResult> result = measure();
  ASSERT_TRUE(result);
  EXPECT_EQ(times_of(result->measured.profile, 0),
            (Lines{"conv 13.00 ± 2.000", "left 4.000 ± 1.000", "right 8.000 ± 1.000",
                   "add 2.000 ± 1.000", "head 7.000 ± 0.500", "exit 5.000 ± 1.000"}));
  // The block is 14, 14, 12: its median is not the sum of its layers' medians.
  request_.granularity = Granularity::blocks;
  result = measure();
  ASSERT_TRUE(result);
  EXPECT_EQ(times_of(result->measured.profile, 0),
            (Lines{"conv 11.00 ± 1.000", "relu 2.000 ± 1.000", "add 14.00 ± 1.000",
                   "head 7.000 ± 0.500", "exit 5.000 ± 1.000"}));
}

TEST_F(Measure, AddsUpTheNodesOfABranch) {
  OnnxGraph graph = small_graph();
  graph.nodes.push_back(op("late", {"add:"}, {"late"}));
  graph.nodes.push_back(op("more", {"exit"}, {"exit_more"}));
  graph.outputs = {"late", "exit_more", "main"};
  program_.description = write_onnx_graph(graph);
  Names nodes = nodes_;
  nodes.insert(nodes.end(), {"late", "more"});
  program_.add_process(nodes, {{20, {1, 1, 2, 1, 1, 1, 1, 8, 4}}});
  request_.runs = 1;
  request_.warmup = 0;
  const Result<MeasureResult> result = measure();
  ASSERT_TRUE(result);
  const Lines times = times_of(result->measured.profile, 0);
  EXPECT_EQ(times[6], "exit_more 6.000 ± 0.000");
  EXPECT_EQ(times[7], "late 8.000 ± 0.000");
  EXPECT_EQ(result->measured.notes, Names{});
}

TEST_F(Measure, KeepsEverySampleWhereItIsAsked) {
  program_.add_process(nodes_, runs_);
  request_.keep_samples = true;
  request_.repeats = 2;
  request_.granularity = Granularity::blocks;
  const Result<MeasureResult> result = measure();
  ASSERT_TRUE(result);
  const std::vector<Sample>& samples = result->samples;
  ASSERT_EQ(samples.size(), 2U * 3U * (1 + 7));
  EXPECT_EQ(samples[0].piece, "");
  EXPECT_EQ(samples[0].ms, 36);
  EXPECT_EQ(samples[1].piece, "conv");
  EXPECT_EQ(samples[1].ms, 10);
  EXPECT_EQ(samples[7].piece, "exit");
  EXPECT_EQ(samples[7].ms, 5);
  EXPECT_EQ(samples.back().repeat, 2U);
  EXPECT_EQ(samples.back().run, 3U);
}

TEST_F(Measure, DividesABatch) {
  OnnxGraph graph = small_graph();
  graph.batch = 4;
  program_.description = write_onnx_graph(graph);
  program_.add_process(nodes_, runs_);
  const Result<MeasureResult> result = measure();
  ASSERT_TRUE(result);
  const Profile& profile = result->measured.profile;
  EXPECT_EQ(times_of(profile, 0)[0], "conv 2.750 ± 0.250");
  EXPECT_EQ(times_of(profile, 0)[6], "exit 1.250 ± 0.250");
  EXPECT_EQ(profile.input(), Bytes{25});
  EXPECT_EQ(profile.layers()[0].output, Bytes{25});
  EXPECT_NE(profile.description().find("; measured in batches of 4 and divided by it"),
            std::string::npos)
      << profile.description();
}

// Ranges. The cuts of small_graph() are after conv, relu, add and head.

/// A process that says nothing of nodes and takes this long.
std::vector<FakeOnnxProgram::Run> taking(double ms) { return {{ms, {}}, {ms, {}}, {ms, {}}}; }

TEST_F(Measure, MeasuresPrefixesOnTheFirstTier) {
  request_.ranges = true;
  request_.runs = 2;
  program_.add_process(nodes_, {runs_[0], runs_[1], runs_[2]});
  for (const double ms : {10.0, 16.0, 14.0, 30.5}) program_.add_process({}, taking(ms));
  const Result<MeasureResult> result = measure();
  ASSERT_EQ(problem_lines(result), Lines{"no problem"});
  const std::string run = "run net.onnx --runs 2 --warmup 1 --threads 1";
  EXPECT_EQ(program_.calls, (Names{"describe net.onnx", run, run + " --to conv:",
                                   run + " --to relu:", run + " --to add:", run + " --to main"}));
  const std::vector<Layer>& layers = result->measured.profile.layers();
  EXPECT_EQ(layers[0].range[0], Milliseconds(10));
  EXPECT_EQ(layers[1].range[0], Milliseconds(15));  // 16 and 14 fall
  EXPECT_TRUE(layers[2].range.empty());
  EXPECT_EQ(layers[4].range[0], Milliseconds(15));
  EXPECT_EQ(layers[5].range[0], Milliseconds(30.5));
  EXPECT_TRUE(result->measured.profile.input_range().empty());
  EXPECT_TRUE(result->measured.profile.description().ends_with(
      "; 4 ranges measured as networks of their own, moved by at most 1 ms so that longer ones "
      "take no less"))
      << result->measured.profile.description();
  EXPECT_EQ(progress_.back(), (std::pair<std::size_t, std::size_t>(15, 15)));
}

TEST_F(Measure, MeasuresSuffixesOnTheLastTier) {
  request_.ranges = true;
  request_.tier = "cloud";
  request_.runs = 2;
  request_.granularity = Granularity::layers;  // relu belongs to conv
  program_.add_process(nodes_, {runs_[0], runs_[1], runs_[2]});
  for (const double ms : {30.0, 20.0, 21.0}) program_.add_process({}, taking(ms));
  const Result<MeasureResult> result = measure();
  ASSERT_EQ(problem_lines(result), Lines{"no problem"});
  const std::string run = "run net.onnx --runs 2 --warmup 1 --threads 1";
  EXPECT_EQ(program_.calls,
            (Names{"describe net.onnx", run, run + " --to main", run + " --from relu: --to main",
                   run + " --from add: --to main"}));
  const Profile& profile = result->measured.profile;
  EXPECT_EQ(profile.input_range()[1], Milliseconds(30));
  EXPECT_EQ(profile.layers()[0].range[1], Milliseconds(20.5));
  EXPECT_EQ(profile.layers()[3].range[1], Milliseconds(20.5));
  EXPECT_TRUE(profile.layers()[4].range.empty());
}

TEST_F(Measure, CutsWhereOneTensorIsHandedOn) {
  // split hands on two tensors, dropout one and a mask that nobody reads, head makes two.
  OnnxGraph graph = graph_of(
      {op("split", {"input"}, {"one", "two"}), op("join", {"one", "two"}, {"joined"}),
       op("dropout", {"joined"}, {"mask", "kept"}), op("head", {"kept"}, {"index", "main"})},
      {"main"});
  program_.description = write_onnx_graph(graph);
  request_.ranges = true;
  request_.runs = 1;
  request_.warmup = 0;
  program_.add_process({}, {{1, {}}});
  ASSERT_EQ(problems(), Lines{"no problem"});
  const std::string run = "run net.onnx --runs 1 --warmup 0 --threads 1";
  EXPECT_EQ(program_.calls, (Names{"describe net.onnx", run, run + " --to joined",
                                   run + " --to kept", run + " --to main"}));
}

TEST_F(Measure, LeavesOutRangesOfPartsThatCannotRun) {
  request_.ranges = true;
  request_.runs = 1;
  request_.warmup = 0;
  program_.add_process(nodes_, {runs_[1]});
  program_.add_process({}, {{10, {}}});
  for (int i = 0; i < 2; ++i) {
    program_.processes.push_back(
        {R"({"problems":[{"where":"","message":"cannot run","system":false}]})"});
  }
  program_.add_process({}, {{30, {}}});
  const Result<MeasureResult> result = measure();
  ASSERT_EQ(problem_lines(result), Lines{"no problem"});
  const std::vector<Layer>& layers = result->measured.profile.layers();
  EXPECT_EQ(layers[0].range[0], Milliseconds(10));
  EXPECT_TRUE(layers[1].range.empty());
  EXPECT_TRUE(layers[4].range.empty());
  EXPECT_EQ(layers[5].range[0], Milliseconds(30));
  EXPECT_EQ(
      result->measured.notes.back(),
      "not every range could be measured, the first that was not is up to 'relu:': cannot run");
}

TEST_F(Measure, ReportsAPartThatTheSystemStopped) {
  request_.ranges = true;
  request_.runs = 1;
  request_.warmup = 0;
  program_.add_process(nodes_, {runs_[1]});
  program_.processes.push_back(
      {R"({"problems":[{"where":"","message":"no memory","system":true}]})"});
  EXPECT_EQ(problems(), Lines{"net.onnx: no memory"});
}

TEST_F(Measure, NotesRangesThatContradictEachOther) {
  request_.ranges = true;
  request_.runs = 2;
  program_.add_process(nodes_, {runs_[0], runs_[1], runs_[2]});
  for (const double ms : {10.0, 20.0, 14.0, 30.5}) program_.add_process({}, taking(ms));
  const Result<MeasureResult> result = measure();
  ASSERT_EQ(problem_lines(result), Lines{"no problem"});
  EXPECT_EQ(result->measured.notes.back(),
            "ranges had to be moved by up to 3 ms of 30.5 so that longer ones take no less than "
            "shorter ones: processes differ by that much here");
}

// Two ranges are moved by half of what they differ by, here 4.9 and 5.1 % of the whole
// network's 30.

TEST_F(Measure, TakesRangesThatHardlyContradictEachOtherForNoise) {
  request_.ranges = true;
  request_.runs = 2;
  program_.add_process(nodes_, {runs_[0], runs_[1], runs_[2]});
  for (const double ms : {10.0, 20.0, 17.06, 30.0}) program_.add_process({}, taking(ms));
  EXPECT_EQ(measure()->measured.notes, Names{});
}

TEST_F(Measure, NotesRangesThatContradictEachOtherByMoreThanNoise) {
  request_.ranges = true;
  request_.runs = 2;
  program_.add_process(nodes_, {runs_[0], runs_[1], runs_[2]});
  for (const double ms : {10.0, 20.0, 16.94, 30.0}) program_.add_process({}, taking(ms));
  EXPECT_EQ(measure()->measured.notes.size(), 1U);
}

// What is noted.

TEST_F(Measure, NotesNodesThatDidNotRun) {
  program_.add_process({"conv", "left", "right", "head"}, {{4, {1, 1, 1, 1}}});
  request_.runs = 1;
  request_.warmup = 0;
  const Result<MeasureResult> result = measure();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->measured.notes,
            (Names{"2 of 6 layers ran as part of others and have 0 ms of their own: relu, add"}));
  EXPECT_EQ(times_of(result->measured.profile, 0)[1], "relu 0.000 ± 0.000");
  EXPECT_EQ(times_of(result->measured.profile, 0)[6], "exit 0.000 ± 0.000");
}

TEST_F(Measure, NotesLayersThatDoNotAddUp) {
  // What belongs to no layer counts for the sum, too: "other" ran beside the model's nodes.
  program_.add_process({"conv", "relu", "exit_head", "left", "right", "add", "head", "other"},
                       {{100, {10, 10, 10, 10, 10, 10, 10, 24}}});
  request_.runs = 1;
  request_.warmup = 0;
  Result<MeasureResult> result = measure();
  ASSERT_TRUE(result);
  EXPECT_EQ(
      result->measured.notes,
      (Names{"the layers' times add up to 94.0 % of whole runs (100 ms), more than 5 % off"}));
  program_.processes.clear();
  program_.add_process(nodes_, {{100, {10, 10, 10, 10, 10, 10, 35.1}}});
  result = measure();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->measured.notes, Names{});
}

TEST_F(Measure, NotesLayersThatAddUpToMore) {
  request_.runs = 1;
  request_.warmup = 0;
  program_.add_process(nodes_, {{100, {10, 10, 10, 10, 10, 10, 44.9}}});
  Result<MeasureResult> result = measure();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->measured.notes, Names{});
  program_.processes.clear();
  program_.add_process(nodes_, {{100, {10, 10, 10, 10, 10, 10, 46}}});
  result = measure();
  ASSERT_TRUE(result);
  EXPECT_EQ(
      result->measured.notes,
      (Names{"the layers' times add up to 106.0 % of whole runs (100 ms), more than 5 % off"}));
}

TEST_F(Measure, NotesRepeatsThatDisagree) {
  const auto process = [&](double ms) {
    program_.add_process(nodes_, {{ms, {ms, 0, 0, 0, 0, 0, 0}}});
  };
  for (const double ms : {100.0, 90.0, 99.0}) process(ms);
  request_.runs = 1;
  request_.warmup = 0;
  request_.repeats = 3;
  Result<MeasureResult> result = measure();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->measured.notes,
            (Names{"the 3 processes disagree: their median runs take 90 to 100 ms (11 % apart); is "
                   "the machine busy?"}));
  EXPECT_EQ(times_of(result->measured.profile, 0)[0], "conv 99.00 ± 5.000");
  EXPECT_NE(result->measured.profile.description().find(
                "median of 3 processes with 1 run after 0 for warm-up, whose medians lie between "
                "90 and 100 ms; "),
            std::string::npos)
      << result->measured.profile.description();
}

TEST_F(Measure, HandsOnWhatTheModelsLayersNeedNoting) {
  OnnxGraph graph = small_graph();
  graph.nodes.push_back(op("dead", {"relu:"}));
  program_.description = write_onnx_graph(graph);
  program_.add_process(nodes_, runs_);
  const Result<MeasureResult> result = measure();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->measured.notes, (Names{"1 node leads to no output and was left out"}));
}

// What is wrong.

TEST_F(Measure, ReportsWhatTheProgramSays) {
  program_.processes = {
      {R"({"problems":[{"where":"","message":"cannot run Foo","system":false}]})"}};
  EXPECT_EQ(problems(), (Lines{"net.onnx: cannot run Foo"}));
  program_.description = R"({"problems":[{"where":"--input","message":"no","system":false}]})";
  EXPECT_EQ(problems(), (Lines{"--input: no"}));
}

TEST_F(Measure, ReportsAMainOutputThatIsNoneBeforeAnythingRuns) {
  program_.add_process(nodes_, runs_);
  request_.main_output = "mian";
  EXPECT_EQ(problems(), (Lines{"--main-output: 'mian' is not a model output, expected one of exit, "
                               "main; did you mean 'main'?"}));
  EXPECT_EQ(program_.calls, Names{"describe net.onnx"});
}

TEST_F(Measure, ReportsWhatNoProfileCanBe) {
  OnnxGraph graph = small_graph();
  graph.nodes[0].name = std::string(2000, 'x');
  graph.nodes[1].parameters = Bytes{1e100};
  program_.description = write_onnx_graph(graph);
  EXPECT_EQ(problems(), (Lines{"net.onnx: /layers/0/name: a name of 2000 bytes, expected at most "
                               "1024",
                               "net.onnx: /layers/1/parameter_bytes: 1e+100, must be between 0 and "
                               "1000000000000000"}));
  graph = small_graph();
  graph.nodes[0].inputs = {"nothing"};
  program_.description = write_onnx_graph(graph);
  EXPECT_EQ(problems(), (Lines{"net.onnx: 'conv' reads 'nothing', which no node before it makes"}));
}

TEST_F(Measure, ReportsTiersThatCannotBe) {
  request_.tiers = {"edge", "edge"};
  EXPECT_EQ(problems(), (Lines{"--tiers: 'edge' is given twice, tiers need different names"}));
}

TEST_F(Measure, ReportsTimesThatCannotBe) {
  program_.add_process(nodes_, {{7, {-1, 1, 1, 1, 1, 1, 1}}});
  request_.runs = 1;
  request_.warmup = 0;
  EXPECT_EQ(problems(),
            (Lines{"net.onnx: /layers/0/time_ms/edge: -1, must be between 0 and 1000000000000"}));
}

TEST_F(Measure, ReportsRangesOfATierInTheMiddle) {
  request_.tiers = {"phone", "edge", "cloud"};
  request_.ranges = true;
  EXPECT_EQ(problems(),
            (Lines{"--ranges: 'edge' is a tier in the middle, expected phone or cloud"}));
  EXPECT_EQ(program_.calls, Names{});
}

}  // namespace
}  // namespace popex::test
