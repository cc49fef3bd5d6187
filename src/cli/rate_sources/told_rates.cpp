// SPDX-License-Identifier: MIT
#include "cli/rate_sources/told_rates.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include <popex/profile.hpp>

#include "cli/failure.hpp"

namespace popex::cli {
namespace {

// A measured rate that has taken so many values has fallen once.
constexpr std::size_t kMostThatRise = 10;

}  // namespace

void ToldRates::look_for_milliseconds(std::string_view line, const RateLine& read) {
  const bool is_whole = line.find_first_not_of("0123456789") == std::string_view::npos;
  may_be_milliseconds_ = is_whole && read.rate_mbps >= last_whole_;
  if (!may_be_milliseconds_) return;
  if (read.rate_mbps > last_whole_) ++different_;
  last_whole_ = read.rate_mbps;
  if (different_ < kMostThatRise) return;
  throw Failure(place(),
                "whole numbers that never fall may be rates in Mbps or the milliseconds of packets "
                "(mahimahi), expected --columns rate, or for mahimahi the lines of 'popex replay "
                "--samples --trace FILE'");
}

bool ToldRates::read(std::string_view line, RateEvent& event) {
  const Result<RateLine> read = reader_.read(line);
  if (!read) {
    event.message = joined(read.problems());
    if (reader_.is_unclear()) {
      throw Failure(place(), event.message + ", expected --columns rate or --columns seconds,rate");
    }
    return false;
  }
  const double rate = read->rate_mbps;
  if (!(rate >= 0 && rate <= ProfileLimits::rate_mbps)) {
    event.message =
        fmt::format("{} Mbps, must be between 0 and {}", rate, ProfileLimits::rate_mbps);
    return false;
  }
  if (may_be_milliseconds_) look_for_milliseconds(line, *read);
  const double time_s =
      read->time_s ? *read->time_s : (is_first_ ? came_s() : std::max(last_s_, came_s()));
  if (!is_first_ && time_s < last_s_) {
    event.message =
        fmt::format("at {} s, after one at {} s, expected times that rise", time_s, last_s_);
    return false;
  }
  is_first_ = false;
  last_s_ = time_s;
  event.time_s = time_s;
  event.rate = Mbps{rate};
  return true;
}

}  // namespace popex::cli
