// SPDX-License-Identifier: MIT
#pragma once

#include <limits>

#include <popex/units.hpp>

namespace popex {

/// Of a time, a cost or a ratio: never, not possible.
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A quantity in its unit (ms, bytes, Mbps), for code that treats all of them the same.
constexpr double number_of(double value) { return value; }
constexpr double number_of(Milliseconds value) { return value.count(); }
constexpr double number_of(Bytes value) { return value.value; }
constexpr double number_of(Mbps value) { return value.value; }
constexpr double number_of(Probability value) { return value.value; }

}  // namespace popex
