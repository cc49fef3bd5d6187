// SPDX-License-Identifier: MIT
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "background/importers/importer.hpp"
#include "support/imported.hpp"
#include "support/layer_lines.hpp"
#include "support/problem_lines.hpp"
#include "support/program.hpp"

namespace popex::test {
namespace {

/// A log is made of messages, here with glog's prefix, and the dump of the network, without one.
std::string glog(const std::string& messages) {
  std::string text;
  for (const std::string& line : lines_of(messages)) {
    text += "I0803 16:17:04.217660  4515 net.cpp:84] " + line + "\n";
  }
  return text;
}

struct Log {
  /// "conv1 Convolution < data > conv1: 10 96 55 55 (2904000)" and its forward time in ms. Several
  /// blobs have commas between them; shapes too.
  Log& layer(const std::string& name, const std::string& type, const std::string& reads,
             const std::string& makes, const std::string& shapes, double ms,
             const std::string& more = "") {
    if (!type.empty()) {
      dump += "layer {\n  name: \"" + name + "\"\n  type: \"" + type +
              "\"\n  param {\n    name: \"shared\"\n  }\n}\n";
    }
    structure += "Creating Layer " + name + "\n";
    for (const std::string& blob : list(reads)) structure += fmt::format("{} <- {}\n", name, blob);
    for (const std::string& blob : list(makes)) {
      structure += fmt::format("{} -> {}{}\n", name, blob, blob == reads ? " (in-place)" : "");
    }
    structure += "Setting up " + name + "\n";
    for (const std::string& shape : list(shapes)) structure += "Top shape: " + shape + "\n";
    structure += more + "Memory required for data: 4\n";
    times += fmt::format("{:>10}\tforward: {} ms.\n{:>10}\tbackward: 99 ms.\n", name, ms, name);
    return *this;
  }

  static Lines list(std::string text) {
    Lines made;
    std::istringstream in(text);
    while (std::getline(in, text, ',')) made.push_back(text);
    return made;
  }

  [[nodiscard]] std::string text(double total) const {
    return "user@board:~$ caffe time --model=net.prototxt -> log\n" +
           glog("Initializing net from parameters: ") + "name: \"Net\"\n" + dump +
           glog(structure +
                "Testing for 50 iterations.\n"
                "Iteration: 1 forward-backward time: 293.594 ms.\n"
                "Average time per layer: \n" +
                times + fmt::format("Average Forward pass: {} ms.\n", total) +
                "Average Backward pass: 8 ms.\nAverage Forward-Backward: 9 ms.\nTotal Time: 9 "
                "ms.\n");
  }

  std::string dump;
  std::string structure;
  std::string times;
};

Result<Imported> read(const std::string& text) { return imported(kCaffeImporter, text); }
Lines problems(const std::string& text) { return problem_lines(read(text)); }

/// input ─▸ conv ─▸ relu ─▸ fc, a batch of 10.
Log chain() {
  Log log;
  log.layer("data", "Input", "", "data", "10 3 2 2 (120)", 0.5)
      .layer("conv", "Convolution", "data", "conv", "10 4 2 2 (160)", 7)
      .layer("relu", "ReLU", "conv", "conv", "10 4 2 2 (160)", 1)
      .layer("fc", "InnerProduct", "conv", "fc", "10 5 (50)", 3);
  return log;
}

TEST(CaffeImporter, ReadsAChainWithALayerInPlace) {
  const Result<Imported> made = read(chain().text(12));
  ASSERT_TRUE(made);
  EXPECT_EQ(
      layer_lines(made->profile),
      (Lines{"input: 480 B", "conv [Convolution] < input: edge 7; 640 B",
             "relu [ReLU] < conv: edge 1; 640 B", "fc [InnerProduct] < relu: edge 3; 200 B"}));
  EXPECT_EQ(made->profile.name, "Net");
  EXPECT_EQ(made->profile.description, "caffe time, forward passes, mean of 50");
  EXPECT_EQ(made->batch, 10);
  EXPECT_EQ(made->batch_note, "a batch of 10, the first dimension of the first blob");
  EXPECT_EQ(made->total->count(), 12);
  EXPECT_EQ(made->left_out.count(), 0.5);
  EXPECT_EQ(made->notes, Lines{"left out, with 0.5 ms: data (gives the input)"});
}

TEST(CaffeImporter, CopiesOfABlobCountOnceAndDifferentBlobsAllOfThem) {
  Log log;
  log.layer("data", "Input", "", "data", "1 8 (8)", 0)
      .layer("data_data_0_split", "", "data", "s0,s1", "1 8 (8),1 8 (8)", 0.1)
      .layer("cut", "Slice", "s0", "c0,c1", "1 6 (6),1 2 (2)", 1)
      .layer("left", "ReLU", "c0", "left", "1 6 (6)", 2)
      .layer("right", "TanH", "c1", "right", "1 2 (2)", 3)
      .layer("sum", "Concat", "left,right,s1", "sum", "1 16 (16)", 4);
  const Result<Imported> made = read(log.text(10.1));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"input: 32 B", "data_data_0_split [Split] < input: edge 0.1; 32 B",
                   "cut [Slice] < data_data_0_split: edge 1; 32 B",
                   "left [ReLU] < cut: edge 2; 24 B", "right [TanH] < cut: edge 3; 8 B",
                   "sum [Concat] < left, right, data_data_0_split: edge 4; 64 B"}));
  EXPECT_EQ(made->batch_note, "");
}

