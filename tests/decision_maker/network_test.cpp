// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "decision_maker/decisions.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/exhaustive.hpp"
#include "decision_maker/min_cut.hpp"
#include "model/expected_time.hpp"
#include "support/random_profile.hpp"

// Networks that are no chains. The brute force here knows nothing of blocks, cuts or the partition
// graph: it gives every layer every tier, and asks the formula.

namespace popex {
namespace {

using test::same_time;
using test::time_of;

/// Calls `visit` with every placement in which nothing returns to an earlier tier.
class BruteForce {
 public:
  BruteForce(const Instance& instance, const LayerInputs& inputs)
      : instance_(instance), inputs_(inputs) {}

  void for_each(const std::function<void(const Placement&)>& visit) {
    visit_ = &visit;
    place_next_layer();
  }

 private:
  void place_next_layer() {
    const std::size_t layer = tier_.size();
    if (layer == instance_.layers) {
      choose_branches(0);
      return;
    }
    std::uint8_t least = 0;
    for (const std::size_t tensor : inputs_[layer]) {
      if (tensor > 0) least = std::max(least, tier_[tensor - 1]);
    }
    for (std::uint8_t t = least; t < instance_.tiers; ++t) {
      tier_.push_back(t);
      place_next_layer();
      tier_.pop_back();
    }
  }

  /// At a cut vertex, any number of the branches there may have run.
  void choose_branches(std::size_t link) {
    if (link + 1 == instance_.tiers) {
      (*visit_)(placement_of(instance_, tier_, branches_));
      return;
    }
    const std::vector<std::size_t> none(instance_.tiers, 0);
    const Handover handover = placement_of(instance_, tier_, none)[link];
    const auto count_before = [&](std::size_t layers) {
      return static_cast<std::size_t>(
          std::count_if(instance_.branch_after.begin(), instance_.branch_after.end(),
                        [layers](std::size_t after) { return after < layers; }));
    };
    const std::size_t most = count_before(handover.layers + 1);
    std::size_t least = handover.is_inside_block() ? most : count_before(handover.layers);
    if (!branches_.empty()) least = std::max(least, branches_.back());
    for (std::size_t m = least; m <= most; ++m) {
      branches_.push_back(m);
      choose_branches(link + 1);
      branches_.pop_back();
    }
  }

