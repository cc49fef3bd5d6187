// SPDX-License-Identifier: MIT
#include "background/rate_traces.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "support/problem_lines.hpp"

namespace popex {
namespace {

/// The pieces of a file "t", "0:5.5 1:0 …2" with the end behind them, and its format.
std::string read(const std::string& text, const RateTraceOptions& options = {}) {
  const Result<LoadedTrace> loaded = read_rate_trace(text, "t", options);
  if (!loaded) return test::problem_lines(loaded.problems()).front();
  std::string pieces = loaded->format;
  const auto add = [&](double number) {
    std::string digits = std::to_string(number);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    pieces += digits;
  };
  for (const RateTrace::Piece& piece : loaded->trace.pieces()) {
    pieces += ' ';
    add(piece.from_s);
    pieces += ':';
    add(piece.rate.value);
  }
  pieces += " … ";
  add(loaded->trace.duration_s());
  return pieces;
}

std::vector<std::string> notes(const std::string& text) {
  return read_rate_trace(text, "t").value().notes;
}

test::Lines problems(const std::string& text, const RateTraceOptions& options = {}) {
  return test::problem_lines(read_rate_trace(text, "t", options));
}

TEST(RateTraces, LinesOfSecondsAndRate) {
  EXPECT_EQ(read("0.0\t2.5\n1.5\t0\n2\t7\n"), "seconds-rate 0:2.5 1.5:0 2:7 … 3");
  EXPECT_EQ(read("# a comment\n\n10, 2.5 # here\r\n 11 ;3\n13,4"),
            "seconds-rate 0:2.5 1:3 3:4 … 4.5");
  EXPECT_EQ(read("0 700\n500 800", {"", "", "kbps", "ms"}), "seconds-rate 0:0.7 0.5:0.8 … 1");
  EXPECT_EQ(read("-1 5"), "seconds-rate 0:5 … 1");
  EXPECT_EQ(
      notes("10 2\n11 3\n"),
      (std::vector<std::string>{"the last rate is taken to last 1 s, the median of the others",
                                "begins at 10 s, taken for 0"}));
  EXPECT_EQ(notes("0 2"), std::vector<std::string>{"a single rate, taken for 1 s"});
}

TEST(RateTraces, EveryBadLineIsReported) {
  EXPECT_EQ(
      problems("0 1\n1\n2 x\n2 -1\n2 3\n\n1.5 3\n3 4 5\n"),
      (test::Lines{"t:2: '1', expected two numbers: time and rate", "t:3: 'x', expected a number",
                   "t:4: a rate of -1 Mbps, expected 0 … 1e+09",
                   "t:5: a time of 2 s after 2 s, expected times that rise",
                   "t:7: a time of 1.5 s after 2 s, expected times that rise",
                   "t:8: '3 4 5', expected two numbers: time and rate"}));
  EXPECT_EQ(problems(" \n# nothing\n"), test::Lines{"t: empty, expected a rate trace"});
  EXPECT_EQ(problems("\xff"), test::Lines{"t: not UTF-8, expected text that is"});
  EXPECT_EQ(problems("0 1", {"", "", "mpbs", "hours"}),
            (test::Lines{"rate_unit: 'mpbs', expected mbps, kbps, bps, gbps; did you mean 'mbps'?",
                         "time_unit: 'hours', expected s, ms, us, ns"}));
}

// Two packets at 1 ms, one at 4, three at 5 and 6.
TEST(RateTraces, AMahimahiLineIsAPacket) {
  EXPECT_EQ(read("1\n1\n4\n5\n5\n5\n6\n6\n6\n"), "mahimahi 0:24 0.001:0 0.003:12 0.004:36 … 0.006");
  EXPECT_EQ(read("0\n3\n"), "mahimahi 0:0 0.002:24 … 0.003");
  EXPECT_EQ(read("2"), "mahimahi 0:0 0.001:12 … 0.002");
  EXPECT_EQ(problems("0\n0"), test::Lines{"t: ends at 0 ms, expected a time after it"});
  constexpr const char* expected =
      ", expected one column of whole milliseconds that do not fall (mahimahi), or two: seconds "
      "and "
      "Mbps";
  EXPECT_EQ(
      problems("5.5\n4.5\n7\n6\n-1\n"),
      (test::Lines{"t:1: '5.5'" + std::string(expected), "t:2: '4.5'" + std::string(expected),
                   "t:4: 6 after 7" + std::string(expected), "t:5: '-1'" + std::string(expected)}));
}

TEST(RateTraces, ColumnsAreFoundByTheirNames) {
  EXPECT_EQ(read("time_s,rtt_ms,rate_kbps\n0,30,500\n2,31,1500\n"), "csv 0:0.5 2:1.5 … 4");
  EXPECT_EQ(read("Throughput (Mbit/s);timestamp (ms)\n5;1000\n6;1500\n"), "csv 0:5 0.5:6 … 1");
  EXPECT_EQ(read("seconds\tbandwidth\n0\t5\n"), "csv 0:5 … 1");
  EXPECT_EQ(read("t,dl_mbps,ul_mbps\n0,50,5\n1,60,6\n", {"ul_mbps", "", "", ""}),
            "csv 0:5 1:6 … 2");
  EXPECT_EQ(read("when,ul\n0,5000\n1,6000\n", {"ul", "when", "kbps", "ms"}),
            "csv 0:5 0.001:6 … 0.002");
  EXPECT_EQ(read("time_s,rate_bytes_per_second\n0,250000\n"), "csv 0:2 … 1");
  EXPECT_EQ(notes("time,rate\n0,5\n").front(), "column 'time' names no unit, taken for seconds");
}

TEST(RateTraces, AHeadingThatDoesNotSayEnoughIsAProblem) {
  EXPECT_EQ(problems("time_s,dl_mbps,ul_mbps\n0,1,2\n"),
            test::Lines{"t:1: columns dl_mbps, ul_mbps may all be the rate, expected one, or its "
                        "name with rate_column"});
  EXPECT_EQ(problems("a,rate_MBps\n0,1\n"),
            (test::Lines{"t:1: no column is known to be the time, expected one like time_s, or its "
                         "name with time_column",
                         "t:1: no column is known to be the rate, expected one like rate_mbps, or "
                         "its name with rate_column"}));
  EXPECT_EQ(problems("time_s,upload_mbps\n0,1\n", {"uplod_mbps", "", "", ""}),
            test::Lines{"rate_column: t has no column 'uplod_mbps', expected one of time_s, "
                        "upload_mbps; did you mean 'upload_mbps'?"});
  EXPECT_EQ(problems("time_s,rate_mbps\n0\n1,x\n\"2\n3,-4\n"),
            (test::Lines{"t:2: 1 fields, expected 2 as in the line of columns",
                         "t:3: 'rate_mbps': 'x', expected a number",
                         "t:4: a quote that is not closed before the field's end",
                         "t:5: a rate of -4 Mbps, expected 0 … 1e+09"}));
}

TEST(RateTraces, AReportOfIperf3HasIntervals) {
  EXPECT_EQ(read(R"({"start": {}, "intervals": [
      {"streams": [], "sum": {"start": 0, "end": 1, "bits_per_second": 9e6, "omitted": true}},
      {"streams": [{"start": 0, "end": 0.5, "bits_per_second": 1e6}],
       "sum": {"start": 0, "end": 0.5, "bits_per_second": 5e6, "omitted": false}},
      {"streams": [{"start": 0.5, "end": 1, "bits_per_second": 1e6},
                   {"start": 0.5, "end": 1, "bits_per_second": 2e6}]}], "end": {}})"),
            "iperf3 0:5 0.5:3 … 1");
  EXPECT_EQ(problems(R"({"start": {}, "intervals": [], "error": "unable to connect"})"),
            test::Lines{"t: /error: iperf3 failed: 'unable to connect', expected a report"});
  EXPECT_EQ(problems("{}"), test::Lines{"t: /intervals: none, expected those of 'iperf3 -J'"});
  EXPECT_EQ(
      problems(R"({"intervals": [{}, {"sum": {"start": 2, "end": 1, "bits_per_second": -1}}]})"),
      (test::Lines{"t: /intervals/0: neither sum nor streams, expected either of them",
                   "t: /intervals/0: from 0 to 0 s, expected times that rise",
                   "t: /intervals/1: -1 bits per second, expected 0 … 1e+15",
                   "t: /intervals/1: from 2 to 1 s, expected times that rise"}));
}

