// SPDX-License-Identifier: MIT
//
// What the library says is const gives the same answers to any number of threads at once. Built
// with ThreadSanitizer (the preset tsan), these also find what happens to come out right.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include <popex/planner.hpp>
#include <popex/tuner.hpp>
#include <popex/update_box.hpp>

#include "support/chain.hpp"
#include "support/random_profile.hpp"

namespace popex {
namespace {

constexpr int kThreads = 4;

/// Runs the same in four threads; how many of them got something else than `expected`.
template <class Answer>
int wrong_answers(const std::function<Answer()>& ask, const Answer& expected, int times) {
  std::vector<int> wrong(kThreads, 0);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < times; ++i) {
        if (ask() != expected) ++wrong[static_cast<std::size_t>(t)];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  int sum = 0;
  for (const int count : wrong) sum += count;
  return sum;
}

/// All that a planner can be asked, so that a question of one kind meets those of the others.
struct Answers {
  Decision decision;
  std::optional<Decision> exhaustive;
  std::optional<Decision> min_cut;
  std::vector<Decision> best;
  std::vector<Decision> all;
  std::size_t count = 0;
  std::optional<double> holds_to;
  std::vector<Placement> pieces;

  friend bool operator==(const Answers&, const Answers&) = default;
};

Answers ask(const Planner& planner) {
  Answers answers;
  answers.decision = planner.decide();
  if (const auto other = planner.decide(Solver::exhaustive)) answers.exhaustive = *other;
  if (const auto other = planner.decide(Solver::mincut)) answers.min_cut = *other;
  answers.best = planner.best(3);
  answers.all = planner.all();
  answers.count = planner.decision_count();
  if (const auto holds = planner.holds()) answers.holds_to = holds->to;
  if (const auto table = planner.rate_table()) {
    for (const double mbps : {0.0, 0.1, 5.0, 1e4}) {
      answers.pieces.push_back(*table->at(Mbps{mbps}).placement);
    }
  }
  return answers;
}

/// Networks with and without blocks and branches, on two or three tiers, as large as every
/// placement can be tried.
std::tuple<Profile, Scenario> network(std::uint64_t number) {
  test::Random random(number);
  test::RandomOptions options;
  options.most_layers = 7;
  options.most_tiers = 3;
  const ProfileData data =
      number % 2 == 0 ? test::random_network(random, options) : test::random_chain(random, options);
  const Scenario scenario = test::random_scenario(random, data, options);
  return {make_profile(data).value(), scenario};
}

TEST(Threads, AskOnePlanner) {
  for (std::uint64_t number = 0; number < 40; ++number) {
    const auto [profile, scenario] = network(number);
    Goal goal;
    if (number % 4 >= 2) goal.objective = Objective::throughput;
    const Planner planner = Planner::make(profile, scenario, goal).value();
    const Answers expected = ask(Planner::make(profile, scenario, goal).value());
    EXPECT_EQ(wrong_answers<Answers>([&] { return ask(planner); }, expected, 5), 0) << number;
  }
}

TEST(Threads, AskOnePlannerForTheLeastEnergy) {
  test::Chain made = test::chain(9000);
  for (int i = 0; i < 6; ++i) made.layer({3, 1}, 1000.0 * (6 - i)).branch({0.1, 0.1}, 0.2);
  made.layer({3, 1}, 10).rate({8});
  Goal goal;
  goal.objective = Objective::energy;
  goal.power_mw = {{"edge", 2000}};
  goal.radio_power.all = RadioPower{100, 500};
  const Planner planner = Planner::make(made.profile(), made.scenario(), goal).value();
  const Answers expected = ask(planner);
  EXPECT_EQ(wrong_answers<Answers>([&] { return ask(planner); }, expected, 50), 0);
}

TEST(Threads, FollowTheirLinksWithOneTable) {
  const test::Chain made = test::chain(9000).layer({3, 1}, 900).layer({3, 1}, 10).rate({8});
  const auto table = std::make_shared<const RateTable>(
      Planner::make(made.profile(), made.scenario())->rate_table().value());
  const auto follow = [&] {
    UpdateBox box(table, {});
    std::vector<std::size_t> pieces;
    for (int i = 0; i < 200; ++i) pieces.push_back(box.add(i, Mbps{0.1 * (i % 97)}).piece);
    return pieces;
  };
  EXPECT_EQ(wrong_answers<std::vector<std::size_t>>(follow, follow(), 20), 0);
}

TEST(Threads, AskOneTuner) {
  const test::Chain made = test::chain(9000)
                               .layer({3, 1}, 3000)
                               .branch({0.2, 0.1}, 0.5)
                               .layer({3, 1}, 900)
                               .branch({0.2, 0.1}, 0.5)
                               .layer({3, 1}, 10)
                               .rate({8});
  ExitOutcomes outcomes;
  outcomes.samples = 60;
  for (const char* name : {"b1", "b2"}) outcomes.branches.push_back({name, {}, {}});
  for (std::size_t i = 0; i < outcomes.samples; ++i) {
    outcomes.correct.push_back(i % 10 != 0);
    for (std::size_t j = 0; j < 2; ++j) {
      const std::size_t value = (i * (7 + 4 * j)) % 50;
      outcomes.branches[j].value.push_back(0.5 + 0.01 * static_cast<double>(value));
      outcomes.branches[j].correct.push_back(value > 20 || i % 3 == 0);
    }
  }
  for (const bool shared : {false, true}) {
    TuneOptions options;
    options.shared_threshold = shared;
    const Tuner tuner = Tuner::make(made.profile(), made.scenario(), outcomes, options).value();
    const auto front = [&] {
      std::vector<double> costs;
      for (const OperatingPoint& point : tuner.pareto().points) {
        costs.push_back(point.cost);
        costs.push_back(tuner.details(point.exits).decision.expected_time.count());
      }
      const auto found = tuner.decide({TuneQuestion::Kind::most_accurate, 6});
      costs.push_back(found ? found->point.accuracy : -1);
      return costs;
    };
    EXPECT_EQ(wrong_answers<std::vector<double>>(front, front(), 3), 0);
  }
}

}  // namespace
}  // namespace popex
