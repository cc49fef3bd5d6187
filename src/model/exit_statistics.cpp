// SPDX-License-Identifier: MIT
#include "model/exit_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

namespace popex {
namespace {

/// Whether the predictions of exit e, the main output being the last, are right; empty where that
/// is not known.
const std::vector<std::uint8_t>& correct_at(const ExitOutcomes& outcomes, std::size_t e) {
  return e < outcomes.branches.size() ? outcomes.branches[e].correct : outcomes.correct;
}

/// Makes a point of what leaves at each exit and is right there.
ThresholdPoint point_of(const ExitOutcomes& outcomes, std::vector<double> thresholds,
                        const std::vector<std::size_t>& left,
                        const std::vector<std::size_t>& correct) {
  ThresholdPoint point{std::move(thresholds), {}, 0};
  std::size_t reached = outcomes.samples;
  for (std::size_t e = 0; e < left.size(); ++e) {
    ExitCounts& exit = point.exits.emplace_back();
    exit.reached = reached;
    exit.left = left[e];
    reached -= left[e];
    if (correct_at(outcomes, e).size() == outcomes.samples) exit.correct = correct[e];
    if (!exit.correct) {
      point.correct.reset();
    } else if (point.correct) {
      *point.correct += *exit.correct;
    }
  }
  return point;
}

}  // namespace

std::optional<double> value_of(Proportion proportion) {
  if (proportion.of == 0) return std::nullopt;
  return static_cast<double>(proportion.hits) / static_cast<double>(proportion.of);
}

ShareInterval wilson_interval(Proportion proportion) {
  constexpr double z = 1.959963984540054;
  const std::optional<double> share = value_of(proportion);
  if (!share) return {};
  const auto n = static_cast<double>(proportion.of);
  const double centre = *share + z * z / (2 * n);
  const double reach = z * std::sqrt(*share * (1 - *share) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  // At both ends the formula is exact, rounding is not.
  return {proportion.hits == 0 ? 0 : (centre - reach) / scale,
          proportion.hits == proportion.of ? 1 : (centre + reach) / scale};
}

ThresholdPoint follow_samples(const ExitOutcomes& outcomes, const std::vector<double>& thresholds) {
  const std::size_t branches = outcomes.branches.size();
  std::vector<std::size_t> left(branches + 1);
  std::vector<std::size_t> correct(branches + 1);
  for (std::size_t i = 0; i < outcomes.samples; ++i) {
    std::size_t e = 0;
    while (e < branches &&
           !leaves(outcomes.criterion, outcomes.branches[e].value[i], thresholds[e])) {
      ++e;
    }
    ++left[e];
    const std::vector<std::uint8_t>& is_correct = correct_at(outcomes, e);
    if (!is_correct.empty()) correct[e] += is_correct[i];
  }
  return point_of(outcomes, thresholds, left, correct);
}

std::vector<ThresholdPoint> scan_thresholds(const ExitOutcomes& outcomes,
                                            const std::vector<double>& thresholds) {
  // From the one that most samples pass to the one that fewest do.
  std::vector<std::size_t> order(thresholds.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const bool rising = outcomes.criterion == ExitCriterion::confidence;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rising ? thresholds[a] < thresholds[b] : thresholds[a] > thresholds[b];
  });
  const auto passed_by = [&](double value) {
    return static_cast<std::size_t>(
        std::partition_point(
            order.begin(), order.end(),
            [&](std::size_t k) { return leaves(outcomes.criterion, value, thresholds[k]); }) -
        order.begin());
  };
  // A sample leaves at a branch with the thresholds that it passes there and passed at no branch
  // before: an interval of the order. Its ends are counted, up and down.
  const std::size_t exits = outcomes.branches.size() + 1;
  std::vector<std::vector<std::ptrdiff_t>> left(exits,
                                                std::vector<std::ptrdiff_t>(thresholds.size() + 1));
  auto correct = left;
  for (std::size_t i = 0; i < outcomes.samples; ++i) {
    std::size_t passed = 0;
    for (std::size_t e = 0; e < exits; ++e) {
      const bool is_branch = e + 1 < exits;
      const std::size_t here =
          is_branch ? passed_by(outcomes.branches[e].value[i]) : thresholds.size();
      if (here <= passed) continue;
      const std::vector<std::uint8_t>& is_correct = correct_at(outcomes, e);
      const std::ptrdiff_t right = is_correct.empty() ? 0 : is_correct[i];
      ++left[e][passed];
      --left[e][here];
      correct[e][passed] += right;
      correct[e][here] -= right;
      passed = here;
    }
  }
  std::vector<ThresholdPoint> points(thresholds.size());
  std::vector<std::size_t> left_here(exits);
  std::vector<std::size_t> correct_here(exits);
  for (std::size_t k = 0; k < order.size(); ++k) {
    for (std::size_t e = 0; e < exits; ++e) {
      left_here[e] += static_cast<std::size_t>(left[e][k]);
      correct_here[e] += static_cast<std::size_t>(correct[e][k]);
    }
    points[order[k]] = point_of(outcomes, std::vector<double>(exits - 1, thresholds[order[k]]),
                                left_here, correct_here);
  }
  return points;
}

}  // namespace popex
