// SPDX-License-Identifier: MIT
//
// Where answers go, and what happens when they cannot go there.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.hpp"

namespace popex::test {
namespace {

class OutputFile : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::vector<std::string> words_{"solve", "-p", "alexnet.json", "-r", "5.5"};

  [[nodiscard]] Seen solve_to(const std::string& file) const {
    std::vector<std::string> words = words_;
    words.insert(words.end(), {"-o", file});
    return popex(words);
  }
};

TEST_F(OutputFile, HoldsWhatStandardOutputWould) {
  const Seen seen = solve_to(folder_.file("answer"));
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out + seen.err, "");
  EXPECT_EQ(read_file(folder_.file("answer")), popex(words_).out);
  EXPECT_EQ(folder_.names(), std::vector<std::string>{"answer"});
  EXPECT_EQ(solve_to("-").out, popex(words_).out);
}

TEST_F(OutputFile, StaysAsItWasWhenTheCommandFails) {
  const std::string file = folder_.write("answer", "of yesterday");
  const Seen seen = popex({"solve", "-p", "alexnet.json", "-o", file});
  EXPECT_EQ(seen.code, 2);
  const Seen batch = popex({"solve", "-p", "alexnet.json", "--batch", "/none", "-o", file});
  EXPECT_EQ(batch.code, 4);
  EXPECT_EQ(read_file(file), "of yesterday");
  EXPECT_EQ(folder_.names(), std::vector<std::string>{"answer"});
}

TEST_F(OutputFile, ThatCannotBeMadeFailsBeforeTheWork) {
  const Seen seen = solve_to(folder_.file("none/answer"));
  EXPECT_EQ(seen.code, 4);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err, "popex: error: " + folder_.file("none/answer") +
                          ": cannot be written: No such file or directory\n");
}

TEST_F(OutputFile, ThatIsFullIsReported) {
  const Seen file = solve_to("/dev/full");
  EXPECT_EQ(file.code, 4);
  EXPECT_EQ(file.err, "popex: error: /dev/full: cannot be written: No space left on device\n");
  for (const char* asked : {"--help", "--version", "solve --help"}) {
    const Seen help = shell(std::string("popex ") + asked + " > /dev/full");
    EXPECT_EQ(help.code, 4) << asked;
    EXPECT_EQ(help.err,
              "popex: error: standard output: cannot be written: No space left on device\n")
        << asked;
  }
  const Seen out = shell("popex sweep -p alexnet.json -r 1:9:1 > /dev/full");
  EXPECT_EQ(out.code, 4);
  EXPECT_EQ(out.err, "popex: error: standard output: cannot be written: No space left on device\n");
}

TEST(Process, EndsQuietlyWhenTheReaderHasSeenEnough) {
  const std::string line = "popex sweep -p alexnet.json -r 0:100:0.001 --format csv | head -1";
  const Seen usual = shell(line);
  EXPECT_EQ(usual.code, 0);
  EXPECT_EQ(usual.out.substr(0, 21), "rate_mbps,latency_ms,");
  EXPECT_EQ(usual.err, "");
  // Some callers (Python's subprocess before 3.2, some CI) start programs with the signal ignored.
  const Seen ignored = shell("trap '' PIPE; " + line);
  EXPECT_EQ(ignored.err, "");
}

TEST(Process, SaysNothingButTheAnswerWhereNobodyWatches) {
  const Seen seen = shell("popex sweep -p alexnet.json -r 0:100:0.0005 --format csv -o /dev/null");
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out + seen.err, "");
}

TEST(Process, SpeaksUpWithVerbose) {
  const Seen seen = shell(
      "popex solve -v -p alexnet.json -r 5.5 > /dev/null; "
      "popex -q solve -p alexnet.json -r 5.5 > /dev/null");
  EXPECT_EQ(lines_of(seen.err).size(), 1U) << seen.err;
  EXPECT_EQ(seen.err.find("popex: info: "), 0U) << seen.err;
}

}  // namespace
}  // namespace popex::test
