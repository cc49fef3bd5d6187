// SPDX-License-Identifier: MIT
#include "cli/child_process.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/problem_lines.hpp"
#include "support/program.hpp"

namespace popex::test {
namespace {

struct Told {
  Problems problems;
  std::vector<std::string> lines;
};

Told run(const std::string& program, const std::vector<std::string>& arguments) {
  Told told;
  told.problems = cli::run_program(program, arguments,
                                   [&](std::string_view line) { told.lines.emplace_back(line); });
  return told;
}

Told run_script(const std::string& script) { return run("/bin/sh", {"-c", script}); }

using Words = std::vector<std::string>;

TEST(ChildProcess, HandsOnLinesAsTheyAre) {
  const Told told = run_script("echo one; echo; echo ' three '; printf 'last'");
  EXPECT_EQ(told.problems, Problems{});
  EXPECT_EQ(told.lines, (Words{"one", "", " three ", "last"}));
}

TEST(ChildProcess, JoinsLinesThatComeInPieces) {
  const Told told =
      run_script("printf a; sleep 0.02; printf 'b\\nc'; sleep 0.02; printf '\\nd\\n'");
  EXPECT_EQ(told.lines, (Words{"ab", "c", "d"}));
}

TEST(ChildProcess, HandsOnEachLineWhileTheProgramRuns) {
  const TemporaryFolder folder;
  std::vector<std::string> lines;
  // The program waits for what is done with its first line.
  const Problems problems = cli::run_program(
      "/bin/sh",
      {"-c", "echo first; until test -e '" + folder.file("seen") + "'; do sleep 0.01; done"},
      [&](std::string_view line) {
        lines.emplace_back(line);
        folder.write("seen", "");
      });
  EXPECT_EQ(problems, Problems{});
  EXPECT_EQ(lines, Words{"first"});
}

TEST(ChildProcess, KeepsUpWithManyLinesAndWithALongOne) {
  const Told many = run("/usr/bin/seq", {"200000"});
  EXPECT_EQ(many.problems, Problems{});
  ASSERT_EQ(many.lines.size(), 200'000U);
  EXPECT_EQ(many.lines[99'999], "100000");
  const Told one = run_script("head -c 300000 /dev/zero | tr '\\0' x");
  ASSERT_EQ(one.lines.size(), 1U);
  EXPECT_EQ(one.lines[0], std::string(300'000, 'x'));
}

TEST(ChildProcess, TakesWordsAsTheyAre) {
  const Told told = run("/usr/bin/printf", {"%s\\n", "$HOME", "a b", "", "'\"", "*"});
  EXPECT_EQ(told.lines, (Words{"$HOME", "a b", "", "'\"", "*"}));
}

TEST(ChildProcess, HasNothingToRead) {
  const Told told = run("/bin/cat", {});
  EXPECT_EQ(told.problems, Problems{});
  EXPECT_EQ(told.lines, Words{});
}

TEST(ChildProcess, MayEndWithAnyExitCode) {
  const Told told = run_script("echo answer; exit 3");
  EXPECT_EQ(told.problems, Problems{});
  EXPECT_EQ(told.lines, Words{"answer"});
}

TEST(ChildProcess, ThatIsNotThereIsAProblemOfTheSystem) {
  const Told told = run("/none/such", {});
  EXPECT_EQ(problem_lines(told.problems),
            (Lines{"/none/such: cannot be run: No such file or directory"}));
  EXPECT_EQ(told.problems[0].cause, Problem::Cause::system);
  const TemporaryFolder folder;
  const std::string file = folder.write("text", "no program");
  EXPECT_EQ(problem_lines(run(file, {}).problems),
            (Lines{file + ": cannot be run: Permission denied"}));
}

TEST(ChildProcess, ThatASignalEndsIsAProblemOfTheSystem) {
  const Told told = run_script("echo before; kill -FPE $$");
  EXPECT_EQ(problem_lines(told.problems),
            (Lines{"/bin/sh: was ended by signal 8 (Floating point exception)"}));
  EXPECT_EQ(told.problems[0].cause, Problem::Cause::system);
  EXPECT_EQ(told.lines, Words{"before"});
}

}  // namespace
}  // namespace popex::test
