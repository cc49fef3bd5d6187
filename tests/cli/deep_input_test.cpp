// SPDX-License-Identifier: MIT
//
// Networks of many layers and files of many brackets, read and answered with a small stack: nothing
// goes deeper where an input does.

#include <string>

#include <gtest/gtest.h>

#include "support/program.hpp"

namespace popex::test {
namespace {

constexpr std::size_t kLayers = 4000;

/// What a layer reads beside the one before it: the layer so many before, for every so many-th one.
struct Skips {
  std::size_t length = 0;
  std::size_t every = 1;
};

/// A network whose layers take 1 ms on the edge and 0.5 ms in the cloud and put out 100 bytes.
std::string network(Skips skips, std::size_t layers = kLayers) {
  std::string json =
      R"({"format_version": 1, "name": "deep", "input": {"bytes": 1000}, "layers": [)";
  for (std::size_t i = 1; i <= layers; ++i) {
    if (i > 1) json += ",\n";
    json += R"({"name": "v)" + std::to_string(i) +
            R"(", "time_ms": {"edge": 1, "cloud": 0.5}, "parameter_bytes": 1, "output_bytes": 100)";
    if (skips.length > 0 && i > skips.length && i % skips.every == 0) {
      json += R"(, "inputs": ["v)" + std::to_string(i - 1) + R"(", "v)" +
              std::to_string(i - skips.length) + R"("])";
    }
    json += '}';
  }
  return json + "]}";
}

/// All of these commands, of deep.json in the folder; fails with the name of the first that does.
Seen run_all(const TemporaryFolder& folder, const std::string& commands) {
  return shell(
      "ulimit -s 512\n"
      "while read -r command; do\n"
      "  popex $command > answer 2> errors || { echo \"$command: $?\"; cat errors; exit 1; }\n"
      "done <<'END'\n" +
          commands + "END",
      folder.path());
}

const std::string kCommands =
    "validate deep.json\n"
    "solve -p deep.json -r 8\n"
    "solve -p deep.json -r 8 --top 3\n"
    "solve -p deep.json -r 8 --memory edge=100\n"
    "solve -p deep.json -r 8 --objective energy --power edge=10 --radio-power 4g\n"
    "solve -p deep.json --rate 2..40 --robust regret\n"
    "sweep -p deep.json -r 1,8\n"
    "breakpoints -p deep.json --over rate\n"
    "breakpoints -p deep.json --over gamma -r 8\n"
    "plan -p deep.json --over rate\n"
    "graph -p deep.json\n"
    "graph -p deep.json -r 8\n"
    "graph -p deep.json -r 8 --of network\n"
    "check baseline.json --record -p deep.json -r 1,8\n"
    "check baseline.json\n";

TEST(DeepInput, AChainIsAnsweredWithASmallStack) {
  const TemporaryFolder folder;
  folder.write("deep.json", network({}));
  const Seen seen = run_all(folder, kCommands +
                                        "solve -p deep.json -r 8 --all\n"
                                        "solve -p deep.json -r 8 --solver exhaustive\n");
  EXPECT_EQ(seen.code, 0) << seen.out;
  EXPECT_EQ(seen.err, "");
}

TEST(DeepInput, ManyBlocksAreAnsweredWithASmallStack) {
  const TemporaryFolder folder;
  folder.write("deep.json", network({2, 4}));
  const Seen seen = run_all(folder, kCommands + "solve -p deep.json -r 8 --all\n");
  EXPECT_EQ(seen.code, 0) << seen.out;
  EXPECT_EQ(seen.err, "");
}

TEST(DeepInput, OneBlockOfAllLayersIsAnsweredWithASmallStack) {
  const TemporaryFolder folder;
  folder.write("deep.json", network({3, 1}, 1000));
  const Seen seen = run_all(folder, kCommands +
                                        "solve -p deep.json -r 8 --all\n"
                                        "solve -p deep.json -r 8 --solver mincut\n");
  EXPECT_EQ(seen.code, 0) << seen.out;
  EXPECT_EQ(seen.err, "");
}

TEST(DeepInput, EveryDecisionOfALongChainIsARow) {
  const TemporaryFolder folder;
  folder.write("deep.json", network({}));
  const Seen seen = shell(
      "ulimit -s 512\npopex solve -p deep.json -r 8 --all --format csv | sed -n '$=;2p;4002p'",
      folder.path());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out,
            "input,0,0,2001,0,1,2000,1,input\n"
            "4002\n"
            "output,4000,0,4000,4000,0,0,0,output\n");
  EXPECT_EQ(seen.err, "");
}

TEST(DeepInput, NamesOfLayersTimesDecisionsAreNotWrittenWithoutEnd) {
  const TemporaryFolder folder;
  const std::string file = folder.write("deep.json", network({}));
  // 4,001 decisions that name 4,000 layers each are 16 million names; twice as long a chain has
  // four times as many.
  std::string longer = network({});
  longer.resize(longer.size() - 2);
  for (std::size_t i = 0; i < kLayers; ++i) {
    longer += R"(, {"name": "w)" + std::to_string(i) +
              R"(", "time_ms": {"edge": 1, "cloud": 0.5}, "output_bytes": 100})";
  }
  folder.write("longer.json", longer + "]}");
  const Seen seen =
      popex({"solve", "-p", folder.file("longer.json"), "-r", "8", "--all", "--format", "json"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.err,
            "popex: error: --format: 8001 decisions that name 8000 layers each are too much to "
            "write as JSON, expected csv, or a lower --top COUNT\n");
  const Seen drawn = popex(
      {"solve", "-p", folder.file("longer.json"), "-r", "8", "--plot", folder.file("picture.svg")});
  EXPECT_EQ(drawn.code, 2);
  EXPECT_EQ(drawn.out, "");
  EXPECT_EQ(drawn.err,
            "popex: error: --plot: 8001 decisions that name 8000 layers each are too much to draw, "
            "expected a lower --top COUNT\n");
  EXPECT_EQ(popex({"solve", "-p", folder.file("longer.json"), "-r", "8", "--top", "100", "--format",
                   "json"})
                .code,
            0);
}

TEST(DeepInput, BracketsInBracketsAreReadWithASmallStack) {
  const TemporaryFolder folder;
  const std::string lists(100'000, '[');
  folder.write("lists.json", lists);
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += R"({"layers":)";
  folder.write("objects.json", objects);
  folder.write("closed.json", lists + std::string(100'000, ']'));
  for (const char* command :
       {"validate {}", "import caffe {}", "import ort {}", "import trtexec {}", "import tflite {}",
        "import openvino {}", "check {}", "plot {} -o picture.svg",
        "replay -p alexnet.json --trace {}", "solve -p alexnet.json --batch {}",
        "exits --records {} --threshold 0.5"}) {
    for (const char* file : {"lists.json", "objects.json", "closed.json"}) {
      std::string line = command;
      line.replace(line.find("{}"), 2, file);
      const Seen seen = shell("ulimit -s 512\npopex " + line, folder.path());
      EXPECT_EQ(seen.code, 2) << line << ": " << seen.err.substr(0, 300);
    }
  }
}

}  // namespace
}  // namespace popex::test
