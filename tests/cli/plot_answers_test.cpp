// SPDX-License-Identifier: MIT
//
// Answers at the edge of what can be drawn: what is infinite, what people name, and what popex does
// not write.

#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/plot_test.hpp"
#include "support/program.hpp"
#include "support/svg_texts.hpp"

namespace popex::test {
namespace {

using Strings = std::vector<std::string>;

class PlotAnswers : public PlotTest {
 protected:
  static void expect_said(const std::string& answer, const std::string& words) {
    EXPECT_EQ(said_of(answer), "popex: error: " + words);
  }
};

TEST_F(PlotAnswers, ShowsEnergiesThatAreEndless) {
  const Seen answer =
      popex({"solve", "-p", "alexnet.json", "-r", "0", "--all", "--objective", "energy", "--power",
             "edge=4000", "--radio-power", "4g", "--format", "json"});
  const Seen seen = popex({"plot", "-"}, answer.out);
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "popex: warning: the picture: bars that reach the right edge go on\n");
  expect_texts(seen.out, {"endless", "expected energy in mJ", "814 mJ, the best"});
}

TEST_F(PlotAnswers, SaysWhichChoicesHaveNoPlace) {
  const Strings words = {"tune", "-p",        profile_, "--gamma",        "150", "-r",
                         "0",    "--records", records_, "--min-accuracy", "0.8"};
  for (const std::string format : {"json", "csv"}) {
    Strings question = words;
    question.insert(question.end(), {"--format", format});
    const Seen seen = popex({"plot", "-"}, popex(question).out);
    EXPECT_EQ(seen.code, 0);
    EXPECT_EQ(seen.err, "popex: warning: the picture: 'cloud only': no finite cost, not drawn\n");
    expect_texts(seen.out,
                 {"edge only, no exits (output)", "popex, right-sized (output)", "accuracy in %"});
  }
}

TEST_F(PlotAnswers, ShowsConditionsCalledWhatAColumnIs) {
  // The same records with their condition under each of these names.
  const std::string records = read_file(records_);
  const std::size_t at = records.find("condition");
  ASSERT_LT(at, records.find('\n'));
  for (const std::string name : {"split", "choice", "accuracy", "samples"}) {
    std::string renamed = records;
    renamed.replace(at, std::string("condition").size(), name);
    const std::string file = folder_.write("records.csv", renamed);
    const Seen tune = popex(
        {"plot", "-"}, popex({"tune", "-p", profile_, "--gamma", "150", "-r", "10", "--records",
                              file, "--min-accuracy", "0.6", "--by", name, "--format", "csv"})
                           .out);
    EXPECT_EQ(tune.code, 0) << name;
    EXPECT_EQ(tune.err,
              "popex: warning: the picture: 3 of 12 points have no room for their name\n");
    expect_texts(tune.out, {"pristine: popex", "blur17: others"});
    const Seen exits = popex({"plot", "-"}, popex({"exits", "--records", file, "--threshold",
                                                   "0.3:1:0.1", "--by", name, "--format", "csv"})
                                                .out);
    EXPECT_EQ(exits.code, 0) << name;
    EXPECT_EQ(exits.err, "");
    expect_texts(exits.out, {"pristine", "blur17", "b1", "b2"});
  }
}

TEST_F(PlotAnswers, ReportsHeadingsThatAreNone) {
  const auto twice = [](const std::string& column) {
    return "popex: error: standard input: column '" + column + "' is there twice\n";
  };
  EXPECT_EQ(said_of("rate_mbps,gamma,split,split,expected_time_ms\n1,2,a,b,3\n2,2,a,b,3\n"),
            twice("split"));
  EXPECT_EQ(said_of("rate_mbps,gamma,split,expected_time_ms,edge_ms,edge_ms\n"
                    "1,2,a,3,1,2\n2,2,a,3,1,2\n"),
            twice("edge_ms"));
  EXPECT_EQ(said_of("rate_mbps,gamma,split_index,expected_time_ms\n1,2,0,3\n2,2,0,3\n"),
            "popex: error: standard input: no column 'split'\n");
  // Conditions may have any names; what belongs to the answer comes behind.
  EXPECT_EQ(said_of("choice,split,samples,accuracy,expected_time_ms\na,b,9,0.5,3\n"),
            "popex: error: standard input: no column 'choice'\n"
            "popex: error: standard input: no column 'split'\n");
}

TEST_F(PlotAnswers, HasPlacesForThePointsOfTune) {
  const std::string heading = "samples,choice,split,expected_time_ms,accuracy\n";
  expect_said(heading + "9,popex,a,3,1e20\n", "standard input: accuracy 1e+20, expected 0 … 1\n");
  expect_said(heading + "9,popex,a,3,inf\n", "standard input: accuracy inf, expected 0 … 1\n");
  expect_said(heading + "9,popex,a,-3,0.5\n", "standard input: a cost of -3, expected 0 or more\n");
  expect_said(heading + "9,popex,a,inf,0.5\n9,edge only,a,3,\n",
              "standard input: nothing that has a finite cost and an accuracy\n");
  expect_said(R"({"command": "tune", "conditions": [{"condition": {}, "front": [
                  {"expected_energy_mj": 3, "accuracy": 1e20, "split": "a"}]}]})",
              "standard input: /conditions: accuracy 1e+20, expected 0 … 1\n");
}

TEST_F(PlotAnswers, HasAnIntervalThatPopexWrites) {
  const auto answer = [](const std::string& parameter, const std::string& from,
                         const std::string& to) {
    return R"({"command": "breakpoints", "over": {"parameter": ")" + parameter +
           R"("}, "pieces": [{"from": )" + from + R"(, "to": )" + to +
           R"(, "expected_time_ms": {"from": 2, "to": 1}, "links": []}]})";
  };
  const std::string place = "standard input: /pieces: ";
  expect_said(answer("rate", "0", "1e-323"),
              place + "from 0 to 1e-323, expected from 0 or more to 1e-09 … 1000000000\n");
  expect_said(answer("gamma", "1", "1e300"),
              place + "from 1 to 1e+300, expected from 0 or more to 1e-09 … 1000000000\n");
  expect_said(answer("probability", "0", "1.5"),
              place + "from 0 to 1.5, expected from 0 or more to 1e-09 … 1\n");
}

TEST_F(PlotAnswers, HasParametersThatAreNotAllButTheSame) {
  expect_said("rate_mbps,gamma,split,expected_time_ms\n1,2,a,3\n1.0000000001,2,a,3\n",
              "standard input: upload rate in Mbps from 1 to 1.0000000001, too near to draw\n");
}

TEST_F(PlotAnswers, MayHaveNamesThatBeginWithApostrophes) {
  const Seen seen =
      popex({"plot", "-"}, "rate_mbps,gamma,split,expected_time_ms\n1,2,''a',3\n2,2,''a',3\n");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  expect_texts(seen.out, {"''a'"});
}

TEST_F(PlotAnswers, HasALinkBetweenTwoTiers) {
  std::string answer =
      popex({"solve", "-p", "alexnet.json", "-r", "5", "--all", "--format", "json"}).out;
  const std::string links = "\"links\": [";
  const std::size_t at = answer.find(links) + links.size();
  answer.insert(at, R"({"link": "x", "tensors": [], "transfer_ms": 1}, )");
  EXPECT_EQ(said_of(answer),
            "popex: error: standard input: /decision: 2 tiers and 2 links, expected a link less\n");
}

}  // namespace
}  // namespace popex::test
