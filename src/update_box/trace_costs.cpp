// SPDX-License-Identifier: MIT
#include "update_box/trace_costs.hpp"

#include <cmath>

#include "model/expected_time.hpp"

namespace popex {
namespace {

/// Of a sample that does not exit: all layers and branches of the tier.
double full_time_ms(const Instance& instance, const Decision& decision, std::size_t tier) {
  double ms = 0;
  for_each_run(
      instance, decision.tiers[tier],
      [&](std::size_t i) { ms += instance.layer_time(tier, i).count(); },
      [&](std::size_t j) { ms += instance.branch_time(tier, j).count(); });
  return ms;
}

double layers_behind_ms(const Instance& instance, const Decision& decision, std::size_t link) {
  double ms = 0;
  for (std::size_t tier = link + 1; tier < decision.tiers.size(); ++tier) {
    for (const Range& range : decision.tiers[tier].layers) {
      for (std::size_t i = range.begin; i < range.end; ++i) {
        ms += instance.layer_time(link, i).count();
      }
    }
  }
  return ms;
}

}  // namespace

CrossingCosts crossing_costs(const Instance& instance, const Placement& placement,
                             std::size_t link) {
  const Decision decision = expected_time(instance, placement);
  CrossingCosts costs;
  const Transfer& crossing = decision.links[link];
  for (std::size_t tier = 0; tier < decision.tiers.size(); ++tier) {
    const double ms = decision.tiers[tier].compute.count();
    costs.elsewhere_ms += ms;
    if (tier <= link) costs.before_ms += ms;
  }
  for (std::size_t k = 0; k < decision.links.size(); ++k) {
    if (k == link) continue;
    const double ms = decision.links[k].time.count();
    costs.elsewhere_ms += ms;
    if (k < link) costs.before_ms += ms;
  }
  if (crossing.tensors.empty() || crossing.probability.value == 0) return costs;
  costs.probability = crossing.probability.value;
  costs.size = crossing.size;
  costs.latency_ms = instance.latency[link].count();
  costs.fall_back_ms = layers_behind_ms(instance, decision, link);
  double reach_ms = 0;
  for (std::size_t tier = 0; tier <= link; ++tier) {
    reach_ms += full_time_ms(instance, decision, tier);
  }
  for (std::size_t k = 0; k < link; ++k) {
    if (decision.links[k].tensors.empty()) continue;
    reach_ms += (decision.links[k].size / instance.rate[k] + instance.latency[k]).count();
  }
  costs.reach_s = reach_ms / 1000;
  return costs;
}

InferenceCost TraceCosts::at(double time_s, const CrossingCosts& decision) {
  // Nothing crosses the link, or nothing gets through another one.
  if (decision.probability == 0 || std::isinf(decision.elsewhere_ms)) {
    return {decision.elsewhere_ms, 0, false};
  }
  const double from_s = time_s + decision.reach_s;
  if (decision.size.value == 0) {
    return {decision.elsewhere_ms + decision.probability * decision.latency_ms, 0, false};
  }
  const double transfer_s = trace_.transfer_s(from_s, decision.size, piece_);
  const Outages::Waiting waiting = outages_.during(from_s, from_s + transfer_s, outage_);
  const double waited_ms = decision.probability * waiting.waited_s * 1000;
  if (waiting.gave_up_s) {
    const double until_ms = (*waiting.gave_up_s - from_s) * 1000;
    return {decision.before_ms + decision.probability * (until_ms + decision.fall_back_ms),
            waited_ms, true};
  }
  return {decision.elsewhere_ms + decision.probability * (transfer_s * 1000 + decision.latency_ms),
          waited_ms, false};
}

}  // namespace popex
