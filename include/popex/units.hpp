// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <compare>

namespace popex {

/// Every duration of popex. A double of milliseconds, so that times read from a profile in ms keep
/// their digits.
using Milliseconds = std::chrono::duration<double, std::milli>;

/// Size of a tensor or of an input image, in bytes. At least 0.
struct Bytes {
  double value = 0;
  friend constexpr auto operator<=>(const Bytes&, const Bytes&) = default;
};

/// Upload rate of a link in 10^6 bit/s. At least 0; 0 is a link that is down.
struct Mbps {
  double value = 0;
  friend constexpr auto operator<=>(const Mbps&, const Mbps&) = default;
};

/// A probability, 0 … 1.
struct Probability {
  double value = 0;
  friend constexpr auto operator<=>(const Probability&, const Probability&) = default;
};

/// Transfer time: 8 α / (1000 B) in ms. Infinite when the link is down, but an empty tensor takes
/// no time on any link.
constexpr Milliseconds operator/(Bytes size, Mbps rate) {
  return Milliseconds(size.value == 0 ? 0.0 : 8.0 * size.value / (1000.0 * rate.value));
}

constexpr Probability operator*(Probability a, Probability b) { return {a.value * b.value}; }

/// Expected duration of what happens with probability `p`. What never happens takes no time, not
/// even where it would take forever.
constexpr Milliseconds operator*(Probability p, Milliseconds time) {
  return p.value == 0 ? Milliseconds(0) : Milliseconds(p.value * time.count());
}

/// 1 − p.
constexpr Probability complement(Probability p) { return {1.0 - p.value}; }

}  // namespace popex
