// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace popex {

/// Samples whose confidence is in one part of 0 … 1.
struct ReliabilityBin {
  std::size_t samples = 0;
  std::size_t correct = 0;
  double confidence_sum = 0;
};

/// How well the confidence of an exit tells how often it is right.
struct Reliability {
  static constexpr std::size_t kBins = 15;

  double nll = 0;  ///< mean −ln p of the label's class, in nats
  double ece = 0;  ///< expected calibration error
  double accuracy = 0;
  double mean_confidence = 0;
  /// Of equal width: bin k holds the confidences in (k/15, (k+1)/15], the first one 0 as well.
  std::array<ReliabilityBin, kBins> bins;
};

/// Scores of an exit, logits or ln of probabilities, samples × classes, with the class that is
/// right. There is at least one sample.
struct LabelledScores {
  std::span<const double> scores;
  std::size_t classes = 0;
  std::span<const std::int32_t> label;

  [[nodiscard]] std::size_t samples() const { return label.size(); }
  [[nodiscard]] std::span<const double> of(std::size_t sample) const {
    return scores.subspan(sample * classes, classes);
  }
};

/// With probabilities softmax(z / T). The expected calibration error is Σ n_k / n · |accuracy −
/// mean confidence| over the bins (Naeini et al. 2015; Guo et al. 2017, section 2, with as many
/// bins).
Reliability reliability_of(const LabelledScores& labelled, double temperature = 1);

/// An exit before and after its scores were divided by the temperature.
struct ExitCalibration {
  std::string exit;
  double temperature = 1;
  bool is_at_bound = false;  ///< the best temperature lies beyond the range that is searched
  Reliability before;
  Reliability after;
};

}  // namespace popex
