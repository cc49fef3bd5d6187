// SPDX-License-Identifier: MIT
//
// The report of `iperf3 -J`: its intervals with their mean rates. Where an interval has no sum it
// is that of its streams. Intervals that iperf3 leaves out of its own results (-O) are left out
// here.

#include <utility>

#include <fmt/format.h>

#include <popex/profile.hpp>

#include "background/importers/lines.hpp"
#include "background/json_shape.hpp"
#include "background/rate_traces/trace_format.hpp"
#include "background/text_file.hpp"

namespace popex {
namespace {

class Iperf3Reader {
 public:
  explicit Iperf3Reader(const TraceText& file) : file_(file) {}

  Result<LoadedTrace> read() {
    Problems problems = read_json(file_.text, shape());
    if (!error_.empty()) {
      problems = {
          {"/error", fmt::format("iperf3 failed: {}, expected a report", in_quotes(error_))}};
    }
    if (problems.empty()) problems = check();
    if (!problems.empty()) return in_file(file_.name, std::move(problems));
    std::vector<RateTrace::Piece> pieces;
    double end_s = 0;
    const double first_s = intervals_.front().start_s;
    for (const Interval& interval : intervals_) {
      pieces.push_back({interval.start_s - first_s, Mbps{interval.bits_per_second / 1e6}});
      end_s = interval.end_s - first_s;
    }
    Result<RateTrace> trace = RateTrace::make(std::move(pieces), end_s);
    if (!trace) return in_file(file_.name, trace.problems());
    std::vector<std::string> notes;
    if (omitted_ > 0) {
      notes.push_back(fmt::format("{} intervals that iperf3 omitted are left out", omitted_));
    }
    return LoadedTrace{*std::move(trace), "iperf3", std::move(notes)};
  }

 private:
  struct Interval {
    std::size_t number = 0;  // in the report
    double start_s = 0;
    double end_s = 0;
    double bits_per_second = 0;
    bool has_sum = false;
    bool has_any = false;
    bool is_omitted = false;
  };

  JsonShape shape() {
    using S = JsonShape;
    const auto flow = [this](auto take) {
      return S::object_with({
          S::required("start", S::number([this](double v) { now_.start_s = v; })),
          S::required("end", S::number([this](double v) { now_.end_s = v; })),
          S::required("bits_per_second", S::number(take)),
          S::optional("omitted", S::boolean([this](bool v) { now_.is_omitted = v; })),
      });
    };
    const S stream = flow([this](double v) {
      if (now_.has_sum) return;
      now_.bits_per_second += v;
      now_.has_any = true;
    });
    const S sum = flow([this](double v) {
      now_.bits_per_second = v;
      now_.has_sum = now_.has_any = true;
    });
    const S interval = S::object_with({
        S::optional("streams", S::list(stream)),
        S::optional("sum", sum),
    });
    return S::object_with({
        S::optional("intervals", S::list(interval, [this] { next(); })),
        S::optional("error", S::text([this](std::string& t) { error_ = std::move(t); })),
    });
  }

  void next() {
    keep();
    now_ = Interval{};
    now_.number = count_++;
  }

  void keep() {
    if (count_ == 0) return;
    if (now_.is_omitted) {
      ++omitted_;
    } else {
      intervals_.push_back(now_);
    }
  }

  Problems check() {
    keep();
    Problems problems;
    if (intervals_.empty()) return {{"/intervals", "none, expected those of 'iperf3 -J'"}};
    double before_s = 0;
    for (const Interval& interval : intervals_) {
      const bool is_first = &interval == &intervals_.front();
      const std::string where = fmt::format("/intervals/{}", interval.number);
      if (!interval.has_any) {
        problems.push_back({where, "neither sum nor streams, expected either of them"});
      } else if (!(interval.bits_per_second >= 0 &&
                   interval.bits_per_second <= ProfileLimits::rate_mbps * 1e6)) {
        problems.push_back(
            {where, fmt::format("{} bits per second, expected 0 … {:g}", interval.bits_per_second,
                                ProfileLimits::rate_mbps * 1e6)});
      }
      if (!(interval.end_s > interval.start_s) || (!is_first && !(interval.start_s > before_s))) {
        problems.push_back({where, fmt::format("from {} to {} s, expected times that rise",
                                               interval.start_s, interval.end_s)});
      }
      before_s = interval.start_s;
      if (problems.size() == JsonLimits::problems) break;
    }
    return problems;
  }

  const TraceText& file_;
  Interval now_;
  std::size_t count_ = 0;
  std::size_t omitted_ = 0;
  std::vector<Interval> intervals_;
  std::string error_;
};

bool is_iperf3(const TraceText& file) { return file.head.starts_with('{'); }

Result<LoadedTrace> read_iperf3(const TraceText& file) { return Iperf3Reader(file).read(); }

}  // namespace

const TraceFormat kIperf3Trace = {"iperf3", is_iperf3, read_iperf3};

}  // namespace popex
