// SPDX-License-Identifier: MIT
#include "model/topology.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "support/random_profile.hpp"
#include "support/random_seed.hpp"

namespace popex {
namespace {

using Numbers = std::vector<std::size_t>;

//          ┌─▸ 1 ─┐
//     0 ───┤      ├─▸ 3 ─▸ 4
//          └─▸ 2 ─┘
const LayerInputs kDiamond = {{0}, {1}, {1}, {2, 3}, {4}};

/// Whether the last layer can be reached from the network's input without `closed`: what a cut
/// vertex is, word by word. Layers stand in running order.
bool reaches_output_without(const LayerInputs& inputs, std::size_t closed) {
  std::vector<bool> reached(inputs.size() + 1, false);
  reached[0] = true;  // tensor 0
  for (std::size_t layer = 0; layer < inputs.size(); ++layer) {
    if (layer == closed) continue;
    for (const std::size_t tensor : inputs[layer]) {
      if (reached[tensor]) reached[layer + 1] = true;
    }
  }
  return reached.back();
}

TEST(CutVertices, InAChainEveryLayerIsOne) {
  EXPECT_EQ(cut_vertices({{0}, {1}, {2}}), (std::vector<bool>{true, true, true}));
}

TEST(CutVertices, SidesOfADiamondAreNot) {
  EXPECT_EQ(cut_vertices(kDiamond), (std::vector<bool>{true, false, false, true, true}));
}

TEST(CutVertices, LayerThatIsSkippedIsNot) {
  // 1 is skipped by a residual connection, and 0 by one from the network's input.
  EXPECT_EQ(cut_vertices({{0}, {1}, {1, 2}}), (std::vector<bool>{true, false, true}));
  EXPECT_EQ(cut_vertices({{0}, {0, 1}}), (std::vector<bool>{false, true}));
}

TEST(CutVertices, AreThoseWithoutWhichNoPathIsLeft) {
  for (std::uint64_t number = 0; number < 2000; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const LayerInputs inputs = test::random_dag(random, test::integer_between(random, 1, 30));
    const std::vector<bool> is_cut = cut_vertices(inputs);
    ASSERT_EQ(is_cut.size(), inputs.size());
    for (std::size_t layer = 0; layer < inputs.size(); ++layer) {
      ASSERT_EQ(is_cut[layer], !reaches_output_without(inputs, layer)) << "layer " << layer;
    }
  }
}

TEST(RunningOrder, KeepsTheWrittenOrderWhereItCan) {
  EXPECT_EQ(running_order(kDiamond), (Numbers{0, 1, 2, 3, 4}));
}

TEST(RunningOrder, PutsEachLayerAfterWhatItReads) {
  // Written last to first: 0 reads 1 reads 2 reads the input.
  EXPECT_EQ(running_order({{2}, {3}, {0}}), (Numbers{2, 1, 0}));
}

TEST(RunningOrder, AmongThoseThatCouldComeNextTakesTheEarliestWritten) {
  // 2 is ready at once, but 0 has to wait for it.
  EXPECT_EQ(running_order({{3}, {0}, {0}, {1, 2}}), (Numbers{1, 2, 0, 3}));
}

TEST(RunningOrder, LeavesOutACycleAndWhatIsBehindIt) {
  // 0 ─▸ 1 ⇄ 2 ─▸ 3
  EXPECT_EQ(running_order({{0}, {1, 3}, {2}, {3}}), (Numbers{0}));
}

TEST(RunningOrder, OnAnyNetworkIsAPermutationInWhichInputsComeFirst) {
  for (std::uint64_t number = 0; number < 500; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const LayerInputs sorted = test::random_dag(random, test::integer_between(random, 1, 30));
    Numbers place(sorted.size());  // where each layer is written
    for (std::size_t i = 0; i < place.size(); ++i) place[i] = i;
    std::shuffle(place.begin(), place.end(), random);
    LayerInputs inputs(sorted.size());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      for (const std::size_t tensor : sorted[i]) {
        inputs[place[i]].push_back(tensor == 0 ? 0 : place[tensor - 1] + 1);
      }
    }
    const Numbers order = running_order(inputs);
    ASSERT_EQ(order.size(), inputs.size());
    std::vector<bool> done(inputs.size() + 1, false);
    done[0] = true;
    for (const std::size_t layer : order) {
      for (const std::size_t tensor : inputs[layer]) ASSERT_TRUE(done[tensor]);
      ASSERT_FALSE(done[layer + 1]) << "twice";
      done[layer + 1] = true;
    }
  }
}

TEST(FindCycle, ThereIsNoneInANetworkThatEnds) {
  EXPECT_EQ(find_cycle(kDiamond, running_order(kDiamond)), Numbers{});
}

TEST(FindCycle, LeavesOutWhatOnlyLeadsThere) {
  // 3 reads 2 reads 1 reads 2: the cycle is 1 and 2 alone.
  const LayerInputs inputs = {{0}, {1, 3}, {2}, {3}};
  Numbers cycle = find_cycle(inputs, running_order(inputs));
  std::sort(cycle.begin(), cycle.end());
  EXPECT_EQ(cycle, (Numbers{1, 2}));
}

TEST(FindCycle, EachReadsTheNextAndTheLastTheFirst) {
  const LayerInputs inputs = {{4}, {1}, {2}, {3}, {4}};  // 0 reads 3 reads 2 reads 1 reads 0
  const Numbers cycle = find_cycle(inputs, running_order(inputs));
  ASSERT_EQ(cycle.size(), 4U);
  for (std::size_t i = 0; i < cycle.size(); ++i) {
    const std::size_t next = cycle[(i + 1) % cycle.size()];
    const auto& tensors = inputs[cycle[i]];
    EXPECT_NE(std::find(tensors.begin(), tensors.end(), next + 1), tensors.end());
  }
}

TEST(FindCycle, LayerThatReadsItselfIsOne) {
  const LayerInputs inputs = {{0}, {1, 2}};
  EXPECT_EQ(find_cycle(inputs, running_order(inputs)), (Numbers{1}));
}

TEST(Sinks, AreTheLayersThatNobodyReads) {
  EXPECT_EQ(sinks(kDiamond), (Numbers{4}));
  EXPECT_EQ(sinks({{0}, {1}, {1}}), (Numbers{1, 2}));
}

}  // namespace
}  // namespace popex
