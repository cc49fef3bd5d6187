// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "background/problem_list.hpp"
#include "background/rate_traces.hpp"

namespace popex {

/// A trace's file.
struct TraceText {
  std::string_view text;  ///< UTF-8, without a mark
  const std::string& name;
  const RateTraceOptions& options;
  const RateTracePlaces& places;
  std::string_view head;  ///< its first line that says something, without blanks around it
};

/// A format of rate traces. One file a format; the one list is `trace_formats()`.
struct TraceFormat {
  std::string_view name;
  bool (*recognises)(const TraceText& file);
  Result<LoadedTrace> (*read)(const TraceText& file);
};

extern const TraceFormat kIperf3Trace;
extern const TraceFormat kMahimahiTrace;
extern const TraceFormat kIperfTrace;
extern const TraceFormat kLinesTrace;
extern const TraceFormat kCsvTrace;

/// Every format, in the order in which a file is offered to them; the last one takes any.
const std::vector<const TraceFormat*>& trace_formats();

}  // namespace popex