  const Instance& instance_;
  const LayerInputs& inputs_;
  const std::function<void(const Placement&)>* visit_ = nullptr;
  std::vector<std::uint8_t> tier_;
  std::vector<std::size_t> branches_;
};

struct Case {
  Instance instance;
  LayerInputs inputs;
};

Case random_case(test::Random& random, const test::RandomOptions& options) {
  const ProfileData data = test::random_network(random, options);
  const Scenario scenario = test::random_scenario(random, data, options);
  const Profile profile = make_profile(data).value();
  Case made{make_instance(profile, scenario).value(), {}};
  for (const Layer& layer : profile.layers()) made.inputs.push_back(layer.inputs);
  return made;
}

TEST(Networks, SolverFindsTheBestOfAllPlacements) {
  constexpr std::uint64_t cases = 5000;
  std::uint64_t through_blocks = 0;
  for (std::uint64_t number = 0; number < cases; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::RandomOptions options;
    options.most_layers = 12;
    options.most_branches = 3;
    options.most_tiers = 3;
    const Case tested = random_case(random, options);
    const Instance& instance = tested.instance;

    double least = std::numeric_limits<double>::infinity();
    std::size_t count = 0;
    BruteForce(instance, tested.inputs).for_each([&](const Placement& placement) {
      least = std::min(least, time_of(instance, placement));
      ++count;
    });
    const Solution dijkstra = DijkstraSolver(instance).solve(instance);
    ASSERT_TRUE(same_time(dijkstra.expected_time.count(), least))
        << testing::PrintToString(dijkstra.placement) << " takes "
        << time_of(instance, dijkstra.placement) << " ms";
    ASSERT_TRUE(same_time(time_of(instance, dijkstra.placement), least));
    if (dijkstra.placement.front().is_inside_block()) ++through_blocks;

    ASSERT_EQ(decision_count(instance), count);
    const Solution exhaustive = solve_exhaustive(instance);
    ASSERT_TRUE(same_time(exhaustive.expected_time.count(), least));
    ASSERT_TRUE(same_time(time_of(instance, exhaustive.placement), least));
    if (instance.branches == 0) {
      const Solution cut = solve_min_cut(instance);
      ASSERT_TRUE(same_time(cut.expected_time.count(), least));
      ASSERT_TRUE(same_time(time_of(instance, cut.placement), least));
    }
  }
  EXPECT_GT(through_blocks, cases / 100) << "hardly a case needs a cut through a block";
}

TEST(Networks, OneCutOfTheWholeAgreesOnLargeOnes) {
  for (std::uint64_t number = 0; number < 100; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::RandomOptions options;
    options.most_layers = 600;
    options.most_branches = 0;
    const Instance instance = test::random_network_instance(random, options);
    const Solution dijkstra = DijkstraSolver(instance).solve(instance);
    const Solution cut = solve_min_cut(instance);
    ASSERT_TRUE(same_time(dijkstra.expected_time.count(), cut.expected_time.count()));
    ASSERT_TRUE(same_time(time_of(instance, dijkstra.placement), cut.expected_time.count()));
    ASSERT_TRUE(same_time(time_of(instance, cut.placement), cut.expected_time.count()));
  }
}

TEST(Networks, BestDecisionsComeInOrderAndAreAllThereAre) {
  for (std::uint64_t number = 0; number < 1000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    test::RandomOptions options;
    options.most_layers = 8;
    options.most_branches = 2;
    options.most_tiers = 3;
    const Instance instance = test::random_network_instance(random, options);
    DijkstraSolver solver(instance);
    const Solution best = solver.solve(instance);
    std::vector<double> times;
    std::vector<Placement> placements;
    solver.for_each_path(instance, [&](const Placement& placement) {
      times.push_back(time_of(instance, placement));
      placements.push_back(placement);
    });
    ASSERT_EQ(times.size(), solver.path_count(instance));
    std::sort(times.begin(), times.end());

    const std::vector<Solution> all = solver.best(instance, times.size() + 5);
    ASSERT_EQ(all.size(), times.size());
    ASSERT_EQ(all.front().placement, best.placement);
    for (std::size_t i = 0; i < all.size(); ++i) {
      ASSERT_TRUE(same_time(all[i].expected_time.count(), times[i]));
      ASSERT_TRUE(same_time(time_of(instance, all[i].placement), times[i]));
      const auto found = std::find(placements.begin(), placements.end(), all[i].placement);
      ASSERT_NE(found, placements.end()) << "no such decision, or given twice";
      placements.erase(found);
    }
    const std::size_t some = test::integer_between(random, 1, times.size());
    const std::vector<Solution> first = solver.best(instance, some);
    ASSERT_EQ(first.size(), some);
    for (std::size_t i = 0; i < some; ++i) {
      ASSERT_TRUE(same_time(first[i].expected_time.count(), times[i]));
    }
  }
}

/// input ─▸ a ─▸ b ─┐
///          └─▸ c ──┴▸ d ─▸ e      with all times 1 on the edge and `cloud` in the cloud
Instance diamond(const std::vector<double>& cloud, const std::vector<double>& kilobytes,
                 double input_kilobytes) {
  ProfileData data;
  data.input = Bytes{1000 * input_kilobytes};
  const std::vector<std::pair<std::string, std::vector<std::string>>> layers = {
      {"a", {"input"}}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"b", "c"}}, {"e", {"d"}}};
  for (std::size_t i = 0; i < layers.size(); ++i) {
    ProfileData::Layer layer;
    layer.name = layers[i].first;
    layer.inputs = layers[i].second;
    layer.time = {{"edge", Milliseconds(1)}, {"cloud", Milliseconds(cloud[i])}};
    layer.output = Bytes{1000 * kilobytes[i]};
    data.layers.push_back(std::move(layer));
  }
  Scenario scenario;
  scenario.rate.all = Mbps{8};  // a kilobyte takes a millisecond
  return make_instance(make_profile(data).value(), scenario).value();
}

TEST(Networks, TensorWithTwoReadersIsSentOnce) {
  // b and c are free in the cloud; a's 3 kB are sent once, or else everything would stay.
  const Instance instance = diamond({9, 0, 0, 0, 0}, {3, 9, 9, 9, 1}, 99);
  const Solution solution = DijkstraSolver(instance).solve(instance);
  EXPECT_EQ(solution.placement, (Placement{{1, 0, {}}}));
  EXPECT_DOUBLE_EQ(solution.expected_time.count(), 4);
}

