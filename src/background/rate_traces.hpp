// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <popex/rate_trace.hpp>
#include <popex/result.hpp>

namespace popex {

/// What a trace's file does not say itself. Empty: found in the file.
struct RateTraceOptions {
  std::string rate_column;
  std::string time_column;
  std::string rate_unit;  ///< one of `rate_unit_names()`
  std::string time_unit;  ///< one of `time_unit_names()`
};

/// How the options are called where they were given, for error messages.
struct RateTracePlaces {
  std::string rate_column = "rate_column";
  std::string time_column = "time_column";
  std::string rate_unit = "rate_unit";
  std::string time_unit = "time_unit";
};

struct LoadedTrace {
  RateTrace trace;
  std::string format;              ///< "seconds-rate", "mahimahi", "iperf3" or "csv"
  std::vector<std::string> notes;  ///< what had to be assumed; sentences, without a full stop
};

/// A trace in any of the formats, found by content:
///
/// * "seconds rate" lines, the rate in Mbps, as pensieve has them; blanks, tabs or commas between;
/// * mahimahi: on each line the millisecond of an opportunity to deliver 1500 bytes;
/// * iperf3 -J: a report with its intervals;
/// * CSV with a heading; units are the ends of the columns' names, "time_ms", "rate_kbps".
///
/// Times need not begin at 0. The last rate of lines lasts as long as the median of the others.
/// Problems are all that is wrong, each with `name` and its line or JSON pointer; `places` says
/// where the options were given.
Result<LoadedTrace> read_rate_trace(std::string_view text, const std::string& name,
                                    const RateTraceOptions& options = {},
                                    const RateTracePlaces& places = {});

/// The same of a file.
Result<LoadedTrace> load_rate_trace(const std::filesystem::path& file,
                                    const RateTraceOptions& options = {},
                                    const RateTracePlaces& places = {});

/// For options and their help: "Mbps, kbps, …".
std::vector<std::string_view> rate_unit_names();
std::vector<std::string_view> time_unit_names();

}  // namespace popex
