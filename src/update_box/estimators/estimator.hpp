// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <popex/rate_estimator.hpp>

namespace popex {

/// What there is to an estimator besides outages and change points.
class Estimator {
 public:
  Estimator() = default;
  virtual ~Estimator() = default;
  Estimator(const Estimator&) = delete;
  Estimator& operator=(const Estimator&) = delete;

  /// The next rate in Mbps: above 0, and both it and 1/B far from the ends of what a double holds.
  virtual void add(double mbps) = 0;
  /// The rate to expect in Mbps, above 0. There is at least one sample.
  [[nodiscard]] virtual double estimate() const = 0;
  /// What half of the samples would be above if nothing changed, for the detection of changes.
  [[nodiscard]] virtual double centre() const { return estimate(); }
  /// Whether what came before a change point is of no use after it.
  [[nodiscard]] virtual bool starts_anew() const { return true; }
  /// The next sample follows none: the link was down, or the rate has changed. Forgets all samples,
  /// if it starts anew.
  virtual void clear() = 0;
};

/// One file an estimator; the one list is in estimators.cpp.
struct EstimatorEntry {
  EstimatorDescription description;
  std::unique_ptr<Estimator> (*make)(const EstimatorOptions& options);
};

extern const EstimatorEntry kEwmaEstimator;
extern const EstimatorEntry kHarmonicEstimator;
extern const EstimatorEntry kLastEstimator;
extern const EstimatorEntry kMeanEstimator;
extern const EstimatorEntry kQuantileEstimator;
extern const EstimatorEntry kSimilarEstimator;

/// The estimator that the options name.
std::unique_ptr<Estimator> make_estimator(const EstimatorOptions& options);

}  // namespace popex
