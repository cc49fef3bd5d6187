// SPDX-License-Identifier: MIT
#include <string>

#include <gtest/gtest.h>

#include <popex/version.hpp>

#include "cli/command.hpp"
#include "report/wording.hpp"
#include "support/program.hpp"

namespace popex::test {
namespace {

TEST(Usage, NoCommandIsBadUsage) {
  const Seen seen = popex({});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_NE(seen.err.find("popex: error: command line: no command"), std::string::npos);
}

TEST(Usage, PrintsTheVersion) {
  const Seen seen = popex({"--version"});
  EXPECT_EQ(seen.code, 0);
  EXPECT_EQ(seen.out, "popex " + std::string(version) + "\n");
  EXPECT_EQ(seen.err, "");
}

TEST(Usage, HintsAtTheCommandOrOptionThatWasMeant) {
  const Seen command = popex({"solv"});
  EXPECT_EQ(command.code, 2);
  EXPECT_EQ(command.out, "");
  EXPECT_EQ(command.err,
            "popex: error: solv: unknown command; did you mean 'solve'?; see 'popex --help'\n");
  const Seen options = popex({"solve", "--ratee", "5", "--gama=3"});
  EXPECT_EQ(options.code, 2);
  EXPECT_EQ(
      options.err,
      "popex: error: --ratee: unknown option; did you mean '--rate'?; see 'popex solve --help'\n"
      "popex: error: --gama: unknown option; did you mean '--gamma'?; see 'popex solve --help'\n");
}

TEST(Usage, MissingValueNamesTheOption) {
  const Seen seen = popex({"solve", "--rate"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.out, "");
  EXPECT_EQ(seen.err.find("popex: error: --rate: "), 0U) << seen.err;
}

TEST(Usage, UnknownFormatNamesTheChoices) {
  const Seen seen = popex({"solve", "--format", "xml"});
  EXPECT_EQ(seen.code, 2);
  EXPECT_EQ(seen.err.find("popex: error: --format: "), 0U) << seen.err;
  EXPECT_NE(seen.err.find("json"), std::string::npos) << seen.err;
}

TEST(Usage, EveryCommandHasHelpThatFitsEightyColumns) {
  std::vector<std::vector<std::string>> invocations{{"--help"}};
  for (const cli::CommandEntry& entry : cli::command_entries()) {
    invocations.push_back({entry.name, "--help"});
  }
  for (const auto& words : invocations) {
    const Seen seen = popex(words);
    EXPECT_EQ(seen.code, 0) << words[0];
    EXPECT_EQ(seen.err, "") << words[0];
    EXPECT_NE(seen.out.find("Usage: popex"), std::string::npos) << words[0];
    for (const std::string& line : lines_of(seen.out)) {
      EXPECT_LE(report::width_of(line), 80U) << line;
    }
  }
}

}  // namespace
}  // namespace popex::test
