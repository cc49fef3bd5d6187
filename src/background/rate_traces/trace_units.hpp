// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

namespace popex {

/// A unit of a rate or of a time: so many of it are one Mbps, or one second; or the other way
/// round. One of the two numbers is 1, so that converting rounds once.
struct TraceUnit {
  std::string_view name;  ///< lower case
  double factor = 1;
  double divisor = 1;

  [[nodiscard]] double convert(double value) const { return value * factor / divisor; }
};

/// The first ones of a kind are those that messages list.
std::span<const TraceUnit> rate_units();
std::span<const TraceUnit> time_units();

/// The unit of this name in any case, or null. "MBps", with a capital B, is none: that may be
/// bytes.
const TraceUnit* unit_called(std::span<const TraceUnit> units, std::string_view name);

/// The unit that a column's name ends in, behind its other words or alone: "rate_kbps",
/// "Throughput (Mbps)", "ms".
const TraceUnit* unit_at_end(std::span<const TraceUnit> units, std::string_view column);

}  // namespace popex
