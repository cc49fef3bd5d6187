// SPDX-License-Identifier: MIT
#include "update_box/estimators/estimator.hpp"

namespace popex {
namespace {

class Last : public Estimator {
 public:
  void add(double mbps) override { mbps_ = mbps; }
  [[nodiscard]] double estimate() const override { return mbps_; }
  void clear() override {}

 private:
  double mbps_ = 0;
};

}  // namespace

const EstimatorEntry kLastEstimator = {
    {EstimatorOptions::Kind::last, "last", "jump", "the newest rate itself"},
    [](const EstimatorOptions&) -> std::unique_ptr<Estimator> { return std::make_unique<Last>(); }};

}  // namespace popex
