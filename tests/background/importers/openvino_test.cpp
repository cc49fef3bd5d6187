// SPDX-License-Identifier: MIT
#include <string>

#include <gtest/gtest.h>

#include "background/importers/importer.hpp"
#include "support/imported.hpp"
#include "support/layer_lines.hpp"
#include "support/problem_lines.hpp"

namespace popex::test {
namespace {

Result<Imported> read(const std::string& text) { return imported(kOpenVinoImporter, text); }
Lines problems(const std::string& text) { return problem_lines(read(text)); }

const std::string kColumns =
    "layerName;execStatus;layerType;execType;realTime (ms);cpuTime (ms);\n";
const std::string kRows =
    "data;NOT_RUN;Parameter;unknown_I8;0.000;0.000;\n"
    "conv;EXECUTED;Convolution;brgconv_avx2_f32;3.250;3.250;\n"
    "relu;NOT_RUN;Relu;undef;0.000;0.000;\n"
    "reshape;OPTIMIZED_OUT;Reshape;undef;0.250;0.250;\n"
    "prob;EXECUTED;SoftMax;ref;0.500;0.500;\n";
const std::string kTable = kColumns + kRows + "Total;;;;4.000;4.000;\n\n";

const std::string kWanted =
    "expected benchmark_average_counters_report.csv or benchmark_detailed_counters_report.csv, "
    "which "
    "benchmark_app writes with -report_type average_counters or detailed_counters";

TEST(OpenVinoImporter, ReadsLayersThatRan) {
  EXPECT_EQ(format_of(kTable), "openvino");
  const Result<Imported> made = read(kTable);
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"conv [Convolution]: edge 3.25", "prob [SoftMax]: edge 0.5"}));
  EXPECT_EQ(made->profile.description, "OpenVINO's benchmark_app");
  EXPECT_EQ(made->total->count(), 4);
  EXPECT_EQ(made->left_out.count(), 0.25);
  EXPECT_EQ(made->batch, 1);
  EXPECT_EQ(made->batch_note, "no batch size in the file: taken for 1");
  EXPECT_EQ(made->notes,
            (Lines{"what each layer reads is not in the file: taken for a chain, in the "
                   "order of execution",
                   "left out, as they did not run by themselves, with 0.25 ms: 3 of 5 "
                   "layers"}));
}

TEST(OpenVinoImporter, FindsColumnsByName) {
  // Python's spelling of the status, no semicolon at the end, another column, another order.
  const Result<Imported> made = read(
      "$ cat report.csv\r\nlayerName;execStatus;realTime (ms);numaId;layerType\r\n"
      "conv;Status.EXECUTED;3.5;0;Convolution\r\nrelu;Status.NOT_RUN;0.0;0;Relu\r\n"
      "Total;;3.5;;\r\n");
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile), Lines{"conv [Convolution]: edge 3.5"});
  EXPECT_EQ(problems("layerName;execStatus;cpuTime (ms);\na;EXECUTED;1;\n"),
            (Lines{"log:1: no column 'layerType', expected one",
                   "log:1: no column 'realTime', expected one"}));
}

TEST(OpenVinoImporter, TablesOfSeveralRequestsAreAveraged) {
  std::string other = kTable;
  other.replace(other.find("3.250"), 5, "5.250");
  other.replace(other.find("4.000"), 5, "6.000");
  const Result<Imported> made = read(kTable + other);
  ASSERT_TRUE(made);
  EXPECT_EQ(layer_lines(made->profile),
            (Lines{"conv [Convolution]: edge 4.25", "prob [SoftMax]: edge 0.5"}));
  EXPECT_EQ(made->profile.description, "OpenVINO's benchmark_app, mean of 2 requests");
  EXPECT_EQ(made->total->count(), 5);
  EXPECT_EQ(made->left_out.count(), 0.25);
}

