// SPDX-License-Identifier: MIT
//
// Without hysteresis: what is decided, at which rates it changes, and the reasons.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include <popex/update_box.hpp>

#include "support/chain.hpp"
#include "support/problem_lines.hpp"
#include "support/random_profile.hpp"
#include "update_box/boxes.hpp"

namespace popex {
namespace {

using Reason = Update::Reason;
using test::edge_or_cloud;
using test::following;

TEST(UpdateBox, DecidesLikeASearchThroughAllDecisionsAtTheEstimate) {
  std::size_t changes = 0;
  for (std::uint64_t number = 0; number < 300; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::RandomOptions sizes;
    sizes.most_tiers = 3;
    sizes.most_layers = 12;
    sizes.most_branches = 3;
    const ProfileData data = test::chance(random, 0.7) ? test::random_chain(random, sizes)
                                                       : test::random_network(random, sizes);
    const Profile profile = make_profile(data).value();
    Scenario scenario = test::random_scenario(random, data, sizes);
    const Planner planner = Planner::make(profile, scenario).value();
    const std::size_t link = test::integer_between(random, 0, profile.tiers().size() - 2);

    UpdateBoxOptions options;
    options.estimator.kind = static_cast<EstimatorOptions::Kind>(
        test::integer_between(random, 0, estimators().size() - 1));
    UpdateBox box(planner.rate_table(link).value(), options);
    for (int sample = 0; sample < 20; ++sample) {
      const double rate = test::chance(random, 0.1) ? 0 : test::log_uniform(random, 1e-4, 1e4);
      const Update update = box.add(sample, Mbps{rate});
      changes += update.changed ? 1U : 0U;

      scenario.rate.named[link].second = update.estimate;
      double least = std::numeric_limits<double>::infinity();
      for (const Decision& decision : Planner::make(profile, scenario).value().all()) {
        least = std::min(least, decision.expected_time.count());
      }
      ASSERT_EQ(update.wanted, update.piece);
      if (std::isinf(least)) {
        ASSERT_EQ(update.expected_time.count(), least);
      } else {
        ASSERT_NEAR(update.expected_time.count(), least, 1e-9 * least) << "rate " << rate;
      }
    }
  }
  EXPECT_GT(changes, 600U);
}

TEST(UpdateBox, ChangesExactlyAtTheBreakpoints) {
  UpdateBox box(edge_or_cloud(), following());
  const double above = std::nextafter(1.0, 2.0);
  EXPECT_EQ(box.add(0, Mbps{1}).piece, 0U);
  EXPECT_EQ(box.add(1, Mbps{above}).piece, 1U);
  EXPECT_EQ(box.add(2, Mbps{1}).piece, 0U);
  EXPECT_EQ(box.add(3, Mbps{above}).piece, 1U);
}

TEST(UpdateBox, SaysWhy) {
  UpdateBoxOptions options = following();
  options.estimator.jump = 5;
  UpdateBox box(edge_or_cloud(), options);
  auto reason = [&, time = 0.0](double rate) mutable {
    const Update update = box.add(time += 1, Mbps{rate});
    EXPECT_EQ(update.changed, update.reason != Reason::stays);
    return update.reason;
  };
  EXPECT_EQ(reason(2), Reason::first);
  EXPECT_EQ(reason(3), Reason::stays);
  EXPECT_EQ(reason(0.7), Reason::left_range);
  EXPECT_EQ(reason(4), Reason::jumped);
  EXPECT_EQ(reason(0), Reason::link_down);
  EXPECT_EQ(reason(0), Reason::stays);
  EXPECT_EQ(reason(2), Reason::link_back);
  EXPECT_EQ(reason(20), Reason::stays);  // a jump to where it is as good
  EXPECT_EQ(reason(0), Reason::link_down);
  EXPECT_EQ(reason(0.5), Reason::stays);
  EXPECT_EQ(reason(2), Reason::left_range);
}

TEST(UpdateBox, HasTheNumbersOfItsSample) {
  UpdateBoxOptions options = following();
  options.switch_cost = Milliseconds(1000);
  UpdateBox box(edge_or_cloud(), options);
  box.add(10, Mbps{0.5});
  const Update update = box.add(12, Mbps{2});
  EXPECT_EQ(update.time_s, 12);
  EXPECT_EQ(update.measured, Mbps{2});
  EXPECT_EQ(update.estimate, Mbps{2});
  EXPECT_EQ(update.piece, 0U);
  EXPECT_EQ(update.wanted, 1U);
  EXPECT_EQ(update.expected_time.count(), 10);
  EXPECT_EQ(update.saving.count(), 4);  // 10 − (2 + 8/2)
  EXPECT_EQ(update.reason, Reason::does_not_pay);
}

TEST(UpdateBox, ManyShareOneTable) {
  const auto table = std::make_shared<const RateTable>(edge_or_cloud());
  UpdateBox one(table, following());
  UpdateBox other(table, following());
  EXPECT_EQ(&one.table(), &other.table());
  EXPECT_EQ(one.add(0, Mbps{2}).piece, 1U);
  EXPECT_EQ(other.add(0, Mbps{0.5}).piece, 0U);
}

TEST(UpdateBox, SaysEverythingThatIsWrongWithItsOptions) {
  UpdateBoxOptions options;
  EXPECT_EQ(test::problem_lines(problems_of(options)), test::Lines{});
  options.estimator.window = 0;
  options.switch_cost = Milliseconds(-1);
  options.hold_s = std::numeric_limits<double>::infinity();
  options.inferences_per_second = 0;
  EXPECT_EQ(test::problem_lines(problems_of(options)),
            (test::Lines{"window: 0, must be between 1 and 1000000",
                         "switch_cost: -1, must be at least 0", "hold_s: inf, must be at least 0",
                         "inferences_per_second: 0, must be above 0"}));
  EXPECT_THROW(UpdateBox(edge_or_cloud(), options), std::invalid_argument);
}

}  // namespace
}  // namespace popex
