// SPDX-License-Identifier: MIT
//
// A day of samples: no memory is taken, and nothing drifts.

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include <popex/update_box.hpp>

#include "support/random_seed.hpp"
#include "update_box/allocations.hpp"
#include "update_box/boxes.hpp"

namespace popex {
namespace {

constexpr int kSamples = 24 * 3600 * 10;

TEST(LongRun, ADayOfTenSamplesASecondTakesNoMemoryAndDoesNotDrift) {
  for (const EstimatorDescription& description : estimators()) {
    SCOPED_TRACE(description.name);
    test::Random random = test::random_for_case(0);
    UpdateBoxOptions options;
    options.estimator.kind = description.kind;
    options.estimator.window = 100;
    options.switch_cost = Milliseconds(50);
    options.hold_s = 1;
    UpdateBox box(test::edge_or_cloud(), options);
    std::size_t changes = 0;
    double place = 0;
    const std::size_t before = test::allocation_count();
    for (int i = 0; i < kSamples; ++i) {
      place = std::clamp(place + test::real_between(random, -0.2, 0.2), -3.0, 3.0);
      const double rate = i % 5000 < 10 ? 0 : std::exp(place);
      changes += box.add(0.1 * i, Mbps{rate}).changed ? 1U : 0U;
    }
    EXPECT_EQ(test::allocation_count(), before);
    EXPECT_GT(changes, 100U);

    // A second box that sees the last samples alone says the same.
    UpdateBox fresh(test::edge_or_cloud(), options);
    for (int i = 0; i < 1000; ++i) {
      const Mbps rate{2 + std::sin(i)};
      const double here = box.add(0.1 * (kSamples + i), rate).estimate.value;
      const double there = fresh.add(0.1 * i, rate).estimate.value;
      if (i > 500) {
        EXPECT_NEAR(here, there, 1e-12 * there);
      }
    }
  }
}

TEST(LongRun, MakingABoxDoesTakeMemory) {
  const std::size_t before = test::allocation_count();
  const UpdateBox box(test::edge_or_cloud(), {});
  EXPECT_GT(test::allocation_count(), before);
}

}  // namespace
}  // namespace popex
