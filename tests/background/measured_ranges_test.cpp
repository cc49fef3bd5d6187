// SPDX-License-Identifier: MIT
#include <string>

#include <gtest/gtest.h>

#include <popex/profile_io.hpp>

#include "background/granularity.hpp"
#include "background/merge.hpp"
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
            "   split   edge ms  upload ms  cloud ms  expected ms  # edge ~ upload = cloud\n"
            "*  input     0.000      8.000     2.500       10.500  ~~~~~~~===\n"
            "   a         9.000      4.000     1.500       14.500  ########~~~~=\n"
            "   output   28.000      0.000     0.000       28.000  ##########################\n");
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

/// A profile of two layers, measured on one tier.
Profile measured(const std::string& input, const std::string& ranges_of_a,
                 const std::string& tiers = R"(["edge", "cloud"])") {
  return read_profile(R"({"format_version": 1, "tiers": )" + tiers + R"(, "input": )" + input +
                      R"(, "layers": [{"name": "a", "range_ms": )" + ranges_of_a +
                      R"(}, {"name": "b"}]})")
      .value();
}

TEST(MeasuredRanges, OfTwoTiersAreMerged) {
  const Profile merged =
      merge_tiers(
          std::vector<MeasuredTier>{
              {"edge.json", measured("{}", R"({"edge": 3})"), 1},
              {"cloud.json", measured(R"({"range_ms": {"cloud": 20}})", R"({"cloud": 8})"), 4}})
          .value();
  EXPECT_EQ(measured_tiers(merged), (std::vector<std::string>{"edge", "cloud"}));
  EXPECT_EQ(merged.layers()[0].range[0], Milliseconds(3));
  EXPECT_EQ(merged.layers()[0].range[1], Milliseconds(2));  // of a batch of 4
  EXPECT_EQ(merged.input_range()[1], Milliseconds(5));
}

TEST(MeasuredRanges, OfOneTierComeFromOneFile) {
  const Profile edge = measured("{}", R"({"edge": 3})");
  EXPECT_EQ(problem_lines(merge_tiers(
                std::vector<MeasuredTier>{{"one.json", edge, 1}, {"two.json", edge, 1}})),
            Lines{"two.json: /layers: has times on tier 'edge', but so has one.json; expected each "
                  "tier in one file"});
}

TEST(MeasuredRanges, KeepTheirMeaningWhereTiersComeTogether) {
  // From the input to a on the tier `fog`, which would be from a to the output on the last tier.
  const Profile device = measured("{}", R"({"device": 3})", R"(["device", "fog"])");
  const Profile fog = measured("{}", R"({"fog": 2})", R"(["fog", "cloud"])");
  EXPECT_EQ(problem_lines(merge_tiers(
                std::vector<MeasuredTier>{{"device.json", device, 1}, {"fog.json", fog, 1}})),
            Lines{"fog.json: /layers: has ranges on 'fog' as its first tier, but of device, fog "
                  "that is 'device'; expected files in the order of the tiers"});
  const Profile last = measured("{}", R"({"fog": 2})", R"(["device", "fog"])");
  const Result<Profile> merged =
      merge_tiers(std::vector<MeasuredTier>{{"device.json", device, 1}, {"fog.json", last, 1}});
  ASSERT_EQ(problem_lines(merged), Lines{"no problem"});
  EXPECT_EQ(merged->layers()[0].range[1], Milliseconds(2));
}

/// conv ─▸ relu ─┬─▸ l ─┬─▸ add ─▸ relu2 ─▸ fc
///               └──────┘
TEST(MeasuredRanges, OfAGroupAreThoseOfItsLastLayer) {
  const Profile profile = read_profile(R"({"format_version": 1,
    "input": {"range_ms": {"cloud": 9}}, "layers": [
      {"name": "conv", "range_ms": {"edge": 1, "cloud": 8}},
      {"name": "relu", "type": "Relu", "range_ms": {"edge": 2, "cloud": 7}},
      {"name": "l"},
      {"name": "add", "inputs": ["relu", "l"], "range_ms": {"edge": 4, "cloud": 5}},
      {"name": "relu2", "type": "Relu", "range_ms": {"edge": 5}},
      {"name": "fc", "range_ms": {"edge": 6, "cloud": 0}}]})")
                              .value();
  const Profile layers = grouped(profile, group_layers(profile, Granularity::layers));
  ASSERT_EQ(layers.layers().size(), 4U);
  EXPECT_EQ(layers.layers()[0].range[0], Milliseconds(2));
  EXPECT_EQ(layers.layers()[0].range[1], Milliseconds(7));
  EXPECT_TRUE(layers.layers()[1].range.empty());
  EXPECT_EQ(layers.layers()[2].range[0], Milliseconds(5));
  EXPECT_FALSE(layers.layers()[2].range[1].has_value());  // relu2 has none
  EXPECT_EQ(layers.layers()[3].range[1], Milliseconds(0));
  EXPECT_EQ(layers.input_range()[1], Milliseconds(9));

  const Profile blocks = grouped(profile, group_layers(profile, Granularity::blocks));
  ASSERT_EQ(blocks.layers().size(), 5U);
  EXPECT_EQ(blocks.layers()[0].range[0], Milliseconds(1));
  EXPECT_EQ(blocks.layers()[2].range[0], Milliseconds(4));
  EXPECT_EQ(blocks.layers()[2].range[1], Milliseconds(5));
}

}  // namespace
}  // namespace popex::test
