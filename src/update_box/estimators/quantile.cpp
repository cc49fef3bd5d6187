// SPDX-License-Identifier: MIT
#include "model/quantile.hpp"

#include <algorithm>
#include <vector>

#include "update_box/estimators/estimator.hpp"

namespace popex {
namespace {

/// A quantile of 1/B, the time a megabit takes: 0.95 plans for the slowest twentieth of the
/// samples.
class Quantile : public Estimator {
 public:
  Quantile(std::size_t window, double share) : share_(share), ring_(window) {
    sorted_.reserve(window);
  }

  void add(double mbps) override {
    const double inverse = 1 / mbps;
    if (sorted_.size() < ring_.size()) {
      sorted_.insert(std::upper_bound(sorted_.begin(), sorted_.end(), inverse), inverse);
    } else {
      replace(ring_[next_], inverse);
    }
    ring_[next_] = inverse;
    if (++next_ == ring_.size()) next_ = 0;
  }
  [[nodiscard]] double estimate() const override { return 1 / quantile(sorted_, share_); }
  [[nodiscard]] double centre() const override { return 1 / quantile(sorted_, 0.5); }
  void clear() override {
    sorted_.clear();
    next_ = 0;
  }

 private:
  /// Moves what is between the two by one place.
  void replace(double old, double inverse) {
    const auto from = std::lower_bound(sorted_.begin(), sorted_.end(), old);
    const auto to = std::upper_bound(sorted_.begin(), sorted_.end(), inverse);
    if (from < to) {
      *std::move(from + 1, to, from) = inverse;
    } else {
      std::move_backward(to, from, from + 1);
      *to = inverse;
    }
  }

  double share_;
  std::vector<double> ring_;
  std::vector<double> sorted_;
  std::size_t next_ = 0;
};

}  // namespace

const EstimatorEntry kQuantileEstimator = {
    {EstimatorOptions::Kind::quantile, "quantile", "window, quantile, jump",
     "a quantile of 1/B in a window: 0.5 is the median, 0.95 is cautious"},
    [](const EstimatorOptions& options) -> std::unique_ptr<Estimator> {
      return std::make_unique<Quantile>(options.window, options.quantile);
    }};

}  // namespace popex
