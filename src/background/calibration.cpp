// SPDX-License-Identifier: MIT
#include "background/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include <boost/math/tools/toms748_solve.hpp>
#include <fmt/format.h>

#include "background/importers/lines.hpp"

namespace popex {
namespace {

/// The derivative of the mean loss by β. Scores count from the largest one of their sample, so that
/// nothing overflows and every term of a sample that is right is at most 0.
double slope(const LabelledScores& labelled, double beta) {
  double sum = 0;
  for (std::size_t i = 0; i < labelled.samples(); ++i) {
    const std::span<const double> scores = labelled.of(i);
    const double top = *std::max_element(scores.begin(), scores.end());
    double weights = 0;
    double weighted = 0;
    for (const double score : scores) {
      const double weight = std::exp(beta * (score - top));
      weights += weight;
      if (weight > 0) weighted += weight * (score - top);  // −∞ · 0 is none
    }
    sum += weighted / weights - (scores[static_cast<std::size_t>(labelled.label[i])] - top);
  }
  return sum / static_cast<double>(labelled.samples());
}

}  // namespace

FittedTemperature fit_temperature(const LabelledScores& labelled) {
  const auto slope_at = [&](double log_beta) { return slope(labelled, std::exp(log_beta)); };
  const double from = -std::log(TemperatureRange::most);
  const double to = -std::log(TemperatureRange::least);
  const double slope_from = slope_at(from);
  const double slope_to = slope_at(to);
  if (slope_from >= 0) return {TemperatureRange::most, true};
  if (slope_to <= 0) return {TemperatureRange::least, true};
  constexpr double precision = 1e-10;
  std::uintmax_t steps = 200;
  const auto [low, high] = boost::math::tools::toms748_solve(
      slope_at, from, to, slope_from, slope_to,
      [](double a, double b) { return std::abs(b - a) < precision; }, steps);
  return {std::exp(-(low + high) / 2), false};
}

Result<std::vector<ExitCalibration>> calibrate(const ExitRecords& records,
                                               const SampleList& samples, const std::string& name) {
  Problems problems;
  if (records.label.empty()) {
    problems.push_back({name, "no labels, expected a column 'label'"});
  }
  for (const ExitRecords::Exit& exit : records.exits) {
    if (!exit.scores.empty()) continue;
    problems.push_back({name, fmt::format("no vectors of exit {0}, expected logit_{1}_CLASS or "
                                          "prob_{1}_CLASS",
                                          in_quotes(exit.name), exit.name)});
  }
  if (!problems.empty()) return problems;
  std::vector<std::int32_t> labels;
  labels.reserve(samples.size());
  for (const std::size_t sample : samples) labels.push_back(records.label[sample]);
  std::vector<ExitCalibration> made;
  for (const ExitRecords::Exit& exit : records.exits) {
    std::vector<double> scores;
    scores.reserve(samples.size() * exit.classes);
    std::size_t impossible = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const std::span<const double> vector = exit.scores_of(samples[i]);
      scores.insert(scores.end(), vector.begin(), vector.end());
      if (!std::isfinite(vector[static_cast<std::size_t>(labels[i])])) ++impossible;
    }
    if (impossible > 0) {
      problems.push_back(
          {name, fmt::format("exit {} gives the label of {} of {} samples the probability 0: the "
                             "loss is infinite at any temperature, expected logits",
                             in_quotes(exit.name), impossible, samples.size())});
      continue;
    }
    const LabelledScores labelled{scores, exit.classes, labels};
    const FittedTemperature fitted = fit_temperature(labelled);
    made.push_back({exit.name, fitted.value, fitted.is_at_bound, reliability_of(labelled),
                    reliability_of(labelled, fitted.value)});
  }
  if (!problems.empty()) return problems;
  return made;
}

}  // namespace popex
