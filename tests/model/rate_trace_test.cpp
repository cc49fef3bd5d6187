// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <popex/rate_trace.hpp>

#include "support/problem_lines.hpp"
#include "support/random_seed.hpp"

namespace popex {
namespace {

constexpr double kForever = std::numeric_limits<double>::infinity();

// Mbps   8 ┌──┐
//        4 ┘  │     ┌──
//        0    └─────┘
//          0 1 2    5 6 s      20 Mbit in a lap
RateTrace trace() {
  return RateTrace::make({{0, Mbps{4}}, {1, Mbps{8}}, {2, Mbps{0}}, {5, Mbps{8}}}, 6).value();
}

TEST(RateTrace, MeanRateIsWhatIsDeliveredOverTheTime) {
  EXPECT_EQ(trace().mean_rate(0, 1).value, 4);
  EXPECT_EQ(trace().mean_rate(0.5, 1.5).value, 6);
  EXPECT_EQ(trace().mean_rate(2.25, 4).value, 0);
  EXPECT_EQ(trace().mean_rate(0, 6).value, 20.0 / 6);
  EXPECT_EQ(trace().mean_rate(5, 7).value, 6);               // into the next lap
  EXPECT_EQ(trace().mean_rate(5, 5 + 12).value, 40.0 / 12);  // two laps
  EXPECT_EQ(trace().mean_rate(12, 13).value, 4);
}

TEST(RateTrace, ATransferWaitsWhereNothingIsDelivered) {
  EXPECT_EQ(trace().arrival_s(0, Bytes{0}), 0);
  EXPECT_EQ(trace().arrival_s(0, Bytes{250'000}), 0.5);  // 2 Mbit
  EXPECT_EQ(trace().arrival_s(0, Bytes{1'500'000}), 2);  // all before the outage
  EXPECT_EQ(trace().arrival_s(0, Bytes{1'625'000}), 5.125);
  EXPECT_EQ(trace().arrival_s(3, Bytes{1'000'000}), 6);
  EXPECT_EQ(trace().arrival_s(3, Bytes{1'250'000}), 6.5);
  EXPECT_EQ(trace().arrival_s(0, Bytes{2'500'000}), 6);
  EXPECT_EQ(trace().arrival_s(0, Bytes{2'500'000 * 3 + 250'000}), 18.5);
  EXPECT_EQ(trace().arrival_s(600, Bytes{250'000}), 600.5);
}

TEST(RateTrace, NothingArrivesWhereTheTraceDeliversNothing) {
  const RateTrace down = RateTrace::make({{0, Mbps{0}}}, 10).value();
  EXPECT_EQ(down.arrival_s(3, Bytes{1}), kForever);
  EXPECT_EQ(down.arrival_s(3, Bytes{0}), 3);
}

TEST(RateTrace, IntervalsAreWhole) {
  const auto rates = [](double interval_s) {
    std::vector<double> values;
    for (const Mbps rate : trace().sampled(interval_s)) values.push_back(rate.value);
    return values;
  };
  EXPECT_EQ(rates(1), (std::vector<double>{4, 8, 0, 0, 0, 8}));
  EXPECT_EQ(rates(4), (std::vector<double>{3}));
  EXPECT_EQ(rates(6), (std::vector<double>{20.0 / 6}));
  EXPECT_EQ(rates(8), (std::vector<double>{4}));  // not whole, but the only one
  EXPECT_EQ(trace().sampled(0.1).size(), 60U);
  EXPECT_EQ(trace().sampled(0.1)[9].value, 4);
}

TEST(RateTrace, PiecesBeginAtZeroAndRise) {
  EXPECT_EQ(test::problem_lines(RateTrace::make({}, 1)),
            test::Lines{": no piece, expected at least one"});
  EXPECT_EQ(test::problem_lines(RateTrace::make({{1, Mbps{-1}}, {0.5, Mbps{kForever}}}, 0.5)),
            (test::Lines{
                "/0: begins at 1, expected 0", "/0: -1 Mbps, expected a rate from 0 to 1e+09",
                "/1: begins at 0.5, expected a time after 1",
                "/1: inf Mbps, expected a rate from 0 to 1e+09",
                ": ends at 0.5 s, expected a time after the last piece's begin, at most 1e+10"}));
}

/// The second opinion: small steps, all of one length, in which the rate does not change.
class Steps {
 public:
  static constexpr std::size_t kPerSecond = 8;

  explicit Steps(test::Random& random) {
    const std::size_t count = test::integer_between(random, 1, 120);
    for (std::size_t i = 0; i < count; ++i) {
      // Whole megabits in each step, so that nothing is rounded.
      const bool stays = i > 0 && test::chance(random, 0.5);
      const bool is_down = test::chance(random, 0.3);
      mbit_.push_back(stays     ? mbit_.back()
                      : is_down ? 0
                                : static_cast<double>(test::integer_between(random, 1, 9)));
    }
  }

  [[nodiscard]] RateTrace trace() const {
    std::vector<RateTrace::Piece> pieces;
    for (std::size_t i = 0; i < mbit_.size(); ++i) {
      const Mbps rate{mbit_[i] * kPerSecond};
      if (i > 0 && mbit_[i] == mbit_[i - 1]) continue;
      pieces.push_back({seconds(i), rate});
    }
    return RateTrace::make(std::move(pieces), seconds(mbit_.size())).value();
  }

  static double seconds(std::size_t step) { return static_cast<double>(step) / kPerSecond; }

  [[nodiscard]] double delivered(std::size_t from, std::size_t to) const {
    double sum = 0;
    for (std::size_t i = from; i < to; ++i) sum += mbit_[i % mbit_.size()];
    return sum;
  }

  [[nodiscard]] double arrival_s(std::size_t start, double mbit) const {
    if (mbit == 0) return seconds(start);
    if (delivered(0, mbit_.size()) == 0) return kForever;
    for (std::size_t i = start;; ++i) {
      const double here = mbit_[i % mbit_.size()];
      if (here >= mbit) return seconds(i) + mbit / here / kPerSecond;
      mbit -= here;
    }
  }

  [[nodiscard]] std::size_t size() const { return mbit_.size(); }

 private:
  std::vector<double> mbit_;
};

TEST(RateTrace, AgreesWithSmallStepsOnRandomTraces) {
  for (std::uint64_t number = 0; number < 300; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const Steps steps(random);
    const RateTrace trace = steps.trace();
    RateTrace::Hint hint = test::integer_between(random, 0, 200);
    for (int question = 0; question < 50; ++question) {
      const std::size_t start = test::integer_between(random, 0, 3 * steps.size());
      const std::size_t end = start + test::integer_between(random, 1, 3 * steps.size());
      const double length = Steps::seconds(end) - Steps::seconds(start);
      EXPECT_NEAR(trace.mean_rate(Steps::seconds(start), Steps::seconds(end), hint).value,
                  steps.delivered(start, end) / length, 1e-11);
      const double mbit = test::real_between(random, 0, 800);
      const double expected = steps.arrival_s(start, mbit);
      const double found = Steps::seconds(start) +
                           trace.transfer_s(Steps::seconds(start), Bytes{mbit * 1e6 / 8}, hint);
      if (std::isinf(expected)) {
        EXPECT_EQ(found, expected);
      } else {
        EXPECT_NEAR(found, expected, 1e-10);
      }
    }
  }
}

TEST(RateTrace, AHintChangesNothing) {
  for (std::uint64_t number = 0; number < 100; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const RateTrace trace = Steps(random).trace();
    RateTrace::Hint hint = 0;
    for (int question = 0; question < 100; ++question) {
      const double start = test::real_between(random, 0, 2 * trace.duration_s());
      const Bytes size{test::log_uniform(random, 1, 1e9)};
      if (test::chance(random, 0.2)) hint = test::integer_between(random, 0, 200);
      EXPECT_EQ(start + trace.transfer_s(start, size, hint), trace.arrival_s(start, size));
      EXPECT_EQ(trace.mean_rate(start, start + 1, hint), trace.mean_rate(start, start + 1));
    }
  }
}

}  // namespace
}  // namespace popex
