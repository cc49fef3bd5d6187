// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <popex/result.hpp>

#include "background/exit_outcomes.hpp"
#include "background/exit_records.hpp"
#include "model/reliability.hpp"

namespace popex {

struct TemperatureRange {
  static constexpr double least = 1e-6;
  static constexpr double most = 1e6;
};

/// The temperature of best fit, and whether it is an end of the range because the best one lies
/// beyond.
struct FittedTemperature {
  double value = 1;
  bool is_at_bound = false;
};

/// The T that minimises the mean of −ln softmax(z / T)[label] (Guo et al. 2017, section 4.2), to
/// 1e-9 of itself. That mean is convex in β = 1/T, so its derivative
///
///     Σ_i ( Σ_c p_ic z_ic − z_i,label ) / n
///
/// rises and has at most one zero, which is bracketed (Alefeld, Potra & Shi 1995, algorithm 748).
/// There is none where every label has the largest score (the best T is 0: the lower end of the
/// range), or where scores say nothing of labels, or the opposite (T is infinite: the upper end).
/// No label's score is −∞.
FittedTemperature fit_temperature(const LabelledScores& labelled);

/// Fits one temperature for each exit to these samples. Records without labels or without vectors
/// are a problem at `name`, as are labels with probability 0.
Result<std::vector<ExitCalibration>> calibrate(const ExitRecords& records,
                                               const SampleList& samples, const std::string& name);

}  // namespace popex
