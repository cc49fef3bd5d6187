// SPDX-License-Identifier: MIT
#include "background/exit_records/cell_rules.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "background/exit_records.hpp"

namespace popex {
namespace {

bool is_no_score(double score) { return std::isnan(score); }

}  // namespace

CellRule cell_rule(RecordColumn::Means means, bool has_probabilities) {
  using Means = RecordColumn::Means;
  switch (means) {
    case Means::score:
      return has_probabilities ? CellRule::probability : CellRule::logit;
    case Means::confidence:
      return CellRule::confidence;
    case Means::entropy:
      return CellRule::entropy;
    case Means::correct:
      return CellRule::truth;
    case Means::label:
    case Means::prediction:
      return CellRule::class_;
    case Means::nothing:
    case Means::exit:
    case Means::id:
      break;
  }
  return CellRule::anything;
}

std::string_view expected_by(CellRule rule) {
  switch (rule) {
    case CellRule::logit:
      return "a logit, a finite number or -inf";
    case CellRule::probability:
      return "a probability between 0 and 1";
    case CellRule::confidence:
      return "a number between 0 and 1";
    case CellRule::entropy:
      return "a number of at least 0";
    case CellRule::truth:
      return "0 or 1";
    case CellRule::class_:
      return "a class, a whole number of at least 0";
    case CellRule::anything:
      break;
  }
  return "a number";
}

std::optional<VectorProblem> wrong_with_vector(std::span<const double> scores,
                                               bool has_probabilities) {
  const auto missing = std::count_if(scores.begin(), scores.end(), is_no_score);
  if (missing == static_cast<std::ptrdiff_t>(scores.size())) return std::nullopt;
  if (missing > 0) {
    const auto first = std::find_if(scores.begin(), scores.end(), is_no_score);
    return VectorProblem{static_cast<std::size_t>(first - scores.begin()),
                         "empty, but other classes of the exit are not, expected all or none"};
  }
  if (!has_probabilities) {
    if (std::any_of(scores.begin(), scores.end(), [](double s) { return std::isfinite(s); })) {
      return std::nullopt;
    }
    return VectorProblem{0, "-inf, as is every class of the exit, expected a finite one"};
  }
  const double sum = std::accumulate(scores.begin(), scores.end(), 0.0);
  if (std::abs(sum - 1) <= RecordsLimits::probability_sum) return std::nullopt;
  return VectorProblem{0,
                       fmt::format("the probabilities of the exit add up to {}, expected 1", sum)};
}

SoftmaxSummary probability_summary(std::span<const double> probabilities) {
  SoftmaxSummary summary;
  for (std::size_t c = 0; c < probabilities.size(); ++c) {
    const double p = probabilities[c];
    if (p > 0) summary.entropy -= p * std::log(p);
    if (p > summary.confidence) summary = {p, summary.entropy, c};
  }
  summary.confidence = std::min(1.0, summary.confidence);
  summary.entropy = std::max(0.0, summary.entropy);
  return summary;
}

}  // namespace popex
