// SPDX-License-Identifier: MIT
#include "model/assessment.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "model/expected_time.hpp"

namespace popex {
namespace {

/// E[S²] in ms² of the time that a sample takes a tier up for.
double square_of_time(const Instance& instance, std::size_t tier, const TierShare& share,
                      Probability survival) {
  double square = 0;
  double passed = 0;  // by a sample that is still running
  for_each_run(
      instance, share,
      [&](std::size_t layer) { passed += instance.layer_time(tier, layer).count(); },
      [&](std::size_t branch) {
        passed += instance.branch_time(tier, branch).count();
        const Probability exit = instance.exit_probability[branch];
        square += (survival * exit).value * passed * passed;
        survival = survival * complement(exit);
      });
  return square + survival.value * passed * passed;
}

Load load_of(const Instance& instance, const Criteria& criteria, const Decision& decision) {
  Load load;
  const double rate = criteria.arrival_rate.value_or(0);
  const auto stage = [&](Milliseconds occupancy, double square, Probability visits) {
    const StageLoad made{occupancy, waiting_time(rate, occupancy, square, visits)};
    load.bottleneck = std::max(load.bottleneck, made.occupancy);
    load.waiting += made.waiting;
    return made;
  };
  Probability survival{1};
  for (std::size_t k = 0; k < decision.tiers.size(); ++k) {
    const TierShare& share = decision.tiers[k];
    load.tiers.push_back(
        stage(share.compute, square_of_time(instance, k, share, survival), survival));
    if (k == decision.links.size()) break;
    const Transfer& transfer = decision.links[k];
    const Milliseconds sending = transfer.size / instance.rate[k];
    survival = transfer.probability;
    load.links.push_back(
        stage(survival * sending, (survival * (sending * sending.count())).count(), survival));
  }
  return load;
}

Energy energy_of(const Instance& in_mj, const Placement& placement) {
  const Decision sums = expected_time(in_mj, placement);
  Energy energy;
  for (const TierShare& share : sums.tiers) energy.tiers_mj.push_back(share.compute.count());
  for (const Transfer& transfer : sums.links) energy.links_mj.push_back(transfer.time.count());
  energy.total_mj = sums.expected_time.count();
  return energy;
}

}  // namespace

Decision assess(const Instance& instance, const Criteria& criteria, Placement placement) {
  Decision decision = expected_time(instance, std::move(placement));
  if (criteria.energy) decision.energy = energy_of(*criteria.energy, decision.placement);
  if (criteria.wants_load) decision.load = load_of(instance, criteria, decision);
  return decision;
}

double bounded_value(const Criteria& criteria, const Constraint& constraint,
                     const Decision& decision) {
  switch (constraint.kind) {
    case Constraint::Kind::pin: {
      const auto& layers = decision.tiers[constraint.tier].layers;
      const bool runs = std::any_of(layers.begin(), layers.end(), [&](const Range& range) {
        return range.begin <= constraint.index && constraint.index < range.end;
      });
      return runs ? 1 : 0;
    }
    case Constraint::Kind::not_before: {
      const auto& sent = decision.links.front().tensors;
      const bool keeps = std::none_of(sent.begin(), sent.end(),
                                      [&](std::size_t t) { return constraint.tensors[t]; });
      return keeps ? 1 : 0;
    }
    case Constraint::Kind::max_upload:
      return decision.links[constraint.index].size.value;
    case Constraint::Kind::memory: {
      double bytes = 0;
      for (const Range& range : decision.tiers[constraint.index].layers) {
        for (std::size_t i = range.begin; i < range.end; ++i) bytes += criteria.parameters[i].value;
      }
      return bytes;
    }
    case Constraint::Kind::deadline:
      return decision.time_with_waiting().count();
    case Constraint::Kind::carried:
      return decision.load->samples_per_second();
  }
  return 0;
}

bool meets(const Criteria& criteria, const Constraint& constraint, const Decision& decision) {
  const double value = bounded_value(criteria, constraint, decision);
  switch (constraint.kind) {
    case Constraint::Kind::pin:
    case Constraint::Kind::not_before:
      return value == 1;
    case Constraint::Kind::carried:
      return !is_overloaded(decision.load->bottleneck, constraint.limit);
    case Constraint::Kind::max_upload:
    case Constraint::Kind::memory:
    case Constraint::Kind::deadline:
      return !exceeds(value, constraint.limit);
  }
  return false;
}

bool meets(const Criteria& criteria, const Decision& decision) {
  return std::all_of(
      criteria.constraints.begin(), criteria.constraints.end(),
      [&](const Constraint& constraint) { return meets(criteria, constraint, decision); });
}

double objective_of(const Criteria& criteria, const Decision& decision) {
  switch (criteria.objective) {
    case Objective::latency:
      return decision.time_with_waiting().count();
    case Objective::energy:
      return decision.energy->total_mj;
    case Objective::throughput:
      return decision.load->bottleneck.count();
  }
  return 0;
}

Milliseconds waiting_time(double samples_per_second, Milliseconds occupancy, double square,
                          Probability visits) {
  if (is_overloaded(occupancy, samples_per_second)) {
    return Milliseconds(std::numeric_limits<double>::infinity());
  }
  const double per_ms = samples_per_second / 1000.0;
  if (per_ms == 0 || square == 0) return Milliseconds(0);
  return Milliseconds(visits.value * per_ms * square / (2 * (1 - per_ms * occupancy.count())));
}

}  // namespace popex
