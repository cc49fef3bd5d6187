// SPDX-License-Identifier: MIT
#include "cli/sample_times_options.hpp"

#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "cli/failure.hpp"
#include "cli/quantities.hpp"

namespace popex::cli {
namespace {

std::optional<double> parse_patience(std::string_view text) {
  if (text == "off") return std::numeric_limits<double>::infinity();
  return parse_duration(text);
}
const ValueKind kPatience{parse_patience, "a time, 10s for instance, or off", kDuration.readings};

}  // namespace

void SampleTimesOptions::add_to(CLI::App& command) {
  command
      .add_option(
          "--interval", interval,
          "A sample starts, and the trace's rate is measured, once in this time: 500ms, 0.5 "
          "(seconds); default: 1s")
      ->type_name("TIME");
  command
      .add_option("--outage-timeout", outage_timeout,
                  "After so long without delivery an upload gives up, and the tier before the link "
                  "runs the rest; or off; default: 10s")
      ->type_name("TIME");
}

SampleTimes SampleTimesOptions::read(Problems& problems) const {
  SampleTimes times;
  const auto read_time = [&](const std::optional<std::string>& text, const ValueKind& kind,
                             const char* option, bool may_be_0, double& into) {
    if (!text) return;
    const Result<double> value = parse_value(*text, kind, option);
    if (!value) {
      append(problems, value.problems());
    } else if (*value > 0 || (may_be_0 && *value == 0)) {
      into = *value;
    } else {
      problems.push_back(
          {option, fmt::format("{} s, must be {}", *value, may_be_0 ? "at least 0" : "above 0")});
    }
  };
  read_time(interval, kDuration, "--interval", false, times.interval_s);
  read_time(outage_timeout, kPatience, "--outage-timeout", true, times.outage_timeout_s);
  return times;
}

std::vector<const char*> SampleTimesOptions::given() const {
  std::vector<const char*> given;
  if (interval) given.push_back("--interval");
  if (outage_timeout) given.push_back("--outage-timeout");
  return given;
}

}  // namespace popex::cli
