// SPDX-License-Identifier: MIT
#include <filesystem>
#include <span>
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

Result<Imported> read(const std::string& first, const std::string& second) {
  std::istringstream a(first);
  std::istringstream b(second);
  const std::vector<ImportFile> files = {{"first", first, &a}, {"second", second, &b}};
  return kTrtexecImporter.read(files, ImportSettings{});
}

/// "x 2,3,4 Half": a tensor as trtexec has it.
std::string tensor(const std::string& text) {
  std::istringstream words(text);
  std::string name;
  std::string shape;
  std::string format;
  words >> name >> shape;
  std::getline(words >> std::ws, format);
  return fmt::format(
      R"({{"Name": "{}", "Location": "Device", "Dimensions": [{}], "Format/Datatype": "{}"}})",
      name, shape, format);
}

std::string tensors(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + tensor(text);
  return "[" + list + "]";
}

std::string layer(const std::string& name, const std::string& type,
                  const std::vector<std::string>& inputs, const std::vector<std::string>& outputs,
                  const std::string& more = "") {
  return fmt::format(R"({{"Name": "{}", "LayerType": "{}", "Inputs": {}, "Outputs": {}{}{}}})",
                     name, type, tensors(inputs), tensors(outputs), more.empty() ? "" : ", ", more);
}

std::string layers(const std::vector<std::string>& list,
                   const std::string& bindings = R"("x", "y")") {
  return fmt::format(R"({{"Layers": [{}], "Bindings": [{}]}})", fmt::join(list, ", "), bindings);
}

/// Rows of 1, 2, 4, … ms.
std::string profile(const std::vector<std::string>& names) {
  std::string text = R"([{"count": 100})";
  double ms = 1;
  for (const std::string& name : names) {
    text += fmt::format(R"(, {{"name": "{}", "timeMs": {}, "averageMs": 99, "medianMs": {}, )"
                        R"("percentage": 1}})",
                        name, 100 * ms, ms);
    ms *= 2;
  }
  return text + "]";
}

/// x ─▸ conv ─▸ pool ─▸ y: conv wants x in another format, and y is wanted in FP32.
const std::vector<std::string> kChain = {
    layer("Reformatting CopyNode for Input Tensor 0 to conv", "Reformat",
          {"x 2,3,4,4 Row major linear FP32"},
          {"x1 2,3,4,4 Channel major FP16 format where channel % 4 == 0"},
          R"("Origin": "REFORMAT")"),
    layer("conv", "CaskConvolution",
          {"x1 2,3,4,4 Channel major FP16 format where channel % 4 == 0"},
          {"c 2,8,4,4 Channel major FP16 format where channel % 8 == 0"},
          R"("Weights": {"Type": "Half", "Count": 24}, "Bias": {"Type": "Float", "Count": 8})"),
    layer("pool", "CudaPooling", {"c 2,8,4,4 Half"}, {"y1 2,8 Half"}, R"("Metadata": "")"),
    layer("Reformatting CopyNode for Output Tensor 0 to pool", "NoOp", {"y1 2,8 Half"},
          {"y 2,8 Float"})};
const std::vector<std::string> kChainRows = {"Reformatting CopyNode for Input Tensor 0 to conv",
                                             "conv", "pool",
                                             "Reformatting CopyNode for Output Tensor 0 to pool"};

TEST(TrtexecImporter, JoinsTheTwoFilesInAnyOrder) {
  const std::string rows = profile(kChainRows);
  const std::string network = layers(kChain);
  EXPECT_EQ(format_of(rows), "trtexec");
  EXPECT_EQ(format_of(network), "trtexec");
  for (const bool turned : {false, true}) {
    const Result<Imported> made = turned ? read(network, rows) : read(rows, network);
    ASSERT_TRUE(made) << problem_lines(made).front();
    EXPECT_EQ(
        layer_lines(made->profile),
        (Lines{"input: 384 B", "conv [CaskConvolution] < input: edge 3; 512 B; 80 B of parameters",
               "pool [CudaPooling] < conv: edge 12; 64 B; 0 B of parameters"}));
    EXPECT_EQ(made->profile.description,
              "Profile of TensorRT by trtexec, medians of 100 runs; reformatting counts for the "
              "layer that it is done for");
    EXPECT_EQ(made->batch, 2);
    EXPECT_FALSE(made->total);
    EXPECT_EQ(made->left_out.count(), 0);
  }
}

TEST(TrtexecImporter, TakesAveragesOfOlderVersions) {
  const Result<Imported> made =
      read(R"([{"count": 1}, {"name": "a", "timeMs": 5, "averageMs": 5, "percentage": 100}])",
           layers({layer("a", "A", {"x 1 Float"}, {"y 1 Float"})}));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile)[1], "a [A] < input: edge 5; 4 B; 0 B of parameters");
  EXPECT_EQ(made->profile.description,
            "Profile of TensorRT by trtexec, averages of 1 run; reformatting counts for the layer "
            "that it is done for");
  EXPECT_EQ(made->batch, 1);
}

