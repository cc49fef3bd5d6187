// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include <popex/robust.hpp>

#include "decision_maker/decisions.hpp"
#include "decision_maker/least_regret.hpp"
#include "decision_maker/second_opinion.hpp"
#include "decision_maker/tier_of.hpp"
#include "support/chain.hpp"
#include "support/random_profile.hpp"

namespace popex {
namespace {

using test::chain;
using test::same_time;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<Mbps> mbps(const std::vector<double>& rates) {
  std::vector<Mbps> made;
  for (const double rate : rates) made.push_back(Mbps{rate});
  return made;
}

/// The times of every decision at rates, by names, tiers and sums alone.
class EveryDecision {
 public:
  EveryDecision(const Profile& profile, const Instance& instance, std::size_t link)
      : profile_(profile),
        instance_(instance),
        link_(link),
        placements_(test::every_placement(profile)) {}

  [[nodiscard]] const std::vector<test::TierOf>& placements() const { return placements_; }

  [[nodiscard]] std::vector<double> times(const test::TierOf& placement,
                                          const std::vector<Mbps>& rates) const {
    std::vector<double> times;
    Instance there = instance_;
    const test::SecondOpinion opinion(profile_, goal_, there);
    for (const Mbps rate : rates) {
      there.rate[link_] = rate;
      times.push_back(opinion.figures(placement).time);
    }
    return times;
  }

 private:
  const Profile& profile_;
  const Instance& instance_;
  std::size_t link_;
  Goal goal_;
  std::vector<test::TierOf> placements_;
};

struct Case {
  explicit Case(std::uint64_t number) {
    test::Random random = test::random_for_case(number);
    test::RandomOptions options;
    options.most_layers = 7;
    options.most_branches = 3;
    options.most_tiers = 3;
    ProfileData data = test::chance(random, 0.5) ? test::random_chain(random, options)
                                                 : test::random_network(random, options);
    for (auto& layer : data.layers) layer.parameters = Bytes{0};  // the second opinion counts them
    scenario = test::random_scenario(random, data, options);
    profile = make_profile(data).value();
    instance = make_instance(*profile, scenario).value();
    question.link = test::integer_between(random, 0, data.tiers.size() - 2);
    question.risk = test::chance(random, 0.3) ? 1 : test::real_between(random, 0, 1);
    const bool has_outages = test::chance(random, 0.3);
    const double low = test::log_uniform(random, 1e-4, 1e3);
    for (std::size_t count = test::integer_between(random, 1, 12); count > 0; --count) {
      const bool is_down = has_outages && test::chance(random, 0.2);
      question.rates.push_back(Mbps{is_down ? 0 : test::log_uniform(random, low, 100 * low)});
    }
  }

  [[nodiscard]] RobustAnswer answer(Criterion criterion) {
    question.criterion = criterion;
    return decide_robustly(*profile, scenario, question).value();
  }

