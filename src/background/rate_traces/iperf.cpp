// SPDX-License-Identifier: MIT
//
// What iperf and iperf3 print: a line for each interval, of each stream and of their sum.
//
//     [ ID] Interval           Transfer     Bitrate         Retr  Cwnd
//     [  5]   0.00-1.00   sec  1.19 MBytes  10.0 Mbits/sec    0   56.6 KBytes
//     [  5]   0.00-3.04   sec  4.10 MBytes  11.3 Mbits/sec                  receiver
//
// Lines about the whole test are left out, and so are downloads of tests in both directions and
// what iperf3 itself leaves out. Where a second test begins its times go on behind the first.

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/profile.hpp>

#include "background/importers/lines.hpp"
#include "background/problem_list.hpp"
#include "background/rate_traces/trace_format.hpp"
#include "background/rate_traces/trace_lines.hpp"
#include "text/number.hpp"
#include "text/quantity.hpp"

namespace popex {
namespace {

struct Interval {
  std::string_view id;
  double start_s = 0;
  double end_s = 0;
  double mbps = 0;
};

/// Takes the first word off.
std::string_view word_of(std::string_view& line) {
  line = trimmed(line);
  const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

/// iperf counts bits by thousands and bytes by 1024.
std::optional<double> mbps_of(std::string_view number, std::string_view unit) {
  const std::optional<double> value = text::parse_number(number);
  const std::optional<text::Scale> scale = text::read_unit(text::Measure::rate, unit).scale;
  if (!value || !scale) return std::nullopt;
  constexpr double kilo = 1024.0 / 1000;
  double more = 1;
  if (unit.find("Bytes") != std::string_view::npos) {
    constexpr std::string_view prefixes = "KMGT";
    const std::size_t prefix = prefixes.find(unit.front());
    for (std::size_t i = 0; prefix != std::string_view::npos && i <= prefix; ++i) more *= kilo;
  }
  return scale->of(*value) * more;
}

/// The interval of a line; nothing where it is another line.
std::optional<Interval> interval_of(std::string_view line) {
  const std::size_t open = line.find('[');
  const std::size_t close = line.find(']', std::min(open, line.size()));
  if (open == std::string_view::npos || close == std::string_view::npos) return std::nullopt;
  Interval interval;
  interval.id = trimmed(line.substr(open + 1, close - open - 1));
  line = trimmed(line.substr(close + 1));
  if (line.starts_with("[RX")) return std::nullopt;  // a download
  if (line.starts_with('[')) line = line.substr(std::min(line.find(']'), line.size() - 1) + 1);
  const std::string_view whole = line;
  for (const std::string_view word : {"sender", "receiver", "(omitted)"}) {
    if (whole.find(word) != std::string_view::npos) return std::nullopt;
  }
  const std::size_t dash = line.find('-');
  const std::size_t sec = line.find("sec");
  if (dash == std::string_view::npos || sec == std::string_view::npos || sec < dash) {
    return std::nullopt;
  }
  const auto start = text::parse_number(trimmed(line.substr(0, dash)));
  const auto end = text::parse_number(trimmed(line.substr(dash + 1, sec - dash - 1)));
  line.remove_prefix(sec);
  word_of(line);  // "sec"
  word_of(line);  // how much
  word_of(line);  // bytes
  const std::string_view number = word_of(line);
  const std::optional<double> mbps = mbps_of(number, word_of(line));
  if (!start || !end || !mbps || !(*end > *start)) return std::nullopt;
  interval.start_s = *start;
  interval.end_s = *end;
  interval.mbps = *mbps;
  return interval;
}

class IperfReader {
 public:
  explicit IperfReader(const TraceText& file) : file_(file), problems_(file.name) {}

  Result<LoadedTrace> read() {
    TraceLines lines(file_.text);
    while (const std::optional<std::string_view> line = lines.next()) {
      const std::optional<Interval> interval = interval_of(*line);
      if (!interval) continue;
      if (!(interval->mbps >= 0 && interval->mbps <= ProfileLimits::rate_mbps)) {
        problems_.at_line(lines.number(), fmt::format("a rate of {} Mbps, expected 0 … {:g}",
                                                      interval->mbps, ProfileLimits::rate_mbps));
      }
      has_sums_ = has_sums_ || interval->id == "SUM";
      intervals_.push_back(*interval);
    }
    if (has_sums_) {
      std::erase_if(intervals_, [](const Interval& interval) { return interval.id != "SUM"; });
    }
    for (const Interval& interval : intervals_) take(interval);
    if (problems_.empty() && pieces_.empty()) {
      problems_.of_file(
          "no intervals, expected lines like '[ 5] 0.00-1.00 sec 1 MBytes 8 Mbits/sec'");
    }
    if (!problems_.empty()) return problems_.take();
    Result<RateTrace> trace = RateTrace::make(std::move(pieces_), end_s_);
    if (!trace) {
      for (const Problem& problem : trace.problems()) problems_.of_file(problem.message);
      return problems_.take();
    }
    std::vector<std::string> notes;
    if (tests_ > 1) notes.push_back(fmt::format("{} tests, one behind the other", tests_));
    return LoadedTrace{*std::move(trace),
                       "iperf",
                       std::move(notes),
                       has_sums_ ? "what iperf prints, sums of streams" : "what iperf prints",
                       {}};
  }

 private:
  void take(const Interval& interval) {
    const double start_s = offset_s_ + interval.start_s;
    if (!pieces_.empty() && interval.start_s == start_s_ && interval.end_s == last_s_) {
      if (interval.id != id_) pieces_.back().rate.value += interval.mbps;  // another stream
      return;
    }
    if (!pieces_.empty() && start_s < end_s_ - 0.5 * (last_s_ - start_s_)) {
      if (interval.end_s >= last_s_) return;  // the whole test
      offset_s_ = end_s_;
      ++tests_;
    } else if (pieces_.empty()) {
      offset_s_ = -interval.start_s;
    }
    id_ = interval.id;
    start_s_ = interval.start_s;
    last_s_ = interval.end_s;
    const double from_s = std::max(offset_s_ + start_s_, pieces_.empty() ? 0 : end_s_);
    pieces_.push_back({from_s, Mbps{interval.mbps}});
    end_s_ = std::max(offset_s_ + last_s_, from_s + last_s_ - start_s_);
  }

  const TraceText& file_;
  ProblemList problems_;
  std::vector<Interval> intervals_;
  std::vector<RateTrace::Piece> pieces_;
  bool has_sums_ = false;
  std::size_t tests_ = 1;
  double offset_s_ = 0;
  double end_s_ = 0;
  std::string_view id_;  // of the interval before
  double start_s_ = 0;
  double last_s_ = 0;
};

bool is_iperf(const TraceText& file) {
  if (interval_of(file.head)) return true;
  constexpr std::size_t enough = 1U << 14U;
  const std::string_view begin = file.text.substr(0, enough);
  return begin.find("[ ID]") != std::string_view::npos &&
         begin.find("Interval") != std::string_view::npos;
}

Result<LoadedTrace> read_iperf(const TraceText& file) { return IperfReader(file).read(); }

}  // namespace

const TraceFormat kIperfTrace = {"iperf", is_iperf, read_iperf};

}  // namespace popex