TEST(TrtexecImporter, ReadsANetworkThatIsNoChain) {
  // Both sides of the block write into one tensor; a second format of the left one is made in two
  // steps and read beside the first.
  const Result<Imported> made = read(
      profile({"a", "left", "right", "R1", "R2", "sum"}),
      layers({layer("a", "A", {"x 1,4 Float"}, {"t 1,4 Float"}),
              layer("left", "L", {"t 1,4 Float"}, {"both 1,2 Int8"}),
              layer("right", "R", {"t 1,4 Float"}, {"both 1,6 Int8"}),
              layer("R1", "Reformat", {"both 1,8 Int8"}, {"b1 1,8 Half"}),
              layer("R2", "Reformat", {"b1 1,8 Half"}, {"b2 1,8 Float"}),
              layer("sum", "S", {"b2 1,8 Float", "both 1,8 Int8"}, {"y 1,8 Int32", "z 1 Bool"})}));
  ASSERT_TRUE(made) << problem_lines(made).front();
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"input: 16 B", "a [A] < input: edge 1; 16 B; 0 B of parameters",
                   "left [L] < a: edge 2; 2 B; 0 B of parameters",
                   "right [R] < a: edge 4; 6 B; 0 B of parameters",
                   "sum [S] < left, right, left, right: edge 56; 33 B; 0 B of parameters"}));
  EXPECT_TRUE(make_profile(made->profile));
}

TEST(TrtexecImporter, MakesABranchOfAnExit) {
  const Result<Imported> made = read(profile({"a", "exit", "b", "c"}),
                                     layers({layer("a", "A", {"x 1,4 Float"}, {"t 1,4 Float"}),
                                             layer("exit", "E", {"t 1,4 Float"}, {"e 1,1 Float"}),
                                             layer("b", "B", {"t 1,4 Float"}, {"u 1,4 Float"}),
                                             layer("c", "C", {"u 1,4 Float"}, {"y 1,4 Float"})},
                                            R"("x", "e", "y")"));
  ASSERT_TRUE(made) << problem_lines(made).front();
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"input: 16 B", "a [A] < input: edge 1; 16 B; 0 B of parameters",
                   "b [B] < a: edge 4; 16 B; 0 B of parameters",
                   "c [C] < b: edge 8; 16 B; 0 B of parameters", "exit > a: edge 2"}));
}

TEST(TrtexecImporter, KnowsTheSizesOfTypes) {
  const auto size = [](const std::string& format) {
    const Result<Imported> made =
        read(profile({"a"}), layers({layer("a", "A", {"x 1 Float"}, {"y 1,10 " + format})}));
    if (!made) return -1.0;
    const std::optional<Bytes>& output = made->profile.layers.front().output;
    return output ? output->value : 0;
  };
  EXPECT_EQ(size("Row major linear FP32"), 40);
  EXPECT_EQ(size("Two wide channel vectorized row major FP16 format"), 20);
  EXPECT_EQ(size("Thirty-two wide channel vectorized row major Int8 format"), 10);
  EXPECT_EQ(size("Row major linear INT32"), 40);
  EXPECT_EQ(size("Row major linear BFloat16 format"), 20);
  EXPECT_EQ(size("Half"), 20);
  EXPECT_EQ(size("Float"), 40);
  EXPECT_EQ(size("FP8"), 10);
  EXPECT_EQ(size("Int64"), 80);
  EXPECT_EQ(size("Int4"), 5);
  EXPECT_EQ(size("Bool"), 10);
  EXPECT_EQ(size("N/A due to dynamic shapes"), 0);
}

TEST(TrtexecImporter, LeavesSizesOpenThatAreNotKnownBeforeTheEngineRuns) {
  const Result<Imported> made =
      read(profile({"a"}), layers({layer("a", "A", {"x -1,4 Float"}, {"y -1,4 Float"},
                                         R"("Weights": {"Type": "Complex", "Count": 3})")}));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile), Lines{"a [A] < input: edge 1"});
  EXPECT_EQ(made->batch, 1);
}

TEST(TrtexecImporter, SaysWhichRowsAndLayersAreAlone) {
  const Result<Imported> made =
      read(profile({"a", "stranger", "Reformatting CopyNode for Input Tensor 0 to b"}),
           layers({layer("a", "A", {"x 1,4 Float"}, {"t 1,4 Float"}),
                   layer("constant", "Constant", {}, {"w 4 Float"}),
                   layer("Reformatting CopyNode for Input Tensor 0 to b", "Reformat",
                         {"t 1,4 Float"}, {"t1 1,4 Half"}),
                   layer("b", "B", {"t1 1,4 Half", "w 4 Float"}, {"y 1,4 Float"})}));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"input: 16 B", "a [A] < input: edge 1; 16 B; 0 B of parameters",
                   "constant [Constant] < input; 16 B; 0 B of parameters",
                   "b [B] < a, constant; 16 B; 0 B of parameters"}));
  EXPECT_EQ(made->left_out.count(), 6);
  EXPECT_EQ(made->notes,
            (Lines{"1 of 3 rows of the profile are of no layer, and were left out: stranger",
                   "1 of 3 layers read nothing that other layers make, taken to read the network's "
                   "input: constant"}));
}

