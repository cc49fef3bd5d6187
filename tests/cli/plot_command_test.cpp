// SPDX-License-Identifier: MIT
//
// Pictures, drawn by gnuplot for real.

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/plot_test.hpp"
#include "support/program.hpp"
#include "support/svg_texts.hpp"

namespace popex::test {
namespace {

using Strings = std::vector<std::string>;

/// Width and height of a PNG, from its header.
std::array<std::uint32_t, 2> size_of_png(const std::string& png) {
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
  std::array<std::uint32_t, 2> size{};
  for (std::size_t i = 0; i < 8; ++i) {
    size.at(i / 4) = size.at(i / 4) * 256 + static_cast<unsigned char>(png.at(16 + i));
  }
  return size;
}

class Plot : public PlotTest {
 protected:
  static void expect_clean(const Seen& seen) {
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "");
  }

  /// Runs a command with --plot, and draws what it stores in `format` as well: the pictures have to
  /// be the same, and XML. Returns the SVG.
  [[nodiscard]] std::string picture_of(Strings words, const std::string& format) const {
    const std::string answer = folder_.file("answer." + format);
    const std::string direct = folder_.file("direct.svg");
    words.insert(words.end(), {"--format", format, "-o", answer, "--plot", direct});
    const Seen seen = popex(words);
    EXPECT_EQ(seen.code, 0) << seen.err;
    EXPECT_EQ(seen.out, "");
    const Seen plot = popex({"plot", answer});
    EXPECT_EQ(plot.code, 0) << plot.err;
    EXPECT_EQ(plot.err, seen.err);
    EXPECT_EQ(plot.out, "");
    const std::string svg = read_file(folder_.file("answer.svg"));
    EXPECT_EQ(svg, read_file(direct));
    if (shell("command -v xmllint").code == 0) {
      EXPECT_EQ(shell("xmllint --noout '" + direct + "'").err, "");
    }
    EXPECT_EQ(folder_.names(), (Strings{"answer." + format, "answer.svg", "direct.svg"}));
    std::filesystem::remove(answer);
    return svg;
  }
};

TEST_F(Plot, ShowsASweepAsALine) {
  const std::string svg =
      picture_of({"sweep", "-p", "alexnet.json", "--rate", "log:0.5:40:60"}, "csv");
  expect_texts(svg, {"upload rate in Mbps", "expected time in ms", "output", "conv5", "input",
                     "edge", "upload", "cloud", "p(b1) = 0.4943"});
}

TEST_F(Plot, ShowsTheSameSweepFromJson) {
  const Strings words = {
      "sweep",           "-p", "alexnet-three-tier.json", "-r", "device-edge=1:9:1", "-r",
      "edge-cloud=5,100"};
  const std::string csv = picture_of(words, "csv");
  Strings json = words;
  json.insert(json.end(), {"--format", "json"});
  const Seen seen = popex({"plot", "-"}, popex(json).out);
  expect_clean(seen);
  EXPECT_EQ(seen.out, csv);
  expect_texts(
      csv, {"rate of device-edge in Mbps", "edge-cloud 5 Mbps", "edge-cloud 100 Mbps", "split"});
}

TEST_F(Plot, ShowsTwoLongGridsAsAMap) {
  const std::string svg = picture_of(
      {"sweep", "-p", "alexnet.json", "--rate", "log:0.5:50:50", "--probability", "0:1:0.025"},
      "csv");
  expect_texts(svg, {"upload rate in Mbps", "exit probability of b1", "output", "conv5", "input"});
}

TEST_F(Plot, ShowsPointsWithoutADecision) {
  const std::string svg = picture_of(
      {"sweep", "-p", "alexnet.json", "--rate", "1:41:2", "--arrival-rate", "20"}, "csv");
  expect_texts(svg, {"no decision", "expected time with queues in ms", "queues"});
}

TEST_F(Plot, ShowsBreakpoints) {
  const std::string svg = picture_of({"breakpoints", "-p", "alexnet.json"}, "json");
  expect_texts(svg, {"b-alexnet: p(b1) = 0.4943", "rate of edge-cloud in Mbps",
                     "expected time in ms", "output", "conv5", "input", "1.01", "19.3"});
  const std::string gamma =
      picture_of({"breakpoints", "-p", "alexnet.json", "--over", "gamma", "-r", "3g"}, "json");
  expect_texts(gamma, {"processing factor γ", "5517"});
}

TEST_F(Plot, ShowsBreakpointsOfANetworkThatIsNoChain) {
  const std::string svg = picture_of(
      {"breakpoints", "-p", "inception.json", "--over", "probability:b1", "-r", "device-edge=6"},
      "json");
  expect_texts(svg, {"exit probability of b1", "expected time in ms"});
}

TEST_F(Plot, ShowsExitsByThresholdOrByCondition) {
  const std::string curves = picture_of(
      {"exits", "--records", records_, "--by", "condition", "--threshold", "0.3:1:0.1"}, "json");
  expect_texts(curves, {"b1", "b2", "threshold of confidence", "exit probability in %", "pristine",
                        "blur17"});
  const std::string bars =
      picture_of({"exits", "--records", records_, "--by", "condition"}, "json");
  expect_texts(bars, {"b1", "b2", "pristine", "blur17"});
  const Seen table = popex(
      {"plot", "-"},
      popex({"exits", "--records", records_, "--threshold", "0.3:1:0.1", "--format", "csv"}).out);
  expect_clean(table);
  expect_texts(table.out, {"threshold", "b1", "b2"});
}

TEST_F(Plot, ShowsReliabilityBeforeAndAfter) {
  const std::string svg = picture_of({"calibrate", "--records", records_}, "json");
  expect_texts(svg,
               {"confidence in %", "accuracy in %", "before", "after", "confidence = accuracy"});
  const Strings texts = texts_of(svg);
  EXPECT_EQ(std::count_if(texts.begin(), texts.end(),
                          [](const std::string& t) { return t.find(": ECE ") != t.npos; }),
            3);
}

TEST_F(Plot, ShowsAFrontOrTheChoices) {
  const Strings words = {"tune", "-p", profile_,    "--gamma", "150",
                         "-r",   "10", "--records", records_};
  Strings front = words;
  front.emplace_back("--pareto");
  const std::string svg = picture_of(front, "json");
  expect_texts(svg, {"expected time in ms", "accuracy in %", "/conv1/conv1.0/Conv +b1"});
  Strings table = front;
  table.insert(table.end(), {"--format", "csv"});
  const Seen seen = popex({"plot", "-"}, popex(table).out);
  expect_clean(seen);
  expect_texts(seen.out, {"/conv1/conv1.0/Conv +b1"});
  Strings question = words;
  question.insert(question.end(), {"--min-accuracy", "0.8"});
  expect_texts(picture_of(question, "json"), {"edge only (output)", "cloud only, no exits (input)",
                                              "popex, right-sized (output)"});
}

TEST_F(Plot, ShowsEveryDecisionBelowTheNetwork) {
  const std::string svg = picture_of({"solve", "-p", "alexnet.json", "-r", "4g", "--all"}, "json");
  expect_texts(svg,
               {"b-alexnet: edge-cloud 5.85 Mbps, p(b1) = 0.4943", "conv1 +b1", "fc8", "b1",
                "82.1 ms, the best", "212 ms", "expected time in ms", "edge", "upload", "cloud"});
  // All decisions are drawn whether or not the answer lists them.
  const std::string file = folder_.file("alone.svg");
  const Seen alone = popex({"solve", "-p", "alexnet.json", "-r", "4g", "--plot", file});
  expect_clean(alone);
  EXPECT_EQ(alone.out, popex({"solve", "-p", "alexnet.json", "-r", "4g"}).out);
  EXPECT_EQ(read_file(file), svg);
}

TEST_F(Plot, ShowsWhatTheGoalIs) {
  const std::string energy =
      picture_of({"solve", "-p", "alexnet.json", "-r", "25", "--all", "--objective", "energy",
                  "--power", "edge=4000", "--radio-power", "4g"},
                 "json");
  expect_texts(energy, {"expected energy in mJ", "299 mJ, the best"});
  const std::string load = picture_of(
      {"solve", "-p", "alexnet.json", "-r", "25", "--all", "--arrival-rate", "20"}, "json");
  expect_texts(load, {"398 ms, the best", "queues"});
  const std::string tiers = picture_of({"solve", "-p", "alexnet-three-tier.json", "--all"}, "json");
  expect_texts(tiers, {"device", "upload device-edge", "edge", "upload edge-cloud", "cloud", "b2"});
}

TEST_F(Plot, ShowsTheStepsOfAReplay) {
  std::string table = "trace,time_s,rate_mbps,estimate_mbps,split,expected_time_ms,regret_ms\n";
  std::string json = R"({"command": "replay", "traces": [{"trace": "lte.csv", "steps": [)";
  for (int i = 1; i <= 20; ++i) {
    const std::string rate = std::to_string(1 + i % 7);
    const std::string split = i % 7 > 3 ? "input" : "output";
    table += "lte.csv," + std::to_string(i) + "," + rate + ",3," + split + ",90,1.5\n";
    json += std::string(i > 1 ? "," : "") + R"({"time_s": )" + std::to_string(i) +
            R"(, "rate_mbps": )" + rate + R"(, "estimate_mbps": 3, "split": ")" + split +
            R"(", "expected_time_ms": 90, "regret_ms": 1.5})";
  }
  const Seen of_table = popex({"plot", "-"}, table);
  expect_clean(of_table);
  expect_texts(of_table.out, {"lte.csv", "time in s", "rate in Mbps", "regret in ms", "split",
                              "input", "output", "measured", "estimate"});
  EXPECT_EQ(popex({"plot", "-"}, json + "]}]}").out, of_table.out);
}

