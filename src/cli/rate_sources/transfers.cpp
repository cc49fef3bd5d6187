// SPDX-License-Identifier: MIT
#include "cli/rate_sources/transfers.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include <popex/profile.hpp>

#include "background/importers/lines.hpp"
#include "cli/quantities.hpp"
#include "text/number.hpp"

namespace popex::cli {

bool Transfers::read(std::string_view line, RateEvent& event) {
  const auto [first, second] = two_fields(line);
  const std::optional<double> bytes = parse_bytes(first);
  const std::optional<double> ms = text::parse_number(second);
  if (!bytes || !ms) {
    event.message = fmt::format("{}, expected bytes and milliseconds of an upload (36900 60.5)",
                                in_quotes(line));
    return false;
  }
  if (!(*bytes > 0 && *bytes <= ProfileLimits::bytes && *ms > 0 && *ms <= ProfileLimits::time_ms)) {
    event.message = fmt::format("{} bytes in {} ms, expected above 0 and up to {} bytes and {} ms",
                                *bytes, *ms, ProfileLimits::bytes, ProfileLimits::time_ms);
    return false;
  }
  const Mbps rate = window_.add({Bytes{*bytes}, Milliseconds(*ms)});
  event.time_s = came_s();
  event.rate = Mbps{std::min(rate.value, ProfileLimits::rate_mbps)};
  event.latency = window_.fit().latency;
  return true;
}

}  // namespace popex::cli
