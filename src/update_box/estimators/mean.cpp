// SPDX-License-Identifier: MIT
#include "update_box/estimators/estimator.hpp"
#include "update_box/window_sum.hpp"

namespace popex {
namespace {

/// Over the rates themselves. Where the rate varies this says too much: half of the bytes at 1 and
/// half at 9 Mbps take as long as all of them at 1.8, not at 5.
class Mean : public Estimator {
 public:
  explicit Mean(std::size_t window) : rates_(window) {}

  void add(double mbps) override { rates_.add(mbps); }
  [[nodiscard]] double estimate() const override { return rates_.mean(); }
  void clear() override { rates_.clear(); }

 private:
  WindowSum rates_;
};

}  // namespace

const EstimatorEntry kMeanEstimator = {
    {EstimatorOptions::Kind::mean, "mean", "window, jump",
     "the arithmetic mean of the rates in a window; too high where the rate varies"},
    [](const EstimatorOptions& options) -> std::unique_ptr<Estimator> {
      return std::make_unique<Mean>(options.window);
    }};

}  // namespace popex
