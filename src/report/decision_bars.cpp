// SPDX-License-Identifier: MIT
#include "report/decision_bars.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace popex::report {
namespace {

constexpr char kUpload = '~';
constexpr char kQueue = '.';

char tier_character(std::size_t tier, std::size_t tiers) {
  constexpr std::array middle = {'+', 'o', '%'};
  if (tier == 0) return '#';
  return tier + 1 == tiers ? '=' : middle.at((tier - 1) % middle.size());
}

double total_of(const Decision& decision) { return decision.time_with_waiting().count(); }

}  // namespace

DecisionBars::DecisionBars(const SolveAnswer& answer)
    : has_queues_(answer.goal.arrival_rate.has_value()) {
  const std::vector<std::string>& tiers = answer.profile->tiers();
  for (std::size_t k = 0; k < tiers.size(); ++k) {
    if (k > 0) heading_ += ' ';
    heading_ += tier_character(k, tiers.size());
    heading_ += ' ' + tiers[k];
    if (k == 0) {
      heading_ += ' ';
      heading_ += kUpload;
      heading_ += " upload";
    }
  }
  if (has_queues_) {
    heading_ += ' ';
    heading_ += kQueue;
    heading_ += " queues";
  }
  for (const Decision& decision : answer.alternatives) {
    if (std::isfinite(total_of(decision))) longest_ = std::max(longest_, total_of(decision));
  }
  // Short enough that the best one can be seen.
  constexpr double most_times_the_best = 8;
  const double best = total_of(answer.decision);
  if (best > 0 && std::isfinite(best)) longest_ = std::min(longest_, most_times_the_best * best);
}

std::string DecisionBars::of(const Decision& decision, std::size_t columns) const {
  std::string bar;
  double until = 0;
  // Ends are rounded, not lengths, so that these add up.
  const auto add = [&](char character, Milliseconds time) {
    until += time.count();
    const double share = longest_ > 0 ? std::min(1.0, until / longest_) : 0;
    const auto end = static_cast<std::size_t>(std::lround(share * static_cast<double>(columns)));
    if (end > bar.size()) bar.append(end - bar.size(), character);
  };
  const std::size_t tiers = decision.tiers.size();
  for (std::size_t k = 0; k < tiers; ++k) {
    add(tier_character(k, tiers), decision.tiers[k].compute);
    if (k < decision.links.size()) add(kUpload, decision.links[k].time);
  }
  if (has_queues_) add(kQueue, decision.load->waiting);
  constexpr double rounding = 1 + 1e-9;
  if (until > longest_ * rounding && !bar.empty()) bar.back() = '>';
  return bar;
}

}  // namespace popex::report
