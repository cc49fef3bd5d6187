// SPDX-License-Identifier: MIT
#include "model/softmax.hpp"

#include <algorithm>
#include <cmath>

namespace popex {

SoftmaxSummary softmax_summary(std::span<const double> scores, double temperature) {
  const auto top = std::max_element(scores.begin(), scores.end());
  double sum = 0;
  double weighted = 0;
  for (const double score : scores) {
    const double below = (score - *top) / temperature;
    const double weight = std::exp(below);
    sum += weight;
    if (weight > 0) weighted += weight * below;  // −∞ · 0 is none
  }
  return {1 / sum, std::max(0.0, std::log(sum) - weighted / sum),
          static_cast<std::size_t>(top - scores.begin())};
}

double softmax_loss(std::span<const double> scores, std::size_t label, double temperature) {
  const double top = *std::max_element(scores.begin(), scores.end());
  double sum = 0;
  for (const double score : scores) sum += std::exp((score - top) / temperature);
  return std::log(sum) - (scores[label] - top) / temperature;
}

}  // namespace popex
