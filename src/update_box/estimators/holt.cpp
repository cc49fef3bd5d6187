// SPDX-License-Identifier: MIT
#include <algorithm>

#include "update_box/estimators/estimator.hpp"

namespace popex {
namespace {

/// Holt's linear exponential smoothing (1957) of u = 1/B: a level l and a trend b,
///
///     l' = w u + (1 − w) f      b' = v (l' − l) + (1 − v) b      f' = max(l' + b', l' / 2)
///
/// f being the forecast one step ahead; at first l = f = u and b = 0. The maximum is not Holt's: a
/// trend towards ever higher rates would otherwise carry the forecast of 1/B to 0 and below. So no
/// forecast is more than twice as fast as the level, and l and f stay above 0.
class Holt : public Estimator {
 public:
  Holt(double weight, double trend_weight) : weight_(weight), trend_weight_(trend_weight) {}

  void add(double mbps) override {
    const double inverse = 1 / mbps;
    if (!has_any_) {
      has_any_ = true;
      level_ = forecast_ = inverse;
      trend_ = 0;
      return;
    }
    const double level = weight_ * inverse + (1 - weight_) * forecast_;
    trend_ = trend_weight_ * (level - level_) + (1 - trend_weight_) * trend_;
    level_ = level;
    forecast_ = std::max(level_ + trend_, level_ / 2);
  }
  [[nodiscard]] double estimate() const override { return 1 / forecast_; }
  void clear() override { has_any_ = false; }

 private:
  double weight_;
  double trend_weight_;
  double level_ = 0;
  double trend_ = 0;
  double forecast_ = 0;
  bool has_any_ = false;
};

}  // namespace

const EstimatorEntry kHoltEstimator = {
    {EstimatorOptions::Kind::holt, "holt", "weight, trend_weight, jump",
     "Holt's double exponential smoothing of 1/B, one step ahead"},
    [](const EstimatorOptions& options) -> std::unique_ptr<Estimator> {
      return std::make_unique<Holt>(options.weight, options.trend_weight);
    }};

}  // namespace popex
