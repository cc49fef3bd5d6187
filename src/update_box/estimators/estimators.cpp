// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "update_box/estimators/estimator.hpp"

namespace popex {
namespace {

constexpr std::array kAll = {&kLastEstimator, &kMeanEstimator,     &kHarmonicEstimator,
                             &kEwmaEstimator, &kQuantileEstimator, &kSimilarEstimator};

}  // namespace

const std::vector<EstimatorDescription>& estimators() {
  static const std::vector<EstimatorDescription> all = [] {
    std::vector<EstimatorDescription> descriptions;
    descriptions.reserve(kAll.size());
    for (const EstimatorEntry* const entry : kAll) descriptions.push_back(entry->description);
    return descriptions;
  }();
  return all;
}

std::unique_ptr<Estimator> make_estimator(const EstimatorOptions& options) {
  const auto* const entry = *std::find_if(
      kAll.begin(), kAll.end(),
      [&](const EstimatorEntry* candidate) { return candidate->description.kind == options.kind; });
  return entry->make(options);
}

}  // namespace popex
