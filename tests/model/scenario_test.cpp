// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include <popex/profile.hpp>
#include <popex/scenario.hpp>

#include "model/instance.hpp"
#include "support/chain.hpp"
#include "support/problem_lines.hpp"

// What is wrong with a scenario, or missing, is asked for by name.

namespace popex {
namespace {

using test::chain;
using test::Lines;
using test::problem_lines;

ProfileData two_layers() {
  return chain(5000).layer({10, 1}, 2000).branch({2, 0.5}, 0.4).layer({20, 2}, 100).data();
}

Lines problems(const ProfileData& data, const Scenario& scenario) {
  return problem_lines(make_instance(make_profile(data).value(), scenario));
}

Scenario at_rate(double mbps) {
  Scenario scenario;
  scenario.rate.all = Mbps{mbps};
  return scenario;
}

TEST(Scenario, MissingRateIsAskedForByTheLinksName) {
  EXPECT_EQ(problems(two_layers(), {}),
            (Lines{"rate: missing, expected the upload rate of the link edge-cloud (the profile "
                   "gives none)"}));
}

TEST(Scenario, PlacesAreCalledAsTheCallerCallsThem) {
  const ScenarioPlaces places{"--rate", "--latency", "--gamma", "--probability"};
  const Profile profile = make_profile(two_layers()).value();
  EXPECT_EQ(problem_lines(make_instance(profile, at_rate(-1), places)),
            (Lines{"--rate: -1, must be between 0 and 1000000000"}));
}

TEST(Scenario, MissingProbabilityIsAskedForByTheBranchsName) {
  ProfileData data = two_layers();
  data.branches.front().exit_probability.reset();
  EXPECT_EQ(problems(data, at_rate(1)),
            (Lines{"exit_probability: missing, expected the exit probability of branch b1 (the "
                   "profile gives none)"}));
}

TEST(Scenario, MissingTimesAreAskedForByLayerAndTier) {
  ProfileData data = two_layers();
  data.layers[0].time = {{"edge", Milliseconds(1)}};
  data.layers[1].time = {};
  EXPECT_EQ(problems(data, at_rate(1)),
            (Lines{"/layers/1/time_ms: 'v2' has no time on tier 'edge', expected one, or gamma",
                   "/layers/0/time_ms: 'v1' (and 1 more) has no time on tier 'cloud', expected "
                   "one"}));
}

TEST(Scenario, MissingSizesAreAskedForButThatOfTheLastLayer) {
  ProfileData data = two_layers();
  data.input.reset();
  data.layers[1].output.reset();
  EXPECT_EQ(problems(data, at_rate(1)),
            (Lines{"/input/bytes: missing, expected the size of the network's input"}));
  data.layers[0].output.reset();
  EXPECT_EQ(problems(data, at_rate(1)),
            (Lines{"/input/bytes: missing, expected the size of the network's input",
                   "/layers/0/output_bytes: 'v1' has no output size, expected its bytes"}));
}

TEST(Scenario, MissingBranchTimesAreAskedForToo) {
  ProfileData data = two_layers();
  data.branches.front().time = {{"cloud", Milliseconds(1)}};
  EXPECT_EQ(
      problems(data, at_rate(1)),
      (Lines{"/branches/0/time_ms: 'b1' has no time on tier 'edge', expected one, or gamma"}));
}

TEST(Scenario, GammaNeedsTheBranchsTimeOnTheLastTier) {
  ProfileData data = two_layers();
  data.branches.front().time = {{"edge", Milliseconds(1)}};
  Scenario scenario = at_rate(1);
  scenario.gamma = 2;
  EXPECT_EQ(problems(data, scenario),
            (Lines{"/branches/0/time_ms: 'b1' has no time on tier 'cloud', expected one"}));
}

TEST(Scenario, UnknownLinkHasAHint) {
  Scenario scenario;
  scenario.rate.named = {{"edge-clod", Mbps{1}}};
  const Lines found = problems(two_layers(), scenario);
  ASSERT_EQ(found.size(), 2U);  // the link itself is still without a rate
  EXPECT_EQ(found.front(),
            "rate edge-clod: 'edge-clod' is not a link, expected one of edge-cloud; did you mean "
            "'edge-cloud'?");
}

TEST(Scenario, UnknownBranchHasAHint) {
  Scenario scenario = at_rate(1);
  scenario.exit_probability.named = {{"b2", Probability{0.5}}};
  EXPECT_EQ(problems(two_layers(), scenario),
            (Lines{"exit_probability b2: 'b2' is not a branch, expected one of b1; did you mean "
                   "'b1'?"}));
}

TEST(Scenario, ProbabilityOfANetworkWithoutBranchesIsAMistake) {
  const ProfileData data = chain(1).layer({1, 1}, 1).data();
  Scenario scenario = at_rate(1);
  scenario.exit_probability.all = Probability{0.5};
  EXPECT_EQ(problems(data, scenario), (Lines{"exit_probability: the profile has no branch"}));
  scenario = at_rate(1);
  scenario.exit_probability.named = {{"b1", Probability{0.5}}};
  EXPECT_EQ(problems(data, scenario), (Lines{"exit_probability b1: the profile has no branch"}));
}

TEST(Scenario, OneRateForSeveralLinksSaysTooLittle) {
  const ProfileData data = chain(1, test::three_tiers()).layer({1, 1, 1}, 1).data();
  Scenario scenario = at_rate(1);
  scenario.latency.all = Milliseconds(1);
  const std::string message =
      "the profile has 2 links, expected a value for each by name: device-edge=…, edge-cloud=…";
  EXPECT_EQ(problems(data, scenario), (Lines{"rate: " + message, "latency: " + message}));
}

TEST(Scenario, NumbersHaveBounds) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double wrong : {-1.0, -1e-300, nan, infinity, -infinity, 1e308}) {
    Scenario scenario = at_rate(wrong);
    scenario.latency.all = Milliseconds(wrong);
    scenario.gamma = wrong;
    scenario.exit_probability.all = Probability{wrong};
    const Lines found = problems(two_layers(), scenario);
    EXPECT_EQ(found.size(), 4U) << wrong;
  }
}

TEST(Scenario, BoundsThemselvesAreAllowed) {
  Scenario most = at_rate(ProfileLimits::rate_mbps);
  most.latency.all = Milliseconds(ProfileLimits::time_ms);
  most.gamma = ScenarioLimits::gamma;
  most.exit_probability.all = Probability{1};
  EXPECT_EQ(problems(two_layers(), most), (Lines{"no problem"}));
  Scenario least = at_rate(0);
  least.latency.all = Milliseconds(0);
  least.gamma = 0;
  least.exit_probability.all = Probability{0};
  EXPECT_EQ(problems(two_layers(), least), (Lines{"no problem"}));
}

TEST(Scenario, ProbabilityJustAboveOneIsNone) {
  Scenario scenario = at_rate(1);
  scenario.exit_probability.all = Probability{std::nextafter(1.0, 2.0)};
  EXPECT_EQ(problems(two_layers(), scenario),
            (Lines{"exit_probability: 1.0000000000000002, must be between 0 and 1"}));
}

TEST(Scenario, AllProblemsAreReportedAtOnce) {
  ProfileData data = two_layers();
  data.layers[1].time = {{"edge", Milliseconds(1)}};
  data.branches.front().exit_probability.reset();
  Scenario scenario;
  scenario.gamma = -1;
  scenario.latency.all = Milliseconds(-1);
  EXPECT_EQ(problems(data, scenario).size(), 5U);  // γ, latency, rate, probability, a time
}

}  // namespace
}  // namespace popex
