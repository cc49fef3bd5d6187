// SPDX-License-Identifier: MIT
#include "model/trace_costs.hpp"

#include <algorithm>
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

TraceCosts::TraceCosts(const RateTrace& trace, const SampleTimes& times)
    : trace_(trace),
      times_(times),
      starts_(trace.interval_count(times.interval_s)),
      outages_(trace, std::min(times.interval_s, times.outage_timeout_s), times.outage_timeout_s),
      too_long_(trace, times.outage_timeout_s, times.outage_timeout_s) {}

InferenceCost TraceCosts::at(double time_s, const CrossingCosts& decision) {
  // Nothing is sent, or nothing gets through another link.
  if (decision.is_constant() || std::isinf(decision.elsewhere_ms)) {
    return {decision.ms_with(0), 0, false};
  }
  const double from_s = time_s + decision.reach_s;
  const double transfer_s = trace_.transfer_s(from_s, decision.size, piece_);
  const Outages::Waiting waiting = outages_.during(from_s, from_s + transfer_s, outage_);
  const double waited_ms = decision.probability * waiting.waited_s * 1000;
  if (waiting.gave_up_s) {
    return {decision.ms_given_up((*waiting.gave_up_s - from_s) * 1000), waited_ms, true};
  }
  return {decision.ms_with(transfer_s * 1000), waited_ms, false};
}

double TraceCosts::ms_at(double time_s, const CrossingCosts& decision) {
  if (decision.is_constant() || std::isinf(decision.elsewhere_ms)) return decision.ms_with(0);
  const double from_s = time_s + decision.reach_s;
  const double transfer_s = trace_.transfer_s(from_s, decision.size, piece_);
  if (may_give_up()) {
    const Outages::Waiting waiting =
        too_long_.during(from_s, from_s + transfer_s, too_long_outage_);
    if (waiting.gave_up_s) return decision.ms_given_up((*waiting.gave_up_s - from_s) * 1000);
  }
  return decision.ms_with(transfer_s * 1000);
}

}  // namespace popex
