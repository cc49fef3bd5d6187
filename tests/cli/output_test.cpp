// SPDX-License-Identifier: MIT
//
// Where answers go, and what happens when they cannot go there.

#include <csignal>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.hpp"
#include "support/running_program.hpp"

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

TEST_F(OutputFile, KeepsItsModeAndGetsTheUmasksWhereItIsNew) {
  const Seen seen = shell(
      "umask 027; touch private; chmod 600 private; touch open; chmod 666 open\n"
      "for file in private open new; do popex solve -p alexnet.json -r 5.5 -o $file; done\n"
      "stat -c '%n %a' *",
      folder_.path());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, "new 640\nopen 666\nprivate 600\n");
}

TEST_F(OutputFile, KeepsItsOwnerWhereThatIsAllowedAndSaysWhereItIsNot) {
  if (shell("[ $EUID = 0 ] && setpriv --reuid=65534 --regid=65534 --clear-groups popex --version")
          .code != 0) {
    GTEST_SKIP() << "needs root and setpriv";
  }
  const Seen kept = shell(
      "touch answer; chown 12:34 answer\n"
      "popex solve -p alexnet.json -r 5.5 -o answer && stat -c '%u:%g %a' answer",
      folder_.path());
  EXPECT_EQ(kept.out, "12:34 644\n");
  EXPECT_EQ(kept.err, "");
  const Seen other = shell(
      "chmod 777 .; chmod 666 answer\n"
      "as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"; }\n"
      "as_nobody popex solve -p alexnet.json -r 5.5 -o answer && stat -c '%u:%g %a' answer\n"
      "mkdir closed; chmod 755 closed\n"
      "as_nobody popex solve -p alexnet.json -r 5.5 -o closed/answer; echo $?\n"
      "chown 0:0 answer; chmod 644 answer\n"
      "as_nobody popex solve -p alexnet.json -r 5.5 -o answer; echo $?; ls -A closed .",
      folder_.path());
  EXPECT_EQ(other.out, "65534:65534 666\n4\n4\n.:\nanswer\nclosed\n\nclosed:\n");
  EXPECT_EQ(other.err,
            "popex: warning: answer: its owner and group cannot be kept: Operation not permitted\n"
            "popex: error: closed/answer: cannot be written: no file can be made in its folder: "
            "Permission denied\n"
            "popex: error: answer: cannot be written: Permission denied\n");
}

TEST_F(OutputFile, IsWrittenThroughALink) {
  const Seen seen = shell(
      "mkdir far; echo old > far/file; ln -s far/file link; ln -s link second; ln -s far/new new\n"
      "ln -s loop loop\n"
      "popex solve -p alexnet.json -r 5.5 -o second; popex solve -p alexnet.json -r 5.5 -o new\n"
      "popex solve -p alexnet.json -r 5.5 > plain; cmp far/file plain; cmp far/new plain\n"
      "readlink link second new; ls -A far\n"
      "popex solve -p alexnet.json -r 5.5 -o loop; echo $?",
      folder_.path());
  EXPECT_EQ(seen.out, "far/file\nlink\nfar/new\nfile\nnew\n4\n");
  EXPECT_EQ(seen.err, "popex: error: loop: cannot be written: Too many levels of symbolic links\n");
}

TEST_F(OutputFile, TouchesNoOtherFile) {
  // Names that one could think of: a person's own file, and a link that somebody has planted.
  const Seen seen = shell(
      "echo mine > answer.partial; echo yours > victim; ln -s victim other.partial\n"
      "popex solve -p alexnet.json -r 5.5 -o answer; popex solve -p alexnet.json -r 5.5 -o other\n"
      "cat answer.partial victim; ls -A",
      folder_.path());
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, "mine\nyours\nanswer\nanswer.partial\nother\nother.partial\nvictim\n");
}

TEST_F(OutputFile, ThatIsNoPlainFileIsWrittenInPlace) {
  const Seen seen = shell(
      "popex solve -p alexnet.json -r 5.5 > plain\n"
      "mkfifo pipe; popex solve -p alexnet.json -r 5.5 -o pipe & cat pipe > read; wait\n"
      "(echo before; popex solve -p alexnet.json -r 5.5 -o /dev/stdout; echo after) > all\n"
      "popex solve -p alexnet.json -r 5.5 -o /dev/fd/3 3> third\n"
      "popex solve -p alexnet.json -r 5.5 -o /dev/null\n"
      "cmp read plain; cmp third plain; (echo before; cat plain; echo after) | cmp - all\n"
      "popex solve -p alexnet.json -r 5.5 -o .; echo $?; test -p pipe; ls -A",
      folder_.path());
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, "4\nall\npipe\nplain\nread\nthird\n");
  EXPECT_EQ(seen.err, "popex: error: .: cannot be written: Is a directory\n");
}

TEST_F(OutputFile, IsTheWholeOfOneAnswerWhereTwoRunAtOnce) {
  const Seen seen = shell(
      "run() { popex sweep -p alexnet.json -r 0:$1:0.01 -o $2; }\n"
      "run 40 first; run 20 second\n"
      "for i in 1 2 3 4 5; do\n"
      "  run 40 both & run 20 both & wait\n"
      "  cmp -s both first || cmp -s both second || echo torn\n"
      "done; ls -A",
      folder_.path());
  EXPECT_EQ(seen.err, "");
  EXPECT_EQ(seen.out, "both\nfirst\nsecond\n");
}

TEST_F(OutputFile, StaysAsItWasWhenASignalEndsTheRun) {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT}) {
    const std::string file = folder_.write("answer", "of yesterday\n");
    RunningProgram program({"popex", "solve", "-p", "alexnet.json", "--batch", "-", "-o", file});
    // More than a pipe holds, so that it is at work once this is taken.
    std::string lines;
    for (int i = 0; i < 20'000; ++i) lines += "{\"rate_mbps\": 5}\n";
    program.write(lines);
    EXPECT_EQ(folder_.names().size(), 2U) << "its own file and the target";
    program.send(signal);
    EXPECT_EQ(program.wait(), -signal);
    EXPECT_EQ(folder_.names(), std::vector<std::string>{"answer"});
    EXPECT_EQ(read_file(file), "of yesterday\n");
  }
}

TEST_F(OutputFile, StaysAsItWasWhenTheReaderOfStandardOutputGoesAway) {
  const Seen seen = shell(
      "printf '#!/bin/sh\\n' > gnuplot; chmod +x gnuplot; PATH=.:$PATH\n"
      "popex sweep -p alexnet.json -r 0:100:0.001 --format csv --plot picture.svg | head -1 "
      "> /dev/null\n"
      "echo ${PIPESTATUS[0]}; ls -A",
      folder_.path());
  EXPECT_EQ(seen.out, "141\ngnuplot\n");
  EXPECT_EQ(seen.err, "");
}

TEST_F(OutputFile, StaysAsItWasWhereThereIsNoRoom) {
  const Seen seen = shell(
      "echo 'of yesterday' > answer; ulimit -f 8\n"
      "popex sweep -p alexnet.json -r 0:100:0.01 -o answer; echo $?; cat answer; ls -A",
      folder_.path());
  EXPECT_EQ(seen.out, "4\nof yesterday\nanswer\n");
  EXPECT_EQ(seen.err, "popex: error: answer: cannot be written: File too large\n");
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
