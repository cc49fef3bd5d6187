// SPDX-License-Identifier: MIT
#include "background/rate_traces.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

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
std::string taken(const std::string& text, const RateTraceOptions& options = {}) {
  return read_rate_trace(text, "t", options).value().taken;
}
std::vector<std::string> warnings(const std::string& text) {
  return read_rate_trace(text, "t").value().warnings;
}
RateTraceOptions columns(RateColumns columns) {
  RateTraceOptions options;
  options.columns = columns;
  return options;
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
  EXPECT_EQ(problems("0 1\n1\n2 x\n2 -1\n2 3\n\n1.5 3\n3 4 5\n"),
            (test::Lines{"t:2: '1', expected seconds and a rate (12.5 5.5)",
                         "t:3: '2 x', expected seconds and a rate (12.5 5.5)",
                         "t:4: a rate of -1 Mbps, expected 0 … 1e+09",
                         "t:8: '3 4 5', expected seconds and a rate (12.5 5.5)",
                         "t:7: a time of 1.5 s after 2 s, expected times that rise"}));
  EXPECT_EQ(problems(" \n# nothing\n"), test::Lines{"t: empty, expected a rate trace"});
  EXPECT_EQ(problems("\xff"), test::Lines{"t: not UTF-8, expected text that is"});
  EXPECT_EQ(problems("0 1", {"", "", "mpbs", "parsecs"}),
            (test::Lines{"rate_unit: 'mpbs', expected mbps, kbps, bps, gbps; did you mean 'mbps'?",
                         "time_unit: 'parsecs', expected s, ms, us, ns"}));
}

TEST(RateTraces, AUnitWithoutANumberIsNoRate) {
  for (const std::string line : {";x", ",x", "; Mbps"}) {
    const Result<LoadedTrace> loaded = read_rate_trace("5.5\n4\n" + line + "\n", "t");
    ASSERT_FALSE(loaded) << line;
    EXPECT_NE(test::problem_lines(loaded.problems()).front().find("t:3: '" + line + "'"),
              std::string::npos)
        << test::problem_lines(loaded.problems()).front();
  }
}

// A row has few fields: more of them would take many times the memory of the file.
TEST(RateTraces, ALineWithoutEndIsRefused) {
  const std::string row(1'000'000, '1');
  const auto said = [](const std::string& text) {
    const Result<LoadedTrace> loaded = read_rate_trace(text, "t");
    return loaded ? std::string() : test::problem_lines(loaded.problems()).front();
  };
  EXPECT_EQ(said("0 1\n" + row + "1\n"), "t:2: a line of more than 1000000 bytes");
  EXPECT_EQ(said("seconds,rate\n0,1\n" + row + "\n").find("a line of more"), std::string::npos);
}

