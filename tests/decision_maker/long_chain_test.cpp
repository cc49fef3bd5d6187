// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <popex/planner.hpp>

#include "decision_maker/decisions.hpp"
#include "support/chain.hpp"

namespace popex {
namespace {

TEST(LongChain, OfAMillionLayersIsSolved) {
  constexpr std::size_t layers = ProfileLimits::layers;
  ProfileData data = test::equal_layers(layers);
  data.branches.resize(1);
  data.branches[0].name = "b";
  data.branches[0].after = "v500000";
  data.branches[0].time = {{"edge", Milliseconds(0)}};
  const Profile profile = make_profile(std::move(data)).value();

  Scenario scenario;
  scenario.rate.all = Mbps{8};
  scenario.exit_probability.all = Probability{0.5};
  const auto decide = [&] { return Planner::make(profile, scenario).value().decide(); };
  // v1 on the edge takes 1 ms and spares 0.9 ms of upload and 0.5 ms in the cloud; a second layer
  // would spare 0.5 ms only.
  const Decision after_one = decide();
  EXPECT_EQ(after_one.placement, (Placement{{1, 0}}));
  EXPECT_DOUBLE_EQ(after_one.expected_time.count(), 1 + 0.1 + 499'999.5);

  scenario.rate.all = Mbps{0};
  const Decision edge_only = decide();
  EXPECT_EQ(edge_only.placement, (Placement{{layers, 1}}));
  EXPECT_DOUBLE_EQ(edge_only.expected_time.count(), 750'000);

  // Nobody gets past the branch.
  scenario.exit_probability.all = Probability{1};
  EXPECT_DOUBLE_EQ(decide().expected_time.count(), 500'000);
}

}  // namespace
}  // namespace popex
