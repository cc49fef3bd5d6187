// SPDX-License-Identifier: MIT
#include <string>

#include <gtest/gtest.h>

#include "background/importers/importer.hpp"
#include "support/imported.hpp"
#include "support/layer_lines.hpp"
#include "support/problem_lines.hpp"

namespace popex::test {
namespace {

Lines layers(const std::string& text) {
  const Result<Imported> read = imported(kCsvImporter, text);
  return read ? layer_lines(read->profile) : problem_lines(read);
}

Lines problems(const std::string& text) { return problem_lines(imported(kCsvImporter, text)); }

TEST(CsvImporter, ReadsEveryColumnInAnyOrder) {
  const std::string text =
      "output_bytes,edge_ms,name,type,inputs,edge_iqr_ms,cloud_ms,parameter_bytes\n"
      "150528,,input,,,,,\n"
      "186624,4.9,conv1,Conv,input,0.25,0.2,139776\n"
      "100,1e-3,\"fc, the last\",Gemm,conv1 input,,,\n";
  const Result<Imported> read = imported(kCsvImporter, text);
  ASSERT_TRUE(read);
  EXPECT_EQ(layer_lines(read->profile),
            (Lines{"input: 150528 B",
                   "conv1 [Conv] < input: edge 4.9, cloud 0.2; iqr edge 0.25; 186624 B; 139776 B "
                   "of parameters",
                   "fc, the last [Gemm] < conv1, input: edge 0.001; 100 B"}));
  EXPECT_EQ(read->profile.tiers, (Lines{"edge", "cloud"}));
  EXPECT_EQ(read->profile.description, "A table of layers");
  EXPECT_EQ(read->batch, 1);
  EXPECT_FALSE(read->total);
  EXPECT_EQ(read->notes, Lines{});
}

TEST(CsvImporter, ReadsMeasuredRanges) {
  const Result<Imported> read = imported(
      kCsvImporter,
      "name,edge_ms,edge_range_ms,cloud_range_ms,cloud_ms\ninput,,,5,\na,1,2,3,4\nb,1,,,4\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->profile.tiers, (Lines{"edge", "cloud"}));
  const ByTierName<Milliseconds> input{{"cloud", Milliseconds(5)}};
  EXPECT_EQ(read->profile.input_range, input);
  const ByTierName<Milliseconds> a{{"edge", Milliseconds(2)}, {"cloud", Milliseconds(3)}};
  EXPECT_EQ(read->profile.layers[0].range, a);
  EXPECT_TRUE(read->profile.layers[1].range.empty());
  EXPECT_EQ(problems("name,edge_ms,fog_range_ms\n"),
            Lines{"log:1: 'fog_range_ms' without a column 'fog_ms'"});
}

TEST(CsvImporter, TakesWhatEditorsLeaveBehind) {
  // A byte order mark, empty lines, blanks around fields, other line ends, no end of the last line.
  EXPECT_EQ(layers("\xEF\xBB\xBF\n name , edge_ms\r\n\r\n a , 1\r\n  \nb,\" 2\""),
            (Lines{"a: edge 1", "b: edge 2"}));
  EXPECT_EQ(layers("name,edge_ms\r\n"), Lines{});
}

TEST(CsvImporter, SeveralInputsStandWithBlanksBetween) {
  EXPECT_EQ(layers("name,inputs\na,  input\nb,\nc,a   b\n"), (Lines{"a < input", "b", "c < a, b"}));
}

TEST(CsvImporter, SaysEverythingThatIsWrongWithTheColumns) {
  EXPECT_EQ(problems("nme,name,edge_ms,edge_ms,iqr_ms,fog_iqr_ms,_ms\n"),
            (Lines{"log:1: unknown column 'nme', expected name, type, inputs, output_bytes, "
                   "parameter_bytes, TIER_ms, TIER_iqr_ms or TIER_range_ms; did you mean 'name'?",
                   "log:1: column 'edge_ms' is there twice",
                   "log:1: unknown column '_ms', expected name, type, inputs, output_bytes, "
                   "parameter_bytes, TIER_ms, TIER_iqr_ms or TIER_range_ms",
                   "log:1: 'fog_iqr_ms' without a column 'fog_ms'"}));
  EXPECT_EQ(problems("edge_ms,cloud_ms\n1,2\n"), Lines{"log:1: no column 'name', expected one"});
  EXPECT_EQ(problems("name,\"edge_ms\n"),
            Lines{"log:1: a quote that is not closed before the field's end"});
}

TEST(CsvImporter, SaysEverythingThatIsWrongWithTheLines) {
  EXPECT_EQ(problems("name,edge_ms,output_bytes\na,1\nb,fast,big\nc,nan,inf\n\"d,1,2\ne,1,2,3\n"),
            (Lines{"log:2: 2 fields, expected 3 as in the line of columns",
                   "log:3: edge_ms: 'fast', expected a number",
                   "log:3: output_bytes: 'big', expected a number",
                   "log:4: edge_ms: 'nan', expected a number",
                   "log:4: output_bytes: 'inf', expected a number",
                   "log:5: a quote that is not closed before the field's end",
                   "log:6: 4 fields, expected 3 as in the line of columns"}));
}

TEST(CsvImporter, InputIsASizeAndNothingElse) {
  EXPECT_EQ(problems("name,edge_ms,output_bytes\ninput,1,9\ninput,,9\na,1,1\ninput,,8\n"),
            (Lines{"log:2: 'input' is the network's input, expected nothing of it but output_bytes "
                   "and ranges",
                   "log:3: a second line 'input', expected one",
                   "log:5: a second line 'input', expected one"}));
}

TEST(CsvImporter, EmptyFilesSaySo) {
  EXPECT_EQ(problems(""), Lines{"log: empty, expected a line of columns"});
  EXPECT_EQ(problems("\n \n"), Lines{"log:2: empty, expected a line of columns"});
}

TEST(CsvImporter, HostileTablesEndSoon) {
  std::string columns = "name";
  for (int i = 0; i < 100'000; ++i) columns += ",t" + std::to_string(i) + "_ms";
  EXPECT_EQ(problems(columns + "\n"), Lines{"log:1: 100001 columns, expected at most 53"});

  std::string lines = "name,edge_ms\n";
  for (int i = 0; i < 5000; ++i) lines += "a\n";
  const Lines many = problems(lines);
  ASSERT_EQ(many.size(), 1001U);
  EXPECT_EQ(many.back(), "log:1002: more than 1000 problems, the rest was not read");

  EXPECT_EQ(problems("name,edge_ms\n" + std::string(2'000'000, 'a')),
            Lines{"log:2: a line of more than 1048576 bytes"});
  EXPECT_EQ(problems("name,edge_ms\na\xff,1\nb\n"),
            Lines{"log:2: not UTF-8, expected text that is"});
  EXPECT_EQ(problems("name\xff,edge_ms\n"), Lines{"log:1: not UTF-8, expected text that is"});
  // A screen is not to be driven by a file, nor filled.
  EXPECT_EQ(problems("name,edge_ms\na,\x1b[2J\n").front(),
            "log:2: edge_ms: '?[2J', expected a number");
  EXPECT_EQ(problems("name,edge_ms\na," + std::string(79, 'x') + "é\n").front(),
            "log:2: edge_ms: '" + std::string(79, 'x') + "…', expected a number");
}

TEST(CsvImporter, IsFoundByItsColumns) {
  EXPECT_EQ(format_of("name,edge_ms\n"), "csv");
  EXPECT_EQ(format_of("\xEF\xBB\xBF\r\nedge_ms, name \r\n"), "csv");
  EXPECT_EQ(format_of("\"name\",\"edge_ms\""), "csv");
  EXPECT_EQ(format_of("name\n"), "none");
  EXPECT_EQ(format_of("layer,edge_ms\n"), "none");
  EXPECT_EQ(format_of("name,\"edge\n"), "none");
  EXPECT_EQ(format_of(""), "none");
}

}  // namespace
}  // namespace popex::test