// Two packets at 1 ms, one at 4, three at 5 and 6.
TEST(RateTraces, AMahimahiLineIsAPacket) {
  const RateTraceOptions mahimahi = columns(RateColumns::mahimahi);
  EXPECT_EQ(read("1\n1\n4\n5\n5\n5\n6\n6\n6\n", mahimahi),
            "mahimahi 0:24 0.001:0 0.003:12 0.004:36 … 0.006");
  EXPECT_EQ(read("0\n3\n", mahimahi), "mahimahi 0:0 0.002:24 … 0.003");
  EXPECT_EQ(read("2", mahimahi), "mahimahi 0:0 0.001:12 … 0.002");
  EXPECT_EQ(problems("0\n0", mahimahi), test::Lines{"t: ends at 0 ms, expected a time after it"});
  constexpr const char* expected =
      ", expected one column of whole milliseconds that do not fall (mahimahi)";
  EXPECT_EQ(
      problems("5.5\n4.5\n7\n6\n-1\n", mahimahi),
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

// 1 MB/s is 8 Mbps. A comma between digits is a point or separates, and one line that shows which
// decides for all.
TEST(RateTraces, LinesHaveTheQuantitiesOfOptions) {
  EXPECT_EQ(read("0 1MB/s\n1s 700kbit/s\n2000ms 20 Mbits/sec\n3, 5.5 Mbps"),
            "seconds-rate 0:8 1:0.7 2:20 3:5.5 … 4");
  EXPECT_EQ(read("0,5\n1.5,6\n"), "seconds-rate 0:5 1.5:6 … 3");
  EXPECT_EQ(read("0;5,5\n1;6,25\n"), "seconds-rate 0:5.5 1:6.25 … 2");
  EXPECT_EQ(read("0 5,5\n1 6,25\n"), "seconds-rate 0:5.5 1:6.25 … 2");
  EXPECT_EQ(read("5,5\n6,1\n", columns(RateColumns::rate)), "rates 0:5.5 1:6.1 … 2");
  EXPECT_EQ(read("5,5\n6,1\n", columns(RateColumns::seconds_rate)), "seconds-rate 0:5 1:1 … 2");
  EXPECT_EQ(problems("5,5\n6,1\n"),
            test::Lines{"t:1: '5,5' may be 5.5 Mbps (a decimal comma) or 5 s and 5 Mbps (two "
                        "columns), expected columns rate or columns seconds,rate"});
  EXPECT_EQ(problems("0 5mb/s\n"),
            test::Lines{"t:1: '0 5mb/s' may be 5 Mbit/s or 5 MB/s, expected seconds and a rate "
                        "(12.5 5.5)"});
}

TEST(RateTraces, RatesAloneAreAnIntervalApart) {
  EXPECT_EQ(read("5.5\n4\n7\n"), "rates 0:5.5 1:4 2:7 … 3");
  EXPECT_EQ(read("0.57,Mbits/sec\n1.06,Mbits/sec\n"), "rates 0:0.57 1:1.06 … 2");
  EXPECT_EQ(read("10\n20\n15\n"), "rates 0:10 1:20 2:15 … 3");  // milliseconds do not fall
  RateTraceOptions half;
  half.interval_s = 0.5;
  EXPECT_EQ(read("5.5\n4.5", half), "rates 0:5.5 0.5:4.5 … 1");
  EXPECT_EQ(taken("5.5\n4.5", half), "rates in Mbps, one each 0.5 s");
  EXPECT_EQ(problems("5.5\n1 4.5\n"),
            test::Lines{"t:2: '1 4.5', expected a rate alone as in the lines before"});
}

TEST(RateTraces, WholeNumbersThatNeverFallAreAskedFor) {
  const std::string text = "10\n10\n20\n20\n30\n";
  EXPECT_EQ(problems(text),
            test::Lines{"t: one column of whole numbers that never fall may be the milliseconds of "
                        "packets (mahimahi, 0.03 s) or rates in Mbps (one each 1 s), expected "
                        "columns mahimahi or columns rate"});
  EXPECT_EQ(read(text, columns(RateColumns::rate)), "rates 0:10 1:10 2:20 3:20 4:30 … 5");
  EXPECT_EQ(read(text, {"", "", "kbps", ""}), "rates 0:0.01 1:0.01 2:0.02 3:0.02 4:0.03 … 5");
  std::string rising;
  for (int ms = 1; ms <= 49; ++ms) rising += std::to_string(ms) + '\n';
  EXPECT_EQ(problems(rising).size(), 1U);
  rising += "50\n";  // no measured rate rises fifty times
  EXPECT_EQ(read(rising), "mahimahi 0:12 … 0.05");
  EXPECT_EQ(taken(rising), "mahimahi, a line is the millisecond of 1500 bytes");
}

TEST(RateTraces, SeveralRatesOfOneTimeAreTheirMean) {
  EXPECT_EQ(read("0 5\n1 5\n1 6\n2 7\n"), "seconds-rate 0:5 1:5.5 2:7 … 3");
  EXPECT_EQ(warnings("0 5\n1 5\n1 6\n2 7\n"),
            std::vector<std::string>{"1 of 4 rates have the time of another, the first at 1 s: of "
                                     "each time their mean counts"});
}

TEST(RateTraces, NewestFirstIsTurnedRound) {
  EXPECT_EQ(read("3 7\n2 6\n1 5\n"), "seconds-rate 0:5 1:6 2:7 … 3");
}

// Exactly ten intervals are no gap.
TEST(RateTraces, GapsAreLeftOut) {
  const std::string text = "time_s,rate_mbps\n0,10\n1,10\n2,0.5\n864000,10\n864001,10\n";
  EXPECT_EQ(read(text), "csv 0:10 1:10 2:0.5 3:10 4:10 … 5");
  EXPECT_EQ(warnings(text),
            std::vector<std::string>{
                "no rates from 2 to 864000 s, more than 10 intervals of 1 s: left out"});
  EXPECT_EQ(read("0 1\n1 2\n2 3\n12 4\n13 5\n"), "seconds-rate 0:1 1:2 2:3 12:4 13:5 … 14");
  EXPECT_EQ(read("0 1\n1 2\n2 3\n12.5 4\n13.5 5\n50 6"),
            "seconds-rate 0:1 1:2 2:3 3:4 4:5 5:6 … 6");
}

TEST(RateTraces, AnUploadIsPreferredAndASpeedIsNoRate) {
  const std::string text = "Timestamp,Speed,DL_bitrate,UL_bitrate\n0,2,4100,120\n1,2,4100,340\n";
  EXPECT_EQ(read(text), "csv 0:0.12 1:0.34 … 2");
  EXPECT_EQ(taken(text), "csv, rates of 'UL_bitrate' in kbit/s, times of 'Timestamp' in s");
  EXPECT_EQ(read("time_s,dl_mbps,ul_mbps\n0,1,2\n"), "csv 0:2 … 1");
  EXPECT_EQ(read("t,Download,Upload (Mbit/s)\n0,1,2\n"), "csv 0:2 … 1");
  EXPECT_EQ(warnings("t,dl_mbps\n0,1\n"),
            std::vector<std::string>{"column 'dl_mbps' is of a download: no upload is there"});
  EXPECT_EQ(problems("t,Speed\n0,1\n"),
            test::Lines{"t:1: no column is known to be the rate ('Speed' may be that of a car), "
                        "expected one like rate_mbps, or its name with rate_column"});
  EXPECT_EQ(problems("t,throughput,ul_mbps\n0,1,2\n"),
            test::Lines{"t:1: columns throughput, ul_mbps may all be the rate, expected its name "
                        "with rate_column"});
  for (const char* heading :
       {"t,loss_rate,tx_bytes,tx", "t,frame_rate,RSSI,uploadMbps",
        "elapsed_s,rtt_ms,speed,bandwidth (Mbit/s)", "timestamp,latency_ms,x,upload_speed",
        "ms,a,b,throughput_mbps", "DateTime,SNR,CQI,Bitrate [Mb/s]"}) {
    EXPECT_EQ(read(std::string(heading) + "\n0,1,2,3\n"), "csv 0:3 … 1") << heading;
  }
}

TEST(RateTraces, UnitsMayBeInTheFields) {
  EXPECT_EQ(read("time,rate\n0s,5MB/s\n500ms,20 Mbits/sec\n"), "csv 0:40 0.5:20 … 1");
  EXPECT_EQ(read("a,rate_MBps\n0,1\n"), "csv 0:8 … 1");
  EXPECT_EQ(read("time;rate\n0,5;5,25\n1,5;6\n"), "csv 0:5.25 1:6 … 2");
  EXPECT_EQ(read("time_s rate_mbps\n0  5\n1 6\n"), "csv 0:5 1:6 … 2");
  EXPECT_EQ(problems("time_s,RATE_MBPS\n0,1\n"),
            test::Lines{"t:1: column 'RATE_MBPS' may be in Mbit/s or MB/s, expected rate_unit with "
                        "one of them"});
  EXPECT_EQ(read("time_s,RATE_MBPS\n0,1\n", {"", "", "Mbit/s", ""}), "csv 0:1 … 1");
  EXPECT_EQ(problems("time_s,rate\n0,8000000\n"),
            test::Lines{"t: column 'rate' has no unit and rates up to 8000000: they may be in bps, "
                        "kbps or Mbps, expected rate_unit UNIT"});
  EXPECT_EQ(read("time_s,rate\n0,8000000\n", {"", "", "bps", ""}), "csv 0:8 … 1");
}

TEST(RateTraces, TimesMayBeByCalendarAndClock) {
  for (const auto& [first, second] :
       {std::pair("2023-04-20 13:57:01 CDT", "2023-04-20 13:57:03 CDT"),
        std::pair("2023-04-20T13:57:01.5Z", "2023-04-20T13:57:03.5Z"),
        std::pair("2023-04-20T13:57:01+02:00", "2023-04-20T12:57:03+01:00"),
        std::pair("2020.02.14_09.38.22", "2020.02.14_09.38.24"),
        std::pair("2020/02/28 23:59:59", "2020/02/29 00:00:01"),
        std::pair("4/20/2023 11:59:59 AM", "4/20/2023 12:00:01 PM"),
        std::pair("20.04.2023 13:57", "20.04.2023 13:57:02"), std::pair("13:57:01", "13:57:03"),
        std::pair("23:59:59", "00:00:01"), std::pair("20230420135959", "20230420140001"),
        std::pair("1607638241", "1607638243"), std::pair("1607638241000", "1607638243000"),
        std::pair("1607638241000000", "1607638243000000")}) {
    EXPECT_EQ(read("timestamp,mbps\n" + std::string(first) + ",5\n" + second + ",6\n"),
              "csv 0:5 2:6 … 4")
        << first;
  }
  EXPECT_EQ(read("Date,Time,mbps\n2023-04-20,23:59:59,5\n2023-04-21,00:00:01,6\n"),
            "csv 0:5 2:6 … 4");
  EXPECT_EQ(problems("time,mbps\n2023-04-20 13:57:01 CDT,5\n2023-04-20 13:57:02 CST,5\n"),
            test::Lines{"t:3: 'time': '2023-04-20 13:57:02 CST', expected the zone of the lines "
                        "before, 'CDT'"});
  EXPECT_EQ(problems("time,mbps\n1/2/2023 10:00:00,5\n1/3/2023 10:00:00,5\n"),
            test::Lines{"t:3: 'time': '1/3/2023 10:00:00' may have the month first or the day "
                        "first, expected YYYY-MM-DD"});
  EXPECT_EQ(
      problems("time,mbps\n25:00:00,5\nnoon,5\n2023-02-30 10:00:00,1\n"),
      (test::Lines{
          "t:2: 'time': '25:00:00', expected a number, or a date and time of day",
          "t:3: 'time': 'noon', expected a number, or a date and time of day",
          "t:4: 'time': '2023-02-30 10:00:00', expected a number, or a date and time of day"}));
}

TEST(RateTraces, LinesWithoutARateAreLeftOut) {
  const std::string text = "time_s,ul_kbps\n0,500\n1,-\n2,NaN\n3,700\n";
  EXPECT_EQ(read(text), "csv 0:0.5 3:0.7 … 6");
  EXPECT_EQ(warnings(text),
            std::vector<std::string>{"2 lines have no rate in column 'ul_kbps': left out"});
}

TEST(RateTraces, WithoutATimeALineIsAnInterval) {
  EXPECT_EQ(read("mbps\n5\n6\n"), "csv 0:5 1:6 … 2");
  EXPECT_EQ(warnings("mbps\n5\n6\n"),
            std::vector<std::string>{"no column is known to be the time: a line is taken for 1 s, "
                                     "or name the column with time_column"});
}

TEST(RateTraces, WhatIperfPrints) {
  EXPECT_EQ(read("Connecting to host 192.0.2.1, port 5201\n"
                 "[ ID] Interval           Transfer     Bitrate         Retr  Cwnd\n"
                 "[  5]   0.00-1.00   sec  1.19 MBytes  10.0 Mbits/sec    0   56.6 KBytes\n"
                 "[  5]   1.00-2.00   sec   610 KBytes  5000 Kbits/sec    0   50.9 KBytes\n"
                 "[  5]   2.00-3.00   sec  1.00 MBytes  1.00 MBytes/sec    0   59.4 KBytes\n"
                 "- - - - - - - -\n"
                 "[ ID] Interval           Transfer     Bitrate         Retr\n"
                 "[  5]   0.00-3.00   sec  4.17 MBytes  11.7 Mbits/sec    0             sender\n"
                 "[  5]   0.00-3.04   sec  4.10 MBytes  11.3 Mbits/sec              receiver\n"),
            "iperf 0:10 1:5 2:8.388608 … 3");
  // iperf 2: the last line is of the whole test.
  EXPECT_EQ(read("[ ID] Interval       Transfer     Bandwidth\n"
                 "[  3]  0.0- 1.0 sec  1.25 MBytes  10.5 Mbits/sec\n"
                 "[  3]  1.0- 2.0 sec  2.50 MBytes  21.0 Mbits/sec\n"
                 "[  3]  0.0- 2.1 sec  3.75 MBytes  15.0 Mbits/sec\n"),
            "iperf 0:10.5 1:21 … 2");
  // Two streams, of which one is also summed up; and a test in both directions, then another.
  EXPECT_EQ(read("[  5]   0.00-1.00   sec  1 MBytes  1.0 Mbits/sec\n"
                 "[  7]   0.00-1.00   sec  1 MBytes  2.0 Mbits/sec\n"
                 "[SUM]   0.00-1.00   sec  1 MBytes  3.5 Mbits/sec\n"),
            "iperf 0:3.5 … 1");
  EXPECT_EQ(read("[  5]   0.00-1.00   sec  1 MBytes  1.0 Mbits/sec\n"
                 "[  7]   0.00-1.00   sec  1 MBytes  2.0 Mbits/sec\n"),
            "iperf 0:3 … 1");
  EXPECT_EQ(read("[  5][TX-C]   0.00-1.00   sec  1 MBytes  1.0 Mbits/sec\n"
                 "[  7][RX-C]   0.00-1.00   sec  1 MBytes  2.0 Mbits/sec\n"
                 "[  5][TX-C]   1.00-2.00   sec  1 MBytes  4.0 Mbits/sec\n"
                 "[  5][TX-C]   0.00-1.00   sec  1 MBytes  5.0 Mbits/sec\n"),
            "iperf 0:1 1:4 2:5 … 3");
}

TEST(RateTraces, AHeadingThatDoesNotSayEnoughIsAProblem) {
  EXPECT_EQ(problems("time_s,upload_mbps\n0,1\n", {"uplod_mbps", "", "", ""}),
            test::Lines{"rate_column: t has no column 'uplod_mbps', expected one of time_s, "
                        "upload_mbps; did you mean 'upload_mbps'?"});
  EXPECT_EQ(problems("time_s,rate_mbps\n0\n1,x\n\"2\n3,-4\n"),
            (test::Lines{"t:2: 1 fields, expected 2 as in the line of columns",
                         "t:3: 'rate_mbps': 'x', expected a number",
                         "t:4: a quote that is not closed before the field's end",
                         "t:5: a rate of -4 Mbps, expected 0 … 1e+09"}));
}

TEST(RateTraces, SeveralReportsOfIperf3AreOneBehindTheOther) {
  const std::string report =
      R"({"intervals": [{"sum": {"start": 0, "end": 1, "bits_per_second": 10e6}},
                        {"sum": {"start": 1, "end": 2, "bits_per_second": 5e6}}], "end": {}})";
  EXPECT_EQ(read(report + '\n' + report), "iperf3 0:10 1:5 2:10 3:5 … 4");
  EXPECT_EQ(read(R"({"event":"start","data":{}}
{"event":"interval","data":{"sum":{"start":0,"end":1,"bits_per_second":10000000}}}
{"event":"interval","data":{"sum":{"start":1,"end":2,"bits_per_second":5000000}}}
{"event":"end","data":{"streams":[{"sender":{}}]}}
)"),
            "iperf3 0:10 1:5 … 2");
  EXPECT_EQ(problems(report + "\n{\"error\": \"refused\"}"),
            test::Lines{"t:3: /error: iperf3 failed: 'refused', expected a report"});
  EXPECT_EQ(problems(R"({"event":"interval","data":{"sum":{"start":0,"end":0,"bits_per_second":1}}}
{"event":"error","data":"unable to connect"})"),
            (test::Lines{"t:1: /data: from 0 to 0 s, expected times that rise",
                         "t:2: /data: iperf3 failed: 'unable to connect', expected a report"}));
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
