// SPDX-License-Identifier: MIT
#include <string>

#include <gtest/gtest.h>

#include "background/importers/importer.hpp"
#include "support/imported.hpp"
#include "support/layer_lines.hpp"
#include "support/problem_lines.hpp"

namespace popex::test {
namespace {

Result<Imported> read(const std::string& text) { return imported(kTfliteImporter, text); }
Lines problems(const std::string& text) { return problem_lines(read(text)); }

const std::string kTitle =
    "============================== Run Order ==============================\n";
const std::string kOtherTitle =
    "============================== Top by Computation Time ==============================\n";

// As benchmark_model of 2018 printed it: a column [start], calls not counted, names not numbered.
const std::string kOldColumns =
    "\t             [node type]\t  [start]\t  [first]\t [avg ms]\t     [%]\t  [cdf%]\t  [mem "
    "KB]\t[times "
    "called]\t[Name]\n";
const std::string kOldNodes =
    "\t                 CONV_2D\t    0.000\t    4.300\t    4.250\t  0.107%\t  0.107%\t     0.000\t "
    "       "
    "0\t[net/conv, net/relu]\n"
    "\t                 SOFTMAX\t   79.443\t    0.030\t    0.025\t  0.001%\t  1.993%\t     0.000\t "
    "       "
    "0\t[net/soft]\n";
const std::string kOldTotals =
    "\nNumber of nodes executed: 2\n"
    "Timings (microseconds): count=50 first=79449 curr=81350 min=77385 max=88213 avg=4275 std=19\n"
    "Memory (bytes): count=0\n2 nodes observed\n\n\n";
const std::string kOldRun =
    "Average inference timings in us: Warmup: 83235, Init: 38467, Inference: 4300.5\n";

const std::string kOld = "adb shell benchmark_model --enable_op_profiling=true\n\n" + kTitle +
                         kOldColumns + kOldNodes + "\n" + kOtherTitle + kOldColumns + kOldNodes +
                         kOldTotals + kOldRun;

// Today's: no [start], calls counted, names numbered, other tables with headlines before them.
const std::string kNewColumns =
    "\t             [node type]\t  [first]\t [avg ms]\t     [%]\t  [cdf%]\t  [mem KB]\t[times "
    "called]\t"
    "[Name]\n";

std::string node(const std::string& type, const std::string& ms, const std::string& calls,
                 const std::string& name) {
  return "\t                 " + type + "\t    9.000\t    " + ms +
         "\t 10.000%\t 10.000%\t     0.000\t        " + calls + "\t" + name + "\n";
}

std::string table(const std::string& nodes) {
  return kTitle + kNewColumns + nodes + "\n" + kOtherTitle + kNewColumns + nodes + "\n";
}

TEST(TfliteImporter, ReadsNodesInTheOrderInWhichTheyRun) {
  EXPECT_EQ(format_of(kOld), "tflite");
  const Result<Imported> made = read(kOld);
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"net/conv, net/relu [CONV_2D]: edge 4.25", "net/soft [SOFTMAX]: edge 0.025"}));
  EXPECT_EQ(made->profile.description, "TensorFlow Lite's benchmark_model");
  EXPECT_EQ(made->total->count(), 4.3005);
  EXPECT_EQ(made->batch, 1);
  EXPECT_EQ(made->batch_note, "no batch size in the file: taken for 1");
  EXPECT_EQ(made->notes,
            Lines{"what each layer reads is not in the file: taken for a chain, in the "
                  "order of execution"});
}

TEST(TfliteImporter, TotalIsThatOfRunsOrElseOfNodes) {
  const auto total = [](const std::string& more) {
    return read(kTitle + kOldColumns + kOldNodes + "\n" + more)->total;
  };
  EXPECT_EQ(total(""), std::nullopt);
  EXPECT_EQ(total(kOldTotals)->count(), 4.275);
  EXPECT_EQ(total("Timings (microseconds): count=1 curr=1356\n")->count(), 1.356);
  EXPECT_DOUBLE_EQ(
      total("INFO: Inference timings in us: Init: 52687, First inference: 19105, Warmup (avg): "
            "14452.5, Inference (avg): 14290.9\n" +
            kOldTotals)
          ->count(),
      14.2909);
  EXPECT_EQ(total("Timings (microseconds): count=0\n"), std::nullopt);
}

TEST(TfliteImporter, ReadsTheTableOfRegularRunsAmongOthers) {
  const std::string text =
      "INFO: Inference timings in us: Init: 5, First inference: 7, Warmup (avg): 6, Inference "
      "(avg): "
      "4000\n"
      "INFO: Profiling Info for Benchmark Initialization:\n" +
      table(node("AllocateTensors", "6.500", "1", "AllocateTensors/0")) +
      "Timings (microseconds): count=1 curr=6500\n\n"
      "INFO: Operator-wise Profiling Info for Regular Benchmark Runs:\n"
      "Primary graph (name: main) profile:\n" +
      table(node("QUANTIZE", "1.000", "1", "[tfl.quantize]:0") +
            node("TfLiteNnapiDelegate", "3.000", "1", "[a/conv, b/relu]:71")) +
      "Timings (microseconds): count=50 first=1 curr=2 min=3 max=4 avg=4000 std=5\n"
      "Subgraph (index: 1, name: cond) profile:\n" +
      table(node("ADD", "1.000", "1", "[x]:0")) + "Subgraph (index: 1, name: cond) count=0\n" +
      "Delegate internal: \n" + table(node("CONV", "2.000", "1", "[y]:0"));
  const Result<Imported> made = read(text);
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile), (Lines{"tfl.quantize [QUANTIZE]: edge 1",
                                               "a/conv, b/relu [TfLiteNnapiDelegate]: edge 3"}));
  EXPECT_EQ(made->total->count(), 4);
  EXPECT_EQ(made->notes.back(),
            "tables that were not read: of the initialisation, of other subgraphs, of what a "
            "delegate does inside of its nodes");
}

