// SPDX-License-Identifier: MIT
#include "text/quantity.hpp"

#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace popex::text {
namespace {

std::optional<double> rate(const char* text) { return read_quantity(Measure::rate, text).value(); }
std::optional<double> size(const char* text) { return read_quantity(Measure::size, text).value(); }
std::optional<double> time_s(const char* text) {
  return read_quantity(Measure::time, text).value();
}
std::string problem(Measure measure, const char* text) {
  const Quantity read = read_quantity(measure, text);
  return read.number ? "a number" : read.problem;
}

TEST(QuantityOfARate, IsInBits) {
  for (const char* text : {"5",
                           "5Mbps",
                           "5 Mbps",
                           "5mbps",
                           "5MbPs",
                           "5Mb/s",
                           "5Mbit/s",
                           "5 Mbit/sec",
                           "5 Mbits/s",
                           "5 Mbits/sec",
                           "5MBIT/S",
                           "5mbit",
                           "5 Mbits",
                           "5 megabits per second",
                           "5000kbps",
                           "5000 Kbits/sec",
                           "5000Kbps",
                           "5000kb/s",
                           "5000Kb/s",
                           "5e6bps",
                           "5000000bit/s",
                           "5000000 b/s",
                           "0.005Gbps",
                           "0.005gbit/s",
                           "+5",
                           " 5\t",
                           "5\tMbps",
                           "5 mbits_per_second",
                           "5Mbit_s"}) {
    EXPECT_EQ(rate(text), 5) << text;
  }
  EXPECT_EQ(rate("700kbit/s"), 0.7);
  EXPECT_EQ(rate("1.2Gbps"), 1200);
  EXPECT_EQ(rate("1Tbps"), 1e6);
  EXPECT_EQ(rate("8Mibit/s"), 8.388608);
  EXPECT_EQ(rate("1Kibps"), 0.001024);
  EXPECT_EQ(rate("-5Mbps"), -5);  // that no rate is negative is known elsewhere
}

TEST(QuantityOfARate, IsInBytesWithACapital) {
  for (const char* text :
       {"5MBps", "5MB/s", "5 MB/s", "5 MB/sec", "5mB/s", "5 MBytes/sec", "5mbytes/s",
        "5 megabytes per second", "5000kB/s", "5000KB/s", "5000KBps", "5000000B/s", "5e6Bps",
        "5e6 bytes_per_second", "0.005GB/s"}) {
    EXPECT_EQ(rate(text), 40) << text;
  }
  EXPECT_EQ(rate("1MiB/s"), 8.388608);
  EXPECT_EQ(rate("1KiB/s"), 0.008192);
}

TEST(QuantityOfARate, ThatMayBeEitherSaysSo) {
  for (const char* text : {"5mb/s", "5MBPS", "5 mb", "5Mb", "5MB", "5mb/sec", "5 MB/S"}) {
    EXPECT_EQ(problem(Measure::rate, text), "may be 5 Mbit/s or 5 MB/s") << text;
  }
  EXPECT_EQ(problem(Measure::rate, "7KBPS"), "may be 7 kbit/s or 7 kB/s");
  EXPECT_EQ(problem(Measure::rate, "7b"), "may be 7 bit/s or 7 B/s");
  EXPECT_EQ(problem(Measure::rate, "5gb/s"), "may be 5 Gbit/s or 5 GB/s");
  EXPECT_EQ(problem(Measure::rate, "5mib/s"), "may be 5 Mibit/s or 5 MiB/s");
}

TEST(QuantityOfARate, IsNothingElse) {
  for (const char* text :
       {"",         " ",      "bps", "Mbps",  "5M",    "5k",       "5G",      "5 bytes",
        "5 Mbytes", "5 bits", "5ms", "5%",    "5 5",   "5 Mbps 5", "5Mbps/s", "--5",
        "-",        "+-5",    "0x5", "nan",   "inf",   "infMbps",  "-inf",    "5.5.5",
        "5 kk",     "٥",      "5e",  "Mbps5", "5_Mbps"}) {
    EXPECT_EQ(rate(text), std::nullopt) << text;
    EXPECT_EQ(problem(Measure::rate, text), "") << text;
  }
}

TEST(Quantity, OutOfRangeSaysSo) {
  for (const char* text : {"1e999", "-1e999", "1e308Gbps", "1e999 Mbps"}) {
    EXPECT_EQ(problem(Measure::rate, text), "is not within what a number can be") << text;
  }
}

TEST(Quantity, WithACommaHasTwoReadings) {
  for (const Measure measure : {Measure::rate, Measure::time, Measure::share, Measure::size}) {
    EXPECT_EQ(problem(measure, "5,25"), "may be 5.25 (a decimal comma) or the two values 5 and 25");
  }
  EXPECT_EQ(problem(Measure::rate, "5,5 Mbps"),
            "may be 5.5 (a decimal comma) or the two values 5 and 5");
  EXPECT_EQ(problem(Measure::rate, "5.5,5"), "");
  EXPECT_EQ(problem(Measure::rate, "5,"), "");
}

TEST(QuantityOfATime, IsInSeconds) {
  for (const char* text :
       {"90", "90s", "90 s", "90 S", "90sec", "90 seconds", "90000ms", "90000 msec", "9e7us",
        "9e7µs", "9e7\xCE\xBCs", "9e10ns", "1.5min", "1.5 minutes", "0.025h"}) {
    EXPECT_EQ(time_s(text), 90) << text;
  }
  EXPECT_EQ(time_s("50ms"), 0.05);
  EXPECT_EQ(read_quantity(Measure::time, "50").value({1, 1000}), 0.05);
  EXPECT_EQ(read_quantity(Measure::time, "50s").value({1, 1000}), 50);
  EXPECT_EQ(problem(Measure::time, "5m"), "may be 5 min or 5 ms");
  EXPECT_EQ(problem(Measure::time, "5M"), "may be 5 min or 5 ms");
  EXPECT_EQ(time_s("5 Mbps"), std::nullopt);
}

TEST(QuantityOfAShare, MayBeInPercent) {
  EXPECT_EQ(read_quantity(Measure::share, "0.7").value(), 0.7);
  EXPECT_EQ(read_quantity(Measure::share, "70%").value(), 0.7);
  EXPECT_EQ(read_quantity(Measure::share, "70 %").value(), 0.7);
  EXPECT_EQ(read_quantity(Measure::share, "70 percent").value(), std::nullopt);
  EXPECT_EQ(read_quantity(Measure::share, "%").value(), std::nullopt);
}

TEST(QuantityOfASize, IsInBytes) {
  for (const char* text : {"4000000", "4MB", "4 MB", "4000kB", "4000KB", "4000000B", "4 MBytes",
                           "4000000 bytes", "32Mbit", "0.004GB"}) {
    EXPECT_EQ(size(text), 4e6) << text;
  }
  EXPECT_EQ(size("4MiB"), 4194304);
  EXPECT_EQ(size("4KiB"), 4096);
  EXPECT_EQ(problem(Measure::size, "4mb"), "may be 4 MB or 4 Mbit");
  EXPECT_EQ(problem(Measure::size, "4Kb"), "may be 4 kB or 4 kbit");
  EXPECT_EQ(size("4MB/s"), std::nullopt);
}

TEST(DecimalComma, IsReadWhereItIsNoThousand) {
  EXPECT_EQ(parse_decimal_comma("5,5"), 5.5);
  EXPECT_EQ(parse_decimal_comma("-12,25"), -12.25);
  EXPECT_EQ(parse_decimal_comma("0,123"), 0.123);
  EXPECT_EQ(parse_decimal_comma("1234,567"), 1234.567);
  EXPECT_EQ(parse_decimal_comma("1,5e3"), 1500);
  for (const char* text :
       {"1,234", "-12,345", "5", "5.5", ",5", "5,", "1,2,3", "1.000,5", "a,5", "5,a", ""}) {
    EXPECT_EQ(parse_decimal_comma(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace popex::text
