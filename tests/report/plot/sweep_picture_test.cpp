// SPDX-License-Identifier: MIT
#include <array>
#include <string>

#include <gtest/gtest.h>

#include "report/plot/sweep.hpp"
#include "support/picture_parts.hpp"

namespace popex::report::plot {
namespace {

using test::expect_parts;
using test::has;
using test::kNone;
using test::Strings;

/// Rates 1, 2, 4, at which the splits a, a, b are best.
SweepData rates() {
  SweepData data;
  data.parameters = {{"upload rate in Mbps", "", " Mbps", {1, 2, 4}},
                     {"processing factor γ", "γ ", "", {10, 10, 10}}};
  data.split = {{"a", "b"}, {0, 0, 1}};
  data.split_order = {1, 0};
  data.value = {"expected time in ms", {8, 4, 3}};
  data.parts = {{"edge", {1, 1, 0}}, {"upload", {7, 3, 3}}};
  return data;
}

TEST(SweepPicture, IsALineWithTheChangesOfTheSplit) {
  const Picture picture = draw(rates());
  EXPECT_EQ(picture.notes, Strings{});
  // The change is half-way between 2 and 4, on this logarithmic axis at 8^½: three quarters.
  expect_parts(picture, {"set label 'γ 10'", "set label 'a' at", "set arrow from",
                         "set label 'b' at", "set logscale x", "set ylabel 'expected time in ms'",
                         "1 8\n2 4\n4 3\n", "1 1\n2 1\n\n4 0\n", "1 7\n2 3\n\n4 3\n", "title 'all'",
                         "title 'edge'", "title 'upload'"});
}

TEST(SweepPicture, HasALineForEachOfFewValuesAndTheSplitsBelow) {
  SweepData data = rates();
  data.parameters[1].values = {};
  SweepData two = data;
  for (const double gamma : {10.0, 20.0}) {
    two.parameters[1].values.insert(two.parameters[1].values.end(), 3, gamma);
  }
  two.parameters[0].values = {4, 1, 2, 4, 1, 2};  // in any order
  two.split = {{"a", "b"}, {1, 0, 0, 1, 1, WordColumn::none}};
  two.value.values = {3, 8, 4, 6, 16, kNone};
  two.parts.clear();
  const Picture picture = draw(two);
  expect_parts(picture, {"1 8\n2 4\n4 3\n", "1 16\n2 NaN\n4 6\n", "title 'γ 10'", "title 'γ 20'",
                         "'b' 0, 'a' 1, 'no decision' 2"});
}

/// A grid of nx rates, ny γ and nz probabilities; the last varies fastest.
SweepData grid(std::size_t nx, std::size_t ny, std::size_t nz) {
  SweepData data;
  data.parameters = {{"upload rate in Mbps", "", " Mbps", {}},
                     {"processing factor γ", "γ ", "", {}},
                     {"exit probability of b1", "p(b1) = ", "", {}}};
  data.split.names = {"a", "b"};
  data.split_order = {0, 1};
  for (std::size_t x = 0; x < nx; ++x) {
    for (std::size_t y = 0; y < ny; ++y) {
      for (std::size_t z = 0; z < nz; ++z) {
        data.parameters[0].values.push_back(1 + static_cast<double>(x));
        data.parameters[1].values.push_back(10 * (1 + static_cast<double>(y)));
        data.parameters[2].values.push_back(static_cast<double>(z) / 10);
        data.split.rows.push_back(x + y < nx ? 0 : 1);
        data.value.values.push_back(static_cast<double>(x + y + z));
      }
    }
  }
  data.value.name = "expected time in ms";
  return data;
}

TEST(SweepPicture, IsAMapWhereTwoHaveManyValues) {
  const Picture picture = draw(grid(10, 8, 1));
  EXPECT_EQ(picture.notes, Strings{});
  expect_parts(picture, {"set label 'a' at", "set label 'b' at", "with boxxyerror"});
  EXPECT_TRUE(has(picture, "set xlabel 'upload rate in Mbps'"));
  EXPECT_TRUE(has(picture, "set ylabel 'processing factor γ'"));
  EXPECT_TRUE(has(picture, "title 'a'") && has(picture, "title 'b'"));
  // Cells reach half a step beyond the first and the last value.
  EXPECT_TRUE(has(picture, "set xrange [0.5:10.5]")) << picture.script;
  EXPECT_TRUE(has(picture, "set yrange [5:85]"));
}

TEST(SweepPicture, ShowsTheSplitsAlone) {
  SweepData data = rates();
  for (SweepParameter& parameter : data.parameters) parameter.values.resize(6);
  data.parameters[0].values = {1, 2, 4, 1, 2, 4};
  data.parameters[1].values = {10, 10, 10, 20, 20, 20};
  data.split.rows = {0, 0, 1, 0, 0, 1};
  data.value.values = {8, 4, 3, 16, 8, 6};
  const Picture picture = draw(data, SweepShow::split);
  EXPECT_EQ(picture.notes, Strings{});
  // From the half-way between 2 and 4, 8^½, on b is best. Two ranks share 376 pixels and a tenth of
  // a rank beyond each; lines of the same splits are 9 pixels apart: 9 / (376 / 2.2) / 2 = 0.0263.
  expect_parts(picture, {"1 1.02633\n2.828427 1.02633\n2.828427 0.02632979\n4 0.02632979\n",
                         "1 0.9736702\n2.828427 0.9736702\n2.828427 -0.02632979\n",
                         "set xlabel 'upload rate in Mbps'", "'b' 0, 'a' 1", "title 'γ 10'",
                         "title 'γ 20'"});
  EXPECT_FALSE(has(picture, "expected time"));
}

TEST(SweepPicture, ShowsCurvesOfSomeValuesInsteadOfAMap) {
  for (const SweepShow show : {SweepShow::split, SweepShow::expected_time}) {
    const Picture picture = draw(grid(20, 11, 1), show);
    EXPECT_EQ(picture.notes, Strings{"processing factor γ: 6 of 11 values"});
    EXPECT_FALSE(has(picture, "with boxxyerror"));
    // Every second value.
    expect_parts(picture, {"title 'γ 10'", "title 'γ 30'", "title 'γ 50'", "title 'γ 70'",
                           "title 'γ 90'", "title 'γ 110'"});
    EXPECT_EQ(has(picture, "set ylabel 'expected time in ms'"), show == SweepShow::expected_time);
  }
}

TEST(SweepPicture, HoldsAThirdParameterAtItsMiddle) {
  const Picture picture = draw(grid(10, 8, 3));
  EXPECT_EQ(picture.notes, Strings{"shown at p(b1) = 0.1, the middle one of 3 values"});
  EXPECT_TRUE(has(picture, "with boxxyerror"));
  const Picture lines = draw(grid(10, 3, 2));
  EXPECT_EQ(lines.notes, Strings{});
  EXPECT_TRUE(has(lines, "title 'γ 10, p(b1) = 0.1'")) << lines.script;
}

TEST(SweepPicture, HoldsWhatIsLeftOverAtAPointThatIsThere) {
  // Rates, latencies and γ of 3 values each, and 4 probabilities; no point at (2, 2, γ).
  SweepData data;
  data.parameters = {{"rate", "B = ", "", {}},
                     {"latency", "L = ", "", {}},
                     {"gamma", "γ ", "", {}},
                     {"probability", "p = ", "", {}}};
  data.split.names = {"a"};
  data.split_order = {0};
  data.value.name = "expected time in ms";
  for (int i = 0; i < 108; ++i) {
    const std::array<int, 4> at = {i / 36 + 1, i / 12 % 3 + 1, i / 4 % 3 + 1, i % 4};
    if (at[0] == 2 && at[1] == 2) continue;
    for (std::size_t k = 0; k < 4; ++k) data.parameters[k].values.push_back(at.at(k));
    data.split.rows.push_back(0);
    data.value.values.push_back(1000 * at[0] + 100 * at[1] + 10 * at[2] + at[3]);
  }
  const Picture picture = draw(data);
  // Of the points nearest to 2 and 2 the first.
  EXPECT_EQ(picture.notes, (Strings{"shown at B = 1, one of 3 values",
                                    "shown at L = 2, the middle one of 3 values"}));
  expect_parts(picture, {"0 1210\n1 1211\n2 1212\n3 1213\n", "0 1220\n1 1221\n2 1222\n3 1223\n",
                         "0 1230\n1 1231\n2 1232\n3 1233\n"});
}

TEST(SweepPicture, TakesParametersThatGoTogetherForOne) {
  SweepData data = rates();
  data.parameters = {{"exit probability of b1", "p(b1) = ", "", {0, 0.5, 1}},
                     {"exit probability of b2", "p(b2) = ", "", {0, 0.5, 1}}};
  EXPECT_TRUE(has(draw(data), "set xlabel 'exit probability of b1, b2'"));
}

TEST(SweepPicture, ThinsManyPointsAndSaysSo) {
  SweepData data;
  data.parameters = {{"processing factor γ", "γ ", "", {}}};
  data.split = {{"a"}, std::vector<std::uint32_t>(100'000, 0)};
  data.split_order = {0};
  data.value.name = "expected time in ms";
  for (std::size_t i = 0; i < 100'000; ++i) {
    data.parameters[0].values.push_back(static_cast<double>(i));
    data.value.values.push_back(i == 31'415 ? 1000 : 1);
  }
  const Picture picture = draw(data);
  ASSERT_EQ(picture.notes.size(), 1U);
  EXPECT_NE(picture.notes[0].find(" of 100000 points are drawn: lowest and highest"),
            std::string::npos);
  EXPECT_TRUE(has(picture, "\n31415 1000\n"));
  EXPECT_LT(picture.script.size(), 100'000U);
}

}  // namespace
}  // namespace popex::report::plot
