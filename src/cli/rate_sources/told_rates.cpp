// SPDX-License-Identifier: MIT
#include "cli/rate_sources/told_rates.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include <popex/profile.hpp>

#include "background/importers/lines.hpp"
#include "cli/quantities.hpp"
#include "text/number.hpp"

namespace popex::cli {
namespace {

constexpr std::string_view kExpected =
    "a rate (5.5, 700kbps), seconds and a rate, or {\"time_s\": …, \"rate_mbps\": …}";

/// Most rates are plain numbers, and those are read without a look at units.
std::optional<double> rate_of(std::string_view text) {
  const auto number = text::parse_number(text);
  return number ? number : parse_rate(text);
}

}  // namespace

bool ToldRates::read(std::string_view line, RateEvent& event) {
  std::optional<double> time_s;
  std::optional<double> rate;
  if (line.front() == '{') {
    const Result<RateLine> read = json_.read(line);
    if (!read) {
      event.message = joined(read.problems());
      return false;
    }
    time_s = read->time_s;
    rate = read->rate_mbps;
  } else if (const auto [first, second] = two_fields(line); second.empty()) {
    rate = rate_of(first);
  } else if ((time_s = text::parse_number(first))) {
    rate = rate_of(second);
  }
  if (!rate) {
    event.message = fmt::format("{}, expected {}", in_quotes(line), kExpected);
    return false;
  }
  if (!(*rate >= 0 && *rate <= ProfileLimits::rate_mbps)) {
    event.message =
        fmt::format("{} Mbps, must be between 0 and {}", *rate, ProfileLimits::rate_mbps);
    return false;
  }
  if (!time_s) time_s = is_first_ ? came_s() : std::max(last_s_, came_s());
  if (!is_first_ && *time_s < last_s_) {
    event.message =
        fmt::format("at {} s, after one at {} s, expected times that rise", *time_s, last_s_);
    return false;
  }
  is_first_ = false;
  last_s_ = *time_s;
  event.time_s = *time_s;
  event.rate = Mbps{*rate};
  return true;
}

}  // namespace popex::cli
