// SPDX-License-Identifier: MIT
#include "decision_maker/sweep.hpp"

#include <limits>
#include <utility>

#include "decision_maker/goal_solver.hpp"
#include "model/criteria.hpp"
#include "model/expected_time.hpp"

namespace popex {

std::size_t SweepAxes::size() const {
  std::size_t count = 1;
  const auto multiply = [&count](std::size_t by) {
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    count = by != 0 && count > most / by ? most : count * by;
  };
  for (const auto& values : rates) multiply(values.size());
  if (!gammas.empty()) multiply(gammas.size());
  for (const ProbabilityAxis& axis : probabilities) multiply(axis.values.size());
  return count;
}

Sweep::Sweep(const Profile& profile, Instance base, SweepAxes axes, Goal goal)
    : profile_(profile),
      goal_(std::move(goal)),
      has_goal_(!is_plain(goal_)),
      instance_(std::move(base)),
      axes_(std::move(axes)) {
  std::optional<double> gamma;
  if (!axes_.gammas.empty()) gamma = axes_.gammas.front();
  point_.scenario = complete_scenario(profile, instance_, gamma);
  if (!has_goal_ && !SplitCosts::exist_for(instance_)) solver_.emplace(instance_);
}

const SweepPoint& Sweep::at(std::size_t i) {
  move_to(i);
  if (has_goal_) {
    decide_for_goal();
  } else if (solver_) {
    point_.decision = expected_time(instance_, solver_->solve(instance_).placement);
  } else {
    decide_by_costs();
  }
  return point_;
}

void Sweep::move_to(std::size_t i) {
  bool same_costs = true;
  for (auto axis = axes_.probabilities.rbegin(); axis != axes_.probabilities.rend(); ++axis) {
    const Probability p{axis->values[i % axis->values.size()]};
    i /= axis->values.size();
    for (const std::size_t j : axis->branches) {
      same_costs = same_costs && instance_.exit_probability[j] == p;
      instance_.exit_probability[j] = p;
      point_.scenario.exit_probability.named[j].second = p;
    }
  }
  if (!axes_.gammas.empty()) {
    const double gamma = axes_.gammas[i % axes_.gammas.size()];
    i /= axes_.gammas.size();
    if (point_.scenario.gamma != gamma || !costs_) {
      same_costs = false;
      set_gamma(instance_, gamma);
      point_.scenario.gamma = gamma;
    }
  }
  for (std::size_t k = axes_.rates.size(); k-- > 0;) {
    const Mbps rate{axes_.rates[k][i % axes_.rates[k].size()]};
    i /= axes_.rates[k].size();
    instance_.rate[k] = rate;
    point_.scenario.rate.named[k].second = rate;
  }
  if (!has_goal_ && !solver_ && (!costs_ || !same_costs)) costs_.emplace(instance_);
}

void Sweep::decide_for_goal() {
  Instance instance = instance_;
  Result<Criteria> criteria = make_criteria(profile_, goal_, instance);
  point_.is_feasible = criteria.has_value();
  if (!criteria) return;
  const GoalSolver solver(std::move(instance), *std::move(criteria));
  point_.is_feasible = solver.decision().has_value();
  point_.keeps_blocks_whole = solver.keeps_blocks_whole();
  if (solver.decision()) point_.decision = *solver.decision();
}

void Sweep::decide_by_costs() {
  const Mbps rate = instance_.rate.front();
  const Milliseconds latency = instance_.latency.front();
  const SplitCosts::Split& split = costs_->splits()[costs_->best(rate, latency)];
  const Position at = split.at;
  const bool sends = at.layers < instance_.layers;
  Decision& decision = point_.decision;
  // In place: a sweep has millions of points.
  decision.placement.resize(1);
  decision.placement[0].layers = at.layers;
  decision.placement[0].branches = at.branches;
  decision.tiers.resize(2);
  const auto set_share = [&](TierShare& share, Range layers, Range branches, double ms) {
    share.layers.assign(layers.begin < layers.end ? 1 : 0, layers);
    share.branches = branches;
    share.compute = Milliseconds(ms);
  };
  set_share(decision.tiers[0], {0, at.layers}, {0, at.branches}, split.edge_ms);
  set_share(decision.tiers[1], {at.layers, instance_.layers}, {at.branches, at.branches},
            split.cloud_ms);
  decision.links.resize(1);
  Transfer& transfer = decision.links[0];
  transfer.tensors.assign(sends ? 1 : 0, at.layers);
  transfer.size = Bytes{split.bytes};
  transfer.probability = Probability{split.offload_probability};
  transfer.time = SplitCosts::upload_time(split, rate, latency);
  decision.expected_time = SplitCosts::expected_time(split, rate, latency);
}

}  // namespace popex