  std::optional<Profile> profile;
  Scenario scenario;
  Instance instance;
  RobustQuestion question;
};

double mean(const std::vector<double>& times) {
  double sum = 0;
  for (const double time : times) sum += time / static_cast<double>(times.size());
  return sum;
}

/// Type 7, as R's documentation writes it: (1 − g) x_j + g x_{j+1}.
double quantile_of(std::vector<double> times, double share) {
  std::sort(times.begin(), times.end());
  const double h = static_cast<double>(times.size() - 1) * share;
  const auto j = static_cast<std::size_t>(std::floor(h));
  const double g = h - std::floor(h);
  return g == 0 ? times[j] : (1 - g) * times[j] + g * times[j + 1];
}

double most(const std::vector<double>& times) {
  return *std::max_element(times.begin(), times.end());
}

/// That a criterion's value is the least of all decisions', and the chosen one's own.
template <class Value>
void expect_least(Case& tested, Criterion criterion, const Value& value) {
  const EveryDecision every(*tested.profile, tested.instance, tested.question.link);
  const RobustAnswer answer = tested.answer(criterion);
  const auto value_of = [&](const test::TierOf& placement) {
    return value(every.times(placement, tested.question.rates));
  };
  double least = kInfinity;
  for (const test::TierOf& placement : every.placements()) {
    least = std::min(least, value_of(placement));
  }
  EXPECT_TRUE(same_time(answer.chosen.value.count(), least));
  for (const RobustDecision* decision : {&answer.chosen, &answer.for_mean}) {
    const double own = value_of(test::tiers_of(*tested.profile, decision->decision));
    EXPECT_TRUE(same_time(decision->value.count(), own));
    EXPECT_TRUE(same_time(decision->decision.expected_time.count(), own));
  }
}

TEST(Robust, EachCriterionIsTheLeastOfAllDecisionsOverAllRates) {
  for (std::uint64_t number = 0; number < 1000 && !testing::Test::HasFailure(); ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Case tested(number);
    expect_least(tested, Criterion::expectation, mean);
    expect_least(tested, Criterion::risk, [&](const std::vector<double>& times) {
      return quantile_of(times, tested.question.risk);
    });
    expect_least(tested, Criterion::worst, most);
  }
}

/// The largest regret of every decision, on a grid of rates and at both ends.
std::vector<double> regrets(const Case& tested, const EveryDecision& every) {
  const RateSummary rates = summary_of(tested.question.rates);
  std::vector<Mbps> grid{rates.lowest, rates.highest};
  for (int i = 1; i < 12; ++i) {
    const double from = std::max(rates.lowest.value, 1e-6);
    const double to = std::max(rates.highest.value, 1e-6);
    const double rate = from * std::pow(to / from, i / 12.0);
    grid.push_back(Mbps{std::clamp(rate, rates.lowest.value, rates.highest.value)});
  }
  std::vector<std::vector<double>> times;
  std::vector<double> least(grid.size(), kInfinity);
  for (const test::TierOf& placement : every.placements()) {
    times.push_back(every.times(placement, grid));
    for (std::size_t i = 0; i < grid.size(); ++i) least[i] = std::min(least[i], times.back()[i]);
  }
  std::vector<double> regrets;
  for (const std::vector<double>& of_one : times) {
    double regret = 0;
    for (std::size_t i = 0; i < grid.size(); ++i) regret = std::max(regret, of_one[i] - least[i]);
    regrets.push_back(regret);
  }
  return regrets;
}

TEST(Robust, LargestRegretIsTheLeastOfAllDecisionsOnAGridOfRates) {
  std::size_t proved = 0;
  std::size_t open = 0;
  for (std::uint64_t number = 0; number < 1000 && !testing::Test::HasFailure(); ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    Case tested(number);
    const EveryDecision every(*tested.profile, tested.instance, tested.question.link);
    const std::vector<double> all = regrets(tested, every);
    const double least = *std::min_element(all.begin(), all.end());
    const RobustAnswer answer = tested.answer(Criterion::regret);
    const double digits = 1e-9 * answer.regret->front().least.count();
    EXPECT_TRUE(same_time(answer.chosen.value.count(), least, 1e-9, digits));
    EXPECT_EQ(answer.gap.count(), 0);
    for (const RobustDecision* decision : {&answer.chosen, &answer.for_mean}) {
      const test::TierOf own = test::tiers_of(*tested.profile, decision->decision);
      const auto found = std::find(every.placements().begin(), every.placements().end(), own);
      ASSERT_NE(found, every.placements().end());
      const double regret = all[static_cast<std::size_t>(found - every.placements().begin())];
      EXPECT_TRUE(same_time(decision->value.count(), regret, 1e-9, digits));
    }
    // Without a look at all decisions: no less than the least, and no less than it was bounded to.
    const LeastRegret bounded = least_regret(tested.instance, tested.question.link,
                                             answer.rates.lowest, answer.rates.highest, 0);
    EXPECT_GE(bounded.regret_ms, least * (1 - 1e-9) - digits);
    EXPECT_LE(bounded.regret_ms - bounded.gap_ms, least * (1 + 1e-9) + digits);
    ++(bounded.gap_ms == 0 ? proved : open);
  }
  EXPECT_GT(proved, 0U);
  EXPECT_GT(open, 0U);
}

TEST(Robust, SummaryIsThatWorkedOutByHand) {
  const RateSummary summary = summary_of(mbps({2, 1, 4}));
  EXPECT_EQ(summary.count, 3U);
  EXPECT_DOUBLE_EQ(summary.mean.value, 7.0 / 3);
  EXPECT_DOUBLE_EQ(summary.harmonic_mean.value, 12.0 / 7);
  EXPECT_EQ(summary.lowest.value, 1);
  EXPECT_EQ(summary.highest.value, 4);
  EXPECT_EQ(summary.outage_share, 0);
  const RateSummary with_outage = summary_of(mbps({0, 4, 4, 8}));
  EXPECT_EQ(with_outage.mean.value, 4);
  EXPECT_EQ(with_outage.harmonic_mean.value, 0);
  EXPECT_EQ(with_outage.outage_share, 0.25);
  EXPECT_THROW(summary_of({}), std::logic_error);
}

//     input 1000 B ──▸ v1 ──▸ output      edge 10, cloud 2 ms
TEST(Robust, MeanRateHidesWhatSlowTimesCost) {
  const auto network = chain(1000).layer({10, 2}, 1);
  const RobustQuestion question{0, mbps({0.5, 10}), Criterion::expectation, 0.95};
  const RobustAnswer answer = decide_robustly(network.profile(), {}, question).value();
  // Sent, it takes 2 + 16 ms at 0.5 Mbps and 2 + 0.8 ms at 10: 10.4 ms on the mean. At the mean
  // rate of 5.25 Mbps that would be 3.5 ms.
  EXPECT_EQ(answer.chosen.decision.placement, (Placement{{1, 0}}));
  EXPECT_DOUBLE_EQ(answer.chosen.value.count(), 10);
  EXPECT_EQ(answer.for_mean.decision.placement, (Placement{{0, 0}}));
  EXPECT_DOUBLE_EQ(answer.for_mean.value.count(), 10.4);
  EXPECT_DOUBLE_EQ(answer.at.value, 2 / 2.1);
}

TEST(Robust, OutagesLeaveOnlyWhatIsNeverSentFiniteOnTheMeanButNotAtAQuantile) {
  const auto network = chain(1000).layer({10, 2}, 1);
  RobustQuestion question{0, mbps({0, 8, 8, 8, 8}), Criterion::expectation, 0.75};
  const auto answer = [&] { return decide_robustly(network.profile(), {}, question).value(); };
  EXPECT_EQ(answer().chosen.decision.placement, (Placement{{1, 0}}));
  EXPECT_EQ(answer().for_mean.value.count(), kInfinity);
  question.criterion = Criterion::risk;  // exactly the fourth of five
  EXPECT_EQ(answer().chosen.decision.placement, (Placement{{0, 0}}));
  EXPECT_EQ(answer().chosen.value.count(), 3);
  question.risk = 0.76;  // between it and the outage
  EXPECT_EQ(answer().chosen.decision.placement, (Placement{{1, 0}}));
  question.criterion = Criterion::regret;
  EXPECT_EQ(answer().chosen.decision.placement, (Placement{{1, 0}}));
  EXPECT_EQ(answer().chosen.value.count(), 7);
}

// Everything on the edge takes 10, everything in the cloud 10/B, after v1 it is 5.5 + 5.5/B: never
// the best, but between 1/1.9 and 10 Mbps never far from it.
TEST(Robust, LeastRegretMayBeThatOfADecisionThatIsNowhereTheBest) {
  const auto network = chain(1250).layer({5.5, 0}, 687.5).layer({4.5, 0}, 1);
  RobustQuestion question{0, mbps({1 / 1.9, 10}), Criterion::regret, 0};
  const RobustAnswer answer = decide_robustly(network.profile(), {}, question).value();
  EXPECT_EQ(answer.chosen.decision.placement, (Placement{{1, 0}}));
  EXPECT_NEAR(answer.chosen.value.count(), 5.95, 1e-12);
  EXPECT_NEAR((*answer.regret)[0].lost().count(), 5.95, 1e-12);
  EXPECT_NEAR((*answer.regret)[1].lost().count(), 5.05, 1e-12);
  EXPECT_EQ((*answer.regret)[0].best, (Placement{{2, 0}}));
  EXPECT_EQ((*answer.regret)[1].best, (Placement{{0, 0}}));
  EXPECT_EQ(answer.gap.count(), 0);
}

// The same with a cloud behind the edge server that cannot be reached, so that there is a choice
// not to look at all decisions.
TEST(Robust, GapIsHowFarTheEnvelopeIsAboveItsChord) {
  const Instance instance = chain(1250, test::three_tiers())
                                .layer({5.5, 0, 0}, 687.5)
                                .layer({4.5, 0, 0}, 1)
                                .rate({1, 0})
                                .instance();
  const LeastRegret all = least_regret(instance, 0, Mbps{1 / 1.9}, Mbps{10});
  EXPECT_NEAR(all.regret_ms, 5.95, 1e-12);
  EXPECT_EQ(all.gap_ms, 0);
  const LeastRegret bounded = least_regret(instance, 0, Mbps{1 / 1.9}, Mbps{10}, 0);
  EXPECT_NEAR(bounded.regret_ms, 9, 1e-12);
  // Of the least times 1 and 10 at the ends, u = 0.1 and 1.9, the middle is 5.5; there, at 1 Mbps,
  // the least is 10.
  EXPECT_NEAR(bounded.gap_ms, 9 - 4.5, 1e-12);
}

TEST(Robust, WhatIsMissingOrTooMuchIsAProblem) {
  const auto network = chain(1000, test::three_tiers()).layer({10, 5, 2}, 1);
  const RobustQuestion question{0, mbps({1, 2e9}), Criterion::worst, 0};
  const auto answer = decide_robustly(network.profile(), {}, question, {"--rate", "", "", ""});
  ASSERT_FALSE(answer.has_value());
  ASSERT_EQ(answer.problems().size(), 2U);  // too fast, and the other link has no rate
  EXPECT_EQ(answer.problems()[0].where, "--rate device-edge");
  EXPECT_EQ(answer.problems()[1].where, "--rate");
}

}  // namespace
}  // namespace popex
