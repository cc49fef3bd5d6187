// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <popex/rate_trace.hpp>
#include <popex/result.hpp>

namespace popex {

/// What the columns of lines without a heading are: of the trace of a rate, or of what is told.
enum class RateColumns {
  found,         ///< by what is there; what can be read in two ways is a problem
  rate,          ///< a rate; a comma in it is a decimal comma
  seconds_rate,  ///< a time and a rate
  mahimahi,      ///< the millisecond of an opportunity to deliver 1500 bytes
};

/// What a trace's file does not say itself. Empty: found in the file.
struct RateTraceOptions {
  std::string rate_column;
  std::string time_column;
  std::string rate_unit;  ///< one of `rate_unit_names()`
  std::string time_unit;  ///< one of `time_unit_names()`
  RateColumns columns = RateColumns::found;
  double interval_s = 1;  ///< between rates that have no times
};

/// How the options are called where they were given, for error messages.
struct RateTracePlaces {
  std::string rate_column = "rate_column";
  std::string time_column = "time_column";
  std::string rate_unit = "rate_unit";
  std::string time_unit = "time_unit";
  std::string columns = "columns";
};

struct LoadedTrace {
  RateTrace trace;
  std::string format;  ///< "seconds-rate", "rates", "mahimahi", "iperf3", "iperf" or "csv"
  std::vector<std::string> notes;  ///< what had to be assumed; sentences, without a full stop
  std::string
      taken;  ///< what was taken for what: "csv, rates of 'ul' in kbit/s, times of 't' in s"
  std::vector<std::string> warnings;  ///< what was left out or put together; as `notes`
};

/// A trace in any of the formats, found by content:
///
/// * "seconds rate" lines, the rate in Mbps, as pensieve has them; blanks, tabs or commas between;
/// * rates alone, a line each `interval_s`;
/// * mahimahi: on each line the millisecond of an opportunity to deliver 1500 bytes;
/// * iperf3 -J and --json-stream: reports, one or several, with their intervals;
/// * what iperf and iperf3 print;
/// * CSV with a heading; units are in the columns' names, "time_ms", "Throughput (kbit/s)", or in
///   the fields.
///
/// Times need not begin at 0. The last rate of lines lasts as long as the median of the others. Of
/// several rates of one time the mean counts; what is longer than ten intervals without a rate is
/// left out.
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