TEST_F(Plot, ShowsAReplayAtOnce) {
  const std::string trace = std::string(POPEX_SOURCE) + "/examples/rate-traces/steps.csv";
  const Strings words = {"replay", "-p",          "alexnet.json", "--trace",
                         trace,    "--estimator", "last",         "--steps"};
  const std::string csv = picture_of(words, "csv");
  expect_texts(csv, {"time in s", "rate in Mbps", "regret in ms", "conv5", "measured"});
  EXPECT_EQ(picture_of(words, "json"), csv);
  // The answer is as it is without a picture; that needs no --steps.
  const Strings plain(words.begin(), words.end() - 1);
  Strings with_plot = plain;
  const std::string file = folder_.file("picture.svg");
  with_plot.insert(with_plot.end(), {"--plot", file});
  const Seen seen = popex(with_plot);
  expect_clean(seen);
  EXPECT_EQ(seen.out, popex(plain).out);
  EXPECT_EQ(read_file(file), csv);
}

TEST_F(Plot, DrawsNamesAsTheyAre) {
  std::string table = "rate_mbps,latency_ms,gamma,split,split_index,expected_time_ms\n";
  for (const char* rate : {"1", "2", "3"}) {
    table += std::string(rate) + ",0,,\"it's, a_b^2 {c} 50%d \\n \"\"q\"\" <é>\",1,5\n";
  }
  const Seen seen = popex({"plot", "-"}, table);
  expect_clean(seen);
  expect_texts(seen.out, {"it's, a_b^2 {c} 50%d \\n \"q\" &lt;é>"});
}

