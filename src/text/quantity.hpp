// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace popex::text {

/// What a quantity measures. Each has a base unit: Mbps, seconds, 1 and bytes.
enum class Measure { rate, time, share, size };

/// A unit: so many of the base unit are one of it. One of the two numbers is 1 wherever that is
/// possible, so that converting rounds once.
struct Scale {
  double factor = 1;
  double divisor = 1;

  [[nodiscard]] double of(double number) const { return number * factor / divisor; }
};

/// A unit as it is written, or the two that it may be: "Mbit/s", "MB/s". Neither: it is no unit.
struct UnitReading {
  std::optional<Scale> scale;
  std::string one;
  std::string other;
  [[nodiscard]] bool is_unclear() const { return !one.empty(); }
};

/// Bits or bytes, their prefix and how a second is written are told apart by their case where that
/// is usual: Mbps, mbps, Mb/s, Mbit/s and Mbits/sec are bits; MBps, MB/s and MBytes/sec are bytes.
/// What case leaves open is unclear: "mb/s", "MBPS". Empty text is no unit.
UnitReading read_unit(Measure measure, std::string_view unit);

/// A number with a unit behind it, or without one.
struct Quantity {
  std::optional<double> number;
  std::optional<Scale> unit;  ///< where one was written
  /// Why there is no number, where the text is nearly one: what it can be read as. Begins behind
  /// the text: "may be …".
  std::string problem;

  /// In the base unit; `otherwise` is the unit of a number without one.
  [[nodiscard]] std::optional<double> value(Scale otherwise = {}) const;
};

/// "5.5", "700kbit/s", "20 Mbits/sec", "50ms", "70%", "4MiB": the one grammar of quantities, in
/// options, on standard input and in tables. A rate may also be one of the literature's presets: 3g
/// 1.1, 4g and lte 5.85, wifi 18.88 Mbps.
Quantity read_quantity(Measure measure, std::string_view text);

/// A number that has a decimal comma instead of a point, "5,5"; nothing where it has none, and for
/// "1,234", which may be a thousand.
std::optional<double> parse_decimal_comma(std::string_view text);

}  // namespace popex::text
