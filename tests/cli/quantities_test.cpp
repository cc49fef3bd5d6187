// SPDX-License-Identifier: MIT
#include "cli/quantities.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/problem_lines.hpp"
#include "support/random_seed.hpp"

namespace popex::cli {
namespace {

using test::Lines;

TEST(Rate, IsInMbpsWithoutAUnit) {
  EXPECT_EQ(parse_rate("5.5"), 5.5);
  EXPECT_EQ(parse_rate("1e-3"), 1e-3);
  EXPECT_EQ(parse_rate("0"), 0.0);
}

TEST(Rate, KeepsEveryDigitWithAUnit) {
  EXPECT_EQ(parse_rate("700kbps"), 0.7);
  EXPECT_EQ(parse_rate("1.2Gbps"), 1200.0);
  EXPECT_EQ(parse_rate("1100000bps"), 1.1);
  EXPECT_EQ(parse_rate("1e3kbps"), 1.0);
}

TEST(Rate, IsNamedAsInTheLiterature) {
  EXPECT_EQ(parse_rate("3g"), 1.1);
  EXPECT_EQ(parse_rate("4G"), 5.85);
  EXPECT_EQ(parse_rate("lte"), 5.85);
  EXPECT_EQ(parse_rate("WiFi"), 18.88);
}

TEST(Rate, IsNothingElse) {
  for (const char* text : {"", " ", "bps", "kbps", "5MB", "5G", "2g", "--5", "5,5", "0x5", "nan",
                           "inf", "infkbps", "1e999", "5.5.5", "٥"}) {
    EXPECT_EQ(parse_rate(text), std::nullopt) << text;
  }
}

TEST(Duration, IsInSecondsWithoutAUnit) {
  EXPECT_EQ(parse_duration("0.5"), 0.5);
  EXPECT_EQ(parse_duration("1s"), 1);
  EXPECT_EQ(parse_duration("300ms"), 0.3);
  EXPECT_EQ(parse_duration("2min"), 120);
  EXPECT_EQ(parse_duration("1.5h"), 5400);
  for (const char* const wrong : {"", "s", "1d", "ms", "-"}) {
    EXPECT_EQ(parse_duration(wrong), std::nullopt) << wrong;
  }
}

TEST(SplitNamed, TakesTheNameUpToTheLastEqualsSign) {
  using Pair = std::pair<std::string, std::string>;
  EXPECT_EQ(split_named("edge-cloud=5.5"), Pair("edge-cloud", "5.5"));
  EXPECT_EQ(split_named("5.5"), Pair("", "5.5"));
  EXPECT_EQ(split_named("a=b=0:1:0.5"), Pair("a=b", "0:1:0.5"));
  EXPECT_EQ(split_named("="), Pair("", ""));
}

Lines problems(const std::string& text, const ValueKind& kind = kNumber) {
  return test::problem_lines(parse_grid(text, kind, "--x"));
}

TEST(GridOfRates, TakesUnitsAndNamesEverywhere) {
  EXPECT_EQ(*parse_grid("3g,500kbps,1Gbps", kRate, "--rate"),
            (std::vector<double>{1.1, 0.5, 1000}));
  EXPECT_EQ(*parse_grid("500kbps:2Mbps:500kbps", kRate, "--rate"),
            (std::vector<double>{0.5, 1, 1.5, 2}));
  EXPECT_EQ(parse_grid("log:100kbps:1Gbps:5", kRate, "--rate")->back(), 1000);
}

TEST(GridOfShares, TakesPercent) {
  EXPECT_EQ(*parse_grid("0:100%:25%", kShare, "--x"), (std::vector<double>{0, 0.25, 0.5, 0.75, 1}));
  EXPECT_EQ(*parse_grid("0:30%:5%", kShare, "--x"),
            (std::vector<double>{0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3}));
  EXPECT_EQ(*parse_grid("5%,0.7", kShare, "--x"), (std::vector<double>{0.05, 0.7}));
}

TEST(Value, MayBeInMilliseconds) {
  for (const char* text : {"50", "50ms", "0.05s", "50000us", "5e7ns"}) {
    EXPECT_EQ(*parse_value(text, kMilliseconds, "--x"), 50) << text;
  }
  EXPECT_EQ(*parse_value("2min", kMilliseconds, "--x"), 120000);
}

TEST(Value, WithTwoReadingsShowsBoth) {
  EXPECT_EQ(test::problem_lines(parse_value("5mb/s", kRate, "--rate")),
            Lines{"--rate: '5mb/s' may be 5 Mbit/s or 5 MB/s, expected a rate: 5.5 (Mbps), "
                  "700kbit/s, 1.2Gbps, 5MB/s, 3g, 4g, lte or wifi"});
  EXPECT_EQ(test::problem_lines(parse_value("5,5", kMilliseconds, "--x")),
            Lines{"--x: '5,5' may be 5.5 (a decimal comma) or the two values 5 and 5, expected a "
                  "time: 50 (ms), 50ms or 0.5s"});
  EXPECT_EQ(test::problem_lines(parse_value("4mb", kBytes, "--x")),
            Lines{"--x: '4mb' may be 4 MB or 4 Mbit, expected bytes: 4000000, 4MB or 4MiB"});
}

TEST(GridOfRates, MixesFormsInTheOrderWritten) {
  EXPECT_EQ(*parse_grid("9,1:3:1,4g", kRate, "--rate"), (std::vector<double>{9, 1, 2, 3, 5.85}));
}

TEST(Grid, ReportsEveryItemThatIsWrong) {
  EXPECT_EQ(problems("1,x,2:1:1,3:4"),
            (Lines{"--x: 'x', expected a number",
                   "--x: '2:1:1' never gets there, expected start <= stop and step > 0",
                   "--x: '3:4' is no grid, expected values between commas, start:stop:step or "
                   "log:start:stop:count"}));
  EXPECT_EQ(problems("a:b:c").size(), 3U);
  EXPECT_EQ(problems("1,,2"), Lines{"--x: '', expected a number"});
}

TEST(Grid, RefusesLogarithmsThatAreNone) {
  for (const char* text :
       {"log:0:1:3", "log:-1:1:3", "log:2:1:3", "log:1:2:1", "log:1:2:2.5", "log:1:2:x"}) {
    const std::string item = text;
    EXPECT_EQ(problems(item),
              Lines{"--x: '" + item +
                    "' is no grid, expected 0 < start <= stop and a whole count of at least 2"});
  }
}

TEST(Grid, RefusesWhatWouldNotFitInMemory) {
  for (const char* text : {"0:1e9:1e-9", "log:1:2:1e12", "0:1:1e-300"}) {
    EXPECT_EQ(problems(text), Lines{"--x: more than 10000000 values in one grid"}) << text;
  }
}

TEST(Grid, RisesFromOneEndToTheOther) {
  for (std::uint64_t number = 0; number < 500; ++number) {
    SCOPED_TRACE(test::trace_of_case(number));
    test::Random random = test::random_for_case(number);
    const double start = test::log_uniform(random, 1e-6, 1e3);
    const double stop = start * test::real_between(random, 1.5, 100);
    const std::size_t count = test::integer_between(random, 2, 200);
    const double step = (stop - start) / static_cast<double>(count);
    for (const std::string& text :
         {std::to_string(start) + ':' + std::to_string(stop) + ':' + std::to_string(step),
          "log:" + std::to_string(start) + ':' + std::to_string(stop) + ':' +
              std::to_string(count)}) {
      if (std::stod(std::to_string(start)) == 0 || std::stod(std::to_string(step)) == 0) continue;
      const Result<std::vector<double>> grid = parse_grid(text, kNumber, "--x");
      ASSERT_EQ(test::problem_lines(grid), Lines{"no problem"}) << text;
      EXPECT_EQ(grid->front(), std::stod(std::to_string(start))) << text;
      EXPECT_EQ(grid->back(), std::stod(std::to_string(stop))) << text;
      for (std::size_t i = 1; i < grid->size(); ++i) ASSERT_LT((*grid)[i - 1], (*grid)[i]) << text;
    }
  }
}

}  // namespace
}  // namespace popex::cli
