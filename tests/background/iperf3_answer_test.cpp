// SPDX-License-Identifier: MIT
#include "background/iperf3_answer.hpp"

#include <string>

#include <gtest/gtest.h>

#include "background/rate_line.hpp"
#include "support/problem_lines.hpp"

namespace popex {
namespace {

using test::Lines;
using test::problem_lines;

TEST(Iperf3Answer, IsTheRateOfWhatArrived) {
  const Result<Mbps> rate = read_iperf3_answer(R"({
    "start": {"version": "iperf 3.12"},
    "intervals": [{"sum": {"bits_per_second": 9e6}}],
    "end": {"streams": [{}], "sum_sent": {"bits_per_second": 6e6},
            "sum_received": {"start": 0, "end": 1.04, "bits_per_second": 5.5e6, "sender": true}}})",
                                               "iperf3");
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->value, 5.5);
}

TEST(Iperf3Answer, MayBeItsErrorAlone) {
  EXPECT_EQ(problem_lines(read_iperf3_answer(
                R"({"intervals": [], "end": {}, "error": "the server is busy"})", "iperf3 h:1")),
            Lines{"iperf3 h:1: the server is busy"});
}

TEST(Iperf3Answer, HasToBeOne) {
  EXPECT_EQ(problem_lines(read_iperf3_answer(R"({"end": {}})", "i")),
            Lines{"i: no /end/sum_received/bits_per_second, expected the report of a test"});
  EXPECT_EQ(problem_lines(
                read_iperf3_answer(R"({"end": {"sum_received": {"bits_per_second": "5"}}})", "i")),
            Lines{"i: /end/sum_received/bits_per_second: a string, expected a number"});
  const Lines empty = problem_lines(read_iperf3_answer("", "i"));
  ASSERT_EQ(empty.size(), 1U);
  EXPECT_TRUE(empty[0].starts_with("i:1:1: not valid JSON: ")) << empty[0];
}

TEST(RateLine, IsARateWithOrWithoutATime) {
  RateLineReader reader;
  const Result<RateLine> timed = reader.read(R"({"time_s": 12.5, "rate_mbps": 5.5})");
  ASSERT_TRUE(timed);
  EXPECT_EQ(timed->time_s, 12.5);
  EXPECT_EQ(timed->rate_mbps, 5.5);
  const Result<RateLine> next = reader.read(R"({"rate_mbps": 6})");
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->time_s);
  EXPECT_EQ(next->rate_mbps, 6);
  EXPECT_EQ(problem_lines(reader.read(R"({"time_s": "now", "rate": 1})")),
            (Lines{"/time_s: a string, expected a number",
                   "/rate: unknown key, expected one of time_s, rate_mbps",
                   "/rate_mbps: missing, expected a number"}));
}

}  // namespace
}  // namespace popex