TEST(Networks, CutMayRunThroughABlock) {
  // c stays on the edge and sends 1 kB, b reads a's 1 kB in the cloud.
  const Instance instance = diamond({9, 0, 9, 0, 0}, {1, 9, 1, 9, 1}, 99);
  const Solution solution = DijkstraSolver(instance).solve(instance);
  EXPECT_EQ(solution.placement, (Placement{{1, 0, {2}}}));
  EXPECT_DOUBLE_EQ(solution.expected_time.count(), 2 + 2);
  const Decision decision = expected_time(instance, solution.placement);
  EXPECT_EQ(decision.links[0].tensors, (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(decision.tiers[0].layers, (std::vector<Range>{{0, 1}, {2, 3}}));
  EXPECT_EQ(decision.tiers[1].layers, (std::vector<Range>{{1, 2}, {3, 5}}));
}

TEST(Networks, NothingReturnsToTheEdge) {
  // d would be 5 ms faster on the edge, but b and c are in the cloud by then.
  const Instance instance = diamond({0, 0, 0, 6, 0}, {9, 9, 9, 9, 9}, 0);
  const Solution solution = DijkstraSolver(instance).solve(instance);
  EXPECT_DOUBLE_EQ(solution.expected_time.count(), 5);  // all on the edge, against 6 in the cloud
  EXPECT_EQ(solution.placement, (Placement{{5, 0, {}}}));
}

TEST(Networks, ATierWhereALayerTakesForeverDoesNotBlurTheOthers) {
  // As in CutMayRunThroughABlock, but b is hardly faster in the cloud and sends as much as a. With
  // a third tier as fast as the second behind a free link; in between it takes 30 years. Then, on
  // two tiers, it takes as long for one layer on each.
  const double years = ProfileLimits::time_ms;
  const Instance two = diamond({9, 0.995, 9, 0, 0}, {1, 1, 1, 9, 1}, 99);
  Instance three = two;
  three.tiers = 3;
  three.rate.push_back(Mbps{1e9});
  three.latency.emplace_back(0);
  three.layer_times.insert(three.layer_times.end(), two.layer_times.begin() + 5,
                           two.layer_times.end());
  for (std::size_t i = 0; i < 5; ++i) three.layer_times[5 + i] = Milliseconds(years);
  const Solution solution = DijkstraSolver(three).solve(three);
  EXPECT_EQ(solution.placement, (Placement{{1, 0, {2}}, {1, 0, {2}}}));
  EXPECT_NEAR(solution.expected_time.count(), 4.995, 1e-4);

  // input ─▸ a ─▸ b, c, x ─▸ d, a kilobyte each; b cannot stay and c cannot go.
  ProfileData data;
  data.input = Bytes{99'000};
  const auto add = [&](const std::string& name, std::vector<std::string> inputs, double edge,
                       double cloud) {
    ProfileData::Layer layer;
    layer.name = name;
    layer.inputs = std::move(inputs);
    layer.time = {{"edge", Milliseconds(edge)}, {"cloud", Milliseconds(cloud)}};
    layer.output = Bytes{1000};
    data.layers.push_back(std::move(layer));
  };
  add("a", {"input"}, 1, 9);
  add("b", {"a"}, years, 1);
  add("c", {"a"}, 1, years);
  add("x", {"a"}, 1, 1.995);  // and its kilobyte, where it stays
  add("d", {"b", "c", "x"}, 9, 0);
  Scenario scenario;
  scenario.rate.all = Mbps{8};
  const Instance apart = make_instance(make_profile(data).value(), scenario).value();
  const Solution split = DijkstraSolver(apart).solve(apart);
  EXPECT_EQ(split.placement, (Placement{{1, 0, {2}}}));
  EXPECT_DOUBLE_EQ(split.expected_time.count(), 1 + 1 + 1 + 1.995 + 2);
}

TEST(Networks, OnATieMostStaysOnTheEdge) {
  // After d, 1 kB: whether a to d run before it or behind costs the same, and so does a cut inside.
  const Instance instance = diamond({1, 1, 1, 1, 0}, {1, 0.5, 0.5, 1, 9}, 1);
  const Solution solution = DijkstraSolver(instance).solve(instance);
  EXPECT_DOUBLE_EQ(solution.expected_time.count(), 5);
  EXPECT_EQ(solution.placement, (Placement{{5, 0, {}}}));
  EXPECT_EQ(solve_min_cut(instance).placement, (Placement{{5, 0, {}}}));
}

TEST(Networks, OnATieButForTheLastDigitMostStaysOnTheEdge) {
  // a and b on the edge take 0.1 + 0.2 ms, which is more than 0.3 by a rounding; the input takes
  // 0.3 ms and what a and b hand on nothing.
  ProfileData data;
  data.input = Bytes{300};
  for (const char* name : {"a", "b", "c"}) {
    ProfileData::Layer layer;
    layer.name = name;
    layer.inputs = {"input"};
    layer.time = {{"edge", Milliseconds(0.1)}, {"cloud", Milliseconds(0)}};
    layer.output = Bytes{0};
    data.layers.push_back(layer);
  }
  data.layers[1].time[0].second = Milliseconds(0.2);
  data.layers[2].time[0].second = Milliseconds(9);
  data.layers[2].inputs = {"a", "b"};
  Scenario scenario;
  scenario.rate.all = Mbps{8};
  const Instance instance = make_instance(make_profile(data).value(), scenario).value();
  ASSERT_GT(0.1 + 0.2, (Bytes{300} / Mbps{8}).count());
  EXPECT_EQ(DijkstraSolver(instance).solve(instance).placement, (Placement{{0, 0, {0, 1}}}));
  EXPECT_EQ(solve_min_cut(instance).placement, (Placement{{0, 0, {0, 1}}}));
}

}  // namespace
}  // namespace popex
