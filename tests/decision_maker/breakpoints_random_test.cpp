// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "decision_maker/breakpoints.hpp"
#include "decision_maker/decisions.hpp"
#include "support/random_profile.hpp"

namespace popex {
namespace {

using test::same_time;
using test::time_of;
using Kind = Parameter::Kind;

Interval random_interval(test::Random& random, Kind kind) {
  if (test::chance(random, 0.3)) return domain(kind);
  const double a = test::random_value(random, kind);
  const double b = test::random_value(random, kind);
  return {std::min(a, b), std::max(a, b)};
}

/// A value strictly between the ends of a piece, any order of magnitude of it.
double random_value_in(test::Random& random, const Piece& piece) {
  const double low = piece.from > 0 ? piece.from : std::min(1e-9, piece.to / 2);
  return test::chance(random, 0.5) ? test::log_uniform(random, low, piece.to)
                                   : test::real_between(random, piece.from, piece.to);
}

double at(Kind kind, const Line& line, double value) {
  return line.at(kind == Kind::rate ? 1 / value : value);
}

/// Where a line falls from a very high value to a low one, its low end has fewer right digits.
double digits_lost(const Line& line) { return 1e-13 * std::max(line.at_zero, 0.0); }

/// Everything that pieces promise, on one random network and interval.
void check_pieces(std::uint64_t number, std::size_t least_tiers, std::size_t most_tiers,
                  bool chains = true) {
  test::Random random = test::random_for_case(number);
  test::RandomOptions options;
  options.least_tiers = least_tiers;
  options.most_tiers = most_tiers;
  options.gamma = 1;
  if (!chains) options.most_layers = 12;
  const Instance instance = chains ? test::random_instance(random, options)
                                   : test::random_network_instance(random, options);
  const Parameter parameter = test::random_parameter(random, instance);
  const Interval interval = random_interval(random, parameter.kind);
  const std::vector<Piece> pieces = breakpoints(instance, parameter, interval);

  ASSERT_FALSE(pieces.empty());
  ASSERT_EQ(pieces.front().from, interval.from);
  ASSERT_EQ(pieces.back().to, interval.to);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Piece& piece = pieces[i];
    ASSERT_LT(piece.from, piece.to);
    const double slack = parameter.kind == Kind::probability ? digits_lost(piece.line) : 0;
    if (i > 0) {
      // Contiguous, and at the breakpoint either decision takes the same time.
      ASSERT_EQ(piece.from, pieces[i - 1].to);
      ASSERT_NE(piece.placement, pieces[i - 1].placement);
      ASSERT_TRUE(same_time(piece.expected_time_from.count(),
                            pieces[i - 1].expected_time_to.count(), 1e-9, slack));
      const Instance between = instance_at(instance, parameter, piece.from);
      ASSERT_TRUE(same_time(time_of(between, piece.placement),
                            time_of(between, pieces[i - 1].placement), 1e-9, slack));
    }
    for (int sample = 0; sample < 4; ++sample) {
      const double value = sample == 0   ? piece.from
                           : sample == 1 ? piece.to
                                         : random_value_in(random, piece);
      SCOPED_TRACE("at " + std::to_string(value));
      const Instance there = instance_at(instance, parameter, value);
      const double least = test::best_time(there);
      ASSERT_TRUE(same_time(time_of(there, piece.placement), least, 1e-9, slack));
      ASSERT_TRUE(same_time(at(parameter.kind, piece.line, value), least, 1e-9, slack));
    }
    ASSERT_TRUE(
        same_time(piece.expected_time_from.count(), at(parameter.kind, piece.line, piece.from)));
    ASSERT_TRUE(
        same_time(piece.expected_time_to.count(), at(parameter.kind, piece.line, piece.to)));
  }
}

TEST(RandomBreakpoints, EnvelopeOnTwoTiersHoldsTheBestDecisionEverywhere) {
  for (std::uint64_t number = 0; number < 2000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    check_pieces(number, 2, 2);
    if (HasFatalFailure()) return;
  }
}

TEST(RandomBreakpoints, RecursionOnMoreTiersHoldsTheBestDecisionEverywhere) {
  for (std::uint64_t number = 0; number < 1000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    check_pieces(number, 3, 4);
    if (HasFatalFailure()) return;
  }
}

TEST(RandomBreakpoints, RecursionOnNetworksHoldsTheBestDecisionEverywhere) {
  for (std::uint64_t number = 0; number < 1000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    check_pieces(number, 2, 3, false);
    if (HasFatalFailure()) return;
  }
}

TEST(RandomBreakpoints, ThirdTierOutOfReachChangesNothing) {
  // Two tiers go through the envelope, three through the recursion: with the third behind a link
  // that is down they must find the same pieces.
  for (std::uint64_t number = 0; number < 1000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::RandomOptions options;
    options.most_tiers = 2;
    options.gamma = 0;
    ProfileData data = test::random_chain(random, options);
    data.branches.clear();  // they run on the second tier only where that is not the last
    const Scenario scenario = test::random_scenario(random, data, options);
    const Instance two = make_instance(make_profile(data).value(), scenario).value();

    data.tiers.emplace_back("out of reach");
    data.input = Bytes{std::max(data.input->value, 1.0)};
    for (auto& layer : data.layers) {
      layer.time.emplace_back("out of reach", Milliseconds(1));
      layer.output = Bytes{std::max(layer.output->value, 1.0)};  // even nothing costs too much
    }
    Scenario with_third = scenario;
    with_third.rate.named.emplace_back("t1-out of reach", Mbps{0});
    Instance three = make_instance(make_profile(data).value(), with_third).value();
    Instance same_two = two;
    same_two.tensors = three.tensors;

    const Parameter parameter{Kind::rate, 0};
    const auto envelope = breakpoints(same_two, parameter, domain(Kind::rate));
    const auto recursion = breakpoints(three, parameter, domain(Kind::rate));
    for (const auto& [pieces, others] :
         {std::pair(&envelope, &recursion), std::pair(&recursion, &envelope)}) {
      for (const Piece& piece : *pieces) {
        const auto other = std::find_if(others->begin(), others->end(), [&](const Piece& p) {
          return p.from <= piece.from && piece.from < p.to;
        });
        ASSERT_NE(other, others->end());
        const double u = 1 / piece.from;
        ASSERT_TRUE(same_time(piece.line.at(u), other->line.at(u)));
      }
    }
  }
}

}  // namespace
}  // namespace popex
