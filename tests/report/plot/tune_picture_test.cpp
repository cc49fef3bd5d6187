// SPDX-License-Identifier: MIT
#include <limits>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "report/plot/tune.hpp"
#include "support/picture_parts.hpp"

namespace popex::report::plot {
namespace {

using test::expect_parts;
using test::has;
using test::kNone;
using test::Strings;

TEST(TunePicture, DrawsAFrontAsSteps) {
  TuneData data{"", "expected time in ms", {{"", {{1, 0.5, "a", ""}, {2, 0.7, "b", ""}}, {}}}};
  // Behind the last point, more time buys nothing: to the end of the axis, 2 + 0.08.
  expect_parts(draw(data), {"1 50\n2 70\n2.08 70\n", "set xlabel 'expected time in ms'",
                            "set ylabel 'accuracy in %'", "with steps", "title 'a'", "title 'b'"});
}

TEST(TunePicture, NamesTheChoices) {
  TuneData data{"",
                "expected energy in mJ",
                {{"", {}, {{10, 0.7, "output", "edge only"}, {4, 0.8, "a", "popex"}}}}};
  expect_parts(draw(data), {"set label 'popex (a)'", "set label 'edge only (output)'", "10 70\n",
                            "4 80\n", "set xlabel 'expected energy in mJ'"});
}

TEST(TunePicture, SaysWhatHasNoPlace) {
  constexpr double forever = std::numeric_limits<double>::infinity();
  TuneData data{"",
                "expected time in ms",
                {{"blur",
                  {{1, 0.5, "a", ""}, {forever, 0.7, "b", ""}},
                  {{3, 0.6, "output", "edge only"}, {forever, 0.7, "input", "cloud only"}}}}};
  const Picture picture = draw(data);
  EXPECT_EQ(picture.notes,
            (Strings{"'cloud only': no finite cost, not drawn",
                     "1 point of the front: no finite cost or accuracy, not drawn"}));
  expect_parts(picture, {"1 50\n", "set label 'edge only (output)'"});
  for (const char* word : {"cloud only (", "'b'", "inf", "nan"}) {
    EXPECT_FALSE(has(picture, word)) << word;
  }
  data.conditions.push_back(
      {"fog", {}, {{1, kNone, "a", "popex"}, {forever, 1, "", "cloud only"}}});
  EXPECT_EQ(draw(data).notes[0], "'cloud only': no finite cost under 2 of 2 conditions, not drawn");
  EXPECT_EQ(draw(data).notes[1], "'popex': no accuracy under 1 of 2 conditions, not drawn");
}

TEST(TunePicture, SharesANameAmongChoicesOfOnePoint) {
  TuneData data{
      "",
      "expected time in ms",
      {{"", {}, {{1, 0.5, "a", "edge only"}, {1, 0.5, "a", "no exits"}, {9, 1, "b", "popex"}}}}};
  const Picture picture = draw(data);
  EXPECT_TRUE(has(picture, "set label 'edge only, no exits (a)'"));
  EXPECT_EQ(picture.notes, Strings{});
}

// Twelve points close together: there is room on both sides, in the line of a point and two above
// and below.
TEST(TunePicture, LeavesOutNamesWithoutRoom) {
  TuneData data{
      "", "expected time in ms", {{"", {}, {{0, 0.2, "a", "left"}, {100, 0.8, "b", "right"}}}}};
  for (int i = 0; i < 12; ++i) {
    data.conditions[0].choices.push_back(
        {50 + 0.1 * i, 0.5, "c", std::string(1, static_cast<char>(97 + i))});
  }
  const Picture picture = draw(data);
  EXPECT_EQ(picture.notes, Strings{"2 of 14 points have no room for their name"});
  for (int i = 0; i < 10; ++i)
    EXPECT_TRUE(has(picture, fmt::format("'{} (c)'", static_cast<char>(97 + i)))) << i;
}

TEST(TunePicture, LeavesOutNamesOutsideWhereverPointsAre) {
  TuneData data{"", "expected time in ms", {{"", {}, {}}}};
  for (int i = 0; i < 200; ++i) data.conditions[0].choices.push_back({1, 0.5, "a", "popex"});
  data.conditions[0].choices.push_back({2, 1e20, "a", "far"});
  const Picture picture = draw(data);
  EXPECT_TRUE(has(picture, "set label 'popex (a)'"));
  EXPECT_EQ(picture.notes, Strings{"1 of 2 points have no room for their name"});
}

}  // namespace
}  // namespace popex::report::plot
