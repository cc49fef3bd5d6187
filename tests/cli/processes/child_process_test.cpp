// SPDX-License-Identifier: MIT
#include "cli/processes/child_process.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "cli/processes/filter_process.hpp"
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
  const Told told = run_script("echo before; kill -KILL $$");
  EXPECT_EQ(problem_lines(told.problems), (Lines{"/bin/sh: was ended by signal 9 (Killed)"}));
  EXPECT_EQ(told.problems[0].cause, Problem::Cause::system);
  EXPECT_EQ(told.lines, Words{"before"});
}

TEST(ChildProcess, ThatCrashesIsAProblemWithWhatItWasGiven) {
  for (const char* signal : {"SEGV", "FPE", "BUS", "ILL", "ABRT"}) {
    const Told told = run_script(std::string("kill -") + signal + " $$");
    ASSERT_EQ(told.problems.size(), 1U) << signal;
    EXPECT_EQ(told.problems[0].cause, Problem::Cause::input) << signal;
  }
}

using cli::ProgramEnd;
using cli::ProgramRun;

constexpr std::chrono::minutes kLong{5};  // so that a program that hangs does not hang the test

struct Ended {
  ProgramEnd end;
  Words lines;
};

Ended run_with(ProgramRun run) {
  Ended ended;
  run.on_line = [&](std::string_view line) { ended.lines.emplace_back(line); };
  ended.end = cli::run_program(run);
  return ended;
}

TEST(ProgramRun, IsGivenInputAndEnvironment) {
  ProgramRun run;
  run.words = {"sh", "-c", "cat; echo \"$POPEX_A|$POPEX_B|$HOME\"; exit 3"};
  run.input = std::string(300'000, 'x') + "\n";
  run.environment = {"POPEX_A=one two", "POPEX_B=", "HOME=/nowhere"};
  const Ended ended = run_with(run);
  EXPECT_EQ(ended.end.kind, ProgramEnd::Kind::exited);
  EXPECT_EQ(ended.end.code, 3);
  EXPECT_EQ(ended.end.in_words(), "ended with exit code 3");
  EXPECT_EQ(ended.lines, (Words{std::string(300'000, 'x'), "one two||/nowhere"}));
}

TEST(ProgramRun, NeedNotReadItsInput) {
  ProgramRun run;
  run.words = {"true"};
  run.input = std::string(1'000'000, 'x');
  run.timeout = kLong;
  const Ended ended = run_with(run);
  EXPECT_EQ(ended.end.kind, ProgramEnd::Kind::exited);
  EXPECT_EQ(ended.end.code, 0);
}

TEST(ProgramRun, EndsWithItsTime) {
  ProgramRun run;
  run.words = {"sleep", "1000"};
  run.timeout = std::chrono::milliseconds(50);
  const Ended ended = run_with(run);
  EXPECT_EQ(ended.end.kind, ProgramEnd::Kind::timed_out);
  EXPECT_EQ(ended.end.in_words(), "took too long and was ended");
}

/// What makes a run stop: something to read from its descriptor.
class Stop {
 public:
  Stop() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  }
  ~Stop() {
    close(ends_[0]);
    close(ends_[1]);
  }
  Stop(const Stop&) = delete;
  Stop& operator=(const Stop&) = delete;

  [[nodiscard]] int descriptor() const { return ends_[0]; }
  void raise() const { EXPECT_EQ(write(ends_[1], "", 1), 1); }

 private:
  std::array<int, 2> ends_{};
};

TEST(ProgramRun, IsKilledASecondLaterWithWhatItHasStarted) {
  const Stop stop;
  ProgramRun run;
  // Neither it nor its child ends when it is asked to; the child says its number once that is so.
  run.words = {"sh", "-c", "trap '' TERM; sh -c 'trap \"\" TERM; echo $$; sleep 1000' & wait"};
  run.timeout = kLong;
  run.stop = stop.descriptor();
  std::string child;
  run.on_line = [&](std::string_view line) {
    child = line;
    stop.raise();
  };
  const ProgramEnd end = cli::run_program(run);
  EXPECT_EQ(end.kind, ProgramEnd::Kind::stopped);
  ASSERT_NE(child, "");
  // It may be left as a zombie until its new parent takes note.
  const Seen seen = shell("for i in $(seq 3000); do [ -n \"$(ps -o state= -p " + child +
                          " | tr -d 'Z \\n')\" ] || exit 0; sleep 0.1; done; exit 1");
  EXPECT_EQ(seen.code, 0) << "process " << child << " lives";
}

TEST(ProgramRun, DoesNotWaitForWhatItLeavesBehind) {
  const TemporaryFolder folder;  // what is left ends with it
  ProgramRun run;
  run.words = {
      "sh", "-c",
      "while test -d " + folder.path().string() + "; do sleep 0.1; done > /dev/null 2>&1 &"};
  run.timeout = kLong;
  const ProgramEnd end = cli::run_program(run);  // its output is our standard error
  EXPECT_EQ(end.kind, ProgramEnd::Kind::exited);
  EXPECT_EQ(end.code, 0);
}

TEST(ProgramRun, EndsWhenItIsStopped) {
  const Stop stop;
  ProgramRun run;
  run.words = {"sh", "-c", "echo begun; sleep 1000"};
  run.timeout = kLong;
  run.stop = stop.descriptor();
  std::vector<std::string> lines;
  run.on_line = [&](std::string_view line) {
    lines.emplace_back(line);
    stop.raise();
  };
  const ProgramEnd end = cli::run_program(run);
  EXPECT_EQ(end.kind, ProgramEnd::Kind::stopped);
  EXPECT_EQ(lines, Words{"begun"});
}

TEST(Filter, GivesWhatItWrites) {
  const auto seen = cli::run_filter("/bin/sh", {"-c", "cat; echo no >&2; exit 3"}, "in\n", kLong);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->code, 3);
  EXPECT_EQ(seen->out, "in\n");
  EXPECT_EQ(seen->err, "no\n");
}

TEST(Filter, IsEndedWithItsTime) {
  const auto seen =
      cli::run_filter("/bin/sh", {"-c", "sleep 1000 & wait"}, "", std::chrono::milliseconds(50));
  EXPECT_EQ(problem_lines(seen.problems()),
            (Lines{"/bin/sh: took too long and was ended after 0.05 s"}));
}

TEST(ProgramRun, ThatIsNotThereHasTheSystemsError) {
  ProgramRun run;
  run.words = {"popex-none-such"};
  const ProgramEnd end = cli::run_program(run);
  EXPECT_EQ(end.kind, ProgramEnd::Kind::not_run);
  EXPECT_EQ(end.code, ENOENT);
  EXPECT_EQ(end.in_words(), "cannot be run: No such file or directory");
}

}  // namespace
}  // namespace popex::test
