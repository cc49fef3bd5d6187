// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.hpp"

namespace popex::test {
namespace {

const std::string kTable =
    "name,type,output_bytes,edge_ms,cloud_ms\n"
    "input,,1000,,\n"
    "a,Conv,500,10,1\n"
    "b,ReLU,500,20,2\n";

const std::string kProfile = R"({
  "format_version": 1,
  "description": "A table of layers",
  "tiers": ["edge", "cloud"],
  "input": {"bytes": 1000},
  "layers": [
    {"name": "a", "type": "Conv", "time_ms": {"edge": 10, "cloud": 1}, "output_bytes": 500},
    {"name": "b", "type": "ReLU", "time_ms": {"edge": 20, "cloud": 2}, "output_bytes": 500}
  ]
}
)";

/// Times of two layers in a batch of 2, of 30 ms in all, as caffe logs them.
std::string caffe_log(double a, double b) {
  return "$ caffe time\nInitializing net from parameters: \n"
         "Creating Layer data\ndata -> data\nTop shape: 2 500 (1000)\n"
         "Creating Layer a\na <- data\na -> a\nTop shape: 2 100 (200)\n"
         "Creating Layer b\nb <- a\nb -> b\nTop shape: 2 10 (20)\n"
         "Average time per layer: \ndata\tforward: 0 ms.\na\tforward: " +
         std::to_string(a) + " ms.\nb\tforward: " + std::to_string(b) +
         " ms.\nAverage Forward pass: 30 ms.\n";
}

class Import : public ::testing::Test {
 protected:
  [[nodiscard]] static Seen import(std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.begin(), "import");
    return popex(words, input);
  }

  static void expect_error(const std::vector<std::string>& words, const std::string& lines,
                           const std::string& input = "", int code = 2) {
    const Seen seen = import(words, input);
    EXPECT_EQ(seen.code, code);
    EXPECT_EQ(seen.out, "");
    EXPECT_EQ(seen.err, lines);
  }

  TemporaryFolder folder_;
  std::string edge_ = folder_.write("edge.log", caffe_log(10, 20));
  std::string cloud_ = folder_.write("cloud.log", caffe_log(14, 16));
  std::string table_ = folder_.write("table.csv", kTable);
};

TEST_F(Import, TableBecomesAProfile) {
  const Seen seen = import({table_});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, kProfile);
}

TEST_F(Import, StandardInputAndAFormatsName) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"-"}, {"csv", "-"}, {"csv", table_}}) {
    const Seen seen = import(words, kTable);
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.out, kProfile);
    EXPECT_EQ(seen.err, "");
  }
}

