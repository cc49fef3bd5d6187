// SPDX-License-Identifier: MIT
#include <string>

#include <gtest/gtest.h>

#include <popex/profile_io.hpp>

#include "support/problem_lines.hpp"
#include "support/program.hpp"

// Measured ranges on their way from files to answers.

namespace popex::test {
namespace {

/// Two layers, 1000 bytes in and 500 between them, with these ranges.
std::string two_layers(const std::string& input, const std::string& a, const std::string& b) {
  return R"({"format_version": 1, "name": "two", "input": {"bytes": 1000, "range_ms": )" + input +
         R"(}, "layers": [{"name": "a", "time_ms": {"edge": 10, "cloud": 1}, "output_bytes": 500, )" +
         R"("range_ms": )" + a + R"(}, {"name": "b", "time_ms": {"edge": 20, "cloud": 2}, )" +
         R"("range_ms": )" + b + "}]}";
}

TEST(MeasuredRanges, AreWhatASplitTakes) {
  const TemporaryFolder folder;
  const std::string profile = folder.write(
      "two.json",
      two_layers(R"({"cloud": 2.5})", R"({"edge": 9, "cloud": 1.5})", R"({"edge": 28})"));
  // By hand: 0 + 8 + 2.5, 9 + 4 + 1.5 and 28 + 0 + 0 ms.
  const Seen seen = popex({"solve", "-p", profile, "--rate", "1", "--all"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out,
            "two: edge-cloud 1 Mbps\n"
            "Split at input: everything on the cloud; expected time 10.5 ms:\n"
            "  edge      0 ms  nothing\n"
            "  upload    8 ms  the input, 1 kB, for 100 % of samples\n"
            "  cloud   2.5 ms  a, b\n"
            "Runner-up: a, 14.5 ms (+38.1 %).\n"
            "Holds for rates from 0.5 Mbps.\n"
            "\n"
            "   split   edge ms  cloud ms  upload ms  expected ms\n"
            "*  input     0.000     2.500      8.000       10.500\n"
            "   a         9.000     1.500      4.000       14.500\n"
            "   output   28.000     0.000      0.000       28.000\n");
}

TEST(MeasuredRanges, AreRefusedWithTheirPlaces) {
  const TemporaryFolder folder;
  const std::string profile = folder.write(
      "two.json", two_layers(R"({"cloud": 1, "edge": "1"})", R"({"edge": 9, "clod": 2})",
                             R"({"edge": 8, "edge": 7})"));
  const Seen types = popex({"validate", profile});
  EXPECT_EQ(types.code, 2);
  EXPECT_EQ(types.out, "");
  const std::string place = "popex: error: " + profile + ": ";
  EXPECT_EQ(types.err, place + "/input/range_ms/edge: a string, expected a number\n" + place +
                           "/layers/0/range_ms/clod: 'clod' is not a tier, expected one of edge, "
                           "cloud; did you mean 'cloud'?\n" +
                           place + "/layers/1/range_ms/edge: given twice\n");
  folder.write("two.json", two_layers(R"({"cloud": 1})", R"({"edge": 9, "cloud": 2})",
                                      R"({"edge": 8, "cloud": 0.5})"));
  const Seen order = popex({"validate", profile});
  EXPECT_EQ(order.code, 2);
  EXPECT_EQ(order.out, "");
  EXPECT_EQ(order.err,
            place +
                "/layers/1/range_ms/edge: 8, but up to 'a' it is 9 already, expected at least "
                "that\n" +
                place +
                "/layers/0/range_ms/cloud: 2, but after 'input' it is 1, expected at most that\n" +
                place +
                "/layers/1/range_ms/cloud: 0.5, expected 0: nothing comes after the last "
                "layer\n");
}

TEST(MeasuredRanges, AreWrittenAsTheyAreRead) {
  const TemporaryFolder folder;
  const std::string profile =
      folder.write("two.json", R"({"format_version": 1, "input": {"range_ms": {"cloud": 5}},
    "layers": [{"name": "a", "range_ms": {"cloud": 2, "edge": 3}}, {"name": "b"}]})");
  const Seen seen = popex({"merge", profile});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, R"({
  "format_version": 1,
  "tiers": ["edge", "cloud"],
  "input": {"range_ms": {"cloud": 5}},
  "layers": [
    {"name": "a", "range_ms": {"edge": 3, "cloud": 2}},
    {"name": "b"}
  ]
}
)");
}

}  // namespace
}  // namespace popex::test
