// SPDX-License-Identifier: MIT
//
// Names come from files: whatever is in them, no terminal obeys it, and every format stays one.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/program.hpp"
#include "text/csv_fields.hpp"
#include "text/printable.hpp"

namespace popex::test {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

// A colour, a bell, a comma and a quote; C1, text turned around; what XML and C stumble over.
const std::string kProfile = R"({
  "format_version": 1, "name": "\u001b[31mRED\u0007 */ ]]>", "input": {"bytes": 3072},
  "tiers": ["edge\u007f", "cloud\u009b"],
  "layers": [
    {"name": "\u001b[2J,\"'\u009b31m\u202e", "time_ms": {"edge\u007f": 6, "cloud\u009b": 0.3},
     "output_bytes": 512},
    {"name": "]]><&\ufffe\u2028\\", "time_ms": {"edge\u007f": 400, "cloud\u009b": 0.2},
     "output_bytes": 40}
  ],
  "branches": [{"name": "b\u001b]0;title\u0007", "after": "\u001b[2J,\"'\u009b31m\u202e",
    "time_ms": {"edge\u007f": 1, "cloud\u009b": 0.1}, "exit_probability": 0.5}]
})";

class HostileNames : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::string profile_ = folder_.write("profile.json", kProfile);

  static void expect_printable(const std::string& text, const std::string& what) {
    EXPECT_TRUE(text::is_printable_lines(text)) << what << ": " << text::printable_lines(text);
  }

  /// What popex says with these words, after a look at each byte of it.
  static Seen run(const Words& words, const std::string& input = "") {
    const Seen seen = popex(words, input);
    expect_printable(seen.out, words.front() + ", stdout");
    expect_printable(seen.err, words.front() + ", stderr");
    return seen;
  }

  [[nodiscard]] std::vector<Words> commands() const {
    return {{"solve", "-p", profile_, "-r", "5"},
            {"solve", "-p", profile_, "-r", "5", "--all"},
            {"solve", "-p", profile_, "--robust", "worst", "-r", "1:9:1"},
            {"sweep", "-p", profile_, "-r", "0.1,1,5,100"},
            {"breakpoints", "-p", profile_, "--over", "rate"},
            {"breakpoints", "-p", profile_, "--over", "probability", "-r", "5"},
            {"plan", "-p", profile_, "--over", "rate"},
            {"graph", "-p", profile_},
            {"graph", "-p", profile_, "-r", "5"},
            {"graph", "-p", profile_, "-r", "5", "--of", "network"},
            {"validate", profile_},
            {"profiles"}};
  }
};

TEST_F(HostileNames, ReachNoTerminalWhateverTheCommandAndTheFormat) {
  for (const Words& command : commands()) {
    for (const std::string format : {"text", "json", "csv"}) {
      Words words = command;
      words.insert(words.end(), {"--format", format});
      const Seen seen = run(words);
      const std::string what = command.front() + " as " + format;
      if (format != "csv") {  // not every command has it
        EXPECT_TRUE(seen.code == 0 || command[3] == "--robust") << what << seen.err;
      }
      if (seen.code != 0) continue;
      if (format == "json") {
        EXPECT_FALSE(json::parse(seen.out).empty()) << what;
      }
      if (format != "csv") continue;
      std::size_t fields = 0;
      for (const std::string& line : lines_of(seen.out)) {
        const auto row = text::csv_fields(line);
        ASSERT_TRUE(row) << what << ": " << line;
        if (fields == 0) fields = row->size();
        EXPECT_EQ(row->size(), fields) << what << ": " << line;
      }
    }
  }
}

TEST_F(HostileNames, AreThemselvesInJson) {
  const json answer =
      json::parse(run({"solve", "-p", profile_, "-r", "0.5", "--format", "json"}).out);
  EXPECT_EQ(answer["profile"], json::parse(kProfile)["name"]);
  EXPECT_EQ(answer["decision"]["split"], json::parse(kProfile)["layers"][0]["name"]);
}

TEST_F(HostileNames, AreEscapedInWordsAsBytesAndCharacters) {
  const Seen seen = run({"solve", "-p", profile_, "-r", "5"});
  EXPECT_EQ(seen.out.find(R"(\x1b[31mRED\x07 */ ]]>: edge\x7f-cloud\u009b 5 Mbps)"), 0U)
      << seen.out;
}

