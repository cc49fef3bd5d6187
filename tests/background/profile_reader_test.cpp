// SPDX-License-Identifier: MIT
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <popex/profile_io.hpp>

#include "support/problem_lines.hpp"
#include "support/program.hpp"
#include "support/random_profile.hpp"

namespace popex::test {
namespace {

TEST(ReadProfile, TakesEveryKeyOfTheFormat) {
  const Result<Profile> profile = read_profile(R"({
    "format_version": 1, "name": "n", "description": "d", "tiers": ["phone", "edge", "cloud"],
    "power_mw": {"cloud": 250000, "phone": 4000.5},
    "input": {"bytes": 10, "range_ms": {"cloud": 0.75}},
    "layers": [
      {"name": "a", "type": "convolution", "time_ms": {"phone": 3, "cloud": 0.1}, "output_bytes": 5,
       "range_ms": {"phone": 3.5, "cloud": 0.25},
       "parameter_bytes": 7, "energy_mj": {"phone": 2}, "time_iqr_ms": {"phone": 0.5}},
      {"name": "l", "inputs": ["a"], "output_bytes": 1},
      {"name": "r", "inputs": ["a"], "output_bytes": 2},
      {"name": "o", "inputs": ["r", "l"], "output_bytes": 3}],
    "branches": [{"name": "b", "after": "a", "time_ms": {"phone": 1}, "exit_probability": 0.25,
                  "energy_mj": {"edge": 1}, "time_iqr_ms": {"edge": 0.1}}],
    "links": [{"from": "edge", "to": "cloud", "rate_mbps": 8, "latency_ms": 1.5}]})");
  ASSERT_EQ(problem_lines(profile), Lines{"no problem"});
  EXPECT_EQ(profile->tiers(), (std::vector<std::string>{"phone", "edge", "cloud"}));
  EXPECT_EQ(profile->power_mw(),
            (std::vector<std::optional<double>>{4000.5, std::nullopt, 250'000}));
  EXPECT_EQ(profile->input()->value, 10);
  EXPECT_EQ(profile->input_range()[2], Milliseconds(0.75));
  ASSERT_EQ(profile->layers().size(), 4U);
  const Layer& a = profile->layers()[0];
  EXPECT_EQ(a.type, "convolution");
  EXPECT_EQ(a.time[0], Milliseconds(3));
  EXPECT_FALSE(a.time[1].has_value());
  EXPECT_EQ(a.parameters->value, 7);
  EXPECT_EQ(a.energy_mj[0], 2);
  EXPECT_EQ(a.time_iqr[0], Milliseconds(0.5));
  EXPECT_EQ(a.range[0], Milliseconds(3.5));
  EXPECT_FALSE(a.range[1].has_value());
  EXPECT_EQ(a.range[2], Milliseconds(0.25));
  EXPECT_EQ(profile->layers()[3].inputs, (std::vector<std::size_t>{2, 3}));
  EXPECT_FALSE(profile->is_chain());
  EXPECT_EQ(profile->branches()[0].after, 1U);
  EXPECT_EQ(profile->branches()[0].exit_probability->value, 0.25);
  EXPECT_FALSE(profile->links()[0].rate.has_value());
  EXPECT_EQ(profile->links()[1].rate->value, 8);
  EXPECT_EQ(*profile->links()[1].latency, Milliseconds(1.5));
}

TEST(ReadProfile, ReportsAllProblemsOfAllKindsAtOnce) {
  const Lines lines = problem_lines(read_profile(R"({
    "format_version": 2, "nmae": "n", "tiers": ["edge", "edge"], "input": {"bytes": "big"},
    "layers": [
      {"name": "a", "time_ms": {"edge": -1, "claud": 2}, "output_bytes": 5},
      {"name": "a", "output_bytes": 1e300},
      {"name": "output", "inputs": ["a"], "output_byte": 1}],
    "branches": [{"name": "a", "after": "a", "exit_probability": 2}],
    "links": [{"from": "cloud", "to": "edge", "rate_mbps": -3}]})"));
  const auto has = [&](const std::string& beginning) {
    for (const std::string& line : lines) {
      if (line.starts_with(beginning)) return true;
    }
    return false;
  };
  for (const char* beginning :
       {"/format_version: 2, expected 1", "/nmae: unknown key", "/tiers/1: 'edge' is given twice",
        "/input/bytes: a string, expected a number",
        "/layers/0/time_ms/edge: -1, must be between 0",
        "/layers/0/time_ms/claud: 'claud' is not a tier", "/layers/1/name: 'a' is also the name of",
        "/layers/1/output_bytes: 1e+300, must be", "/layers/2/name: 'output' is reserved",
        "/layers/2/output_byte: unknown key", "/branches/0/name: 'a' is also",
        "/branches/0/exit_probability: 2, must be between 0 and 1",
        "/links/0: 'cloud-edge' is not a link"}) {
    EXPECT_TRUE(has(beginning)) << beginning << " is not in:\n" << testing::PrintToString(lines);
  }
}

TEST(ReadProfile, RefusesEveryTruncation) {
  const std::string whole(kSmallProfile);
  const std::size_t end = whole.find_last_of('}');
  for (std::size_t size = 0; size <= end; ++size) {
    const Result<Profile> profile = read_profile(whole.substr(0, size));
    ASSERT_FALSE(profile.has_value()) << size;
    ASSERT_EQ(profile.problems().front().where.front(), ':') << size;
  }
  EXPECT_TRUE(read_profile(whole).has_value());
}

TEST(ReadProfile, HintsAtTheNamesThatWereMeant) {
  EXPECT_EQ(
      problem_lines(read_profile(R"({"format_version": 1, "input": {"bytes": 1}, "layers": [
      {"name": "conv1", "output_bytes": 1},
      {"name": "conv2", "inputs": ["conv_1"], "output_bytes": 1}]})")),
      Lines{"/layers/1/inputs/0: 'conv_1' is not a layer, expected a layer's name or 'input'; "
            "did you mean 'conv1'?"});
}

TEST(ReadProfile, LoadsAMillionLayers) {
  std::string json = R"({"format_version": 1, "input": {"bytes": 1}, "layers": [)";
  for (int i = 0; i < 1'000'000; ++i) {
    json +=
        (i > 0 ? "," : "") + (R"({"name": "l)" + std::to_string(i)) + R"(", "output_bytes": 1})";
  }
  const Result<Profile> profile = read_profile(json + "]}");
  ASSERT_TRUE(profile.has_value());
  EXPECT_EQ(profile->layers().size(), 1'000'000U);
  const Result<Profile> more = read_profile(json + R"(,{"name": "one", "output_bytes": 1}]})");
  EXPECT_EQ(problem_lines(more), Lines{"/layers: 1000001 layers, expected at most 1000000"});
}

TEST(ReadProfile, RefusesAHundredMegabytesOfNonsense) {
  const Lines lines = problem_lines(read_profile(std::string(100'000'000, 'x')));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].find(":1:1: not valid JSON"), 0U) << lines[0].substr(0, 100);
  EXPECT_LT(lines[0].size(), 1000U);
}

TEST(WriteProfile, IsReadBackAsTheSameProfile) {
  for (std::uint64_t i = 0; i < 300; ++i) {
    SCOPED_TRACE(trace_of_case(i));
    Random random = random_for_case(i);
    const Result<Profile> made = make_profile(random_profile(random));
    ASSERT_EQ(problem_lines(made), Lines{"no problem"});
    const std::string written = write_profile(*made);
    const Result<Profile> again = read_profile(written);
    ASSERT_EQ(problem_lines(again), Lines{"no problem"});
    EXPECT_EQ(write_profile(*again), written);
    EXPECT_EQ(again->power_mw(), made->power_mw());
    EXPECT_EQ(again->input_range(), made->input_range());
    ASSERT_EQ(again->layers().size(), made->layers().size());
    for (std::size_t n = 0; n < made->layers().size(); ++n) {
      EXPECT_EQ(again->layers()[n].time, made->layers()[n].time);  // bit by bit
      EXPECT_EQ(again->layers()[n].range, made->layers()[n].range);
      EXPECT_EQ(again->layers()[n].output, made->layers()[n].output);
      EXPECT_EQ(again->layers()[n].inputs, made->layers()[n].inputs);
    }
  }
}

TEST(WriteProfile, HasThePowerOfTheTiersThatGaveIt) {
  const std::string rest =
      R"("input": {"bytes": 1}, "layers": [{"name": "a", "output_bytes": 1}]})";
  const Result<Profile> without = read_profile(R"({"format_version": 1, )" + rest);
  ASSERT_EQ(problem_lines(without), Lines{"no problem"});
  EXPECT_EQ(write_profile(*without).find("power_mw"), std::string::npos);
  // Before the tiers, too: a file's keys have no order.
  const Result<Profile> with = read_profile(
      R"({"format_version": 1, "power_mw": {"fog": 0.5}, "tiers": ["edge", "fog", "cloud"], )" +
      rest);
  ASSERT_EQ(problem_lines(with), Lines{"no problem"});
  EXPECT_NE(write_profile(*with).find(R"("power_mw": {"fog": 0.5})"), std::string::npos);
}

TEST(WriteProfile, HasTheAccuracyOfBranchesAndOfTheOutput) {
  const std::string text = R"({
  "format_version": 1,
  "tiers": ["edge", "cloud"],
  "accuracy": 0.75,
  "layers": [
    {"name": "a"},
    {"name": "b"}
  ],
  "branches": [
    {"name": "b1", "after": "a", "exit_probability": 0.5, "accuracy": 0.875}
  ]
}
)";
  const Result<Profile> profile = read_profile(text);
  ASSERT_EQ(problem_lines(profile), Lines{"no problem"});
  EXPECT_EQ(profile->accuracy()->value, 0.75);
  EXPECT_EQ(profile->branches()[0].accuracy->value, 0.875);
  EXPECT_EQ(write_profile(*profile), text);
}

TEST(LoadProfile, BeginsPlacesWithTheFile) {
  const TemporaryFolder folder;
  const std::string file = folder.write("p.json", "{\"format_version\": 1}");
  EXPECT_EQ(problem_lines(load_profile(file)),
            Lines{file + ": /layers: missing, expected an array"});
  const Result<Profile> none = load_profile(folder.file("none.json"));
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.problems()[0].cause, Problem::Cause::system);
  EXPECT_EQ(problem_lines(load_profile(folder.path())),
            Lines{folder.path().string() + ": is a folder, expected a file"});
}

}  // namespace
}  // namespace popex::test
