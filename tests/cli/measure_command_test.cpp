// SPDX-License-Identifier: MIT
//
// What `popex measure` says before it runs anything. That it measures is in measure_model_test.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.hpp"

namespace popex::test {
namespace {

TEST(MeasureCommand, NeedsAModel) {
  const Seen seen = popex({"measure"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err, "popex: error: MODEL: missing, expected an ONNX file to measure\n");
}

TEST(MeasureCommand, LeavesAModelThatIsNotThereToTheSystem) {
  const TemporaryFolder folder;
  const Seen none = popex({"measure", folder.file("none.onnx")});
  EXPECT_EQ(none.code, 4);
  EXPECT_EQ(none.err, "popex: error: " + folder.file("none.onnx") + ": no such file\n");
  const Seen not_a_file = popex({"measure", folder.path().string()});
  EXPECT_EQ(not_a_file.code, 4);
  EXPECT_EQ(not_a_file.err, "popex: error: " + folder.path().string() +
                                ": is a folder or a device, expected an ONNX file\n");
}

TEST(MeasureCommand, SaysAllThatIsWrongWithItsWords) {
  const Seen seen = popex({"measure", "none.onnx", "--tier", "fog", "--tiers", "phone,cloud",
                           "--input", "3x224", "--input", "1x0x3", "--input", "x=", "--input",
                           "1x3x", "--input", "image=1X3", "--samples", "-"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err,
            "popex: error: none.onnx: no such file\n"
            "popex: error: --tier: 'fog' is not a tier, expected one of phone, cloud, or others by "
            "--tiers\n"
            "popex: error: --input: '1x0x3', expected sizes as in 1x3x224x224 or NAME=1x3x224x224\n"
            "popex: error: --input: 'x=', expected sizes as in 1x3x224x224 or NAME=1x3x224x224\n"
            "popex: error: --input: '1x3x', expected sizes as in 1x3x224x224 or NAME=1x3x224x224\n"
            "popex: error: --input: 'image=1X3', expected sizes as in 1x3x224x224 or "
            "NAME=1x3x224x224\n"
            "popex: error: --samples: standard output is where the profile goes, expected another "
            "file\n");
}

TEST(MeasureCommand, KeepsSamplesAndProfileApart) {
  const Seen seen = popex({"measure", "none.onnx", "-o", "same", "--samples", "same"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.err,
            "popex: error: none.onnx: no such file\n"
            "popex: error: --samples: same is where the profile goes, expected another file\n");
}

TEST(MeasureCommand, NeedsCountsWithinReason) {
  const std::vector<std::vector<std::string>> wrong = {{"--runs", "0"},
                                                       {"--repeats", "two"},
                                                       {"--threads", "2000"},
                                                       {"--warmup", "-1"},
                                                       {"--granularity", "tensor"}};
  for (const std::vector<std::string>& words : wrong) {
    const Seen seen = popex({"measure", "m.onnx", words[0], words[1]});
    EXPECT_EQ(seen.code, 2) << words[0];
    EXPECT_TRUE(seen.err.starts_with("popex: error: " + words[0] + ": ")) << seen.err;
    EXPECT_EQ(lines_of(seen.err).size(), 1U) << seen.err;
  }
  const Seen seen = popex({"measure", "m.onnx", "--run", "3"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.err,
            "popex: error: --run: unknown option; did you mean '--runs'?; see 'popex measure "
            "--help'\n");
}

/// The program, as if it had been built where the libraries are not: without popex-onnx beside it.
TEST(MeasureCommand, SaysWhatToInstallWhereItWasBuiltWithoutOnnx) {
  const TemporaryFolder folder;
  folder.write("net.onnx", "any file");
  const Seen seen = shell(
      "mkdir bin\ncp \"$(command -v popex)\" bin\n"
      "bin/popex measure net.onnx -o net.json\n"
      "echo $?\n"
      "ls",
      folder.path());
  EXPECT_EQ(seen.out, "4\nbin\nnet.onnx\n");
  EXPECT_EQ(seen.err,
            "popex: error: measure: this popex was built without ONNX; install libonnx-dev, "
            "libprotobuf-dev and libopencv-dnn-dev, and build it again\n");
}

}  // namespace
}  // namespace popex::test