/// What other people measured.
LoadedTrace published(const std::string& file) {
  return load_rate_trace(std::filesystem::path(POPEX_SAMPLES) / "rate-traces" / file).value();
}
bool are_there() { return std::filesystem::exists(POPEX_SAMPLES "/rate-traces"); }

double mean(const LoadedTrace& loaded) {
  return loaded.trace.mean_rate(0, loaded.trace.duration_s()).value;
}

TEST(PublishedRateTraces, AMahimahiTraceDeliversItsPackets) {
  if (!are_there()) GTEST_SKIP() << "no published rate traces here";
  for (const char* const file : {"TMobile-UMTS-driving.up", "Verizon-LTE-short.up"}) {
    SCOPED_TRACE(file);
    const LoadedTrace loaded = published(file);
    EXPECT_EQ(loaded.format, "mahimahi");
    std::ifstream in(std::filesystem::path(POPEX_SAMPLES) / "rate-traces" / file);
    double packets = 0;
    double last_ms = 0;
    for (double ms = 0; in >> ms; ++packets) last_ms = ms;
    EXPECT_EQ(loaded.trace.duration_s(), last_ms / 1000);
    EXPECT_NEAR(mean(loaded), packets * 12000 / last_ms / 1000, 1e-9);
    // All packets but the last arrive where the trace says so.
    EXPECT_NEAR(loaded.trace.arrival_s(0, Bytes{1500 * packets}), last_ms / 1000, 1e-6);
  }
}

// By awk:
//   { if (NR > 1) sum += rate * ($1 - time); time = $1; rate = $2 } END { print sum / time }
TEST(PublishedRateTraces, MeanRatesAreThoseOfTheLines) {
  if (!are_there()) GTEST_SKIP() << "no published rate traces here";
  const LoadedTrace bus = published("pensieve-bus-ljansbakken-oslo.log");
  EXPECT_EQ(bus.format, "seconds-rate");
  EXPECT_NEAR(bus.trace.mean_rate(0, bus.trace.pieces().back().from_s).value, 2.7865662410, 1e-9);
  const LoadedTrace udp = published("iperf3-udp-downlink.json");
  EXPECT_EQ(udp.format, "iperf3");
  EXPECT_EQ(udp.trace.pieces().size(), 130U);
  EXPECT_EQ(udp.trace.pieces().front().rate.value, 32953139.80752847 / 1e6);
  // jq '([.intervals[].sum.bytes] | add) * 8 / 1e6 / .intervals[-1].sum.end'
  EXPECT_NEAR(mean(udp), 48.25151873141437, 1e-4);
}

}  // namespace
}  // namespace popex
