// SPDX-License-Identifier: MIT
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <popex/profile.hpp>

#include "support/chain.hpp"
#include "support/problem_lines.hpp"

// The rules of a profile that are about numbers: how large they are and how many of a thing there
// may be.

namespace popex {
namespace {

using test::Lines;

Lines problems(const ProfileData& data) { return test::problem_lines(make_profile(data)); }

/// A place where a profile has a number, and what it may be at most.
struct Place {
  std::string pointer;
  double most;
  std::function<void(ProfileData&, double)> set;
};

std::vector<Place> all_places() {
  using P = ProfileData;
  using L = ProfileLimits;
  return {
      {"/power_mw/cloud", L::power_mw,
       [](P& p, double v) {
         p.power_mw = {{"cloud", v}};
       }},
      {"/accuracy", 1, [](P& p, double v) { p.accuracy = Probability{v}; }},
      {"/input/bytes", L::bytes, [](P& p, double v) { p.input = Bytes{v}; }},
      {"/input/range_ms/cloud", L::time_ms,
       [](P& p, double v) {
         p.input_range = {{"cloud", Milliseconds(v)}};
       }},
      {"/layers/1/output_bytes", L::bytes, [](P& p, double v) { p.layers[1].output = Bytes{v}; }},
      {"/layers/1/parameter_bytes", L::bytes,
       [](P& p, double v) { p.layers[1].parameters = Bytes{v}; }},
      {"/layers/1/time_ms/edge", L::time_ms,
       [](P& p, double v) { p.layers[1].time[0].second = Milliseconds(v); }},
      {"/layers/1/energy_mj/cloud", L::energy_mj,
       [](P& p, double v) {
         p.layers[1].energy_mj = {{"cloud", v}};
       }},
      {"/layers/1/time_iqr_ms/cloud", L::time_ms,
       [](P& p, double v) {
         p.layers[1].time_iqr = {{"cloud", Milliseconds(v)}};
       }},
      {"/layers/1/range_ms/edge", L::time_ms,
       [](P& p, double v) {
         p.layers[1].range = {{"edge", Milliseconds(v)}};
       }},
      {"/branches/0/time_ms/edge", L::time_ms,
       [](P& p, double v) {
         p.branches[0].time = {{"edge", Milliseconds(v)}};
       }},
      {"/branches/0/energy_mj/edge", L::energy_mj,
       [](P& p, double v) {
         p.branches[0].energy_mj = {{"edge", v}};
       }},
      {"/branches/0/time_iqr_ms/edge", L::time_ms,
       [](P& p, double v) {
         p.branches[0].time_iqr = {{"edge", Milliseconds(v)}};
       }},
      {"/branches/0/accuracy", 1, [](P& p, double v) { p.branches[0].accuracy = Probability{v}; }},
      {"/branches/0/exit_probability", 1,
       [](P& p, double v) { p.branches[0].exit_probability = Probability{v}; }},
      {"/links/0/rate_mbps", L::rate_mbps, [](P& p, double v) { p.links[0].rate = Mbps{v}; }},
      {"/links/0/latency_ms", L::time_ms,
       [](P& p, double v) { p.links[0].latency = Milliseconds(v); }},
  };
}

ProfileData whole_profile() {
  ProfileData data = test::equal_layers(2);
  data.branches.resize(1);
  data.branches[0].name = "b";
  data.branches[0].after = "v1";
  data.links = {{"edge", "cloud", std::nullopt, std::nullopt}};
  return data;
}

TEST(ProfileNumbers, ZeroAndTheMostAreAllowedEverywhere) {
  for (const Place& place : all_places()) {
    for (const double value : {0.0, place.most}) {
      ProfileData data = whole_profile();
      place.set(data, value);
      EXPECT_EQ(problems(data), (Lines{"no problem"})) << place.pointer << ' ' << value;
    }
  }
}

TEST(ProfileNumbers, WhatIsNegativeNotFiniteOrTooLargeIsAnErrorEverywhere) {
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Place& place : all_places()) {
    for (const double value : {-2.0, -1e-300, nan, infinity, -infinity, 1e308, place.most * 1.5}) {
      ProfileData data = whole_profile();
      place.set(data, value);
      const Lines found = problems(data);
      ASSERT_EQ(found.size(), 1U) << place.pointer << ' ' << value;
      EXPECT_TRUE(found[0].starts_with(place.pointer + ": ")) << found[0];
      EXPECT_NE(found[0].find(", must be between 0 and "), std::string::npos) << found[0];
    }
  }
}

TEST(ProfileNumbers, MessageHasTheNumberAsItIs) {
  ProfileData data = whole_profile();
  data.layers[0].output = Bytes{-2.5};
  data.branches[0].exit_probability = Probability{std::numeric_limits<double>::quiet_NaN()};
  EXPECT_EQ(problems(data),
            (Lines{"/layers/0/output_bytes: -2.5, must be between 0 and 1000000000000000",
                   "/branches/0/exit_probability: nan, must be between 0 and 1"}));
}

TEST(ProfileNumbers, NetworkHasALayer) {
  ProfileData data;
  data.input = Bytes{1};
  EXPECT_EQ(problems(data), (Lines{"/layers: the network is empty, expected at least one layer"}));
}

TEST(ProfileNumbers, EmptyProfileLacksLayers) {
  EXPECT_EQ(problems({}), (Lines{"/layers: the network is empty, expected at least one layer"}));
}

TEST(ProfileNumbers, ThereAreTwoToSixteenTiers) {
  ProfileData data = test::equal_layers(1);
  data.layers[0].time = {};
  data.tiers = {};
  EXPECT_EQ(problems(data), (Lines{"/tiers: 0 tiers, expected 2 to 16"}));
  data.tiers = {"edge"};
  EXPECT_EQ(problems(data), (Lines{"/tiers: 1 tiers, expected 2 to 16"}));
  for (std::size_t k = 1; k < ProfileLimits::tiers; ++k) data.tiers.push_back(std::to_string(k));
  EXPECT_EQ(problems(data), (Lines{"no problem"}));
  data.tiers.emplace_back("one more");
  EXPECT_EQ(problems(data), (Lines{"/tiers: 17 tiers, expected 2 to 16"}));
}

TEST(ProfileNumbers, InputsOfALayerHaveALimit) {
  ProfileData data = test::equal_layers(2);
  data.layers[1].inputs.emplace(ProfileLimits::inputs_per_layer, "v1");
  EXPECT_EQ(problems(data), (Lines{"no problem"}));
  data.layers[1].inputs->push_back("v1");
  EXPECT_EQ(problems(data), (Lines{"/layers/1/inputs: 10001 inputs, expected at most 10000"}));
}

TEST(ProfileNumbers, BranchesHaveALimit) {
  ProfileData data = test::equal_layers(2);
  data.branches.resize(ProfileLimits::branches + 1);
  for (std::size_t j = 0; j < data.branches.size(); ++j) {
    data.branches[j].name = test::numbered("b", j);
    data.branches[j].after = "v1";
  }
  EXPECT_EQ(problems(data), (Lines{"/branches: 100001 branches, expected at most 100000"}));
  data.branches.pop_back();
  EXPECT_EQ(problems(data), (Lines{"no problem"}));
}

TEST(ProfileNumbers, LayersHaveALimit) {
  EXPECT_EQ(problems(test::equal_layers(ProfileLimits::layers + 1)),
            (Lines{"/layers: 1000001 layers, expected at most 1000000"}));
}

}  // namespace
}  // namespace popex
