// SPDX-License-Identifier: MIT
//
// Exit probabilities at the ends of what a double can say: survivals that are a rounding away from
// 0, of which sums and differences keep nothing.

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "decision_maker/breakpoints.hpp"
#include "decision_maker/decisions.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/exhaustive.hpp"
#include "support/random_profile.hpp"

namespace popex {
namespace {

using test::Random;
using test::same_time;
using test::time_of;

constexpr double kUlp = std::numeric_limits<double>::epsilon() / 2;
constexpr std::array<double, 9> kProbabilities = {0,
                                                  std::numeric_limits<double>::denorm_min(),
                                                  1e-300,
                                                  kUlp,
                                                  0.5,
                                                  1 - 4 * kUlp,
                                                  1 - 2 * kUlp,
                                                  1 - kUlp,
                                                  1};

/// A random network, small enough for every placement to be tried, with such probabilities, and
/// with times that differ by as much.
Instance extreme_instance(Random& random) {
  test::RandomOptions options;
  options.most_layers = 8;
  options.most_tiers = 3;
  Instance instance = test::chance(random, 0.5) ? test::random_instance(random, options)
                                                : test::random_network_instance(random, options);
  for (Probability& p : instance.exit_probability) {
    p = Probability{kProbabilities.at(test::integer_between(random, 0, kProbabilities.size() - 1))};
  }
  for (auto* times : {&instance.layer_times, &instance.branch_times}) {
    for (Milliseconds& time : *times) {
      if (test::chance(random, 0.2)) time *= test::log_uniform(random, 1e-12, 1e12);
    }
  }
  return instance;
}

/// Contiguous, from one end to the other, and at each end as good as what a solver finds there.
testing::AssertionResult are_best(const std::vector<Piece>& pieces, const Instance& instance,
                                  Parameter parameter, Interval interval) {
  double from = interval.from;
  for (const Piece& piece : pieces) {
    if (piece.from != from || !(piece.to >= from)) {
      return testing::AssertionFailure() << "not contiguous at " << from;
    }
    from = piece.to;
    for (const double value : {piece.from, piece.to}) {
      const Instance there = instance_at(instance, parameter, value);
      const double best = test::best_time(there);
      const double found = time_of(there, piece.placement);
      // A breakpoint is known to the last digit of the parameter.
      const double digit = 4 * kUlp * std::abs(piece.line.slope);
      if (!(found <= best * (1 + 1e-9) + (parameter.kind == Parameter::Kind::rate ? 0 : digit))) {
        return testing::AssertionFailure() << found << " ms instead of " << best << " at " << value;
      }
    }
  }
  if (from != interval.to) return testing::AssertionFailure() << "ends at " << from;
  return testing::AssertionSuccess();
}

TEST(ExtremeProbability, SolversAgreeAndNothingIsNegative) {
  for (std::uint64_t number = 0; number < 3000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const Instance instance = extreme_instance(random);
    DijkstraSolver solver(instance);
    const Solution found = solver.solve(instance);
    for (const double weight : solver.graph().weights()) ASSERT_GE(weight, 0);
    const double least = solve_exhaustive(instance).expected_time.count();
    ASSERT_TRUE(same_time(found.expected_time.count(), least))
        << found.expected_time.count() << " ms instead of " << least;
    ASSERT_TRUE(same_time(time_of(instance, found.placement), found.expected_time.count()));
    if (instance.tiers != 2) continue;
    const Interval holds = rates_where_best(instance, found.placement);
    EXPECT_GE(holds.from, 0);
    EXPECT_LE(holds.from, holds.to);
  }
}

TEST(ExtremeProbability, BreakpointsAreBetweenTheEnds) {
  for (std::uint64_t number = 0; number < 1000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Random random = test::random_for_case(number);
    const Instance instance = extreme_instance(random);
    const Parameter rate{Parameter::Kind::rate, 0};
    const Interval rates{1e-3, 1e6};
    ASSERT_TRUE(are_best(breakpoints(instance, rate, rates), instance, rate, rates));
    if (instance.branches == 0) continue;
    const Parameter p{Parameter::Kind::probability, instance.branches - 1};
    ASSERT_TRUE(are_best(breakpoints(instance, p, {0, 1}), instance, p, {0, 1}));
  }
}

}  // namespace
}  // namespace popex
