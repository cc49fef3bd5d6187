// SPDX-License-Identifier: MIT
#include "update_box/estimators/estimator.hpp"

namespace popex {
namespace {

/// u ← u + w (1/B − u): the mean of E[T] over the past, weighted by (1 − w)^age.
class Ewma : public Estimator {
 public:
  explicit Ewma(double weight) : weight_(weight) {}

  void add(double mbps) override {
    const double inverse = 1 / mbps;
    // Not u + w (1/B − u), which is 0 where 1/B is lost beside u.
    inverse_ = has_any_ ? (1 - weight_) * inverse_ + weight_ * inverse : inverse;
    has_any_ = true;
  }
  [[nodiscard]] double estimate() const override { return 1 / inverse_; }
  void clear() override { has_any_ = false; }

 private:
  double weight_;
  double inverse_ = 0;
  bool has_any_ = false;
};

}  // namespace

const EstimatorEntry kEwmaEstimator = {
    {EstimatorOptions::Kind::ewma, "ewma", "weight, jump",
     "an exponential mean of 1/B, the newest with a weight"},
    [](const EstimatorOptions& options) -> std::unique_ptr<Estimator> {
      return std::make_unique<Ewma>(options.weight);
    }};

}  // namespace popex
