// SPDX-License-Identifier: MIT
#include "decision_maker/tuning/followed.hpp"

#include <algorithm>
#include <utility>

#include "decision_maker/goal_solver.hpp"
#include "model/assessment.hpp"
#include "model/branch_subset.hpp"
#include "model/expected_time.hpp"

namespace popex {

TunedNetwork with_exits(const TunedNetwork& network, const std::vector<ExitShare>& exits) {
  std::vector<std::size_t> branches;
  std::vector<Probability> leaving;
  for (const ExitShare& exit : exits) {
    if (!exit.branch) continue;
    branches.push_back(*exit.branch);
    leaving.push_back({exit.reached == 0
                           ? 0.0
                           : static_cast<double>(exit.left) / static_cast<double>(exit.reached)});
  }
  const auto reduced = [&](const Instance& instance) {
    Instance made = with_branches(instance, branches, leaving);
    made.branches_to_pass = branches.size();
    return made;
  };
  TunedNetwork made{reduced(network.instance), network.criteria};
  if (made.criteria.energy) made.criteria.energy = reduced(*network.criteria.energy);
  return made;
}

Followed follow(const Profile& profile, const std::vector<ExitRule>& rules,
                const ExitOutcomes& outcomes) {
  Followed made;
  const auto at_output = static_cast<std::uint32_t>(rules.size());
  made.leaves_at.assign(outcomes.samples, at_output);
  made.correct = outcomes.correct;
  for (std::uint32_t k = 0; k < at_output; ++k) {
    const ExitRule& rule = rules[k];
    ExitShare& exit = made.exits.emplace_back();
    exit.branch = rule.branch;
    exit.threshold = rule.threshold;
    const auto branch = std::find_if(
        outcomes.branches.begin(), outcomes.branches.end(),
        [&](const auto& one) { return one.name == profile.branches()[rule.branch].name; });
    for (std::size_t i = 0; i < outcomes.samples; ++i) {
      if (made.leaves_at[i] != at_output) continue;  // left before
      ++exit.reached;
      if (rule.threshold && !leaves(outcomes.criterion, branch->value[i], *rule.threshold))
        continue;
      made.leaves_at[i] = k;
      made.correct[i] = branch->correct[i];
    }
  }
  made.exits.emplace_back();
  for (std::size_t i = 0; i < outcomes.samples; ++i) {
    ExitShare& exit = made.exits[made.leaves_at[i]];
    ++exit.left;
    exit.correct += made.correct[i];
  }
  made.exits.back().reached = made.exits.back().left;
  return made;
}

std::vector<double> costs_by_exit(Instance costs, const Placement& placement) {
  std::vector<double> by_exit;
  // Where all leave at one exit and nobody before it, the expectation is what each of them costs.
  for (std::size_t leaving = 0; leaving <= costs.branches; ++leaving) {
    for (std::size_t j = 0; j < costs.branches; ++j) {
      costs.exit_probability[j] = Probability{j == leaving ? 1.0 : 0.0};
    }
    by_exit.push_back(expected_time(costs, placement).expected_time.count());
  }
  return by_exit;
}

Placement best_placement(const TunedNetwork& with_exits) {
  return GoalSolver(with_exits.instance, with_exits.criteria).decide(Solver::dijkstra).placement;
}

TunedDecision describe(const TunedNetwork& with_exits, std::vector<ExitShare> exits,
                       Placement placement, std::optional<Milliseconds> deadline) {
  const std::vector<double> latencies = costs_by_exit(with_exits.instance, placement);
  TunedDecision made;
  made.samples = exits.front().reached;
  std::size_t late = 0;
  for (std::size_t k = 0; k < exits.size(); ++k) {
    exits[k].latency = Milliseconds(latencies[k]);
    made.correct += exits[k].correct;
    if (deadline && exceeds(latencies[k], deadline->count())) late += exits[k].left;
  }
  if (deadline) {
    made.share_late = static_cast<double>(late) / static_cast<double>(made.samples);
  }
  made.exits = std::move(exits);
  made.decision = assess(with_exits.instance, with_exits.criteria, std::move(placement));
  made.share_sent_to_last = made.decision.links.back().probability.value;
  return made;
}

}  // namespace popex
