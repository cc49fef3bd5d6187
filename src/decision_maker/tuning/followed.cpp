// SPDX-License-Identifier: MIT
#include "decision_maker/tuning/followed.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

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

Problems problems_of_sizes(const ExitOutcomes& outcomes, const std::string& place) {
  Problems problems;
  const auto check = [&](std::size_t size, const std::string& what) {
    if (size == outcomes.samples) return;
    problems.push_back({place, fmt::format("{} of {} samples have {}, expected it of all", size,
                                           outcomes.samples, what)});
  };
  for (const ExitOutcomes::Branch& branch : outcomes.branches) {
    check(branch.value.size(), fmt::format("a value of branch '{}'", branch.name));
    check(branch.correct.size(), fmt::format("right or wrong of branch '{}'", branch.name));
  }
  check(outcomes.correct.size(), "right or wrong of the main output");
  return problems;
}

const ExitOutcomes::Branch& outcomes_of_branch(const Profile& profile, std::size_t branch,
                                               const ExitOutcomes& outcomes) {
  const std::string& name = profile.branches()[branch].name;
  return *std::find_if(outcomes.branches.begin(), outcomes.branches.end(),
                       [&](const ExitOutcomes::Branch& one) { return one.name == name; });
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
    const ExitOutcomes::Branch& branch = outcomes_of_branch(profile, rule.branch, outcomes);
    for (std::size_t i = 0; i < outcomes.samples; ++i) {
      if (made.leaves_at[i] != at_output) continue;  // left before
      ++exit.reached;
      if (rule.threshold && !leaves(outcomes.criterion, branch.value[i], *rule.threshold)) continue;
      made.leaves_at[i] = k;
      made.correct[i] = branch.correct[i];
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

LoneExit::LoneExit(std::size_t branch, const ExitOutcomes::Branch& outcomes,
                   const ExitOutcomes& all)
    : branch_(branch), criterion_(all.criterion), right_{0}, right_at_end_{0} {
  std::vector<std::size_t> order(all.samples);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return criterion_ == ExitCriterion::confidence ? outcomes.value[a] > outcomes.value[b]
                                                   : outcomes.value[a] < outcomes.value[b];
  });
  for (const std::size_t i : order) {
    values_.push_back(outcomes.value[i]);
    right_.push_back(right_.back() + outcomes.correct[i]);
    right_at_end_.push_back(right_at_end_.back() + all.correct[i]);
  }
}

std::vector<ExitShare> LoneExit::at(std::optional<double> threshold) const {
  std::size_t leaving = values_.size();
  if (threshold) {
    const auto first = std::partition_point(values_.begin(), values_.end(), [&](double value) {
      return leaves(criterion_, value, *threshold);
    });
    leaving = static_cast<std::size_t>(first - values_.begin());
  }
  const std::size_t staying = values_.size() - leaving;
  std::vector<ExitShare> exits(2);
  exits[0] = {branch_, threshold, values_.size(), leaving, right_[leaving], {}};
  exits[1] = {std::nullopt,
              std::nullopt,
              staying,
              staying,
              right_at_end_.back() - right_at_end_[leaving],
              {}};
  return exits;
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
  return GoalSolver(with_exits.instance, with_exits.criteria).decision().value().placement;
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
