// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "decision_maker/breakpoints.hpp"
#include "decision_maker/decisions.hpp"

namespace popex {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Lines = std::vector<Line>;

void expect_pieces(const std::vector<EnvelopePiece>& pieces,
                   const std::vector<EnvelopePiece>& expected) {
  ASSERT_EQ(pieces.size(), expected.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    EXPECT_EQ(pieces[i].line, expected[i].line) << "piece " << i;
    EXPECT_DOUBLE_EQ(pieces[i].from, expected[i].from) << "piece " << i;
    EXPECT_DOUBLE_EQ(pieces[i].to, expected[i].to) << "piece " << i;
  }
}

TEST(LowerEnvelope, SteepLinesComeFirst) {
  // 10 against 2 + 8 u, which crosses at 1, and 6 + 2 u, which is below both from 2/3 to 2
  expect_pieces(lower_envelope(Lines{{10, 0}, {2, 8}, {6, 2}}, 0, kInfinity),
                {{1, 0, 2.0 / 3}, {2, 2.0 / 3, 2}, {0, 2, kInfinity}});
}

TEST(LowerEnvelope, LineAboveTheOthersIsNotOnIt) {
  expect_pieces(lower_envelope(Lines{{10, 0}, {2, 8}, {9, 4}}, 0, 5), {{1, 0, 1}, {0, 1, 5}});
}

TEST(LowerEnvelope, OfTheSameLinesTheLaterIsTaken) {
  expect_pieces(lower_envelope(Lines{{1, 1}, {1, 1}, {1, 1}}, 0, 1), {{2, 0, 1}});
}

TEST(LowerEnvelope, OfParallelLinesTheLowerIsTaken) {
  expect_pieces(lower_envelope(Lines{{3, 1}, {1, 1}, {2, 1}}, 0, kInfinity), {{1, 0, kInfinity}});
}

TEST(LowerEnvelope, LineThatOnlyTouchesACornerIsLeftOut) {
  // all three meet at u = 1
  expect_pieces(lower_envelope(Lines{{2, 0}, {0, 2}, {1, 1}}, 0, kInfinity),
                {{1, 0, 1}, {0, 1, kInfinity}});
}

TEST(LowerEnvelope, CrossingsOutsideTheIntervalDoNotCount) {
  expect_pieces(lower_envelope(Lines{{10, 0}, {2, 8}}, 1.5, 2), {{0, 1.5, 2}});
  expect_pieces(lower_envelope(Lines{{10, 0}, {2, 8}}, 0, 0.5), {{1, 0, 0.5}});
  expect_pieces(lower_envelope(Lines{{10, 0}, {2, 8}}, 1, 2), {{0, 1, 2}});
}

TEST(LowerEnvelope, LinesMayFall) {
  // probabilities: 5 − 4 p against 3
  expect_pieces(lower_envelope(Lines{{5, -4}, {3, 0}}, 0, 1), {{1, 0, 0.5}, {0, 0.5, 1}});
}

TEST(LowerEnvelope, LineAtInfinityIsNotOnIt) {
  expect_pieces(lower_envelope(Lines{{kInfinity, 0}, {3, 1}}, 0, 1), {{1, 0, 1}});
}

TEST(LowerEnvelope, OneValueIsAnIntervalToo) {
  expect_pieces(lower_envelope(Lines{{10, 0}, {2, 8}, {0, 20}}, 0.5, 0.5), {{1, 0.5, 0.5}});
  expect_pieces(lower_envelope(Lines{{10, 0}, {2, 8}}, 0, 0), {{1, 0, 0}});
}

TEST(LowerEnvelope, IsTheLeastOfAllLinesEverywhere) {
  for (std::uint64_t number = 0; number < 3000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    // Small whole numbers make lines meet in one point, run parallel and coincide.
    const bool whole = test::chance(random, 0.5);
    const auto value = [&] {
      return whole ? static_cast<double>(test::integer_between(random, 0, 6))
                   : test::real_between(random, 0, 6);
    };
    Lines lines(test::integer_between(random, 1, 30));
    for (Line& line : lines) {
      const double at_zero = value();
      line = {at_zero, value() - (whole ? 3 : 0)};
    }
    const double from = test::chance(random, 0.5) ? 0 : test::real_between(random, 0, 2);
    const double to = test::chance(random, 0.5) ? from + test::real_between(random, 0.1, 3) : 10;

    const std::vector<EnvelopePiece> pieces = lower_envelope(lines, from, to);
    ASSERT_FALSE(pieces.empty());
    ASSERT_EQ(pieces.front().from, from);
    ASSERT_EQ(pieces.back().to, to);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      ASSERT_LT(pieces[i].from, pieces[i].to);
      if (i > 0) {
        ASSERT_EQ(pieces[i].from, pieces[i - 1].to);
      }
      for (int sample = 0; sample <= 4; ++sample) {
        const double u = pieces[i].from + (pieces[i].to - pieces[i].from) * sample / 4;
        double least = kInfinity;
        for (const Line& line : lines) least = std::min(least, line.at(u));
        ASSERT_TRUE(test::same_time(lines[pieces[i].line].at(u), least, 1e-9, 1e-12)) << u;
      }
    }
  }
}

TEST(Line, SlopeOfZeroStaysZeroWhereTheRateIs) {
  EXPECT_EQ((Line{3, 0}.at(kInfinity)), 3);
  EXPECT_EQ((Line{3, 1}.at(kInfinity)), kInfinity);
}

}  // namespace
}  // namespace popex
