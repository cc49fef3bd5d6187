// SPDX-License-Identifier: MIT
//
// Reports of `iperf3 -J`, one behind the other, and the lines of `iperf3 --json-stream`: intervals
// with their mean rates. The times of a second report go on behind the first. Where an interval has
// no sum it is that of its streams. Intervals that iperf3 leaves out of its own results (-O) are
// left out here.

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
    const std::vector<Document> documents = documents_in(file_.text);
    Problems problems;
    for (const Document& document : documents) {
      const std::string name =
          documents.size() > 1 ? fmt::format("{}:{}", file_.name, document.line) : file_.name;
      append_in_file(problems, name, read(document.text));
      if (problems.size() >= JsonLimits::problems) break;
    }
    if (problems.empty() && taken_.empty()) {
      problems = in_file(file_.name, {{"/intervals", "none, expected those of 'iperf3 -J'"}});
    }
    if (!problems.empty()) return problems;
    std::vector<RateTrace::Piece> pieces;
    const double first_s = taken_.front().start_s;
    for (const Interval& interval : taken_) {
      pieces.push_back({interval.start_s - first_s, Mbps{interval.bits_per_second / 1e6}});
    }
    Result<RateTrace> trace = RateTrace::make(std::move(pieces), taken_.back().end_s - first_s);
    if (!trace) return in_file(file_.name, trace.problems());
    std::vector<std::string> notes;
    if (omitted_ > 0) {
      notes.push_back(fmt::format("{} intervals that iperf3 omitted are left out", omitted_));
    }
    if (reports_ > 1) notes.push_back(fmt::format("{} reports, one behind the other", reports_));
    return LoadedTrace{
        *std::move(trace), "iperf3", std::move(notes), "iperf3, sums of its streams", {}};
  }

 private:
  struct Document {
    std::string_view text;
    std::size_t line;
  };

  /// Objects one behind the other; what is none is left to the reader of JSON.
  static std::vector<Document> documents_in(std::string_view text) {
    std::vector<Document> documents;
    std::size_t begin = 0;
    std::size_t depth = 0;
    std::size_t line = 1;
    std::size_t first_line = 1;
    bool is_text = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      line += c == '\n' ? 1 : 0;
      if (is_text) {
        if (c == '\\') ++i;
        is_text = c != '"';
      } else if (c == '"') {
        is_text = true;
      } else if (c == '{' || c == '[') {
        if (depth++ == 0) first_line = documents.empty() ? 1 : line;
      } else if ((c == '}' || c == ']') && depth > 0 && --depth == 0) {
        documents.push_back({text.substr(begin, i + 1 - begin), first_line});
        begin = i + 1;
      }
    }
    const bool has_more = text.find_first_not_of(" \t\r\n", begin) != std::string_view::npos;
    if (documents.empty() || has_more) documents.push_back({text.substr(begin), line});
    return documents;
  }

  static void append_in_file(Problems& all, const std::string& name, Problems problems) {
    problems = in_file(name, std::move(problems));
    all.insert(all.end(), problems.begin(), problems.end());
  }

  /// A report, or an event of a stream.
  Problems read(std::string_view json) {
    count_ = 0;
    intervals_.clear();
    error_.clear();
    std::string event;
    Problems problems =
        read_json(json, JsonShape::object_with({JsonShape::optional(
                            "event", JsonShape::text([&](std::string& t) { event = t; }))}));
    if (!problems.empty()) return problems;
    if (event.empty()) {
      ++reports_;
      offset_s_ = end_s_;
      problems = read_json(json, report());
    } else if (event == "interval") {
      next();
      problems = read_json(json, JsonShape::object_with({JsonShape::required("data", interval())}));
    } else if (event == "error") {
      problems = read_json(json, JsonShape::object_with({JsonShape::required("data", error())}));
    } else {
      if (event == "start") {
        ++reports_;
        offset_s_ = end_s_;
      }
      return {};
    }
    if (!error_.empty()) {
      return {{event.empty() ? "/error" : "/data",
               fmt::format("iperf3 failed: {}, expected a report", in_quotes(error_))}};
    }
    if (problems.empty()) problems = check(event.empty() ? "/intervals" : "");
    for (Interval& interval : intervals_) {
      interval.start_s += offset_s_;
      interval.end_s += offset_s_;
      end_s_ = interval.end_s;
      taken_.push_back(interval);
    }
    return problems;
  }

  struct Interval {
    std::size_t number = 0;  // in the report
    double start_s = 0;
    double end_s = 0;
    double bits_per_second = 0;
    bool has_sum = false;
    bool has_any = false;
    bool is_omitted = false;
  };

  JsonShape error() {
    return JsonShape::text([this](std::string& t) { error_ = std::move(t); });
  }

  JsonShape interval() {
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
    return S::object_with({
        S::optional("streams", S::list(stream)),
        S::optional("sum", sum),
    });
  }

  JsonShape report() {
    using S = JsonShape;
    return S::object_with({
        S::optional("intervals", S::list(interval(), [this] { next(); })),
        S::optional("error", error()),
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

  /// `list`: where the intervals are; empty for one alone.
  Problems check(const std::string& list) {
    keep();
    Problems problems;
    double before_s = 0;
    for (const Interval& interval : intervals_) {
      const bool is_first = &interval == &intervals_.front();
      const std::string where =
          list.empty() ? "/data" : fmt::format("{}/{}", list, interval.number);
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
  std::vector<Interval> intervals_;  // of this document
  std::vector<Interval> taken_;      // of all, with their times
  std::size_t reports_ = 0;
  double offset_s_ = 0;  // of the report
  double end_s_ = 0;
  std::string error_;
};

bool is_iperf3(const TraceText& file) { return file.head.starts_with('{'); }

Result<LoadedTrace> read_iperf3(const TraceText& file) { return Iperf3Reader(file).read(); }

}  // namespace

const TraceFormat kIperf3Trace = {"iperf3", is_iperf3, read_iperf3};

}  // namespace popex
