// SPDX-License-Identifier: MIT
#include "text/number.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "support/random_seed.hpp"

namespace popex::text {
namespace {

std::string written(double value) {
  std::string out;
  append_number(out, value);
  return out;
}

TEST(AppendNumber, WritesNoMoreDigitsThanNeeded) {
  EXPECT_EQ(written(0), "0");
  EXPECT_EQ(written(10), "10");
  EXPECT_EQ(written(5.5), "5.5");
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(written(-2), "-2");
  EXPECT_EQ(written(1e30), "1e+30");
  EXPECT_EQ(written(1e-30), "1e-30");
  EXPECT_EQ(written(150528), "150528");
}

TEST(AppendNumber, ZeroHasNoSign) {
  // JSON readers differ over "-0", and a time of -0 ms says nothing that 0 does not.
  EXPECT_EQ(written(-0.0), "0");
}

TEST(AppendNumber, AppendsToWhatIsThere) {
  std::string out = "B = ";
  append_number(out, 5.5);
  EXPECT_EQ(out, "B = 5.5");
}

TEST(AppendNumber, WritesCountsOfAnySize) {
  std::string out;
  append_number(out, std::size_t{0});
  out += ' ';
  append_number(out, std::numeric_limits<std::size_t>::max());
  EXPECT_EQ(out, "0 18446744073709551615");
}

TEST(Numbers, AnyFiniteDoubleReadsBackBitByBit) {
  test::Random random = test::random_for_case(0);
  SCOPED_TRACE(test::trace_of_case(0));
  for (int i = 0; i < 100'000; ++i) {
    const auto bits = static_cast<std::uint64_t>(random());
    const auto value = std::bit_cast<double>(bits);
    if (!std::isfinite(value) || std::fpclassify(value) == FP_SUBNORMAL || value == 0) continue;
    const std::optional<double> read = parse_number(written(value));
    ASSERT_TRUE(read.has_value()) << written(value);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(*read), bits) << written(value);
  }
}

TEST(Numbers, ExtremesReadBack) {
  using Limits = std::numeric_limits<double>;
  for (const double value : {Limits::max(), Limits::lowest(), Limits::min(), Limits::epsilon(),
                             1 - Limits::epsilon() / 2}) {
    EXPECT_EQ(parse_number(written(value)), value) << written(value);
  }
}

TEST(ParseNumber, TakesDecimalNumbers) {
  EXPECT_EQ(parse_number("5.5"), 5.5);
  EXPECT_EQ(parse_number("-3"), -3);
  EXPECT_EQ(parse_number("+3"), 3);
  EXPECT_EQ(parse_number("1e3"), 1000);
  EXPECT_EQ(parse_number("1E-3"), 0.001);
  EXPECT_EQ(parse_number(".5"), 0.5);
}

TEST(ParseNumber, TakesTheWholeTextOrNothing) {
  for (const char* text : {"", " ", "5.5 ", " 5.5", "5.5x", "5,5", "1e", "e3", "+", "-", "--1",
                           "++1", "+-1", "0x10", "1_000"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << '"' << text << '"';
  }
}

TEST(ParseNumber, TakesNothingThatIsNotFinite) {
  for (const char* text : {"inf", "-inf", "infinity", "nan", "NaN", "1e400", "-1e400"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace popex::text