TEST(TrtexecImporter, AsksForDetailsWhereLayersAreNamesAlone) {
  EXPECT_EQ(
      problem_lines(read(profile({"a"}), R"({"Layers": ["a", "b"], "Bindings": ["x"]})")),
      Lines{"second: /Layers: names alone, expected what each layer reads and writes: build the "
            "engine with trtexec --profilingVerbosity=detailed"});
}

TEST(TrtexecImporter, AsksForTheOtherFile) {
  const std::string rows = profile(kChainRows);
  const std::string network = layers(kChain);
  const std::string expected =
      ", expected the file of trtexec --exportProfile beside that of --exportLayerInfo";
  EXPECT_EQ(problem_lines(read(rows, rows)),
            Lines{"first: neither this file nor its partner has layers" + expected});
  EXPECT_EQ(problem_lines(read(network, network)),
            Lines{"first: neither this file nor its partner has rows of a profile" + expected});
}

TEST(TrtexecImporter, ReportsWhatIsWrongInBothFiles) {
  EXPECT_EQ(problem_lines(read(R"([{"name": 5}, 7, {"name": "a", "medianMs": "1"}])",
                               R"({"Layers": [{"LayerType": "A", "Inputs": [{"Dimensions": "4"}],
                                   "Weights": 3}, 8], "Bindings": {}})")),
            (Lines{"first: /0/name: a number, expected a string",
                   "first: /1: a number, expected an object",
                   "first: /2/medianMs: a string, expected a number",
                   "second: /Layers/0/Inputs/0/Dimensions: a string, expected an array",
                   "second: /Layers/0/Inputs/0/Name: missing, expected a string",
                   "second: /Layers/0/Weights: a number, expected an object",
                   "second: /Layers/0/Name: missing, expected a string",
                   "second: /Layers/1: a number, expected a string or an object",
                   "second: /Bindings: an object, expected an array"}));
}

TEST(TrtexecImporter, RefusesEveryTruncation) {
  const std::string rows = profile(kChainRows);
  const std::string network = layers(kChain);
  for (std::size_t size = 0; size < rows.size(); ++size) {
    EXPECT_FALSE(read(rows.substr(0, size), network)) << size;
  }
  for (std::size_t size = 0; size < network.size(); ++size) {
    EXPECT_FALSE(read(rows, network.substr(0, size))) << size;
  }
}

TEST(TrtexecImporter, TakesNoMoreMemoryThanAnEngineNeeds) {
  std::string text = R"({"Layers": [{"Name": "a")";
  for (int i = 0; i < 1 << 10; ++i) {
    text += R"(, "Inputs)" + std::to_string(i) + R"(": 1)";
  }
  text += R"(, "Inputs": [)";
  for (int i = 0; i < 1 << 20; ++i) text += "{},";
  const Lines problems = problem_lines(read(profile({"a"}), text + "{}]}]}"));
  EXPECT_EQ(problems.back(), "second: more than 1048576 layers, tensors and dimensions");
}

TEST(TrtexecImporter, StopsAtMoreReadsThanAnEngineHas) {
  // 3000 layers write one tensor that 3000 others read.
  std::vector<std::string> list;
  for (int i = 0; i < 3000; ++i) {
    list.push_back(layer(fmt::format("w{}", i), "W", {"x 1 Half"}, {"t 1 Half"}));
    list.push_back(layer(fmt::format("r{}", i), "R", {"t 1 Half"}, {"u 1 Half"}));
  }
  EXPECT_EQ(problem_lines(read(profile({"w0"}), layers(list))),
            Lines{"second: layers read more than 4194304 tensors in all"});
}

TEST(TrtexecImporter, ImportsTheSample) {
  const std::filesystem::path folder =
      std::filesystem::path(POPEX_SAMPLES) / "tensorrt/resnet18-a100-fp16";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no samples in " POPEX_SAMPLES;
  const std::string rows = read_file(folder / "resnet.onnx.engine.profile.json");
  const std::string network = read_file(folder / "resnet.onnx.engine.graph.json");
  EXPECT_EQ(format_of(rows.substr(0, 65536)), "trtexec");
  EXPECT_EQ(format_of(network.substr(0, 65536)), "trtexec");
  const Result<Imported> made = read(rows, network);
  ASSERT_TRUE(made) << problem_lines(made).front();
  EXPECT_EQ(made->batch, 32);
  EXPECT_EQ(made->profile.input->value, 32.0 * 3 * 224 * 224 * 4);
  EXPECT_EQ(made->left_out.count(), 0);
  double sum = 0;
  for (const ProfileData::Layer& layer : made->profile.layers) {
    ASSERT_EQ(layer.time.size(), 1U) << layer.name;
    ASSERT_TRUE(layer.output) << layer.name;
    sum += layer.time.front().second.count();
  }
  EXPECT_NEAR(sum, 1.016832, 1e-9);  // of all rows
  const Result<Profile> profile = make_profile(made->profile);
  ASSERT_TRUE(profile);
  // The blocks of a ResNet18: eight, of which three have a convolution beside them.
  EXPECT_EQ(profile->blocks()->size(), 8U);
}

}  // namespace
}  // namespace popex::test