TEST_F(Import, StandardInputIsReadToItsEnd) {
  // More than the beginning by which the format is found.
  std::string table = kTable;
  for (int i = 0; i < 20'000; ++i) table += "layer" + std::to_string(i) + ",,10,1,1\n";
  const Seen seen = import({"-"}, table);
  EXPECT_EQ(seen.code, 0) << seen.err;
  EXPECT_NE(seen.out.find("\"layer19999\""), std::string::npos);
}

TEST_F(Import, OutputGoesToAFile) {
  const Seen seen = import({table_, "-o", folder_.file("profile.json")});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(read_file(folder_.file("profile.json")), kProfile);
  EXPECT_EQ(popex({"solve", "-p", folder_.file("profile.json"), "-r", "8"}).code, 0);
}

TEST_F(Import, FilesAreTheTiersInTheirOrder) {
  const Seen seen = import({edge_, cloud_, "--name", "two"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "popex: warning: " + edge_ +
                          ": left out, with 0 ms: data (gives the input)\n"
                          "popex: warning: " +
                          edge_ +
                          ": no type for 2 of 2 layers, the log does not describe the whole "
                          "network\n"
                          "popex: warning: " +
                          edge_ +
                          ": a batch of 2, the first dimension of the first blob\n"
                          "popex: warning: " +
                          cloud_ +
                          ": left out, with 0 ms: data (gives the input)\n"
                          "popex: warning: " +
                          cloud_ +
                          ": no type for 2 of 2 layers, the log does not describe the whole "
                          "network\n"
                          "popex: warning: " +
                          cloud_ + ": a batch of 2, the first dimension of the first blob\n");
  const std::string said =
      "caffe time, forward passes; layers add up to 30 of 30 ms that the file gives for a whole "
      "run; measured in batches of 2 and divided by it: a sample alone takes longer than that";
  EXPECT_EQ(seen.out, R"({
  "format_version": 1,
  "name": "two",
  "description": "edge: )" +
                          said + ". cloud: " + said + R"(",
  "tiers": ["edge", "cloud"],
  "input": {"bytes": 2000},
  "layers": [
    {"name": "a", "time_ms": {"edge": 5, "cloud": 7}, "output_bytes": 400},
    {"name": "b", "time_ms": {"edge": 10, "cloud": 8}, "output_bytes": 40}
  ]
}
)");
}

TEST_F(Import, TierAndTiersSayWhatWasMeasured) {
  const auto layer_a = [](const Seen& seen) {
    EXPECT_EQ(seen.code, 0) << seen.err;
    return lines_of(seen.out).at(3) + lines_of(seen.out).at(6);
  };
  EXPECT_EQ(layer_a(import({cloud_, "--tier", "cloud"})),
            R"(  "tiers": ["edge", "cloud"],)"
            R"(    {"name": "a", "time_ms": {"cloud": 7}, "output_bytes": 400},)");
  EXPECT_EQ(layer_a(import({cloud_, edge_, "--tier", "cloud,edge"})),
            R"(  "tiers": ["edge", "cloud"],)"
            R"(    {"name": "a", "time_ms": {"edge": 5, "cloud": 7}, "output_bytes": 400},)");
  EXPECT_EQ(layer_a(import({edge_, "--tiers", "phone,server"})),
            R"(  "tiers": ["phone", "server"],)"
            R"(    {"name": "a", "time_ms": {"phone": 5}, "output_bytes": 400},)");
  EXPECT_EQ(layer_a(import({cloud_, edge_, "--tiers", "phone,hub,server", "--tier", "hub", "--tier",
                            "phone"})),
            R"(  "tiers": ["phone", "hub", "server"],)"
            R"(    {"name": "a", "time_ms": {"phone": 5, "hub": 7}, "output_bytes": 400},)");
}

TEST_F(Import, OptionsMayStandBeforeTheFiles) {
  const std::vector<std::string> files = {edge_, cloud_};
  for (const std::vector<std::string>& before : {std::vector<std::string>{"--tier", "edge,cloud"},
                                                 {"--tier=edge,cloud"},
                                                 {"--tiers", "edge,cloud"},
                                                 {"--tier", "edge", "--tier", "cloud"}}) {
    std::vector<std::string> words = before;
    words.insert(words.end(), files.begin(), files.end());
    EXPECT_EQ(import(words).out, import(files).out) << before.front();
  }
}

TEST_F(Import, BatchOfTheOptionGoesBeforeThatOfTheFile) {
  const Seen seen = import({edge_, "--batch", "10"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err,
            "popex: warning: " + edge_ +
                ": left out, with 0 ms: data (gives the input)\n"
                "popex: warning: " +
                edge_ +
                ": no type for 2 of 2 layers, the log does not describe the whole network\n");
  EXPECT_EQ(lines_of(seen.out).at(6),
            R"(    {"name": "a", "time_ms": {"edge": 1}, "output_bytes": 80},)");
  EXPECT_EQ(import({edge_, "--batch", "10", "-q"}).err, "");
}

TEST_F(Import, BatchMayBeATiers) {
  const std::string table = folder_.write("cloud.csv", "name,cloud_ms\na,6\nb,2\n");
  const Seen seen = import({table, "-q", "--batch", "cloud=2", "--batch", "7"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_NE(seen.out.find(R"({"name": "a", "time_ms": {"cloud": 3}})"), std::string::npos)
      << seen.out;
  expect_error(
      {table, "-q", "--batch", "clod=2"},
      "popex: error: --batch: no file has times on a tier 'clod'; did you mean 'cloud'?\n");
}

TEST_F(Import, BatchIsAWholeNumber) {
  for (const std::string batch : {"0", "0.5", "1.5", "-3", "nan", "inf", "1e400", "two"}) {
    expect_error({table_, "--batch=" + batch}, "popex: error: --batch: '" + batch +
                                                   "', expected a whole number of samples, 1 or "
                                                   "more\n");
  }
}

TEST_F(Import, GranularityJoinsLayers) {
  EXPECT_EQ(lines_of(import({table_, "--granularity", "layer"}).out).at(6),
            R"(    {"name": "a", "type": "Conv", "time_ms": {"edge": 30, "cloud": 3}, )"
            R"("output_bytes": 500})");
  expect_error({table_, "--granularity", "stage"},
               "popex: error: --granularity: stage not in {operator,layer,block}\n");
}

TEST_F(Import, TableMayNameOtherTiers) {
  const std::string table = "name,phone_ms,hub_ms,server_ms\na,3,2,1\n";
  const Seen seen = import({"-"}, table);
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(lines_of(seen.out).at(3), R"(  "tiers": ["phone", "hub", "server"],)");
  EXPECT_EQ(seen.err,
            "popex: warning: standard input: no size of the network's input; give it as bytes of "
            "input in the profile\n");

  // Each file one tier: together they are enough.
  const std::string phone =
      folder_.write("phone.csv", "name,output_bytes,phone_ms\na,9,3\nb,9,3\n");
  const std::string server = folder_.write("server.csv", "name,server_ms\na,1\nb,1\n");
  EXPECT_EQ(lines_of(import({phone, server}).out).at(3), R"(  "tiers": ["phone", "server"],)");
  expect_error({phone}, "popex: error: --tiers: 1 tiers, expected 2 to 16; the files name phone\n");
  EXPECT_EQ(lines_of(import({phone, "--tiers", "phone,server"}).out).at(3),
            R"(  "tiers": ["phone", "server"],)");
  expect_error({phone, "--tiers", "edge,cloud"}, "popex: error: --tiers: has no 'phone', but " +
                                                     phone + " has; expected all its tiers\n");
}

TEST_F(Import, SizesMayComeFromAnotherFile) {
  const std::string sizes = folder_.write("sizes.csv", "name,output_bytes\ninput,9\na,8\nb,7\n");
  const std::string times = folder_.write("times.csv", "name,edge_ms\na,1\nb,2\n");
  const Seen seen = import({times, sizes});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(lines_of(seen.out).at(6),
            R"(    {"name": "a", "time_ms": {"edge": 1}, "output_bytes": 8},)");
  expect_error({times, times}, "popex: error: " + times +
                                   ": /layers: has times on tier 'edge', but "
                                   "so has " +
                                   times + "; expected each tier in one file\n");

  const std::string one = folder_.write("one.csv", "name,cloud_ms\na,1\nb,2\n");
  EXPECT_EQ(
      import({times, one}).err,
      "popex: warning: no output size for 1 of 2 layers: a; give it as output_bytes in the "
      "profile\n"
      "popex: warning: no size of the network's input; give it as bytes of input in the profile\n");
}

TEST_F(Import, LayersThatDoNotAddUpAreAWarning) {
  const Seen seen = import({"-"}, caffe_log(10, 2));
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(
      lines_of(seen.err).at(2),
      "popex: warning: standard input: the layers' times add up to 12 ms, 40.0 % of the file's "
      "own total of 30 ms");
}

TEST_F(Import, WrongFilesAreErrors) {
  const std::string formats =
      "of no known format, expected csv (a table with columns name, inputs, output_bytes, "
      "TIER_ms), caffe (the log of 'caffe time'), msr (a graph of msr-fiddle/dnn-partitioning), "
      "openvino (the counters of OpenVINO's benchmark_app), ort (a profile of ONNX Runtime), "
      "tflite "
      "(the operator profile of TensorFlow Lite's benchmark_model), trtexec (trtexec "
      "--exportProfile and --exportLayerInfo of TensorRT)\n";
  expect_error({"-"}, "popex: error: standard input: " + formats, "once upon a time\n");
  expect_error({"-", table_},
               "popex: error: standard input: empty, expected what a profiler wrote\n");
  expect_error({"caffe", table_},
               "popex: error: " + table_ +
                   ":4: ends without a line 'Average time per layer:', expected the whole log of "
                   "'caffe time'\n");
  expect_error({"-", "-"},
               "popex: error: -: given twice, but standard input can be read only once\n", kTable);
  expect_error({}, "popex: error: FILE: missing, expected the files to import\n");
  expect_error({"csv"}, "popex: error: FILE: missing, expected the files to import\n");
}

TEST_F(Import, AllProblemsAreSaidAtOnce) {
  const std::string bad = folder_.write("bad.csv", "name,edge_ms\na,fast\n");
  const std::string worse = folder_.write("worse.log", "Average time per layer:\n");
  expect_error({bad, worse},
               "popex: error: " + bad +
                   ":2: edge_ms: 'fast', expected a number\n"
                   "popex: error: " +
                   worse +
                   ":1: ends before the line 'Average Forward pass:', expected the whole log\n");
  expect_error({table_, "none.csv", "--batch", "0"},
               "popex: error: --batch: '0', expected a whole number of samples, 1 or more\n"
               "popex: error: none.csv: cannot be read: No such file or directory\n");
}

TEST_F(Import, FilesThatCannotBeReadAreTheSystemsFault) {
  expect_error({"none.csv"}, "popex: error: none.csv: cannot be read: No such file or directory\n",
               "", 4);
  expect_error({folder_.path().string()},
               "popex: error: " + folder_.path().string() + ": cannot be read: Is a directory\n",
               "", 4);
}

TEST_F(Import, FilesAndTiersHaveToMatch) {
  expect_error({edge_, cloud_, edge_},
               "popex: error: " + edge_ +
                   ": one file too many, the tiers are edge, cloud; expected a tier for each file "
                   "by --tier or --tiers\n");
  expect_error(
      {edge_, "--tier", "edge,cloud"},
      "popex: error: --tier: no file for 'cloud', expected one that does not name its tiers "
      "itself for each\n");
  expect_error(
      {table_, "--tier", "edge"},
      "popex: error: --tier: no file for 'edge', expected one that does not name its tiers "
      "itself for each\n");
  expect_error({edge_, cloud_, "--tier", "edge,edge"},
               "popex: error: --tier: 'edge' is given twice\n");
  expect_error(
      {edge_, cloud_, "--tier", "edge,hub"},
      "popex: error: --tier: 'hub' is not a tier, expected one of edge, cloud, or others by "
      "--tiers\n");
  expect_error({edge_, "--tiers", "edge,edge"},
               "popex: error: --tiers: 'edge' is given twice, tiers need different names\n");
  expect_error({edge_, "--tiers", "edge"}, "popex: error: --tiers: 1 tiers, expected 2 to 16\n");
}

TEST_F(Import, ProfileHasToBeAValidOne) {
  expect_error(
      {"-"},
      "popex: error: standard input: /layers/0/time_ms/edge: -1, must be between 0 and "
      "1000000000000\n"
      "popex: error: standard input: /layers/1/name: 'a' is also the name of layer 0, names "
      "must differ\n",
      "name,edge_ms\na,-1\na,1\n");
  expect_error({"-"},
               "popex: error: standard input: /layers: the network is empty, expected at "
               "least one layer\n",
               "name,edge_ms\n");
}

}  // namespace
}  // namespace popex::test
