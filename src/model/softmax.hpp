// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

namespace popex {

/// What a vector of scores, one a class, comes to.
struct SoftmaxSummary {
  double confidence = 0;       ///< the largest probability, max softmax(z / T)
  double entropy = 0;          ///< −Σ p ln p of the probabilities, in nats
  std::size_t prediction = 0;  ///< the first class with the largest score
};

/// Scores are logits or logarithms of probabilities, which differ by a constant that cancels out:
/// p_c = exp(z_c / T) / Σ exp(z_k / T), worked out without overflow. −∞ is a probability of 0;
/// there is a finite score, none is +∞ or NaN, and T > 0 is the temperature (Guo et al. 2017,
/// section 4.2).
SoftmaxSummary softmax_summary(std::span<const double> scores, double temperature = 1);

/// −ln p_c, the negative log-likelihood of the class `label`; +∞ where its score is −∞.
double softmax_loss(std::span<const double> scores, std::size_t label, double temperature = 1);

}  // namespace popex
