// SPDX-License-Identifier: MIT
#include "cli/progress.hpp"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "cli/surroundings.hpp"

namespace popex::cli {
namespace {

using namespace std::chrono_literals;

/// A clock that stands still until a test moves it.
struct StoppedClock {
  ProgressLine::Clock::time_point now{5s};
  std::function<ProgressLine::Clock::time_point()> reader() {
    return [this] { return now; };
  }
};

TEST(Progress, IsSilentForTheFirstSecond) {
  std::ostringstream err;
  StoppedClock clock;
  {
    ProgressLine line(err, true, "sweep", 100, clock.reader());
    clock.now += 999ms;
    line.update(50);
  }
  EXPECT_EQ(err.str(), "");
}

TEST(Progress, SaysHowFarAndHowLongAndErasesItself) {
  std::ostringstream err;
  StoppedClock clock;
  {
    ProgressLine line(err, true, "sweep", 100, clock.reader());
    clock.now += 2s;
    line.update(20);
    clock.now += 50ms;  // too soon for another one
    line.update(21);
    clock.now += 2950ms;
    line.update(25);
  }
  EXPECT_EQ(err.str(),
            "\r\x1b[Ksweep: 20 of 100 (20 %), 8 s left"
            "\r\x1b[Ksweep: 25 of 100 (25 %), 15 s left"
            "\r\x1b[K");
}

TEST(Progress, IsNotShownWhereItMustNot) {
  std::ostringstream err;
  StoppedClock clock;
  {
    ProgressLine line(err, false, "sweep", 100, clock.reader());
    clock.now += 10s;
    line.update(50);
  }
  EXPECT_EQ(err.str(), "");
}

TEST(Progress, NeedsATerminalThatCanRewriteLines) {
  EXPECT_TRUE(can_rewrite_lines("xterm-256color"));
  EXPECT_FALSE(can_rewrite_lines("dumb"));
  EXPECT_FALSE(can_rewrite_lines(""));
}

}  // namespace
}  // namespace popex::cli
