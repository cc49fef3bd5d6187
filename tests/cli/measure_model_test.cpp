// SPDX-License-Identifier: MIT
//
// `popex measure` on real models, which it runs: few runs of a tiny one, and no test of how long
// they take.

#include <algorithm>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"
#include "support/tiny_model.hpp"

namespace popex::test {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

class MeasureModel : public testing::Test {
 protected:
  void write(const onnx::ModelProto& model) {
    model_ = folder_.write("tiny.onnx", model.SerializeAsString());
  }

  /// `popex measure tiny.onnx` with two runs and more words.
  [[nodiscard]] Seen measure(const Words& more = {}) const {
    Words words{"measure", model_, "--runs", "2", "--warmup", "0"};
    words.insert(words.end(), more.begin(), more.end());
    return popex(words);
  }

  TemporaryFolder folder_;
  std::string model_ = folder_.write("tiny.onnx", tiny_model().SerializeAsString());
};

/// stderr without the summary, and without the note that layers and whole runs differ, which runs
/// of microseconds may do.
std::string without_timing_notes(const std::string& err) {
  std::string kept;
  for (const std::string& line : lines_of(err)) {
    if ((line.starts_with("popex: warning: ") || line.starts_with("popex: error: ")) &&
        !line.starts_with("popex: warning: the layers' times add up to ") &&
        line.find("processes disagree") == std::string::npos) {
      kept += line + '\n';
    }
  }
  return kept;
}

/// The line of the summary that begins like this, without what was measured.
std::string summary_line(const std::string& err, const std::string& begin) {
  for (const std::string& line : lines_of(err)) {
    if (!line.starts_with("popex: " + begin)) continue;
    return std::regex_replace(line.substr(7), std::regex("[0-9.e-]+( ms| %)"), "#$1");
  }
  return "";
}

Words names_of(const json& pieces) {
  Words names;
  for (const json& piece : pieces) names.push_back(piece["name"]);
  return names;
}

const Words kLayers{"conv1", "relu1", "pool1", "conv2", "relu2", "add", "pool2", "flatten", "gemm"};

TEST_F(MeasureModel, MakesAProfileOfOneTier) {
  const Seen seen = measure();
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(without_timing_notes(seen.err), "");
  const json profile = json::parse(seen.out);
  EXPECT_EQ(profile["format_version"], 1);
  EXPECT_EQ(profile["name"], "tiny");
  EXPECT_EQ(profile["tiers"], json({"edge", "cloud"}));
  EXPECT_EQ(profile["input"], json({{"bytes", 512}}));
  EXPECT_EQ(names_of(profile["layers"]), kLayers);
  for (const json& layer : profile["layers"]) {
    EXPECT_GT(layer["time_ms"]["edge"].get<double>(), 0) << layer;
    EXPECT_EQ(layer["time_ms"].size(), 1U);
    EXPECT_GE(layer["time_iqr_ms"]["edge"].get<double>(), 0) << layer;
  }
  EXPECT_EQ(profile["layers"][0]["type"], "Conv");
  EXPECT_EQ(profile["layers"][0]["output_bytes"], 1024);
  EXPECT_EQ(profile["layers"][0]["parameter_bytes"], 304);
  EXPECT_EQ(profile["layers"][5]["inputs"], json({"pool1", "relu2"}));
  ASSERT_EQ(names_of(profile["branches"]), (Words{"exit1", "exit2"}));
  EXPECT_EQ(profile["branches"][0]["after"], "pool1");
  EXPECT_EQ(profile["branches"][1]["after"], "add");
  EXPECT_GT(profile["branches"][0]["time_ms"]["edge"].get<double>(), 0);
  const std::string description = profile["description"];
  EXPECT_TRUE(description.starts_with("OpenCV 4.")) << description;
  EXPECT_NE(description.find(", 1 thread; median of 2 runs after 0 for warm-up; "),
            std::string::npos)
      << description;
}

TEST_F(MeasureModel, WritesToAFileWhatItsWordsAskFor) {
  const Seen seen =
      measure({"-o", folder_.file("cloud.json"), "--tiers", "phone,edge,cloud", "--tier", "cloud",
               "--name", "my net", "--threads", "2", "--repeats", "2", "--main-output", "exit2"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(without_timing_notes(seen.err), "");
  const json profile = json::parse(read_file(folder_.file("cloud.json")));
  EXPECT_EQ(profile["name"], "my net");
  EXPECT_EQ(profile["tiers"], json({"phone", "edge", "cloud"}));
  EXPECT_EQ(names_of(profile["layers"]),
            (Words{"conv1", "relu1", "pool1", "conv2", "relu2", "add", "gap2", "flat2", "fc2"}));
  EXPECT_EQ(names_of(profile["branches"]), (Words{"exit1", "main"}));
  EXPECT_EQ(profile["branches"][1]["after"], "add");
  EXPECT_TRUE(profile["layers"][0]["time_ms"].contains("cloud"));
  const std::string description = profile["description"];
  EXPECT_NE(description.find(", 2 threads; median of 2 processes with 2 runs after 0 for warm-up"),
            std::string::npos)
      << description;
  EXPECT_EQ(folder_.names(), (Words{"cloud.json", "tiny.onnx"}));
}

TEST_F(MeasureModel, EndsWithASummary) {
  const std::string file = folder_.file("cloud.json");
  const Seen seen = measure({"--tier", "cloud", "-o", file});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(summary_line(seen.err, "tiny"), "tiny: a whole run takes # ms on cloud, in 9 layers");
  const std::string slowest = summary_line(seen.err, "slowest");
  EXPECT_TRUE(std::regex_match(
      slowest, std::regex("slowest layers: \\w+ # % \\(# ms\\), \\w+ # % \\(# ms\\), \\w+ # % "
                          "\\(# ms\\)")))
      << slowest;
  EXPECT_EQ(summary_line(seen.err, "outputs"),
            "outputs: 'main' is the main one, as the last; exits: 'exit1' after pool1, 'exit2' "
            "after add; --main-output NAME says otherwise");
  const std::string next =
      "popex solve --profile " + file + " --rate 5.5 --gamma 10 --probability 0.5";
  EXPECT_NE(seen.err.find("popex: next: " + next + '\n'), std::string::npos) << seen.err;
  EXPECT_EQ(shell(next).code, 0);  // what it says can be typed
  const Seen edge = measure({"--main-output", "exit1"});
  EXPECT_EQ(summary_line(edge.err, "outputs").find("as the last"), std::string::npos);
  EXPECT_EQ(summary_line(edge.err, "next"),
            "next: on the other machine popex measure " + model_ +
                " --tier cloud -o OTHER, then popex merge PROFILE OTHER -o BOTH");
  EXPECT_EQ(without_timing_notes(measure({"-q"}).err), "");
  EXPECT_EQ(measure({"-q"}).err, "");
}

TEST_F(MeasureModel, MeasuresLayersAndBlocks) {
  const json layers = json::parse(measure({"--granularity", "layer"}).out);
  EXPECT_EQ(names_of(layers["layers"]), (Words{"conv1", "conv2", "add", "pool2", "gemm"}));
  EXPECT_EQ(layers["layers"][0]["output_bytes"], 256);  // that of pool1
  EXPECT_EQ(layers["branches"][0]["after"], "conv1");
  const json blocks = json::parse(measure({"--granularity", "block"}).out);
  EXPECT_EQ(names_of(blocks["layers"]),
            (Words{"conv1", "relu1", "pool1", "add", "pool2", "flatten", "gemm"}));
  EXPECT_TRUE(blocks["layers"][3]["time_iqr_ms"].contains("edge"));
}

TEST_F(MeasureModel, WritesEverySample) {
  const Seen seen = measure({"--samples", folder_.file("samples.csv"), "--repeats", "2"});
  EXPECT_EQ(seen.code, 0);
  const std::vector<std::string> rows = lines_of(read_file(folder_.file("samples.csv")));
  // Two repeats of two runs, each with the whole run, nine layers and two branches.
  ASSERT_EQ(rows.size(), 1U + 2 * 2 * (1 + 9 + 2));
  EXPECT_EQ(rows[0], "repeat,run,layer,ms");
  EXPECT_TRUE(rows[1].starts_with("1,1,,")) << rows[1];
  EXPECT_TRUE(rows[2].starts_with("1,1,conv1,")) << rows[2];
  EXPECT_TRUE(rows[12].starts_with("1,1,exit2,")) << rows[12];
  EXPECT_TRUE(rows.back().starts_with("2,2,exit2,")) << rows.back();
}

TEST_F(MeasureModel, DividesABatch) {
  const json profile = json::parse(measure({"--input", "input=4x2x8x8"}).out);
  EXPECT_EQ(profile["input"]["bytes"], 512);
  EXPECT_EQ(profile["layers"][0]["output_bytes"], 1024);
  const std::string description = profile["description"];
  EXPECT_NE(description.find("measured in batches of 4"), std::string::npos) << description;
}

TEST_F(MeasureModel, AsksForSizesThatTheModelLeavesOpen) {
  onnx::ModelProto open = tiny_model();
  set_input_sizes(open, {-1, 2, -1, -1});
  write(open);
  const Seen without = measure();
  EXPECT_EQ(without.code, 2);
  EXPECT_EQ(without.out, "");
  EXPECT_EQ(without.err,
            "popex: error: --input: missing, expected the shape of input 'input', which the model "
            "leaves open as 1x2xsize2xsize3\n");
  const Seen with = measure({"--input", "1x2x8x8"});
  EXPECT_EQ(with.code, 0);
  EXPECT_EQ(json::parse(with.out)["layers"][2]["output_bytes"], 256);
  const Seen wrong = measure({"--input", "1x3x8x8"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_EQ(wrong.err,
            "popex: error: --input: 1x3x8x8, but input 'input' of the model is "
            "size0x2xsize2xsize3\n");
}

TEST_F(MeasureModel, NotesWhatItTookFreely) {
  onnx::ModelProto model = tiny_model();
  add_node(model, "mid", "Flatten", {"relu2:"}, {"middle"}, "add");
  add_output(model, "middle");
  add_node(model, "dead", "Relu", {"conv1:"}, {"dead:"}, "relu1");
  write(model);
  const Seen seen = measure();
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(without_timing_notes(seen.err),
            "popex: warning: exit 'middle' leaves from 'relu2' inside a block; it is taken to run "
            "after 'add', the next layer that every path passes\n"
            "popex: warning: 1 node leads to no output and was left out\n");
}

TEST_F(MeasureModel, MeasuresTheNetworkInTwoPartsAtEveryCut) {
  // flatten asks for the shape of the input, which is before every cut.
  onnx::ModelProto model = tiny_model();
  add_whole_numbers(model, "zero", {0});
  add_whole_numbers(model, "rest", {-1});
  add_node(model, "shape", "Shape", {"input"}, {"shape:"}, "conv1");
  add_node(model, "size0", "Gather", {"shape:", "zero"}, {"size0:"}, "flatten");
  set_attribute(add_node(model, "sizes", "Concat", {"size0:", "rest"}, {"sizes:"}, "flatten"),
                "axis", 0);
  node_named(model, "flatten").set_op_type("Reshape");
  set_inputs(node_named(model, "flatten"), {"pool2:", "sizes:"});
  write(model);
  const Seen edge = measure({"--ranges", "--granularity", "block"});
  EXPECT_EQ(edge.code, 0) << edge.err;
  const json prefixes = json::parse(edge.out);
  EXPECT_EQ(names_of(prefixes["layers"]),
            (Words{"conv1", "relu1", "pool1", "add", "pool2", "flatten", "gemm"}));
  double before = 0;
  for (const json& layer : prefixes["layers"]) {
    EXPECT_GE(layer["range_ms"]["edge"].get<double>(), before);
    before = layer["range_ms"]["edge"].get<double>();
  }
  const Seen cloud = measure({"--ranges", "--granularity", "block", "--tier", "cloud"});
  EXPECT_EQ(cloud.code, 0) << cloud.err;
  const json suffixes = json::parse(cloud.out);
  before = suffixes["input"]["range_ms"]["cloud"];
  for (std::size_t i = 0; i + 1 < suffixes["layers"].size(); ++i) {
    EXPECT_LE(suffixes["layers"][i]["range_ms"]["cloud"].get<double>(), before);
    before = suffixes["layers"][i]["range_ms"]["cloud"];
  }
  EXPECT_FALSE(suffixes["layers"].back().contains("range_ms"));
}

TEST_F(MeasureModel, KnowsSizesBehindAnOperatorThatTheFormatDoesNotHave) {
  onnx::ModelProto model = tiny_model();
  node_named(model, "relu1").set_op_type("Mish");  // OpenCV has it, ONNX does not
  write(model);
  const Seen seen = measure({"-o", folder_.file("tiny.json")});
  EXPECT_EQ(seen.code, 0) << seen.err;
  const json profile = json::parse(read_file(folder_.file("tiny.json")));
  std::vector<int> sizes;
  for (const json& layer : profile["layers"]) sizes.push_back(layer.value("output_bytes", -1));
  EXPECT_EQ(sizes, (std::vector<int>{1024, 1024, 256, 256, 256, 256, 64, 64, 12}));
  const Seen solved = popex({"solve", "--profile", folder_.file("tiny.json"), "--rate", "5.5",
                             "--gamma", "10", "--probability", "0.5"});
  EXPECT_EQ(solved.code, 2);  // gamma needs times of the cloud
  EXPECT_EQ(solved.err.find("output size"), std::string::npos) << solved.err;
}

// What is wrong.

TEST_F(MeasureModel, RefusesAFileThatIsNoModel) {
  folder_.write("tiny.onnx", "{\"layers\": []}");
  const Seen seen = measure();
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err, "popex: error: " + model_ + ": is no ONNX model, or not all of one\n");
}

TEST_F(MeasureModel, NamesAnOperatorThatTheLibraryCannotRun) {
  onnx::ModelProto model = tiny_model();
  node_named(model, "relu2").set_op_type("Unheard");
  write(model);
  const Seen seen = measure({"-o", folder_.file("out.json")});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_TRUE(seen.err.starts_with("popex: error: " + model_ + ": OpenCV 4.")) << seen.err;
  EXPECT_NE(seen.err.find(" cannot run operator Unheard 'relu2': "), std::string::npos) << seen.err;
  EXPECT_EQ(lines_of(seen.err).size(), 1U);
  EXPECT_EQ(folder_.names(), Words{"tiny.onnx"});
}

TEST_F(MeasureModel, ChecksAModelBeforeALibrarySeesIt) {
  onnx::ModelProto model = tiny_model();
  // Strides of 0, by which OpenCV divides, and a weight past whose end it reads.
  for (onnx::AttributeProto& attribute : *node_named(model, "pool1").mutable_attribute()) {
    if (attribute.name() == "strides") attribute.mutable_ints()->Set(0, 0);
  }
  model.mutable_graph()->mutable_initializer(0)->mutable_float_data()->Truncate(5);
  write(model);
  const Seen seen = measure();
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err,
            "popex: error: " + model_ +
                ": weight 'conv1.w' is 4x2x3x3, but has 5 numbers of its type, expected 72\n"
                "popex: error: " +
                model_ +
                ": MaxPool 'pool1': strides 0x2, must be at least 1 and at most 2147483647\n");
}

TEST_F(MeasureModel, RefusesAPlaceThatCannotBeWrittenBeforeItRuns) {
  const Seen seen = popex({"measure", model_, "--runs", "1000000", "-o", "/none/such/out.json"});
  EXPECT_EQ(seen.code, 4);
  EXPECT_EQ(seen.err,
            "popex: error: /none/such/out.json: cannot be written: No such file or directory\n");
}

// As a person would: the same model on two machines, joined, and the best split of it.

TEST_F(MeasureModel, GivesMergeAndSolveWhatTheyNeed) {
  const Seen seen = shell(
      "popex measure -q tiny.onnx --runs 2 --warmup 0 --tier edge -o edge.json &&\n"
      "popex measure -q tiny.onnx --runs 2 --warmup 0 --tier cloud -o cloud.json &&\n"
      "popex merge edge.json cloud.json -o tiny.json &&\n"
      "popex validate tiny.json &&\n"
      "popex solve --profile tiny.json --rate 5.5 --probability 0.6 --format json",
      folder_.path());
  EXPECT_EQ(seen.code, 0) << seen.err;
  EXPECT_EQ(seen.err, "");
  const std::size_t answer = seen.out.find("{\n");
  ASSERT_NE(answer, std::string::npos) << seen.out;
  const json decision = json::parse(seen.out.substr(answer))["decision"];
  EXPECT_GT(decision["expected_time_ms"].get<double>(), 0);
  const json merged = json::parse(read_file(folder_.file("tiny.json")));
  EXPECT_EQ(merged["layers"][0]["time_ms"].size(), 2U);
  EXPECT_EQ(merged["branches"][1]["time_ms"].size(), 2U);
}

}  // namespace
}  // namespace popex::test