TEST(TfliteImporter, TimeIsOfAllCallsAndNamesAreOnceEach) {
  const Result<Imported> made =
      read(table(node("Convolution (NHWC, QC8) IGEMM", "0.500", "1", "Delegate/Convolution:0") +
                 node("Convolution (NHWC, QC8) IGEMM", "0.250", "13", "Delegate/Convolution:1") +
                 node("Add", "0.125", "2", "Delegate/Convolution:2") +
                 node("Add", "0.125", "1", "[]:3") + node("Add", "0.125", "1", "[input]:4")));
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"Delegate/Convolution [Convolution (NHWC, QC8) IGEMM]: edge 0.5",
                   "Delegate/Convolution#2 [Convolution (NHWC, QC8) IGEMM]: edge 3.25",
                   "Delegate/Convolution#3 [Add]: edge 0.25", "Add [Add]: edge 0.125",
                   "input#1 [Add]: edge 0.125"}));
  ASSERT_EQ(made->notes.size(), 3U);
  EXPECT_EQ(
      made->notes[1],
      "2 of 5 nodes run several times in a run: their times are of all calls, at the place of "
      "the first");
  EXPECT_EQ(made->notes[2],
            "3 names were numbered, as they were taken or reserved: Delegate/Convolution#2, "
            "Delegate/Convolution#3, input#1");
}

TEST(TfliteImporter, ReadsTablesWithCommas) {
  const Result<Imported> made = read(
      "Operator-wise Profiling Info for Regular Benchmark Runs:\n" + kTitle +
      "node type, start, first, avg_ms, %, cdf%, mem KB, times called, name\n"
      "CONV_2D, 0, 0.11, 0.09375, 44.8994%, 44.8994%, 0, 1, [seq/conv\tseq/relu]:0\n"
      "Convolution (NHWC, QC8) GEMM, 0.09, 0.034, 0.03125, 14.5%, 59.4%, 0, 2, Delegate/Conv:1\n"
      "\nNumber of nodes executed: 2\n");
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"seq/conv\tseq/relu [CONV_2D]: edge 0.09375",
                   "Delegate/Conv [Convolution (NHWC, QC8) GEMM]: edge 0.0625"}));
}

TEST(TfliteImporter, ReadsTablesThatWereCopiedFromAScreen) {
  const Result<Imported> made = read(
      kTitle +
      "                 [node type]          [first]        [avg ms]     [times called]  [Name]\n"
      "                    QUANTIZE            0.199           0.203                  1  "
      "[tfl.quantize]:0\n"
      "    Convolution (NHWC, QC8)             0.398           0.407                  1  "
      "Delegate/Convolution (NHWC, QC8):0\r\n"
      "  \n\r\n");
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"tfl.quantize [QUANTIZE]: edge 0.203",
                   "Delegate/Convolution (NHWC, QC8) [Convolution (NHWC, QC8)]: edge 0.407"}));
}

TEST(TfliteImporter, NoPartOfATableIsTakenForTheWhole) {
  const std::string text = kTitle + kOldColumns + kOldNodes;
  EXPECT_EQ(accepted_part(kTfliteImporter, text), "");
  EXPECT_EQ(problems(text),
            Lines{"log:4: ends in the table of the run order, expected an empty line "
                  "after it"});
  EXPECT_EQ(problems(kTitle), Lines{"log:1: ends in the table of the run order, expected an empty "
                                    "line after it"});
}

TEST(TfliteImporter, LogWithoutATableSaysWhichOptionPrintsIt) {
  const std::string other_table = kOtherTitle + kOldColumns + kOldNodes;
  for (const std::string& text : {std::string(), kOldRun, other_table}) {
    EXPECT_EQ(problems(text),
              Lines{"log: no table of the run order, expected what benchmark_model prints with "
                    "--enable_op_profiling=true"});
  }
  EXPECT_EQ(format_of(kOldRun), "tflite");
}

TEST(TfliteImporter, SaysEverythingThatIsWrong) {
  EXPECT_EQ(problems(kTitle + "\t[node type]\t[first]\t[Name]\n\tADD\t1.0\t[a]\n\n"),
            Lines{"log:2: unknown columns, expected [node type] first, [avg ms], and [Name] last"});
  EXPECT_EQ(problems(kTitle + kNewColumns + node("ADD", "fast", "1", "[a]") +
                     node("ADD", "-1", "1", "[b]") + "\tADD\t1.0\n" + node("ADD", "1", "x", "[c]") +
                     "\n"),
            (Lines{"log:3: avg ms 'fast', expected a time", "log:4: avg ms '-1', expected a time",
                   "log:5: 2 fields, expected 8 as in the line of columns",
                   "log:6: times called 'x', expected a number"}));
  EXPECT_EQ(problems(kOld + kOld),
            Lines{"log:22: a second table of the run order, expected the output of one run"});
}

}  // namespace
}  // namespace popex::test
