// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <popex/goal.hpp>
#include <popex/result.hpp>
#include <popex/units.hpp>

namespace popex::cli {

/// A rate in Mbps (text/quantity.hpp).
std::optional<double> parse_rate(std::string_view text);

/// A size in bytes.
std::optional<double> parse_bytes(std::string_view text);

/// A time in seconds, also where no unit is written.
std::optional<double> parse_duration(std::string_view text);

/// "438.39/1288.04" (mW per Mbps, mW), or what Huang et al. (MobiSys 2012) measured of a sending
/// radio: 3g 868.98/817.88, 4g 438.39/1288.04, wifi 283.17/132.86.
std::optional<RadioPower> parse_radio_power(std::string_view text);

/// How one value of a kind is read, and how a message calls what is expected.
struct ValueKind {
  std::optional<double> (*parse)(std::string_view text);
  std::string_view expected;
  /// What a text that is no value may be read as, to be said behind it.
  std::string (*readings)(std::string_view text) = nullptr;
};
extern const ValueKind kRate;
extern const ValueKind kNumber;
extern const ValueKind kShare;  ///< 0.7 or 70%
extern const ValueKind kBytes;
extern const ValueKind kDuration;      ///< in seconds
extern const ValueKind kMilliseconds;  ///< in milliseconds

/// One value, or a problem at `where`.
Result<double> parse_value(std::string_view text, const ValueKind& kind, const std::string& where);

/// The values of a grid, in the order in which they are written: items between commas, each a
/// value, "start:stop:step" or "log:start:stop:count", both ends included.
Result<std::vector<double>> parse_grid(std::string_view text, const ValueKind& kind,
                                       const std::string& where);

/// "edge-cloud=5.5" as {"edge-cloud", "5.5"}; "5.5" as {"", "5.5"}.
std::pair<std::string, std::string> split_named(const std::string& text);

}  // namespace popex::cli