TEST_F(Plot, MakesAPngTwiceAsLargeWithTheSameBytesEachTime) {
  const std::string answer =
      folder_.write("a.json", popex({"breakpoints", "-p", "alexnet.json", "--format", "json"}).out);
  for (const char* file : {"one.png", "two.png"}) {
    expect_clean(popex({"plot", answer, "-o", folder_.file(file)}));
  }
  const std::string png = read_file(folder_.file("one.png"));
  EXPECT_EQ(size_of_png(png), (std::array<std::uint32_t, 2>{1600, 1000}));
  EXPECT_EQ(png, read_file(folder_.file("two.png")));
  // A person's own settings make no difference.
  folder_.write(".gnuplot", "set title 'mine'\n");
  expect_clean(shell("HOME=$PWD LC_ALL=C popex plot a.json -o three.png", folder_.path()));
  EXPECT_EQ(png, read_file(folder_.file("three.png")));
}

TEST_F(Plot, TellsWhatItDrewInJson) {
  const std::string answer =
      folder_.write("a.json", popex({"breakpoints", "-p", "alexnet.json", "--format", "json"}).out);
  const std::string file = folder_.file("a.png");
  const Seen seen = popex({"plot", answer, "-o", file, "--format", "json"});
  expect_clean(seen);
  const nlohmann::json said = nlohmann::json::parse(seen.out);
  EXPECT_EQ(said["command"], "plot");
  EXPECT_EQ(said["answer"], "breakpoints");
  EXPECT_EQ(said["file"], file);
  EXPECT_EQ(said["format"], "png");
  EXPECT_EQ(said["width"], 1600);
  EXPECT_EQ(said["height"], 1000);
  EXPECT_EQ(said["notes"], nlohmann::json::array());
  const Seen lost = popex({"plot", "-", "--format", "json"}, "{}");
  EXPECT_EQ(lost.code, 2);
  EXPECT_EQ(lost.err,
            "popex: error: --format: json, but the picture goes to standard output, expected -o "
            "FILE\n");
}

