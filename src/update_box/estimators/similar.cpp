// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "update_box/estimators/estimator.hpp"

namespace popex {
namespace {

/// What 1/B was after rates like the newest ones: a kernel regression (Nadaraya 1964, Watson 1964)
/// over the last 200 samples. With x = ln B of a sample and y that of the one before it,
///
///     u = (2 / B + Σ w v) / (2 + Σ w),    w = (1 + ((Δx)² + (Δy)² / 10) / 0.3²)^−2
///
/// over the samples that a next one has followed, v being 1/B of that. So the newest rate itself
/// counts as two samples like it. That v is at most 16 times 1/B of the sample it followed: the
/// time of an upload that meets a dip is not that of a link which stays there.
class Similar : public Estimator {
 public:
  Similar() { logs_.fill(std::numeric_limits<double>::infinity()); }  // weighs nothing

  void add(double mbps) override {
    const double inverse = 1 / mbps;
    const double log = std::log(mbps) / kWidth;
    if (is_open_) close(inverse);
    open_ = {log, is_open_ ? open_.log : log, inverse};
    is_open_ = true;

    // Sums side by side, which processors add at once.
    std::array<double, kLanes> weights{kNewest};
    std::array<double, kLanes> sums{kNewest * inverse};
    for (std::size_t i = 0; i < count_; i += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const double x = logs_[i + lane] - open_.log;
        const double y = befores_[i + lane] - open_.before;
        const double spread = 1 + x * x + kBefore * y * y;
        const double weight = 1 / (spread * spread);
        weights[lane] += weight;
        sums[lane] += weight * afters_[i + lane];
      }
    }
    expected_ = std::accumulate(sums.begin(), sums.end(), 0.0) /
                std::accumulate(weights.begin(), weights.end(), 0.0);
  }
  [[nodiscard]] double estimate() const override { return 1 / expected_; }
  [[nodiscard]] bool starts_anew() const override { return false; }

  /// An outage followed the newest sample. The others stay: they are what it knows.
  void clear() override {
    if (is_open_) close(kSlowest * open_.inverse);
    is_open_ = false;
  }

 private:
  static constexpr std::size_t kMost = 200;
  static constexpr std::size_t kLanes = 4;
  static_assert(kMost % kLanes == 0);
  static constexpr double kNewest = 2;
  static constexpr double kBefore = 0.1;
  static constexpr double kWidth = 0.3;
  static constexpr double kSlowest = 16;

  /// That none has followed yet; logarithms over the width.
  struct Sample {
    double log = 0;
    double before = 0;
    double inverse = 0;
  };

  void close(double after) {
    logs_[next_] = open_.log;
    befores_[next_] = open_.before;
    afters_[next_] = std::min(after, kSlowest * open_.inverse);
    next_ = (next_ + 1) % kMost;
    count_ = std::min(count_ + 1, kMost);
  }

  std::array<double, kMost> logs_{};
  std::array<double, kMost> befores_{};
  std::array<double, kMost> afters_{};
  std::size_t count_ = 0;
  std::size_t next_ = 0;
  Sample open_;
  bool is_open_ = false;
  double expected_ = 0;
};

}  // namespace

const EstimatorEntry kSimilarEstimator = {
    {EstimatorOptions::Kind::similar, "similar", "",
     "the newest 1/B together with what followed similar rates before"},
    [](const EstimatorOptions&) -> std::unique_ptr<Estimator> {
      return std::make_unique<Similar>();
    }};

}  // namespace popex
