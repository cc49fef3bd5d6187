// SPDX-License-Identifier: MIT
#include "report/decision_bars.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include <popex/planner.hpp>

#include "report/text.hpp"
#include "report/wording.hpp"
#include "support/chain.hpp"
#include "support/random_seed.hpp"

namespace popex::report {
namespace {

/// A decision of these times; parts are a tier, a link, a tier, and so on.
Decision decision_of(const std::vector<double>& parts) {
  Decision decision;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    decision.expected_time += Milliseconds(parts[i]);
    if (i % 2 == 0) {
      decision.tiers.emplace_back().compute = Milliseconds(parts[i]);
    } else {
      decision.links.emplace_back().time = Milliseconds(parts[i]);
    }
  }
  return decision;
}

class Bars : public testing::Test {
 protected:
  Profile two_ = make_profile(test::equal_layers(2)).value();
  SolveAnswer answer_;
  void SetUp() override { answer_.profile = &two_; }
};

TEST_F(Bars, ShowEachPartOnOneScale) {
  answer_.alternatives = {decision_of({0, 8, 2}), decision_of({5, 0, 0}),
                          decision_of({1, 1, 0.01})};
  answer_.decision = answer_.alternatives[2];
  const DecisionBars bars(answer_);
  EXPECT_EQ(bars.heading(), "# edge ~ upload = cloud");
  EXPECT_EQ(bars.of(answer_.alternatives[0], 20), "~~~~~~~~~~~~~~~~====");
  EXPECT_EQ(bars.of(answer_.alternatives[1], 20), "##########");
  EXPECT_EQ(bars.of(answer_.alternatives[2], 20), "##~~");
}

TEST_F(Bars, GoOnWhereTheyAreFarTooLong) {
  answer_.alternatives = {decision_of({100, 0, 0}),
                          decision_of({1, std::numeric_limits<double>::infinity(), 1}),
                          decision_of({0, 1, 0})};
  answer_.decision = answer_.alternatives[2];
  const DecisionBars bars(answer_);
  EXPECT_EQ(bars.of(answer_.alternatives[0], 16), "###############>");
  EXPECT_EQ(bars.of(answer_.alternatives[1], 16), "##~~~~~~~~~~~~~>");
  EXPECT_EQ(bars.of(answer_.alternatives[2], 16), "~~");
}

TEST_F(Bars, AddUp) {
  for (std::uint64_t number = 0; number < 300; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    answer_.alternatives.clear();
    const std::size_t count = test::integer_between(random, 1, 6);
    for (std::size_t i = 0; i < count; ++i) {
      answer_.alternatives.push_back(
          decision_of({test::real_between(random, 1, 4), test::real_between(random, 0, 4),
                       test::real_between(random, 0, 4)}));
    }
    const auto shorter = [](const Decision& a, const Decision& b) {
      return a.expected_time < b.expected_time;
    };
    const auto& all = answer_.alternatives;
    answer_.decision = *std::min_element(all.begin(), all.end(), shorter);
    const double longest =
        std::min(std::max_element(all.begin(), all.end(), shorter)->expected_time.count(),
                 8 * answer_.decision.expected_time.count());
    const DecisionBars bars(answer_);
    constexpr double columns = 25;
    for (const Decision& decision : all) {
      const std::string bar = bars.of(decision, 25);
      const double length = std::min(columns, decision.expected_time.count() / longest * columns);
      EXPECT_NEAR(static_cast<double>(bar.size()), length, 0.5 + 1e-9);
      const auto edge = static_cast<double>(std::count(bar.begin(), bar.end(), '#'));
      EXPECT_NEAR(edge, decision.tiers[0].compute.count() / longest * columns, 1.5);
    }
  }
}

TEST_F(Bars, StandBesideTheTableWhereThePageHasRoom) {
  Scenario scenario;
  scenario.rate.all = Mbps{8};
  const Planner planner = Planner::make(two_, scenario).value();
  answer_ = answer_of(two_, planner, {}, Solver::dijkstra, planner.decide());
  answer_.alternatives = planner.all();
  const std::string text = render_text(answer_);
  EXPECT_NE(text.find("# edge ~ upload = cloud"), std::string::npos) << text;
  ProfileData data = test::equal_layers(2);
  data.layers[0].name = std::string(40, 'a');
  const Profile wide = make_profile(data).value();
  const Planner other = Planner::make(wide, scenario).value();
  SolveAnswer without = answer_of(wide, other, {}, Solver::dijkstra, other.decide());
  without.alternatives = other.all();
  EXPECT_EQ(render_text(without).find("~ upload"), std::string::npos) << render_text(without);
}

}  // namespace
}  // namespace popex::report
