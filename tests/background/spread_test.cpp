// SPDX-License-Identifier: MIT
#include "background/spread.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "support/random_seed.hpp"

namespace popex::test {
namespace {

using Values = std::vector<double>;

// What numpy.median and numpy.subtract(*numpy.percentile(x, [75, 25])) give.
TEST(SpreadOf, IsMedianAndInterquartileRange) {
  const auto expect = [](const Values& samples, double median, double iqr) {
    const Spread spread = spread_of(samples);
    EXPECT_DOUBLE_EQ(spread.median.count(), median);
    EXPECT_DOUBLE_EQ(spread.iqr.count(), iqr);
  };
  expect({7}, 7, 0);
  expect({4, 1}, 2.5, 1.5);
  expect({3, 1, 2}, 2, 1);
  expect({1, 2, 3, 4}, 2.5, 1.5);
  expect({9, 1, 5, 7, 3}, 5, 4);
  expect({10, 2, 38, 23, 38, 23, 21}, 23, 15);
  expect({0.1, 0.1, 0.1, 100}, 0.1, 24.975);
  expect({6, 47, 49, 15, 42, 41, 7, 39, 43, 40, 36}, 40, 17);
}

/// The non-decreasing values nearest to these, another way: the i-th is the largest mean of a run
/// that begins at or before it, of those the least over where the run ends.
Values by_min_max(const Values& values) {
  const auto mean = [&](std::size_t from, std::size_t to) {
    return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(from),
                           values.begin() + static_cast<std::ptrdiff_t>(to) + 1, 0.0) /
           static_cast<double>(to - from + 1);
  };
  Values rising;
  for (std::size_t i = 0; i < values.size(); ++i) {
    double largest = mean(0, values.size() - 1);
    for (std::size_t from = 0; from <= i; ++from) {
      double least = mean(from, i);
      for (std::size_t to = i; to < values.size(); ++to) least = std::min(least, mean(from, to));
      largest = from == 0 ? least : std::max(largest, least);
    }
    rising.push_back(largest);
  }
  return rising;
}

TEST(MadeRising, LeavesWhatRises) {
  EXPECT_EQ(made_rising({}), Values{});
  EXPECT_EQ(made_rising({3}), Values{3});
  EXPECT_EQ(made_rising({-1, 0, 0, 2.5}), (Values{-1, 0, 0, 2.5}));
}

TEST(MadeRising, PutsTheMeanInPlaceOfWhatFalls) {
  EXPECT_EQ(made_rising({2, 1}), (Values{1.5, 1.5}));
  EXPECT_EQ(made_rising({3, 2, 1}), (Values{2, 2, 2}));
  EXPECT_EQ(made_rising({1, 5, 3, 4, 6}), (Values{1, 4, 4, 4, 6}));
  EXPECT_EQ(made_rising({1, 2, 0, 5, 4, 3}), (Values{1, 1, 1, 4, 4, 4}));
  EXPECT_EQ(made_rising({5, 8, 6, 0}), (Values{4.75, 4.75, 4.75, 4.75}));
}

TEST(MadeRising, IsTheNearestOfAllThatRise) {
  for (std::uint64_t number = 0; number < 300; ++number) {
    SCOPED_TRACE(trace_of_case(number));
    Random random = random_for_case(number);
    Values values(integer_between(random, 1, 7));
    for (double& value : values) value = static_cast<double>(integer_between(random, 0, 8));
    const Values rising = made_rising(values);
    const Values expected = by_min_max(values);
    ASSERT_EQ(rising.size(), values.size());
    EXPECT_TRUE(std::is_sorted(rising.begin(), rising.end()));
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(rising[i], expected[i], 1e-12);
    EXPECT_NEAR(std::accumulate(rising.begin(), rising.end(), 0.0),
                std::accumulate(values.begin(), values.end(), 0.0), 1e-9);
  }
}

/// Three values on a grid, all that rise: none is nearer.
TEST(MadeRising, IsNearerThanAnythingOnAGrid) {
  const auto distance = [](const Values& a, const Values& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
  };
  for (const Values& values : {Values{3, 1, 2}, Values{2, 2.5, 0}, Values{0, 3, 1}}) {
    const double found = distance(made_rising(values), values);
    for (double a = 0; a <= 3; a += 0.125) {
      for (double b = a; b <= 3; b += 0.125) {
        for (double c = b; c <= 3; c += 0.125) {
          EXPECT_GE(distance({a, b, c}, values), found - 1e-12);
        }
      }
    }
  }
}

}  // namespace
}  // namespace popex::test
