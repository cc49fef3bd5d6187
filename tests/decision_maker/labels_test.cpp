// SPDX-License-Identifier: MIT
//
// Labels: what they say, and that no two decisions of a profile have the same one.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <popex/label.hpp>
#include <popex/planner.hpp>

#include "decision_maker/exhaustive.hpp"
#include "support/chain.hpp"
#include "support/random_profile.hpp"
#include "support/random_seed.hpp"

namespace popex::test {
namespace {

/// input ─▸ v1 ─▸ v2 ─▸ v3, with the branches b1 and b2 after v1 and b3 after v2.
Chain three_branches() {
  return chain(100, three_tiers())
      .layer({1, 1, 1}, 10)
      .branch({1, 1}, 0.5)
      .branch({1, 1}, 0.5)
      .layer({1, 1, 1}, 10)
      .branch({1, 1}, 0.5)
      .layer({1, 1, 1}, 10);
}

TEST(Label, NamesTheTensorsOfEachLinkAndTheBranchesOfTheSplitLayer) {
  const Profile profile = three_branches().profile();
  const auto label = [&](Handover first, Handover second) {
    return label_of(profile, {std::move(first), std::move(second)});
  };
  EXPECT_EQ(label({0, 0, {}}, {0, 0, {}}), "input | input");
  EXPECT_EQ(label({1, 0, {}}, {1, 1, {}}), "v1 | v1 +b1");
  EXPECT_EQ(label({1, 2, {}}, {2, 2, {}}), "v1 +b1 +b2 | v2");
  EXPECT_EQ(label({2, 3, {}}, {3, 3, {}}), "v2 +b3 | output");
  EXPECT_EQ(label({3, 3, {}}, {3, 3, {}}), "output | output");
}

// input ─▸ v1 ─┬▸ v2 ─┬▸ v4
//              └▸ v3 ─┘
TEST(Label, InsideABlockNamesAllTensorsThatCross) {
  ProfileData data =
      chain(100).layer({1, 1}, 10).layer({1, 1}, 10).layer({1, 1}, 10).layer({1, 1}, 10).data();
  data.layers[2].inputs = {"v1"};
  data.layers[3].inputs = {"v2", "v3"};
  const Profile profile = make_profile(data).value();
  EXPECT_EQ(label_of(profile, {{1, 0, {1}}}), "v1 + v2");
  EXPECT_EQ(label_of(profile, {{1, 0, {1, 2}}}), "v2 + v3");
  EXPECT_EQ(label_of(profile, {{1, 0, {}}}), "v1");
}

TEST(Label, WritesNamesThatCouldBeTakenForItsOwnSignsAsJsonStrings) {
  for (const auto& [name, written] :
       std::vector<std::pair<std::string, std::string>>{{"a b", R"("a b")"},
                                                        {"a+b", R"("a+b")"},
                                                        {"a|b", R"("a|b")"},
                                                        {"a~b", R"("a~b")"},
                                                        {"a:0", R"("a:0")"},
                                                        {R"("a")", R"("\"a\"")"},
                                                        {"a\tb", R"("a\tb")"},
                                                        {"/a/b.1-c_d", "/a/b.1-c_d"}}) {
    ProfileData data = chain(100).layer({1, 1}, 10).branch({1}, 0.5).layer({1, 1}, 10).data();
    data.layers[0].name = name;
    data.branches[0].after = name;
    data.branches[0].name = name + "'";
    const Profile profile = make_profile(data).value();
    EXPECT_EQ(label_of(profile, {{1, 0, {}}}), written);
    EXPECT_TRUE(label_of(profile, {{1, 1, {}}}).starts_with(written + " +\"")) << name;
  }
}

/// Names that would make labels alike if they were written as they are.
void rename(Random& random, ProfileData& data) {
  static const std::vector<std::string> pieces{"a", "b", " + ", " +", " | ", "\"", "~", ":", "c"};
  std::map<std::string, std::string> renamed;
  std::vector<std::string> used{"input", "output"};
  const auto unused = [&] {
    std::string name;
    do {
      name += pieces[integer_between(random, 0, pieces.size() - 1)];
    } while (std::find(used.begin(), used.end(), name) != used.end() || chance(random, 0.3));
    used.push_back(name);
    return name;
  };
  for (auto& layer : data.layers) {
    const std::string name = unused();
    renamed.emplace(std::exchange(layer.name, name), name);
  }
  for (auto& layer : data.layers) {
    if (!layer.inputs) continue;
    for (std::string& input : *layer.inputs) {
      if (renamed.contains(input)) input = renamed[input];
    }
  }
  for (auto& branch : data.branches) {
    branch.after = renamed[branch.after];
    branch.name = unused();
  }
}

/// Each label with the placement that it was given to; fails where another one has it already.
void expect_distinct(const Profile& profile, const std::vector<Placement>& placements) {
  std::map<std::string, const Placement*> labels;
  for (const Placement& placement : placements) {
    const auto [at, is_new] = labels.emplace(label_of(profile, placement), &placement);
    EXPECT_TRUE(is_new || *at->second == placement) << at->first;
  }
}

TEST(Label, IsUniqueAmongAllDecisionsOfRandomNetworks) {
  constexpr std::size_t most = 3000;  // placements of a network
  std::size_t inside_blocks = 0;
  for (std::uint64_t number = 0; number < 400; ++number) {
    SCOPED_TRACE(trace_of_case(number));
    Random random = random_for_case(number);
    const RandomOptions options{.most_tiers = 3, .most_layers = 9, .most_branches = 5};
    ProfileData data =
        chance(random, 0.3) ? random_chain(random, options) : random_network(random, options);
    if (chance(random, 0.5)) rename(random, data);
    const Result<Profile> made = make_profile(data);
    ASSERT_TRUE(made) << made.problems().front().where << made.problems().front().message;
    const Profile& profile = *made;
    const Result<Planner> planner =
        Planner::make(profile, random_scenario(random, data, {.gamma = 0}));
    ASSERT_TRUE(planner) << planner.problems().front().message;
    const Instance instance = make_instance(profile, planner->scenario(), ScenarioPlaces{}).value();
    if (decision_count(instance, most + 1) > most) continue;
    std::vector<Placement> placements;
    for_each_decision(instance, [&](const Placement& placement, Milliseconds) {
      placements.push_back(placement);
      inside_blocks += placement.front().is_inside_block() ? 1U : 0U;
    });
    for (const Decision& decision : planner->all()) placements.push_back(decision.placement);
    expect_distinct(profile, placements);
  }
  EXPECT_GT(inside_blocks, 1000U);
}

}  // namespace
}  // namespace popex::test
