// SPDX-License-Identifier: MIT
//
// --plot beside an answer: what is refused before any work is done, and what is drawn of answers
// with holes.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/plot_test.hpp"
#include "support/program.hpp"

namespace popex::test {
namespace {

using Strings = std::vector<std::string>;

class PlotOption : public PlotTest {
 protected:
  [[nodiscard]] Seen run(const std::string& command) const {
    return shell("popex " + command, folder_.path());
  }
};

TEST_F(PlotOption, IsAnotherFileThanTheAnswers) {
  const std::string link = folder_.file("link.svg");
  std::filesystem::create_symlink("a", link);  // whether or not there is an a
  for (const std::string name : {"link.svg", "./link.svg", "b/../link.svg"}) {
    const Seen seen = run("sweep -p alexnet.json -r 1,2 -o a --plot " + name);
    EXPECT_EQ(seen.code, 2);
    EXPECT_EQ(seen.err,
              "popex: error: --plot: '" + name + "' gets the answer (-o), expected another file\n");
    EXPECT_EQ(seen.out, "");
  }
  std::filesystem::remove(link);
  EXPECT_EQ(folder_.names(), Strings{});
  folder_.write("c.svg", "{}");
  const Seen itself = run("plot c.svg -o ./c.svg");
  EXPECT_EQ(itself.code, 2);
  EXPECT_EQ(itself.err,
            "popex: error: ./c.svg: is the answer itself, expected another file for the picture "
            "(-o)\n");
  EXPECT_EQ(folder_.names(), Strings{"c.svg"});
}

TEST_F(PlotOption, WantsSomethingThatVaries) {
  for (const std::string grid : {"-r 5", "-r 5,5", "-r 5 --gamma 3,3,3"}) {
    const Seen seen = run("sweep -p alexnet.json " + grid + " --plot a.svg");
    EXPECT_EQ(seen.code, 2);
    EXPECT_EQ(seen.out, "");
    EXPECT_EQ(seen.err,
              "popex: error: --plot: expected a grid of two or more values, of --rate for "
              "instance\n");
  }
  EXPECT_EQ(folder_.names(), Strings{});
}

TEST_F(PlotOption, ShowsTheFirstTraceWhereOneIsPlayedTwice) {
  folder_.write("t", "0 5\n1 6\n2 30\n3 40\n");
  const Seen seen = run("replay -p alexnet.json --trace t --trace t --plot a.svg -o answer");
  EXPECT_EQ(seen.code, 0) << seen.err;
  EXPECT_EQ(seen.err, "popex: warning: the picture: the first of 2 traces\n");
  const Seen once = run("replay -p alexnet.json --trace t --plot b.svg -o answer");
  EXPECT_EQ(once.code, 0) << once.err;
  EXPECT_EQ(once.err, "");
}

TEST_F(PlotOption, ShowsWhatIsCarriedWhereThatIsTheGoal) {
  const std::string sweep = "sweep -p alexnet.json -r 1:100:9 --objective throughput ";
  EXPECT_EQ(run(sweep + "--format csv -o t.csv --plot a.svg").code, 0);
  EXPECT_EQ(run(sweep + "--format json -o t.json").code, 0);
  EXPECT_EQ(run("plot t.json -o b.svg").code, 0);
  const std::string svg = shell("cat a.svg", folder_.path()).out;
  EXPECT_NE(svg.find(">samples per second<"), std::string::npos);
  EXPECT_EQ(svg.find("queues"), std::string::npos);
  EXPECT_EQ(shell("cmp a.svg b.svg", folder_.path()).code, 0);
  EXPECT_EQ(run("sweep -p alexnet.json -r 50:100:9 --arrival-rate 5 --plot c.svg -o answer").code,
            0);
  EXPECT_NE(shell("cat c.svg", folder_.path()).out.find(">expected time with queues in ms<"),
            std::string::npos);
}

TEST_F(PlotOption, SaysWhichBranchesItCannotPlace) {
  const Seen seen = run("solve -p alexnet.json -r 5 --top 3 --plot a.svg -o answer");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err,
            "popex: warning: the picture: not drawn, as these decisions do not tell where: branch "
            "b1\n");
}

// A is never seen at b2:   b1: A 1     b2: A -
//                              B 0.4       B 0.4
TEST_F(PlotOption, GivesConditionsTheSameLookAtEveryBranch) {
  folder_.write("e.csv",
                "condition,samples,threshold,exit,exit_probability\n"
                "A,10,0.5,b1,1\nA,10,0.6,b1,1\nA,10,0.5,b2,\nA,10,0.6,b2,\n"
                "B,10,0.5,b1,0.4\nB,10,0.6,b1,0.3\nB,10,0.5,b2,0.4\nB,10,0.6,b2,0.3\n");
  const Seen seen = run("plot e.csv");
  ASSERT_EQ(seen.code, 0) << seen.err;
  const std::string svg = shell("cat e.svg", folder_.path()).out;
  const std::string first_look = "stroke='rgb(  0, 114, 178)'";
  std::size_t lines = 0;
  for (std::size_t at = svg.find("<path " + first_look); at != std::string::npos;
       at = svg.find("<path " + first_look, at + 1)) {
    ++lines;
  }
  EXPECT_EQ(lines, 1U) << "A at b1 alone";
}

}  // namespace
}  // namespace popex::test
