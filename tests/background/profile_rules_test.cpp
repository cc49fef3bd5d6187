// SPDX-License-Identifier: MIT
#include <string>

#include <gtest/gtest.h>

#include <popex/profile_io.hpp>

#include "support/problem_lines.hpp"

// The rules of the profile format as a file meets them, message by message: what the reader says of
// the JSON and what the model says of the network are one list.

namespace popex::test {
namespace {

/// A profile with these members beside the version and the input.
Lines problems(const std::string& members) {
  return problem_lines(
      read_profile(R"({"format_version": 1, "input": {"bytes": 10}, )" + members + "}"));
}

/// A profile with these layers.
Lines problems_of_layers(const std::string& layers) {
  return problems(R"("layers": [)" + layers + "]");
}

const std::string kLayers =
    R"("layers": [{"name": "a", "output_bytes": 5}, {"name": "b", "output_bytes": 1}])";

TEST(ProfileRules, LeastProfileIsEnough) { EXPECT_EQ(problems(kLayers), Lines{"no problem"}); }

TEST(ProfileRules, DocumentIsAnObject) {
  EXPECT_EQ(problem_lines(read_profile("[]")).front(), ": an array, expected an object");
  EXPECT_EQ(problem_lines(read_profile("1")).front(), ": a number, expected an object");
  EXPECT_EQ(problem_lines(read_profile("{}")), (Lines{"/format_version: missing, expected a number",
                                                      "/layers: missing, expected an array"}));
}

TEST(ProfileRules, VersionIsOne) {
  const std::string rest = R"(, "input": {"bytes": 10}, )" + kLayers + "}";
  EXPECT_EQ(problem_lines(read_profile(R"({"format_version": 2)" + rest)),
            Lines{"/format_version: 2, expected 1"});
  EXPECT_EQ(problem_lines(read_profile(R"({"format_version": "1")" + rest)),
            Lines{"/format_version: a string, expected a number"});
  EXPECT_EQ(problem_lines(read_profile(R"({"format_version": 1.0)" + rest)), Lines{"no problem"});
}

TEST(ProfileRules, UnknownKeyHasAHintAtEveryDepth) {
  EXPECT_EQ(problems(kLayers + R"(, "branch": [])"),
            Lines{"/branch: unknown key, expected one of format_version, name, description, tiers, "
                  "power_mw, accuracy, input, layers, branches, links; did you mean 'branches'?"});
  EXPECT_EQ(problems_of_layers(R"({"name": "a", "output_bytes": 5, "time": {"edge": 1}})"),
            Lines{"/layers/0/time: unknown key, expected one of name, type, inputs, time_ms, "
                  "range_ms, output_bytes, parameter_bytes, energy_mj, time_iqr_ms"});
  EXPECT_EQ(
      problems(kLayers + R"(, "branches": [{"name": "x", "after": "a", "exit_probabilty": 1}])"),
      Lines{
          "/branches/0/exit_probabilty: unknown key, expected one of name, after, time_ms, "
          "exit_probability, accuracy, energy_mj, time_iqr_ms; did you mean 'exit_probability'?"});
  EXPECT_EQ(problems(kLayers + R"(, "links": [{"from": "edge", "to": "cloud", "rate": 1}])"),
            Lines{"/links/0/rate: unknown key, expected one of from, to, rate_mbps, latency_ms"});
}

TEST(ProfileRules, PowerIsANumberForEachTier) {
  EXPECT_EQ(problems(kLayers + R"(, "power_mw": {"edge": 4000, "cloud": 1e9})"),
            Lines{"no problem"});
  EXPECT_EQ(problems(kLayers + R"(, "power_mw": {})"), Lines{"no problem"});
  EXPECT_EQ(problems(kLayers + R"(, "power_mw": 4000)"),
            Lines{"/power_mw: a number, expected an object"});
  EXPECT_EQ(problems(kLayers + R"(, "power_mw": {"edge": "4 W", "cloud": -1, "fog": 2})"),
            (Lines{"/power_mw/edge: a string, expected a number",
                   "/power_mw/cloud: -1, must be between 0 and 1000000000",
                   "/power_mw/fog: 'fog' is not a tier, expected one of edge, cloud"}));
  EXPECT_EQ(problems(kLayers + R"(, "power_mw": {"edge": 1, "edge": 2})"),
            Lines{"/power_mw/edge: given twice"});
}

TEST(ProfileRules, WrongTypeIsReportedOnceAndNotAsMissingToo) {
  EXPECT_EQ(problems_of_layers(R"({"name": 1, "output_bytes": "5"})"),
            (Lines{"/layers/0/name: a number, expected a string",
                   "/layers/0/output_bytes: a string, expected a number"}));
  EXPECT_EQ(problems_of_layers("5"), Lines{"/layers/0: a number, expected an object"});
  EXPECT_EQ(problems(R"("layers": {})"), Lines{"/layers: an object, expected an array"});
  EXPECT_EQ(problems(R"("layers": null)"), Lines{"/layers: null, expected an array"});
  EXPECT_EQ(problems(kLayers + R"(, "tiers": "edge")"),
            Lines{"/tiers: a string, expected an array"});
}

TEST(ProfileRules, KeyGivenTwiceIsAnError) {
  EXPECT_EQ(problems(kLayers + R"(, "name": "m", "name": "n")"), Lines{"/name: given twice"});
  EXPECT_EQ(problems_of_layers(R"({"name": "a", "output_bytes": 5, "output_bytes": 6})"),
            Lines{"/layers/0/output_bytes: given twice"});
  EXPECT_EQ(
      problems_of_layers(R"({"name": "a", "output_bytes": 5, "time_ms": {"edge": 1, "edge": 2}})"),
      Lines{"/layers/0/time_ms/edge: given twice"});
}

TEST(ProfileRules, PlacesAreEscapedPointers) {
  EXPECT_EQ(problems_of_layers(R"({"name": "a", "output_bytes": 5, "time_ms": {"a/b~c": 1}})"),
            Lines{"/layers/0/time_ms/a~1b~0c: 'a/b~c' is not a tier, expected one of edge, cloud"});
}

TEST(ProfileRules, EmptyNetworkIsAnError) {
  EXPECT_EQ(problems_of_layers(""),
            Lines{"/layers: the network is empty, expected at least one layer"});
}

TEST(ProfileRules, NumbersAreFiniteAndNotNegative) {
  for (const std::string number : {"-1", "-1e-300", "1e16", "1e308", "1e15000"}) {
    const Lines lines = problems_of_layers(R"({"name": "a", "output_bytes": )" + number + "}");
    ASSERT_EQ(lines.size(), 1U) << number;
    EXPECT_NE(lines.front(), "no problem") << number;
  }
  EXPECT_EQ(problems_of_layers(R"({"name": "a", "output_bytes": -2})"),
            Lines{"/layers/0/output_bytes: -2, must be between 0 and 1000000000000000"});
  EXPECT_EQ(problems_of_layers(R"({"name": "a", "output_bytes": 123456789012345678901234567890})"),
            Lines{"/layers/0/output_bytes: 1.2345678901234568e+29, must be between 0 and "
                  "1000000000000000"});
}

TEST(ProfileRules, CycleSeveralSinksAndMisplacedBranchesAreErrors) {
  EXPECT_EQ(problems_of_layers(R"({"name": "a", "inputs": ["b"], "output_bytes": 5},
                                  {"name": "b", "output_bytes": 1})"),
            Lines{"/layers/0/inputs: a cycle: 'a' reads 'b' reads the first of them again, "
                  "expected a network that ends"});
  EXPECT_EQ(problems_of_layers(R"({"name": "a", "output_bytes": 5},
                                  {"name": "b", "inputs": ["input"], "output_bytes": 1})"),
            Lines{"/layers: 2 layers are read by no other ('a', 'b'), expected one: the network's "
                  "output"});
  EXPECT_EQ(problems(kLayers + R"(, "branches": [{"name": "x", "after": "b"}])"),
            Lines{"/branches/0/after: 'b' is the last layer: a sample that got there is done, "
                  "expected an earlier layer"});
}

TEST(ProfileRules, TooManyOfAThingIsAnErrorHoweverMany) {
  std::string tiers;
  for (int i = 0; i < 1000; ++i) tiers += (i > 0 ? ",\"t" : "\"t") + std::to_string(i) + '"';
  EXPECT_EQ(problems(kLayers + R"(, "tiers": [)" + tiers + "]"),
            Lines{"/tiers: 17 tiers, expected 2 to 16"});
  std::string inputs;
  for (int i = 0; i < 20'000; ++i) inputs += i > 0 ? ",\"a\"" : "\"a\"";
  EXPECT_EQ(problems_of_layers(R"({"name": "a", "output_bytes": 5},
                                  {"name": "b", "output_bytes": 5, "inputs": [)" +
                               inputs + "]}"),
            Lines{"/layers/1/inputs: 10001 inputs, expected at most 10000"});
}

TEST(ProfileRules, NothingIsSaidOfWhatWasNotRead) {
  // Nesting ends the reading before the input is seen, so it is not "missing".
  const std::string deep(100, '[');
  const Lines lines = problem_lines(
      read_profile(R"({"format_version": 1, "layers": )" + deep + std::string(100, ']') + "}"));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], "/layers/0: an array, expected an object");
  EXPECT_EQ(lines[1].find(": nested deeper than 64 levels, at /layers/0/0"), 0U) << lines[1];
}

TEST(ProfileRules, BrokenByteGivesAProfileOrAnErrorThatSaysSomething) {
  // Each byte of a valid profile replaced by others: a value or an error, never a crash.
  const std::string valid = R"({"format_version":1,"input":{"bytes":1},"layers":[{"name":"a",)"
                            R"("inputs":["input"],"output_bytes":1e0,"time_ms":{"edge":0.5}}]})";
  ASSERT_TRUE(read_profile(valid).has_value());
  for (std::size_t i = 0; i < valid.size(); ++i) {
    for (const char byte : {'\0', '"', '\\', '{', ']', ',', '-', '9', '\n', '\x7f', '\xff'}) {
      std::string broken = valid;
      broken[i] = byte;
      const Result<Profile> profile = read_profile(broken);
      if (profile) continue;
      ASSERT_FALSE(profile.problems().empty()) << broken;
      for (const Problem& problem : profile.problems()) {
        ASSERT_FALSE(problem.message.empty()) << broken;
        ASSERT_EQ(problem.cause, Problem::Cause::input) << broken;
      }
    }
  }
}

}  // namespace
}  // namespace popex::test
