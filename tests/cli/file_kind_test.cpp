// SPDX-License-Identifier: MIT
//
// What the end of a file's name says is what is written into it, or it is refused.

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"

namespace popex::test {
namespace {

using Words = std::vector<std::string>;

class FileEnding : public testing::Test {
 protected:
  TemporaryFolder folder_;

  [[nodiscard]] Seen run(Words words, const std::string& file) const {
    words.insert(words.end(), {"-p", "alexnet.json", "-o", folder_.file(file)});
    return popex(words);
  }
  [[nodiscard]] std::string read(const std::string& file) const {
    return read_file(folder_.file(file));
  }
};

TEST_F(FileEnding, DecidesTheFormat) {
  EXPECT_EQ(run({"sweep", "-r", "1,5"}, "a.json").code, 0);
  EXPECT_TRUE(nlohmann::json::accept(read("a.json")));
  EXPECT_EQ(run({"sweep", "-r", "1,5"}, "a.CSV").code, 0);
  EXPECT_EQ(read("a.CSV").substr(0, 10), "rate_mbps,");
  EXPECT_EQ(run({"sweep", "-r", "1,5"}, "a.txt").code, 0);
  EXPECT_EQ(read("a.txt").find("rate_mbps,"), std::string::npos);
  EXPECT_EQ(run({"plan", "--over", "rate"}, "a.h").code, 0);
  EXPECT_NE(read("a.h").find("#ifndef"), std::string::npos);
  EXPECT_EQ(run({"graph"}, "a.dot").code, 0);
  EXPECT_EQ(read("a.dot").substr(0, 8), "digraph ");
  EXPECT_EQ(run({"graph"}, "g.json").code, 0);
  EXPECT_TRUE(nlohmann::json::accept(read("g.json")));
}

TEST_F(FileEnding, OfAPictureOfANetworkIsDrawnWithDot) {
  if (shell("command -v dot && command -v xmllint").code != 0)
    GTEST_SKIP() << "needs dot and xmllint";
  EXPECT_EQ(run({"graph"}, "a.svg").err, "");
  EXPECT_EQ(run({"graph", "-r", "5"}, "a.png").err, "");
  EXPECT_EQ(run({"graph"}, "a.PDF").err, "");
  EXPECT_EQ(shell("xmllint --noout a.svg", folder_.path()).err, "");
  EXPECT_EQ(read("a.png").substr(1, 3), "PNG");
  EXPECT_EQ(read("a.PDF").substr(0, 5), "%PDF-");
}

TEST_F(FileEnding, NamesThePackageOfAMissingDot) {
  const Seen seen = shell(
      "popex=$(command -v popex); PATH=/none $popex graph -p alexnet.json -o a.svg; "
      "echo $?; /bin/ls -A",
      folder_.path());
  EXPECT_EQ(seen.out, "4\n");
  EXPECT_EQ(seen.err, "popex: error: dot: not found, install the package graphviz\n");
}

TEST_F(FileEnding, ThatIsNotWrittenIsRefused) {
  const auto refused = [&](const Words& words, const std::string& file, const std::string& why) {
    const Seen seen = run(words, file);
    EXPECT_EQ(seen.code, 2) << file;
    EXPECT_EQ(seen.out, "") << file;
    EXPECT_EQ(seen.err,
              "popex: error: -o: '" + folder_.file(file) + "' is the name of " + why + "\n");
    EXPECT_EQ(folder_.names(), Words{}) << file;
  };
  refused({"sweep", "-r", "1,5"}, "a.svg",
          "a picture, expected .json, .csv or an ending of no format; --plot " +
              folder_.file("a.svg") + " draws the answer");
  refused({"graph"}, "a.csv",
          "CSV, expected .json, .svg, .png, .pdf, .eps, .dot, .gv or an ending of no format");
  refused({"plan", "--over", "rate"}, "a.csv",
          "CSV, expected .json, .h, .hpp or an ending of no format");
  refused({"watch"}, "a.csv", "CSV, expected .json or an ending of no format");
  refused({"solve", "-r", "5"}, "a.h",
          "a C header, expected .json, .csv or an ending of no format; popex plan writes headers");
}

TEST_F(FileEnding, AndFormatHaveToAgree) {
  for (const std::string file : {"a.json", "a.csv"}) {
    const Seen seen = run({"sweep", "-r", "1,5", "--format", "text"}, file);
    EXPECT_EQ(seen.code, 2);
    EXPECT_EQ(seen.err, "popex: error: --format: 'text', but '" + folder_.file(file) +
                            "' is the name of " + (file == "a.csv" ? "CSV" : "JSON") +
                            "; expected one of both, or another name\n");
  }
  EXPECT_EQ(run({"sweep", "-r", "1,5", "--format", "csv"}, "a.csv").code, 0);
  EXPECT_EQ(run({"graph", "--format", "text"}, "a.dot").code, 0);
  EXPECT_EQ(run({"sweep", "-r", "1,5", "--format", "csv"}, "table").code, 0);
}

}  // namespace
}  // namespace popex::test
