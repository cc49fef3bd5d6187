// SPDX-License-Identifier: MIT
#include "decision_maker/exhaustive.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace popex {
namespace {

/// Depth first over the tiers: run a few more steps here, then hand over; at the last tier, the
/// rest.
class Enumeration {
 public:
  Enumeration(const Instance& instance,
              const std::function<void(const Placement&, Milliseconds)>& visit)
      : instance_(instance), visit_(visit), rest_on_last_tier_(instance.layers + 1, 0.0) {
    for (std::size_t i = instance.layers; i-- > 0;) {
      rest_on_last_tier_[i] =
          rest_on_last_tier_[i + 1] + instance.layer_time(instance.tiers - 1, i).count();
    }
  }

  void run() { on_tier(0, {}, 1.0, 0.0); }

 private:
  void on_tier(std::size_t tier, Handover at, double alive, double cost) {
    if (tier + 1 == instance_.tiers) {
      // A survival of zero also spares a cost that would be infinite.
      const double rest = rest_on_last_tier_[at.layers];
      visit_(placement_, Milliseconds(alive > 0 ? cost + alive * rest : cost));
      return;
    }
    while (at.layers < instance_.layers) {
      hand_over(tier, at, alive, cost);
      if (at.branches < instance_.branches && instance_.branch_after[at.branches] == at.layers) {
        cost += alive * instance_.branch_time(tier, at.branches).count();
        alive *= 1.0 - instance_.exit_probability[at.branches].value;
        ++at.branches;
      } else {
        cost += alive * instance_.layer_time(tier, at.layers).count();
        ++at.layers;
      }
    }
    Placement whole = placement_;
    whole.resize(instance_.tiers - 1, at);
    visit_(whole, Milliseconds(cost));
  }

  void hand_over(std::size_t tier, Handover at, double alive, double cost) {
    placement_.push_back(at);
    if (alive > 0) {
      const double bits = 8.0 * instance_.tensors[at.layers].value;
      const double transfer = bits > 0 ? bits / (1000.0 * instance_.rate[tier].value) : 0.0;
      cost += alive * (transfer + instance_.latency[tier].count());
    }
    on_tier(tier + 1, at, alive, cost);
    placement_.pop_back();
  }

  const Instance& instance_;
  const std::function<void(const Placement&, Milliseconds)>& visit_;
  std::vector<double> rest_on_last_tier_;  // by the number of layers that are done
  Placement placement_;
};

}  // namespace

std::size_t decision_count(const Instance& instance) {
  // Handovers a link, in order, on positions 0 … n: (n + links) choose links, with a position more.
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  const std::size_t positions = instance.layers + instance.branches + 1;
  std::size_t count = 1;
  for (std::size_t k = 1; k < instance.tiers; ++k) {
    const std::size_t factor = positions + k - 1;
    if (count > most / factor) return most;
    count = count * factor / k;
  }
  return count;
}

void for_each_decision(const Instance& instance,
                       const std::function<void(const Placement&, Milliseconds)>& visit) {
  Enumeration(instance, visit).run();
}

Solution solve_exhaustive(const Instance& instance) {
  double least = std::numeric_limits<double>::infinity();
  for_each_decision(instance, [&](const Placement&, Milliseconds time) {
    least = std::min(least, time.count());
  });
  Solution best{{}, Milliseconds(least)};
  for_each_decision(instance, [&](const Placement& placement, Milliseconds time) {
    if (time.count() <= (1 + kTieTolerance) * least &&
        (best.placement.empty() || keeps_more_early(placement, best.placement))) {
      best.placement = placement;
    }
  });
  return best;
}

}  // namespace popex