TEST_F(HostileNames, AreEscapedInMessages) {
  const Seen key = run({"validate", folder_.write("key.json", R"({"\u001b[2J": 1})")});
  EXPECT_EQ(key.code, 2);
  EXPECT_NE(key.err.find(R"(\x1b[2J)"), std::string::npos) << key.err;
  const Seen broken = run({"validate", folder_.write("broken.json", "{\"a\xff\x1b\": }")});
  EXPECT_EQ(broken.code, 2);
  const Seen json_answer =
      run({"solve", "-r", "5", "--format", "json", "-p", folder_.file("key.json")});
  EXPECT_EQ(json_answer.code, 2);
  const Seen batch = run({"solve", "-p", profile_, "--batch", "-"}, "\x1b\n{\"\\u001b\": 1}\n");
  EXPECT_EQ(batch.code, 2);
  const Seen option = run({"solve", "-p", profile_, "-r", "5", "--\x1bno"});
  EXPECT_EQ(option.code, 2);
  const Seen watch = run({"watch", "-p", profile_}, "1 \x1b\n2 5\n");
  EXPECT_NE(watch.err, "");
}

TEST_F(HostileNames, AreNoTroubleForXml) {
  if (shell("command -v xmllint").code != 0)
    GTEST_SKIP() << "needs xmllint, which is not installed";
  const std::string baseline = folder_.file("b.json");
  EXPECT_EQ(run({"check", baseline, "--record", "-p", profile_, "-r", "1,5"}).code, 0);
  const std::string slower = read_file(baseline);
  folder_.write("b.json", slower);
  EXPECT_EQ(run({"check", baseline, "--junit", folder_.file("junit.xml")}).code, 0);
  expect_printable(read_file(folder_.file("junit.xml")), "junit.xml");
  EXPECT_EQ(shell("xmllint --noout junit.xml", folder_.path()).err, "");
  if (shell("command -v gnuplot").code != 0) return;
  for (const std::string rate : {"5", "0.1,1,5,100"}) {
    Words words{rate == "5" ? "solve" : "sweep",
                "-p",
                profile_,
                "-r",
                rate,
                "--plot",
                folder_.file("p.svg")};
    if (rate == "5") words.emplace_back("--all");
    EXPECT_EQ(run(words).code, 0);
    expect_printable(read_file(folder_.file("p.svg")), "p.svg");
    EXPECT_EQ(shell("xmllint --noout p.svg", folder_.path()).err, "") << rate;
  }
}

TEST_F(HostileNames, AreNoTroubleForDot) {
  if (shell("command -v dot").code != 0) GTEST_SKIP() << "needs dot, which is not installed";
  folder_.write("network.dot", run({"graph", "-p", profile_}).out);
  folder_.write("partition.dot", run({"graph", "-p", profile_, "-r", "5"}).out);
  const Seen seen = shell("for f in *.dot; do dot -Tcanon $f > /dev/null; done", folder_.path());
  EXPECT_EQ(seen.err, "");
}

TEST_F(HostileNames, AreNoTroubleForC) {
  if (shell("command -v cc").code != 0) GTEST_SKIP() << "needs a C compiler";
  const std::string header = folder_.file("plan.h");
  EXPECT_EQ(run({"plan", "-p", profile_, "--over", "rate", "-o", header}).code, 0);
  expect_printable(read_file(header), "plan.h");
  EXPECT_EQ(shell("cc -std=c99 -Wall -Werror -fsyntax-only -x c plan.h 2>&1", folder_.path()).out,
            "");
}

TEST_F(HostileNames, WithALineBreakOrAZeroAreRefused) {
  const Seen seen = run({"validate", folder_.write("bad.json", R"({
    "format_version": 1, "name": "a\nb", "input": {"bytes": 1},
    "layers": [
      {"name": "l\r", "time_ms": {"edge": 6, "cloud": 0.3}, "output_bytes": 8},
      {"name": "a\u0000b", "time_ms": {"edge": 6, "cloud": 0.3}, "output_bytes": 8}],
    "branches": [{"name": "b\n", "after": "l\r", "time_ms": {"edge": 1}}]})")});
  EXPECT_EQ(seen.code, 2);
  const std::string file = "popex: error: " + folder_.file("bad.json");
  const std::string broken = ": a name with a line break, expected one on one line\n";
  EXPECT_EQ(seen.err, file + ": /name" + broken + file + ": /layers/0/name" + broken + file +
                          ": /layers/1/name: a name with U+0000, expected one without\n" + file +
                          ": /branches/0/name" + broken);
}

}  // namespace
}  // namespace popex::test
