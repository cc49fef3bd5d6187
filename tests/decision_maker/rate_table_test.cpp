// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include <popex/planner.hpp>

#include "decision_maker/breakpoints.hpp"
#include "decision_maker/decisions.hpp"
#include "decision_maker/dijkstra.hpp"
#include "support/chain.hpp"
#include "support/random_profile.hpp"

namespace popex {
namespace {

using test::chain;
using test::same_time;

RateTable table_of(const Instance& instance, std::size_t link = 0) {
  const Parameter rate{Parameter::Kind::rate, link};
  return RateTable(breakpoints(instance, rate, domain(Parameter::Kind::rate)));
}

TEST(RateTable, SaysWhatDijkstraSaysAtAnyRate) {
  for (std::uint64_t number = 0; number < 1000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const Instance instance = test::random_instance(random);
    const std::size_t link = test::integer_between(random, 0, instance.tiers - 2);
    const RateTable table = table_of(instance, link);
    for (int sample = 0; sample < 10; ++sample) {
      const double rate = sample == 0   ? 0
                          : sample == 1 ? 1e-300
                          : sample == 2 ? 1e9
                                        : test::log_uniform(random, 1e-6, 1e9);
      SCOPED_TRACE("rate " + testing::PrintToString(rate));
      const Instance there = instance_at(instance, {Parameter::Kind::rate, link}, rate);
      const RateTable::Entry entry = table.at(Mbps{rate});
      const double least = test::best_time(there);
      ASSERT_TRUE(same_time(entry.expected_time.count(), least));
      ASSERT_TRUE(same_time(test::time_of(there, *entry.placement), least));
    }
  }
}

TEST(RateTable, AtABreakpointTheTieGoesToTheEdge) {
  // edge only 10, cloud only 2 + 8/B
  const RateTable table = table_of(chain(1000).layer({10, 2}, 1).rate({1}).instance());
  EXPECT_EQ(*table.at(Mbps{1}).placement, (Placement{{1, 0}}));
  EXPECT_EQ(*table.at(Mbps{std::nextafter(1.0, 2.0)}).placement, (Placement{{0, 0}}));
  EXPECT_EQ(*table.at(Mbps{std::nextafter(1.0, 0.0)}).placement, (Placement{{1, 0}}));
}

TEST(RateTable, AtABreakpointTheTieGoesToTheEdgeAlsoWhereThatIsTheFasterLinksChoice) {
  // cloud only 10 + 8/B, after v1 1 + 16/B + 1: they tie at B = 1, and v1 on the edge is for above.
  const RateTable table =
      table_of(chain(1000).layer({1, 9}, 2000).layer({1000, 1}, 1).rate({1}).instance());
  EXPECT_EQ(*table.at(Mbps{1}).placement, (Placement{{1, 0}}));
  EXPECT_EQ(*table.at(Mbps{std::nextafter(1.0, 0.0)}).placement, (Placement{{0, 0}}));
}

TEST(RateTable, KeepsEverythingOnDeviceWhenLinkIsDown) {
  const RateTable table = table_of(chain(1000).layer({1e6, 0}, 1).rate({1}).instance());
  for (const double rate : {0.0, -0.0, std::numeric_limits<double>::denorm_min(), 1e-300}) {
    EXPECT_EQ(*table.at(Mbps{rate}).placement, (Placement{{1, 0}})) << rate;
    EXPECT_EQ(table.at(Mbps{rate}).expected_time.count(), 1e6) << rate;
  }
}

TEST(RateTable, BeyondTheFastestLinkTheLastPieceHolds) {
  const RateTable table = table_of(chain(1000).layer({10, 2}, 1).rate({1}).instance());
  EXPECT_EQ(*table.at(Mbps{1e12}).placement, (Placement{{0, 0}}));
}

}  // namespace
}  // namespace popex
