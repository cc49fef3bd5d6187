// SPDX-License-Identifier: MIT
#include "model/reliability.hpp"

#include <algorithm>
#include <cmath>

#include "model/softmax.hpp"

namespace popex {

Reliability reliability_of(const LabelledScores& labelled, double temperature) {
  Reliability made;
  const auto n = static_cast<double>(labelled.samples());
  std::size_t correct = 0;
  for (std::size_t i = 0; i < labelled.samples(); ++i) {
    const auto label = static_cast<std::size_t>(labelled.label[i]);
    const SoftmaxSummary summary = softmax_summary(labelled.of(i), temperature);
    made.nll += softmax_loss(labelled.of(i), label, temperature);
    made.mean_confidence += summary.confidence;
    const double bin = std::ceil(summary.confidence * double{Reliability::kBins}) - 1;
    ReliabilityBin& into = made.bins[static_cast<std::size_t>(std::max(0.0, bin))];
    ++into.samples;
    into.confidence_sum += summary.confidence;
    if (summary.prediction == label) {
      ++into.correct;
      ++correct;
    }
  }
  made.nll /= n;
  made.mean_confidence /= n;
  made.accuracy = static_cast<double>(correct) / n;
  for (const ReliabilityBin& bin : made.bins) {
    made.ece += std::abs(static_cast<double>(bin.correct) - bin.confidence_sum) / n;
  }
  return made;
}

}  // namespace popex
