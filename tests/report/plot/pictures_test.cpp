// SPDX-License-Identifier: MIT
//
// What the scripts say: data, names, notes. Whether gnuplot draws them is tests/cli's to find out.

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "report/plot/breakpoints.hpp"
#include "report/plot/calibration.hpp"
#include "report/plot/decisions.hpp"
#include "report/plot/exits.hpp"
#include "report/plot/replay.hpp"
#include "support/picture_parts.hpp"

namespace popex::report::plot {
namespace {

using test::expect_parts;
using test::has;
using test::kNone;
using test::Strings;

/// E[T] = 8 / B up to 4 Mbps, then 2 ms.
BreakpointsData two_pieces() {
  return {"net: p(b1) = 0.5",
          BreakpointsData::Over::rate,
          "rate of edge-cloud in Mbps",
          {{1, 4, "input", 8, 2}, {4, 1e9, "output", 2, 2}}};
}

TEST(BreakpointsPicture, DrawsTheCurveOfEachPiece) {
  const Picture picture = draw(two_pieces());
  // From 1, the beginning, to ten times the only breakpoint.
  EXPECT_TRUE(has(picture, "set xrange [0.9999999:40.000004]")) << picture.script;
  expect_parts(picture, {"set label 'input' at", "set label '4' at", "set label 'output' at",
                         "set logscale x"});
  // 400 points over the axis: between 1 and 4 there are ⌈400 · ln 4 / ln 40⌉ = 151 steps.
  EXPECT_TRUE(has(picture, "\n1 8\n")) << picture.script;
  EXPECT_TRUE(has(picture, "\n4 2\n4 2\n"));
  for (std::size_t at = picture.script.find("\n1 8\n") + 1;;) {
    double rate = 0;
    double time = 0;
    std::size_t read = 0;
    const std::string line = picture.script.substr(at, picture.script.find('\n', at) - at);
    if (line == "EOD") break;
    rate = std::stod(line, &read);
    time = std::stod(line.substr(read));
    EXPECT_NEAR(time, rate < 4 ? 8 / rate : 2, 1e-5 * time) << line;
    at += line.size() + 1;
  }
}

TEST(BreakpointsPicture, TakesAsMuchOfGammaAsTheBreakpointsNeed) {
  BreakpointsData data{"", BreakpointsData::Over::gamma, "processing factor γ", {}};
  data.pieces = {{0, 5000, "output", 0, 10}, {5000, 1e9, "input", 10, 10}};
  EXPECT_TRUE(has(draw(data), "set xrange [0:10000]\n"));
  data.pieces = {{0, 5, "output", 0, 1}, {5, 5000, "a", 1, 10}, {5000, 1e9, "input", 10, 10}};
  EXPECT_TRUE(has(draw(data), "set xrange [0.49999995:50000.005]\n"));
  data = {"", BreakpointsData::Over::probability, "exit probability of b1", {{0, 1, "a", 4, 2}}};
  EXPECT_TRUE(has(draw(data), "set xrange [0:1]\n"));
}

TEST(BreakpointsPicture, EndsForWhateverNumbers) {
  const double tiny = std::numeric_limits<double>::denorm_min();
  for (const auto over : {BreakpointsData::Over::rate, BreakpointsData::Over::gamma}) {
    BreakpointsData data{"", over, "x", {{0, 2 * tiny, "a", 2, 1}}};
    EXPECT_TRUE(has(draw(data), "with lines"));
    data.pieces = {{0, tiny, "a", 2, 1}, {tiny, 5, "b", 1, 1}};
    EXPECT_TRUE(has(draw(data), "set label 'b'"));
    data.pieces = {{0, tiny, "a", 2, 1}, {tiny, 2 * tiny, "b", 1, 1}, {2 * tiny, 1e9, "c", 1, 0}};
    EXPECT_TRUE(has(draw(data), "set label 'c'"));
  }
}

/// An exit probability with its interval, of records without labels.
ExitsData::Point leaves(double threshold, double share, double low, double high) {
  ExitsData::Point point;
  point.threshold = threshold;
  point.exit_probability = {share, low, high};
  return point;
}

TEST(ExitsPicture, HasAPlotForEachBranchAndALineForEachCondition) {
  ExitsData data;
  data.threshold = "threshold of confidence";
  data.branches = {
      {"b1",
       {{"pristine", {leaves(0.9, 0.5, 0.4, 0.6), leaves(0.5, 0.8, 0.7, 0.9)}},
        {"blur", {leaves(0.5, 0.4, 0.3, 0.5), leaves(0.9, 0.1, 0, 0.2)}}}},
      {"b2", {{"pristine", {leaves(0.5, 1, 0.9, 1)}}, {"blur", {leaves(0.5, 0, 0, 0.1)}}}}};
  const Picture picture = draw(data);
  expect_parts(picture,
               {"set label 'b1' at", "set ylabel 'exit probability in %'",
                "set xlabel 'threshold of confidence'", "0.5 80\n0.9 50\n", "0.5 40\n0.9 10\n",
                "title 'pristine'", "title 'blur'", "set label 'b2'", "0.5 100\n", "0.5 0\n"});
}

TEST(ExitsPicture, HasAccuraciesBelowWhereTheyAreKnown) {
  ExitsData data;
  const auto at = [](double threshold, double left, double accuracy, double overall) {
    return ExitsData::Point{threshold, {left, 0, 1}, {accuracy, 0.5, 1}, {overall, 0.6, 0.9}};
  };
  data.branches = {{"b1", {{"", {at(0.5, 0.8, 0.84, 0.81), at(0.9, 0.5, 0.96, 0.88)}}}}};
  // Scales of accuracies reach to the next five per cent.
  expect_parts(
      draw(data),
      {"set label 'b1' at", "set yrange [0:100]", "0.5 80\n0.9 50\n",
       "set label 'those leaving at b1' at", "set yrange [80:100]", "set ylabel 'accuracy in %'",
       "0.5 84\n0.9 96\n", "set label 'all samples' at", "set yrange [80:90]", "0.5 81\n0.9 88\n"});
  data.branches[0].curves[0].points.resize(1);
  expect_parts(draw(data), {"0 80 0 100\n", "0 84 50 100\n", "0 81 60 90\n"});
}

TEST(ExitsPicture, HasBarsWithIntervalsForOneThreshold) {
  ExitsData data;
  data.branches = {
      {"b1", {{"50 %", {leaves(0.8, 0.5, 0.4, 0.6)}}, {"blur", {leaves(0.8, 0.25, 0.2, 0.3)}}}}};
  expect_parts(draw(data),
               {"'50 %%' 0, 'blur' 1", "0 50 40 60\n1 25 20 30\n", "with boxerrorbars"});
}

TEST(CalibrationPicture, ShowsAccuracyBesideTheDiagonal) {
  CalibrationData data;
  data.exits = {{"b1",
                 "blur5",
                 0.9,
                 0.05,
                 0.021,
                 {{0, 0.5, kNone}, {0.5, 1, 0.75}},
                 {{0, 0.5, 0.25}, {0.5, 1, 0.7}}}};
  expect_parts(draw(data),
               {"title 'confidence = accuracy'", "set label 'b1 (blur5): ECE 5 % → 2.1 %'",
                "set xlabel 'confidence in %'", "set ylabel 'accuracy in %'", "75 0 50 100 0 75\n",
                "0 25\n50 25\n50 70\n100 70\n", "0 0\n100 100\n"});
}

DecisionsData three_decisions() {
  DecisionsData data;
  data.title = "net";
  data.axis = "expected time in ms";
  data.parts = {"edge", "upload", "cloud"};
  data.is_upload = {false, true, false};
  data.decisions = {{"input", {0, 4, 2}, "6 ms", 6, false},
                    {"v1 +b1", {2, 1, 1}, "4 ms", 4, true},
                    {"output", {9, 0, 0}, "9 ms", 9, false}};
  data.layers = {"v1", "v2"};
  data.tier_of = {0, 1};
  data.branches = {{"b1", 1, 0}};
  return data;
}

TEST(DecisionsPicture, StacksThePartsAndMarksTheBest) {
  const Picture picture = draw(three_decisions());
  EXPECT_EQ(picture.notes, Strings{});
  expect_parts(picture,
               {"set label 'v1'", "set label 'v2'", "set label 'b1'", "set label '6 ms'",
                "set label '4 ms, the best'", "set label '9 ms'",
                // x and y, then the box: edge parts of the second and the third row.
                "0 2 0 2 1.64 2.36\n0 1 0 9 0.64 1.36\n", "0 3 0 4 2.64 3.36\n2 2 2 3 1.64 2.36\n",
                "set xlabel 'expected time in ms'", "'input' 3, 'v1 +b1' 2, 'output' 1",
                "title 'edge'", "title 'upload'", "title 'cloud'"});
}

TEST(DecisionsPicture, CutsWhatIsFarTooLong) {
  DecisionsData data = three_decisions();
  data.decisions[2].parts[0] = 1000;
  data.decisions[0].parts[1] = std::numeric_limits<double>::infinity();
  const Picture picture = draw(data);
  EXPECT_EQ(picture.notes, Strings{"bars that reach the right edge go on"});
  EXPECT_TRUE(has(picture, "set xrange [0:32]")) << picture.script;
}

TEST(DecisionsPicture, LeavesLongNetworksAndTheWorstOfManyOut) {
  DecisionsData data = three_decisions();
  data.layers.assign(31, "v");
  data.tier_of.assign(31, 0);
  data.branches.clear();
  for (int i = 0; i < 100; ++i) {
    data.decisions.push_back({"far " + std::to_string(i), {100.0 + i, 0, 0}, "", 100.0 + i, false});
  }
  const Picture picture = draw(data);
  EXPECT_EQ(picture.notes,
            (Strings{"the best 60 of 103 decisions", "bars that reach the right edge go on",
                     "the network has 31 layers: not drawn"}));
  EXPECT_TRUE(has(picture, "'far 56'"));
  EXPECT_FALSE(has(picture, "'far 57'"));
}

TEST(ReplayPicture, HasRateDecisionAndRegretAboveEachOther) {
  ReplayData data{"lte.csv", 2, {1, 2, 3}, {5, 1, 5}, {5, 4, 2}, {{"input", "output"}, {0, 0, 1}},
                  {0, 7, 1}};
  const Picture picture = draw(data);
  EXPECT_EQ(picture.notes, Strings{"the first of 2 traces"});
  // The faster the link, the lower the split.
  expect_parts(picture,
               {"set label 'lte.csv'", "1 5\n2 1\n3 5\n", "1 5\n2 4\n3 2\n", "1 0\n2 0\n3 1\n",
                "1 0\n2 7\n3 1\n", "set ylabel 'rate in Mbps'", "'input' 0, 'output' 1",
                "set xlabel 'time in s'", "set ylabel 'regret in ms'"});
  // One step has an axis as well, however late it is.
  const ReplayData one{"", 1, {1e20}, {5}, {5}, {{"input"}, {0}}, {0}};
  EXPECT_TRUE(has(draw(one), "set xrange [1e+20:1.000001e+20]"));
}

}  // namespace
}  // namespace popex::report::plot