/// input and labels ─▸ fc ─▸ loss, with the labels; accuracy, too, reads both.
Log training() {
  Log log;
  log.layer("data", "Data", "", "data,label", "4 8 (32),4 (4)", 20)
      .layer("label_data_1_split", "", "label", "l0,l1", "4 (4),4 (4)", 0.25)
      .layer("fc", "InnerProduct", "data", "fc", "4 5 (20)", 3)
      .layer("fc_fc_0_split", "", "fc", "f0,f1", "4 5 (20),4 5 (20)", 0.5)
      .layer("acc", "Accuracy", "f0,l0", "acc", "(1)", 2)
      .layer("loss", "SoftmaxWithLoss", "f1,l1", "loss", "(1)", 1, "    with loss weight 1\n");
  return log;
}

TEST(CaffeImporter, LabelsAndWhatMeasuresQualityAreNoPartOfTheNetwork) {
  const Lines layers = {"input: 128 B", "fc [InnerProduct] < input: edge 3; 80 B",
                        "fc_fc_0_split [Split] < fc: edge 0.5; 80 B",
                        "loss [SoftmaxWithLoss] < fc_fc_0_split: edge 1"};
  const Result<Imported> made = read(training().text(26.75));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile), layers);
  EXPECT_EQ(made->left_out.count(), 22.25);
  const Lines notes = {
      "left out, with 22.25 ms: data (gives the input), label_data_1_split (nothing reads it), acc "
      "(measures quality)",
      "losses are there for training; kept, without the labels that they read, for what a network "
      "in use ends with: loss"};
  EXPECT_EQ(made->notes, notes);
}

TEST(CaffeImporter, SingleValueThatALayerReadsStays) {
  Log log;
  log.layer("data", "Input", "", "data", "1 8 (8)", 0)
      .layer("mean", "Reduction", "data", "mean", "(1)", 1)
      .layer("centre", "Bias", "data,mean", "centre", "1 8 (8)", 2)
      .layer("norm", "Reduction", "centre", "norm", "(1)", 4)
      .layer("hush", "Silence", "norm", "", "", 8);
  const Result<Imported> made = read(log.text(15));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"input: 32 B", "mean [Reduction] < input: edge 1; 4 B",
                   "centre [Bias] < input, mean: edge 2; 32 B"}));
  EXPECT_EQ(made->notes,
            Lines{"left out, with 12 ms: data (gives the input), norm (measures quality), hush "
                  "(measures quality)"});
}

TEST(CaffeImporter, NeedsNoTypesForThat) {
  Log log = training();
  log.dump = "";  // glog cuts long messages off
  const Result<Imported> made = read(log.text(26.75));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"input: 128 B", "fc < input: edge 3; 80 B",
                   "fc_fc_0_split [Split] < fc: edge 0.5; 80 B", "loss < fc_fc_0_split: edge 1"}));
  EXPECT_EQ(made->left_out.count(), 22.25);
  EXPECT_EQ(made->notes.back(),
            "no type for 2 of 3 layers, the log does not describe the whole network");
}