TEST_F(Plot, WarnsOfWhatThePictureLeavesOut) {
  const Seen seen =
      popex({"plot", "-"},
            popex({"sweep", "-p", "alexnet.json", "-r", "1:100:0.01", "--format", "csv"}).out);
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err.find("popex: warning: the picture: "), 0U) << seen.err;
  EXPECT_NE(seen.err.find(" of 9901 points are drawn"), std::string::npos) << seen.err;
}

TEST_F(Plot, LeavesEverythingAsItWasWhereItFails) {
  folder_.write("a.svg", "of yesterday");
  const std::string broken = folder_.write("a.json", "{\"command\": \"solve\"}");
  const Seen seen = popex({"plot", broken});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(read_file(folder_.file("a.svg")), "of yesterday");
  // An answer that is not drawn is not given, either.
  const Seen unwritable =
      popex({"solve", "-p", "alexnet.json", "-r", "5", "--plot", folder_.file("none/picture.svg")});
  EXPECT_EQ(unwritable.code, 4);
  EXPECT_EQ(unwritable.out, "");
  EXPECT_EQ(unwritable.err, "popex: error: " + folder_.file("none/picture.svg") +
                                ": cannot be written: No such file or directory\n");
  EXPECT_EQ(folder_.names(), (Strings{"a.json", "a.svg"}));
}

TEST_F(Plot, SaysWhatGnuplotSays) {
  folder_.write("gnuplot", "#!/bin/sh\necho '  line 0: no such terminal' >&2\nexit 1\n");
  folder_.write("a.json", popex({"breakpoints", "-p", "alexnet.json", "--format", "json"}).out);
  const Seen seen = shell("chmod +x gnuplot; PATH=$PWD:$PATH popex plot a.json", folder_.path());
  EXPECT_EQ(seen.code, 4);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err, "popex: error: gnuplot: line 0: no such terminal\n");
  folder_.write("gnuplot", "#!/bin/sh\nkill -9 $$\n");
  const Seen killed = shell("PATH=$PWD:$PATH popex plot a.json", folder_.path());
  EXPECT_EQ(killed.code, 4);
  EXPECT_NE(killed.err.find("gnuplot: was ended by signal 9 (Killed)\n"), std::string::npos)
      << killed.err;
  EXPECT_EQ(folder_.names(), (Strings{"a.json", "gnuplot"}));
}

}  // namespace
}  // namespace popex::test
