// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "support/program.hpp"

namespace popex::test {

/// Tests that have gnuplot draw; skipped where it is not installed.
class PlotTest : public testing::Test {
 protected:
  void SetUp() override {
    if (shell("command -v gnuplot").code != 0) {
      GTEST_SKIP() << "needs gnuplot (gnuplot-nox), which is not installed";
    }
  }
  /// What `popex plot` says of an answer that it cannot draw.
  static std::string said_of(const std::string& answer) {
    const Seen seen = popex({"plot", "-"}, answer);
    EXPECT_EQ(seen.code, 2) << answer;
    EXPECT_EQ(seen.out, "");
    return seen.err;
  }

  TemporaryFolder folder_;
  std::string records_ = std::string(POPEX_SOURCE) + "/examples/early-exits/records-test.csv";
  std::string profile_ = std::string(POPEX_SOURCE) + "/examples/early-exits/profile.json";
};

}  // namespace popex::test
