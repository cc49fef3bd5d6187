// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include <popex/profile.hpp>
#include <popex/rate_estimator.hpp>

#include "update_box/change_detector.hpp"
#include "update_box/estimators/estimator.hpp"

namespace popex {
namespace {

constexpr double kLeastRate = 1e-9;
constexpr std::size_t kMostSamples = 1'000'000;

}  // namespace

Problems problems_of(const EstimatorOptions& options) {
  Problems problems;
  const auto require = [&](bool holds, const char* where, double value, const char* expected) {
    if (!holds) problems.push_back({where, fmt::format("{}, must be {}", value, expected)});
  };
  require(options.window >= 1 && options.window <= kMostSamples, "window",
          static_cast<double>(options.window), "between 1 and 1000000");
  require(options.weight > 0 && options.weight <= 1, "weight", options.weight,
          "above 0 and at most 1");
  require(options.quantile >= 0 && options.quantile <= 1, "quantile", options.quantile,
          "between 0 and 1");
  require(options.jump == 0 || options.jump > 1, "jump", options.jump, "above 1, or 0 for never");
  return problems;
}

RateEstimator::RateEstimator(const EstimatorOptions& options) {
  const Problems problems = problems_of(options);
  if (!problems.empty()) {
    throw std::invalid_argument(problems.front().where + ": " + problems.front().message);
  }
  estimator_ = make_estimator(options);
  if (options.jump != 0 && std::isfinite(options.jump) && estimator_->starts_anew()) {
    detector_ = std::make_unique<ChangeDetector>(options.jump);
  }
}

RateEstimator::~RateEstimator() = default;
RateEstimator::RateEstimator(RateEstimator&&) noexcept = default;
RateEstimator& RateEstimator::operator=(RateEstimator&&) noexcept = default;

void RateEstimator::add(Mbps measured) {
  has_jumped_ = false;
  if (measured.value < kLeastRate) {
    estimate_ = Mbps{0};
    return;
  }
  const double mbps = std::min(measured.value, ProfileLimits::rate_mbps);
  if (estimate_.value == 0) {
    estimator_->clear();
    if (detector_) detector_->clear();
  } else if (detector_ && detector_->add(mbps, estimator_->centre())) {
    has_jumped_ = true;
    estimator_->clear();
    detector_->start_anew([this](double newest) { estimator_->add(newest); });
    estimate_ = Mbps{estimator_->estimate()};
    return;
  }
  estimator_->add(mbps);
  estimate_ = Mbps{estimator_->estimate()};
}

}  // namespace popex
