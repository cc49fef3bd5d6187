// SPDX-License-Identifier: MIT
#include "onnx/crash_report.hpp"

#include <csignal>
#include <cstdlib>
#include <string>
#include <unistd.h>
#include <utility>

#include <gtest/gtest.h>

namespace popex::test {
namespace {

/// In a process that the death test looks at the standard error of.
void crash(int signal) {
  dup2(STDERR_FILENO, STDOUT_FILENO);
  report_crashes();
  set_running("libshape 1.0", "infers its \"shapes\"");
  std::raise(signal);
}

using CrashReportDeathTest = testing::Test;

TEST_F(CrashReportDeathTest, NamesTheLibraryAndWhatItDoes) {
  for (const auto& [signal, name] :
       {std::pair(SIGSEGV, "segmentation fault"), std::pair(SIGFPE, "division by zero"),
        std::pair(SIGBUS, "bus error"), std::pair(SIGILL, "illegal instruction"),
        std::pair(SIGABRT, "abort")}) {
    const std::string expected = std::string("makes libshape 1.0 crash .") + name +
                                 ". while it infers its ..shapes..\",\"system\":false...\n$";
    EXPECT_EXIT(crash(signal), testing::ExitedWithCode(2),
                "^.\"problems\":..\"where\":\"\",\"message\":\"" + expected);
  }
}

TEST_F(CrashReportDeathTest, SurvivesAStackThatOverflowed) {
  struct Deep {
    static int fall(int depth) {  // NOLINT(misc-no-recursion)
      if (depth == 1 << 30) return 0;
      volatile char room[4096] = {};
      room[0] = static_cast<char>(depth);
      return fall(depth + 1) + room[0];
    }
  };
  EXPECT_EXIT(
      {
        dup2(STDERR_FILENO, STDOUT_FILENO);
        report_crashes();
        std::exit(Deep::fall(0));
      },
      testing::ExitedWithCode(2),
      "makes popex-onnx crash .segmentation fault. while it works on it");
}

}  // namespace
}  // namespace popex::test
