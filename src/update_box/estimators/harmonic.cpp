// SPDX-License-Identifier: MIT
#include "update_box/estimators/estimator.hpp"
#include "update_box/window_sum.hpp"

namespace popex {
namespace {

/// The rate at which E[T] is what it was on average over the window, whatever the decision.
class Harmonic : public Estimator {
 public:
  explicit Harmonic(std::size_t window) : inverses_(window) {}

  void add(double mbps) override { inverses_.add(1 / mbps); }
  [[nodiscard]] double estimate() const override { return 1 / inverses_.mean(); }
  void clear() override { inverses_.clear(); }

 private:
  WindowSum inverses_;
};

}  // namespace

const EstimatorEntry kHarmonicEstimator = {
    {EstimatorOptions::Kind::harmonic, "harmonic", "window, jump",
     "the mean of 1/B in a window, which is what E[T] depends on"},
    [](const EstimatorOptions& options) -> std::unique_ptr<Estimator> {
      return std::make_unique<Harmonic>(options.window);
    }};

}  // namespace popex