TEST(OpenVinoImporter, TablesOfOtherLayersAreProblems) {
  EXPECT_EQ(problems(kTable + kColumns + "data;NOT_RUN;Parameter;x;0;0;\nTotal;;;;0;0;\n"),
            Lines{"log:11: 1 layers, expected 5 as in the first table"});
  EXPECT_EQ(problems(kTable + kColumns + "conv;EXECUTED;Convolution;x;1;1;\nTotal;;;;1;1;\n"),
            Lines{"log:10: layer 'conv', expected the layers of the first table in their order"});
  EXPECT_EQ(problems(kTable + kColumns + kRows + "more;EXECUTED;Add;x;1;1;\nTotal;;;;1;1;\n"),
            Lines{"log:15: layer 'more', expected the layers of the first table in their order"});
}

TEST(OpenVinoImporter, NamesAreOnceEach) {
  EXPECT_EQ(layer_lines(read(kColumns + "add;EXECUTED;Add;x;1;1;\nadd;EXECUTED;Add;x;2;2;\n"
                                        "output;EXECUTED;Add;x;3;3;\nTotal;;;;6;6;\n")
                            ->profile),
            (Lines{"add [Add]: edge 1", "add#2 [Add]: edge 2", "output#1 [Add]: edge 3"}));
}

TEST(OpenVinoImporter, TableSortedByTimeHasLostTheOrder) {
  const std::string of_cpp =
      "layerName;execStatus;layerType;execType;realTime (ms);cpuTime (ms); %;\n"
      "conv;EXECUTED;Convolution;x;3;3;100;\nTotal;;;;3;3;100;\n";
  const std::string of_python =
      "layerName,execStatus,layerType,execType,realTime (ms),cpuTime (ms),proportion (%)\n"
      "conv,Status.EXECUTED,Convolution,x,3.000,3.000,100.00%\n\nTotal time: 3.00 milliseconds\n";
  for (const std::string& text : {of_cpp, of_python}) {
    EXPECT_EQ(format_of(text), "openvino");
    EXPECT_EQ(problems(text),
              Lines{"log:1: sorted by time, so the order of the layers is lost; " + kWanted});
  }
}

TEST(OpenVinoImporter, ReportWithoutLayersSaysWhereTheyAre) {
  const std::string report =
      "Command line parameters;\napi;async;\nreport_type;no_counters;\n\nConfiguration setup;\n"
      "batch size;1;\n\nExecution results;\nthroughput;40.497520;\n";
  EXPECT_EQ(format_of(report), "openvino");
  EXPECT_EQ(problems(report), Lines{"log: has no times of layers, " + kWanted});
  EXPECT_EQ(problems(""), Lines{"log: has no times of layers, " + kWanted});
}

TEST(OpenVinoImporter, NoPartOfATableIsTakenForTheWhole) {
  EXPECT_EQ(accepted_part(kOpenVinoImporter, kColumns + kRows + "Total;;;;"), "");
  EXPECT_EQ(problems(kColumns + kRows),
            Lines{"log:6: ends before the row 'Total', expected the whole table"});
  EXPECT_EQ(problems(kColumns + kRows + kTable),
            Lines{"log:7: a table within another, expected the row 'Total' before it"});
}

TEST(OpenVinoImporter, SaysEverythingThatIsWrong) {
  EXPECT_EQ(problems(kColumns + "a;b;EXECUTED;Add;x;1;1;\na;EXECUTED;Add;x;fast;1;\n"
                                "b;EXECUTED;Add;x;-1;1;\nc;EXECUTED;\nTotal;;;;nan;1;\n"
                                "Total;;;;1;1;\n"),
            (Lines{"log:2: 7 fields, expected 6 as in the line of columns",
                   "log:3: realTime 'fast', expected a time in ms",
                   "log:4: realTime '-1', expected a time in ms",
                   "log:5: 3 fields, expected 6 as in the line of columns",
                   "log:6: realTime 'nan', expected a time in ms"}));
}

}  // namespace
}  // namespace popex::test
