// SPDX-License-Identifier: MIT
//
// What cannot be drawn, and what is said of it.

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/plot_test.hpp"
#include "support/program.hpp"

namespace popex::test {
namespace {

using Strings = std::vector<std::string>;

/// These end before gnuplot is run.
class PlotUsage : public testing::Test {
 protected:
  static void expect_error(const Seen& seen, const std::string& lines, int code = 2) {
    EXPECT_EQ(seen.code, code);
    EXPECT_EQ(seen.out, "");
    EXPECT_EQ(seen.err, "popex: error: " + lines + "\n");
  }
  TemporaryFolder folder_;
};

TEST_F(PlotUsage, NamesThePackageWhereGnuplotIsMissing) {
  const Seen seen =
      shell("PATH=${PATH%%:*}; popex sweep -p alexnet.json -r 1:5:1 --plot a.svg", folder_.path());
  expect_error(seen, "gnuplot: not found, install the package gnuplot-nox", 4);
  EXPECT_EQ(folder_.names(), Strings{});
}

TEST_F(PlotUsage, WantsAnEndingThatItKnows) {
  const std::string answer = folder_.write("a.json", "{}");
  expect_error(popex({"plot", answer, "-o", "a.pdf"}),
               "-o: 'a.pdf', expected a name that ends in .svg or .png");
  const Strings commands = {"solve -p alexnet.json -r 5", "sweep -p alexnet.json -r 1,5",
                            "breakpoints -p alexnet.json"};
  for (const std::string& command : commands) {
    expect_error(shell("popex " + command + " --plot a.jpeg"),
                 "--plot: 'a.jpeg', expected a name that ends in .svg or .png");
  }
  // With whatever else is wrong.
  const Seen both = popex({"solve", "-p", "none.json", "-r", "5", "--plot", "-"});
  EXPECT_EQ(both.code, 2);
  EXPECT_EQ(lines_of(both.err).size(), 2U) << both.err;
  expect_error(popex({"plot"}),
               "FILE: missing, expected an answer in JSON or CSV, or - for "
               "standard input");
  const std::string svg = folder_.write("b.svg", "{}");
  expect_error(popex({"plot", svg}),
               svg + ": is the answer itself, expected another file for the picture (-o)");
}

TEST_F(PlotUsage, IsOfOneEstimator) {
  const std::string trace = folder_.write("t", "0 5\n1 6\n");
  expect_error(popex({"replay", "-p", "alexnet.json", "--trace", trace, "--estimator", "last,mean",
                      "--plot", "a.svg"}),
               "--plot: of one estimator, expected a single --estimator");
  expect_error(popex({"replay", "--trace", trace, "--samples", "--plot", "a.svg"}),
               "--plot: not with --samples, which prints 'seconds rate' lines");
  expect_error(popex({"solve", "-p", "alexnet.json", "-r", "2..8", "--plot", "a.svg"}),
               "--plot: not where a rate varies: one decision alone");
}

TEST_F(PlotUsage, IsOfOneAnswer) {
  expect_error(popex({"solve", "-p", "alexnet.json", "--batch", "-", "--plot", "a.svg"}),
               "--plot: not with --batch: pictures are of one scenario");
  expect_error(
      popex({"exits", "--records", "r.csv", "--profile", "alexnet.json", "--plot", "a.svg"}),
      "--plot: not with --profile, which writes a profile");
}

class PlotInput : public PlotTest {
 protected:
  static void expect_said(const std::string& answer, const std::string& words) {
    const std::string said = said_of(answer);
    EXPECT_NE(said.find(words), std::string::npos) << said;
  }
  const std::string kExpected =
      "expected an answer of solve, sweep, breakpoints, exits, calibrate, tune, replay in JSON "
      "(--format json), or of sweep, exits, tune or replay in CSV (--format csv)\n";
};

TEST_F(PlotInput, IsAnAnswerThatCanBeDrawn) {
  expect_said("", "standard input: empty, " + kExpected);
  expect_said("{}", "standard input: /command: missing, " + kExpected);
  expect_said(popex({"profiles", "--format", "json"}).out,
              "standard input: /command: 'profiles' cannot be drawn, " + kExpected);
  expect_said("sample,confidence_b1\n1,0.5\n",
              "standard input: not an answer that can be drawn, " + kExpected);
  expect_said("\xff\xfe", "standard input: not UTF-8, " + kExpected);
  expect_said("{\"command\" 5}", "standard input:1:12: not valid JSON");
  const Seen missing = popex({"plot", "none.csv"});
  EXPECT_EQ(missing.code, 4);
  EXPECT_EQ(missing.err, "popex: error: none.csv: cannot be read: No such file or directory\n");
}

TEST_F(PlotInput, SaysWhatTablesLack) {
  const auto table_of = [](Strings words) {
    words.insert(words.end(), {"--format", "csv"});
    return popex(words).out;
  };
  expect_said(table_of({"breakpoints", "-p", "alexnet.json"}),
              "a table of popex breakpoints does not say the parameter that varies, expected the "
              "answer of popex breakpoints … --format json\n");
  expect_said(table_of({"solve", "-p", "alexnet.json", "-r", "5"}),
              "a table of popex solve does not say the network and the best decision, expected the "
              "answer of popex solve … --all --format json\n");
  expect_said("samples,exit,temperature,ece_before\n",
              "a table of popex calibrate does not say the reliability of each bin");
  expect_said("trace,strategy,regret_ms\n", "a table of popex replay does not say the steps");
  expect_said(popex({"solve", "-p", "alexnet.json", "-r", "5", "--format", "json"}).out,
              "standard input: /alternatives: none, expected the answer of popex solve --all "
              "--format json\n");
}

/// Where words stand among the labels of the y axis, from below.
std::vector<std::size_t> places_of(const std::string& svg, const Strings& words) {
  std::vector<std::size_t> places;
  for (const std::string& word : words) places.push_back(svg.find("<text>" + word + "</text>"));
  return places;
}

TEST_F(PlotInput, ShowsSplitsInTheOrderOfTheNetwork) {
  const Strings question = {"sweep", "-p",      "alexnet.json",     "-r",
                            "3g",    "--gamma", "log:100:20000:80", "--probability",
                            "0,0.8", "--format"};
  const auto picture_of = [&](const std::string& format) {
    Strings words = question;
    words.push_back(format);
    const Seen seen = popex({"plot", "-", "--show", "split"}, popex(words).out);
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
    return seen.out;
  };
  const std::string svg = picture_of("csv");
  EXPECT_EQ(svg, picture_of("json"));
  const std::vector<std::size_t> places = places_of(svg, {"input", "conv1 +b1", "conv2", "output"});
  EXPECT_TRUE(std::is_sorted(places.begin(), places.end())) << svg;
  EXPECT_NE(places.back(), std::string::npos);
  EXPECT_EQ(svg.find("expected time"), std::string::npos);
}

TEST_F(PlotInput, ShowsSplitsOfATableWithoutTheirIndex) {
  const Seen seen = popex({"plot", "-", "--show", "split"},
                          "rate_mbps,gamma,split,expected_time_ms\n"
                          "1,2,output,9\n2,2,a,8\n3,2,input,7\n");
  EXPECT_EQ(seen.code, 0) << seen.err;
  // In the order in which they come, but for `output`, which is always the last one.
  const std::vector<std::size_t> places = places_of(seen.out, {"a", "input", "output"});
  EXPECT_TRUE(std::is_sorted(places.begin(), places.end())) << seen.out;
  EXPECT_NE(places.back(), std::string::npos);
}

TEST_F(PlotInput, HasSomethingToShowOfSweepsAlone) {
  const std::string answer = popex({"breakpoints", "-p", "alexnet.json", "--format", "json"}).out;
  const Seen seen = popex({"plot", "-", "--show", "split"}, answer);
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err,
            "popex: error: --show: the answer is one of breakpoints, expected one of sweep\n");
  const Seen unknown = popex({"plot", "-", "--show", "splits"}, answer);
  EXPECT_EQ(unknown.code, 2);
  EXPECT_EQ(unknown.out, "");
  EXPECT_EQ(unknown.err, "popex: error: --show: splits not in {expected_time,split}\n");
}

TEST_F(PlotInput, ReportsEveryBrokenRow) {
  const std::string heading = "rate_mbps,gamma,split,split_index,expected_time_ms\n";
  EXPECT_EQ(said_of(heading + "1,2,a,0\nx,2,a,0,5\n3,2,\"a,0,5\n"),
            "popex: error: standard input:2: 4 fields, expected 5\n"
            "popex: error: standard input:3: rate_mbps 'x', expected a number\n"
            "popex: error: standard input:4: a quote that is not closed\n");
  expect_said(heading + "1,2,a,0,5\n",
              "standard input: 1 point of no parameter that varies, expected a sweep over two or "
              "more values\n");
  expect_said(heading, "standard input: 0 points of no parameter that varies");
  expect_said(heading + "1,,a,0,5\n2,3,a,0,5\n",
              "points without a value of 'processing factor γ' beside others that have one\n");
}

TEST_F(PlotInput, ReportsEveryPlaceOfBrokenJson) {
  expect_said(R"({"command": "breakpoints", "over": {"parameter": "rate"}, "pieces": [
                  {"from": 1, "to": "x", "expected_time_ms": {"from": 1, "to": 1}, "links": []}]})",
              "standard input: /pieces/0/to: a string, expected a number or null\n");
  expect_said(R"({"command": "breakpoints", "over": {"parameter": "size"}, "pieces": []})",
              "standard input: /over/parameter: 'size', expected rate, gamma or probability\n"
              "popex: error: standard input: /pieces: none, expected one or more\n");
  expect_said(R"({"command": "sweep", "points": []})",
              "standard input: /points: none, expected two or more\n");
  expect_said(
      R"({"command": "tune", "conditions": []})",
      "standard input: /conditions: no choices and no front, expected the answer of tune\n");
  expect_said(R"({"command": "calibrate", "conditions": []})",
              "standard input: /conditions: 0 exits of 0 conditions");
  expect_said(R"({"command": "exits", "conditions": []})",
              "standard input: /conditions: no branch with an exit probability");
  expect_said(R"({"command": "replay", "traces": []})",
              "standard input: /traces/0/steps: no steps, expected the answer of popex replay "
              "--steps\n");
}

}  // namespace
}  // namespace popex::test
