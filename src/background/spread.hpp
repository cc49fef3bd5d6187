// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <popex/units.hpp>

namespace popex {

/// What is reported of repeated measurements of one time.
struct Spread {
  Milliseconds median{0};
  Milliseconds iqr{0};  ///< interquartile range
};

/// Quantiles lie between the samples where they fall between them (Hyndman & Fan's type 7, as in R
/// and numpy). Needs at least one sample.
Spread spread_of(std::vector<double> samples_ms);

/// Clocks count no finer than nanoseconds, and digits that mean nothing only lengthen a file.
Milliseconds to_nanosecond(Milliseconds time);

/// The non-decreasing values nearest to these in the sum of squares (pool adjacent violators).
std::vector<double> made_rising(const std::vector<double>& values);

}  // namespace popex
