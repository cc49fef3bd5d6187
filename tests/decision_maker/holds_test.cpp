// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "decision_maker/breakpoints.hpp"
#include "decision_maker/decisions.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/split_costs.hpp"
#include "support/chain.hpp"
#include "support/random_profile.hpp"

namespace popex {
namespace {

using test::chain;

Interval holds(const Instance& instance) {
  const SplitCosts costs(instance);
  const Milliseconds latency = instance.latency.front();
  const Mbps rate = instance.rate.front();
  return rates_where_best(costs, costs.best(rate, latency), rate, latency);
}

/// Whether the two rates are the same, or the decision ties with the best one all the way between
/// them: where lines hardly part, rounding says where they cross.
testing::AssertionResult same_end(const Instance& instance, Handover decision, double a, double b) {
  if (test::same_time(a, b)) return testing::AssertionSuccess();
  for (const double rate : {a, b, std::sqrt(a) * std::sqrt(b)}) {
    const Instance there = instance_at(instance, {Parameter::Kind::rate, 0}, rate);
    const auto tie = test::same_time(test::time_of(there, {decision}), test::best_time(there));
    if (!tie) return testing::AssertionFailure() << a << " is not " << b << " Mbps";
  }
  return testing::AssertionSuccess();
}

TEST(Holds, IsThePieceAroundTheRate) {
  std::size_t compared = 0;
  for (std::uint64_t number = 0; number < 3000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::RandomOptions options;
    options.most_tiers = 2;
    const Instance instance = test::random_instance(random, options);
    const double rate = instance.rate.front().value;
    const Interval interval = holds(instance);

    const std::vector<Piece> pieces =
        breakpoints(instance, {Parameter::Kind::rate, 0}, domain(Parameter::Kind::rate));
    const auto piece = std::find_if(pieces.begin(), pieces.end(),
                                    [&](const Piece& p) { return p.from <= rate && rate <= p.to; });
    ASSERT_NE(piece, pieces.end());
    const SplitCosts costs(instance);
    const auto best = costs.best(instance.rate.front(), instance.latency.front());
    // At a rate where two decisions tie, the interval is that of the other one.
    if (piece->placement.front() != costs.splits()[best].handover()) continue;
    ++compared;
    ASSERT_LE(interval.from, rate);
    ASSERT_GE(interval.to, rate);
    const Handover decision = piece->placement.front();
    ASSERT_TRUE(same_end(instance, decision, interval.from, piece->from));
    ASSERT_TRUE(same_end(instance, decision, interval.to, piece->to));
  }
  EXPECT_GT(compared, 2900U);
}

TEST(Holds, EndsWhereTheNextDecisionsBegin) {
  // edge only: 16; after v1: 11 + 4/B; cloud only: 3 + 32/B
  const auto network = [](double rate) {
    return chain(4000).layer({10, 2}, 500).layer({6, 1}, 1).rate({rate}).instance();
  };
  const Interval slow = holds(network(0.1));
  EXPECT_DOUBLE_EQ(slow.from, 0);
  EXPECT_DOUBLE_EQ(slow.to, 0.8);
  const Interval middle = holds(network(2));
  EXPECT_DOUBLE_EQ(middle.from, 0.8);
  EXPECT_DOUBLE_EQ(middle.to, 3.5);
  const Interval fast = holds(network(100));
  EXPECT_DOUBLE_EQ(fast.from, 3.5);
  EXPECT_DOUBLE_EQ(fast.to, ProfileLimits::rate_mbps);
}

TEST(Holds, IsEverythingWhereTheLinkDoesNotMatter) {
  const Interval interval = holds(chain(1000).layer({1, 2}, 1).rate({8}).instance());
  EXPECT_DOUBLE_EQ(interval.from, 0);
  EXPECT_DOUBLE_EQ(interval.to, ProfileLimits::rate_mbps);
}

TEST(Holds, IncludesALinkThatIsDown) {
  const Interval interval = holds(chain(1000).layer({10, 2}, 1).rate({0}).instance());
  EXPECT_DOUBLE_EQ(interval.from, 0);
  EXPECT_DOUBLE_EQ(interval.to, 1);
}

/// A number of any size, or 0.
double wide(test::Random& random) {
  return test::chance(random, 0.2) ? 0 : test::log_uniform(random, 1e-12, 1e12);
}

TEST(Holds, HasTheRateThatWasAskedInItWhateverTheMagnitudes) {
  for (std::uint64_t number = 0; number < 5000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    auto network = chain(wide(random));
    for (std::size_t i = test::integer_between(random, 1, 6); i > 0; --i) {
      network.layer({wide(random), wide(random)}, wide(random));
      if (i > 1 && test::chance(random, 0.3)) {
        network.branch({wide(random)}, 1 - test::log_uniform(random, 1e-16, 1));
      }
    }
    const double rate = test::log_uniform(random, 1e-8, 1e8);
    const Instance instance = network.rate({rate}).instance();
    const Placement best = DijkstraSolver(instance).solve(instance).placement;
    const Interval interval = rates_where_best(instance, best);
    ASSERT_LE(interval.from, rate);
    ASSERT_GE(interval.to, rate);
    // It is one of the best inside, too.
    for (const double share : {0.01, 0.5, 0.99}) {
      const double end = std::min(interval.to, 1e9);
      const double at = interval.from + share * (end - interval.from);
      const Instance there = instance_at(instance, {Parameter::Kind::rate, 0}, at);
      const double least = test::best_time(there);
      ASSERT_LE(test::time_of(there, best), least * (1 + 1e-9)) << at;
    }
  }
}

// a and then b, or a alone: 1000 ms but for the last digit, and b's tensor is nothing to send.
TEST(Holds, IsNotEndedByATie) {
  const Instance instance =
      chain(1e6).layer({1000, 900}, 0).layer({1e-10, 0}, 40).rate({10}).instance();
  const Interval interval = holds(instance);
  EXPECT_EQ(interval.from, 0);
  EXPECT_NEAR(interval.to, 80, 1e-6);
}

TEST(Holds, OnANetworkIsWhereItStaysTheBest) {
  std::size_t inner_ends = 0;
  for (std::uint64_t number = 0; number < 1000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::RandomOptions options;
    options.most_tiers = 2;
    options.most_layers = 12;
    const Instance instance = test::random_network_instance(random, options);
    const Placement best = DijkstraSolver(instance).solve(instance).placement;
    const Interval interval = rates_where_best(instance, best);
    const double rate = instance.rate.front().value;
    ASSERT_LE(interval.from, rate);
    ASSERT_GE(interval.to, rate);
    const Interval all = domain(Parameter::Kind::rate);
    const auto excess = [&](double at) {
      const Instance there = instance_at(instance, {Parameter::Kind::rate, 0}, at);
      return test::time_of(there, best) / test::best_time(there) - 1;
    };
    // The best up to its ends, and not far beyond them.
    for (const double end : {interval.from, interval.to}) {
      if (end > all.from) {
        ASSERT_TRUE(!(excess(end) > 1e-9)) << end;
      }
    }
    if (interval.from > all.from) {
      ASSERT_TRUE(!(excess(interval.from * 0.9) < 1e-13)) << interval.from;
      ++inner_ends;
    }
    if (interval.to < all.to) {
      ASSERT_TRUE(!(excess(interval.to * 1.1) < 1e-13)) << interval.to;
      ++inner_ends;
    }
  }
  EXPECT_GT(inner_ends, 500U);
}

}  // namespace
}  // namespace popex