TEST(CaffeImporter, HeadBesideTheMainNetworkIsABranch) {
  Log log;
  log.layer("data", "Data", "", "data,label", "2 8 (16),2 (2)", 0)
      .layer("label_data_1_split", "", "label", "l0,l1", "2 (2),2 (2)", 0)
      .layer("conv1", "Convolution", "data", "conv1", "2 5 (10)", 3)
      .layer("conv1_conv1_0_split", "", "conv1", "s0,s1", "2 5 (10),2 5 (10)", 1)
      .layer("loss1/fc", "InnerProduct", "s0", "loss1/fc", "2 5 (10)", 4)
      .layer("loss1/loss", "SoftmaxWithLoss", "loss1/fc,l0", "loss1/loss", "(1)", 5,
             "    with loss weight 0.3\n")
      .layer("conv2", "Convolution", "s1", "conv2", "2 5 (10)", 6)
      .layer("conv3", "Convolution", "conv2", "conv3", "2 5 (10)", 7)
      .layer("loss3", "SoftmaxWithLoss", "conv3,l1", "loss3", "(1)", 8, "    with loss weight 1\n");
  const Result<Imported> made = read(log.text(34));
  ASSERT_TRUE(made);
  EXPECT_EQ(
      layer_lines(made->profile),
      (Lines{"input: 64 B", "conv1 [Convolution] < input: edge 3; 40 B",
             "conv1_conv1_0_split [Split] < conv1: edge 1; 40 B",
             "conv2 [Convolution] < conv1_conv1_0_split: edge 6; 40 B",
             "conv3 [Convolution] < conv2: edge 7; 40 B", "loss3 [SoftmaxWithLoss] < conv3: edge 8",
             "loss1/loss > conv1_conv1_0_split: edge 9"}));
  EXPECT_EQ(made->notes.back(),
            "'loss1/fc' … 'loss1/loss' ends beside the main network: taken for an early exit after "
            "'conv1_conv1_0_split', the branch 'loss1/loss'");
  EXPECT_EQ(made->left_out.count(), 0);
}

TEST(CaffeImporter, AveragesAloneAreAChain) {
  const std::string averages =
      "Average time per layer: \n      conv\tforward: 7 ms.\n      conv\tbackward: 9 ms.\n"
      "  fc one   forward: 1e-05 ms.\nAverage Forward pass: 7.1 ms.\n";
  for (const std::string& text : {averages, glog(averages)}) {
    EXPECT_EQ(format_of(text), "caffe");
    const Result<Imported> made = read(text);
    ASSERT_TRUE(made);
    EXPECT_EQ(layer_lines(made->profile), (Lines{"conv: edge 7", "fc one: edge 1e-05"}));
    EXPECT_EQ(made->total->count(), 7.1);
    EXPECT_EQ(made->batch, 1);
    EXPECT_EQ(made->batch_note, "no batch size in the file: taken for 1");
    EXPECT_EQ(made->notes, Lines{"what each layer reads is not in the file: taken for a chain, in "
                                 "the order of execution"});
  }
}

TEST(CaffeImporter, AveragesByTypeAreNoLayers) {
  const std::string text =
      "Average time per layer: \nconv\tforward: 7 ms.\nAverage Forward pass: 7 ms.\n"
      "Average time per type: \nConvolution\tforward: 7 ms.\n";
  EXPECT_EQ(layer_lines(read(text)->profile), Lines{"conv: edge 7"});
}

TEST(CaffeImporter, BlobThatNobodyMakesIsAnInputOfUnknownSize) {
  Log log;
  log.layer("conv", "Convolution", "data", "conv", "1 4 (4)", 7);
  const Result<Imported> made = read(log.text(7));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile), Lines{"conv [Convolution] < input: edge 7; 16 B"});
}

