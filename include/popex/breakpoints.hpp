// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include <popex/decision.hpp>
#include <popex/units.hpp>

namespace popex {

/// The one thing that varies while everything else of a scenario stays.
struct Parameter {
  enum class Kind { rate, gamma, probability };
  Kind kind = Kind::rate;
  std::size_t index = 0;  ///< which link (rate) or which branch (probability); 0 for gamma
};

/// E[T] in ms of one decision as a line over the varied quantity u: 1/B for a rate in Mbps,
/// otherwise γ or p itself.
struct Line {
  double at_zero = 0;
  double slope = 0;

  /// A slope of zero stays zero at u = ∞, a link that is down.
  [[nodiscard]] double at(double u) const { return slope == 0 ? at_zero : at_zero + slope * u; }
};

/// Where one decision is the best. E[T] is affine in 1/B, in γ and in each p_j, so the best
/// decision changes at finitely many values, and between two of them E[T] is known in closed form.
struct Piece {
  double from = 0;  ///< of the parameter: Mbps, γ or p
  double to = 0;
  Placement placement;
  Line line;
  Milliseconds expected_time_from{};  ///< E[T] at `from`; infinite where nothing gets through
  Milliseconds expected_time_to{};
};

/// An interval of a parameter.
struct Interval {
  double from = 0;
  double to = 0;
};

/// The whole interval that popex accepts of a parameter.
Interval domain(Parameter::Kind kind);

}  // namespace popex