TEST(CaffeImporter, ReservedNamesGetANumber) {
  Log log;
  log.layer("input", "Input", "", "data", "1 8 (8)", 0)
      .layer("conv", "Convolution", "data", "x", "1 8 (8)", 1)
      .layer("output", "Softmax", "x", "y", "1 8 (8)", 1);
  const Result<Imported> made = read(log.text(2));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile).back(), "output#1 [Softmax] < conv: edge 1; 32 B");
  EXPECT_EQ(made->notes.back(), "1 names were numbered, as they were taken or reserved: output#1");
}

TEST(CaffeImporter, NoPartOfALogIsTakenForTheWhole) {
  std::string text = chain().text(12);
  text.resize(text.find("Average Forward pass: 12"));
  EXPECT_EQ(accepted_part(kCaffeImporter, text), "");
  EXPECT_EQ(problems(""), Lines{"log: ends without a line 'Average time per layer:', expected the "
                                "whole log of 'caffe time'"});
  EXPECT_EQ(problems(text), Lines{"log:66: ends before the line 'Average Forward pass:', expected "
                                  "the whole log"});
}

TEST(CaffeImporter, LinesInAnotherOrderAreProblems) {
  Log log = chain();
  log.times = "conv\tforward: 1 ms.\ndata\tforward: 1 ms.\n";
  EXPECT_EQ(
      problems(log.text(1)),
      Lines{"log:58: the time of 'conv', expected that of 'data': times stand in the order in "
            "which layers are created"});
  log.times = "data\tforward: 1 ms.\n";
  EXPECT_EQ(problems(log.text(1)),
            Lines{"log:59: times of 1 layers before this, expected those of 4"});
  log = chain();
  log.times += "more\tforward: 1 ms.\n";
  EXPECT_EQ(problems(log.text(1)),
            Lines{"log:66: the time of 'more', expected no more: times stand in the order in which "
                  "layers are created"});
  EXPECT_EQ(problems("Average time per layer:\nAverage Forward pass: 1 ms.\n"),
            Lines{"log:2: times of 0 layers before this, expected those of 1"});
}

TEST(CaffeImporter, OneRunALog) {
  const std::string text = chain().text(12);
  EXPECT_EQ(problems(text + text), Lines{"log:71: a second run begins, expected the log of one"});
  EXPECT_EQ(problems(text.substr(0, text.find("Testing")) + text),
            Lines{"log:56: a second run begins, expected the log of one"});
}

TEST(CaffeImporter, NumbersAreReadWithCare) {
  const auto with = [](const std::string& from, const std::string& to) {
    std::string text = chain().text(12);
    text.replace(text.find(from), from.size(), to);
    return problems(text);
  };
  EXPECT_EQ(with("forward: 7 ms", "forward: -7 ms"),
            Lines{"log:60: '-7 ms.', expected a time in ms"});
  EXPECT_EQ(with("forward: 7 ms", "forward: nan ms"),
            Lines{"log:60: 'nan ms.', expected a time in ms"});
  EXPECT_EQ(with("pass: 12", "pass: "), Lines{"log:66: ' ms.', expected a time in ms"});
  EXPECT_EQ(with("10 4 2 2 (160)", "10 4 2 2 (160"),
            Lines{"log:41: shape '10 4 2 2 (160', expected the number of its values in brackets"});
  EXPECT_EQ(with("10 4 2 2 (160)", "10 4 2 2 (-1)"),
            Lines{"log:41: shape '10 4 2 2 (-1)', expected the number of its values in brackets"});
  EXPECT_EQ(with("10 3 2 2 (120)", "0 3 2 2 (0)"),
            Lines{"log:35: shape '0 3 2 2 (0)', expected the size of the batch before others"});
  EXPECT_EQ(with("conv -> conv\n", "conv\n"),
            Lines{"log:41: one shape too many, 'conv' makes 0 blobs"});
}

TEST(CaffeImporter, IsFoundInNoise) {
  EXPECT_EQ(format_of(chain().text(12)), "caffe");
  EXPECT_EQ(format_of("$ caffe time\nI0803 16:17:04.2 4515 caffe.cpp:348] Use CPU.\n"
                      "I0803 16:17:04.2 4515 net.cpp:51] Initializing net from parameters: \n"),
            "caffe");
  EXPECT_EQ(format_of("$ caffe time\n"), "none");
}

}  // namespace
}  // namespace popex::test
