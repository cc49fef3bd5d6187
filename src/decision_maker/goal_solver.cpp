// SPDX-License-Identifier: MIT
#include "decision_maker/goal_solver.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "decision_maker/exhaustive.hpp"
#include "decision_maker/min_cut.hpp"
#include "decision_maker/solution.hpp"
#include "decision_maker/stage_search.hpp"
#include "model/assessment.hpp"
#include "model/expected_time.hpp"
#include "model/numbers.hpp"

namespace popex {
namespace {

bool is_inside_block(const Placement& placement) {
  return std::any_of(placement.begin(), placement.end(),
                     [](const Handover& handover) { return handover.is_inside_block(); });
}

/// Sorts from `begin` to `end` by a number, and calls `ties` for each run of those that tie with
/// the first of the run. (An order with a tolerance in it is no order to sort by.)
template <class Iterator, class Number, class Ties>
void sort_by(Iterator begin, Iterator end, double tolerance, const Number& number,
             const Ties& ties) {
  std::stable_sort(begin, end,
                   [&](const Decision& a, const Decision& b) { return number(a) < number(b); });
  while (begin != end) {
    const double least = (1 + tolerance) * number(*begin);
    const Iterator next =
        std::find_if(begin, end, [&](const Decision& d) { return !(number(d) <= least); });
    ties(begin, next);
    begin = next;
  }
}

/// Puts the best first: by the objective, of those that tie the fastest, then what keeps most
/// early.
void rank(const Criteria& criteria, std::vector<Decision>& decisions) {
  const auto objective = [&](const Decision& d) { return objective_of(criteria, d); };
  const auto time = [](const Decision& d) { return d.time_with_waiting().count(); };
  sort_by(decisions.begin(), decisions.end(), tie_tolerance(criteria.objective), objective,
          [&](auto begin, auto end) {
            sort_by(begin, end, kTieTolerance, time, [](auto from, auto to) {
              std::stable_sort(from, to, [](const Decision& a, const Decision& b) {
                return keeps_more_early(a.placement, b.placement);
              });
            });
          });
}

/// Energy in mJ plus `share` times ms, with which a tie of energies goes to the faster decision.
Instance with_time(const Instance& energy, const Instance& time, double share) {
  Instance sum = energy;
  for (std::size_t i = 0; i < sum.layer_times.size(); ++i) {
    sum.layer_times[i] += share * time.layer_times[i];
  }
  for (std::size_t j = 0; j < sum.branch_times.size(); ++j) {
    sum.branch_times[j] += share * time.branch_times[j];
  }
  for (std::size_t k = 0; k < sum.rate.size(); ++k) {
    const double rate = time.rate[k].value;
    if (rate > 0) sum.rate[k] = Mbps{1 / (1 / energy.rate[k].value + share / rate)};
    sum.latency[k] = share * time.latency[k];
  }
  return sum;
}

/// The least energy of anything that takes any: what a decision without energy is compared with.
double least_part_of(const Instance& energy) {
  double least = kInfinity;
  const auto consider = [&](Milliseconds mj) {
    if (mj.count() > 0) least = std::min(least, mj.count());
  };
  std::for_each(energy.layer_times.begin(), energy.layer_times.end(), consider);
  std::for_each(energy.branch_times.begin(), energy.branch_times.end(), consider);
  for (const Mbps rate : energy.rate) {
    for (const Bytes tensor : energy.tensors) consider(tensor / rate);
  }
  return std::isfinite(least) ? least : 1.0;
}

/// The value that would do, in words; nothing where no number says it.
std::string in_words(const Constraint& constraint, double value) {
  switch (constraint.kind) {
    case Constraint::Kind::pin:
    case Constraint::Kind::not_before:
      return "";
    case Constraint::Kind::max_upload:
    case Constraint::Kind::memory:
      return fmt::format("{} bytes", value);
    case Constraint::Kind::deadline:
      return fmt::format("{} ms", value);
    case Constraint::Kind::carried:
      return fmt::format("less than {} samples per second", value);
  }
  return "";
}

/// What each constraint excludes of a list of decisions.
class Exclusions {
 public:
  explicit Exclusions(const Criteria& criteria)
      : criteria_(criteria), counts_(criteria.constraints.size()) {}

  void add(const Decision& decision) {
    ++decisions_;
    if (is_stuck(decision)) ++stuck_;
    std::size_t broken = 0;
    std::size_t which = 0;
    for (std::size_t c = 0; c < counts_.size(); ++c) {
      // What waits forever breaks no deadline of its own.
      if (criteria_.constraints[c].kind == Constraint::Kind::deadline && is_overloaded(decision)) {
        continue;
      }
      if (meets(criteria_, criteria_.constraints[c], decision)) continue;
      ++counts_[c].excluded;
      ++broken;
      which = c;
    }
    if (broken != 1 || is_stuck(decision)) return;
    // Nothing but this constraint is in its way.
    const Constraint& constraint = criteria_.constraints[which];
    const double value = bounded_value(criteria_, constraint, decision);
    std::optional<double>& best = counts_[which].would_do;
    const bool more_is_better = constraint.kind == Constraint::Kind::carried;
    if (!best || (more_is_better ? value > *best : value < *best)) best = value;
  }

  [[nodiscard]] Problems problems(bool whole_blocks) const {
    Problems problems;
    for (std::size_t c = 0; c < counts_.size(); ++c) {
      const Constraint& constraint = criteria_.constraints[c];
      if (counts_[c].excluded == 0) continue;
      std::string would_do;
      if (counts_[c].would_do) would_do = in_words(constraint, *counts_[c].would_do);
      if (!would_do.empty()) would_do = fmt::format(" ({} would do)", would_do);
      problems.push_back(
          {constraint.place,
           fmt::format("no decision keeps to every bound; this one excludes {} of {}{}{}{}",
                       counts_[c].excluded, decisions_,
                       whole_blocks ? " that keep blocks whole" : "", would_do,
                       stuck_ > 0 ? fmt::format("; {} wait for a link that is down", stuck_) : ""),
           Problem::Cause::infeasible});
    }
    return problems;
  }

 private:
  static bool is_stuck(const Decision& decision) {
    return !std::isfinite(decision.expected_time.count());
  }
  static bool is_overloaded(const Decision& decision) {
    return !is_stuck(decision) && !std::isfinite(decision.time_with_waiting().count());
  }

  struct Count {
    std::size_t excluded = 0;
    std::optional<double> would_do;  ///< the nearest value with which there would be a decision
  };
  const Criteria& criteria_;
  std::vector<Count> counts_;
  std::size_t decisions_ = 0;
  std::size_t stuck_ = 0;
};

}  // namespace

GoalSolver::GoalSolver(Instance instance, Criteria criteria)
    : instance_(std::move(instance)), criteria_(std::move(criteria)), solver_(instance_) {
  if (criteria_.energy) criteria_.energy->allowed = instance_.allowed;
  if (criteria_.objective == Objective::energy) set_weights();
  decision_ = find();
}

void GoalSolver::set_weights() {
  const Instance& energy = *criteria_.energy;
  const Solution least = solver_.solve(energy);
  double mj = least.expected_time.count();
  if (mj == 0) mj = least_part_of(energy);
  const auto time_of = [&](const Placement& placement) {
    return expected_time(instance_, placement).expected_time.count();
  };
  // So little that all of the time that can be saved is worth a billionth of the energy. Where
  // energies tie, the first decision may be slow, and then that is too little to tell fast ones
  // apart: the next one shows how fast they are.
  double ms = time_of(least.placement);
  double before = 0;
  do {
    before = ms;
    const double share = mj / ms * tie_tolerance(Objective::energy);
    weights_ = with_time(energy, instance_, std::isfinite(share) && share > 0 ? share : 1.0);
    ms = time_of(solver_.solve(*weights_).placement);
  } while (ms < before / 2);
}

std::optional<Decision> GoalSolver::find() {
  std::optional<Decision> shortest;
  double least = 0;  // that nothing can be better than
  const Solution solution = solver_.solve(weights());
  if (criteria_.is_sum()) {
    if (std::isfinite(solution.expected_time.count())) {
      Decision found = assess(instance_, criteria_, solution.placement);
      least = objective_of(criteria_, found);
      if (meets(criteria_, found)) shortest = std::move(found);
    } else if (!instance_.allowed.empty()) {
      return std::nullopt;
    }
    if (shortest && !criteria_.arrival_rate) return shortest;
  }
  std::vector<Decision> candidates;
  if (const std::optional<Placement> staged = search_stages(instance_, criteria_)) {
    candidates.push_back(assess(instance_, criteria_, *staged));
  }
  if (!instance_.is_chain()) {
    // Cuts through blocks that are the best for something else may be good for this, too.
    if (shortest) candidates.push_back(*std::move(shortest));
    Decision fastest = assess(
        instance_, criteria_,
        weights_ ? DijkstraSolver(instance_).solve(instance_).placement : solution.placement);
    if (std::isfinite(fastest.expected_time.count()) && meets(criteria_, fastest)) {
      candidates.push_back(std::move(fastest));
    }
  }
  if (candidates.empty()) {
    constexpr std::size_t most_placements = 100'000;
    if (instance_.is_chain() ||
        popex::decision_count(instance_, most_placements) == most_placements)
      return std::nullopt;
    return best_of_all_placements();
  }
  rank(criteria_, candidates);
  const double found = objective_of(criteria_, candidates.front());
  keeps_blocks_whole_ =
      !instance_.is_chain() &&
      !(criteria_.is_sum() && found <= (1 + tie_tolerance(criteria_.objective)) * least);
  return std::move(candidates.front());
}

Result<Decision> GoalSolver::decide(Solver solver, const std::string& place) const {
  Problems problems = problems_of(solver, instance_, !ranks_all(), place);
  if (!problems.empty()) return problems;
  switch (solver) {
    case Solver::dijkstra:
      break;
    case Solver::mincut:
      return assess(instance_, criteria_, solve_min_cut(weights()).placement);
    case Solver::exhaustive:
      return criteria_.is_plain ? expected_time(instance_, solve_exhaustive(instance_).placement)
                                : best_of_all_placements().value();
  }
  return decision_.value();
}

Problems problems_of(Solver solver, const Instance& instance, bool is_sum,
                     const std::string& place) {
  Problems problems;
  constexpr std::size_t most = SolverLimits::exhaustive;
  if (solver == Solver::exhaustive && decision_count(instance, most + 1) > most) {
    problems.push_back(
        {place, fmt::format("there are more than {} decisions, or a block of too many layers, for "
                            "exhaustive search; expected dijkstra",
                            most)});
  }
  if (solver == Solver::mincut && instance.branches > 0) {
    problems.push_back({place, "mincut is for networks without branches, expected dijkstra"});
  }
  if (solver == Solver::mincut && !is_sum) {
    problems.push_back({place,
                        "mincut is for latency and energy, without arrivals and without bounds but "
                        "pins and not-before; expected dijkstra"});
  }
  return problems;
}

std::optional<Decision> GoalSolver::best_of_all_placements() const {
  std::vector<Decision> candidates;
  std::size_t most = 1000;
  double least = kInfinity;
  const auto forget_worse = [&] {
    std::erase_if(candidates, [&](const Decision& candidate) {
      return objective_of(criteria_, candidate) > (1 + tie_tolerance(criteria_.objective)) * least;
    });
  };
  for_each_decision(instance_, [&](const Placement& placement, Milliseconds) {
    Decision decision = assess(instance_, criteria_, placement);
    if (!std::isfinite(decision.expected_time.count()) || !meets(criteria_, decision)) return;
    least = std::min(least, objective_of(criteria_, decision));
    candidates.push_back(std::move(decision));
    if (candidates.size() < most) return;
    forget_worse();
    most = 2 * candidates.size() + 1000;
  });
  forget_worse();
  if (candidates.empty()) return std::nullopt;
  rank(criteria_, candidates);
  return std::move(candidates.front());
}

std::vector<Decision> GoalSolver::best(std::size_t count) const {
  std::vector<Decision> decisions;
  if (ranks_all()) {
    decisions = all();
    rank(criteria_, decisions);
    // Of energies that tie, `rank` takes the fastest; the path that was decided on weighs a little
    // less energy against a little more time. The list begins with the decision all the same.
    const auto chosen = std::find_if(decisions.begin(), decisions.end(), [&](const Decision& d) {
      return decision_ && d.placement == decision_->placement;
    });
    if (chosen != decisions.end()) std::rotate(decisions.begin(), chosen, chosen + 1);
    decisions.resize(std::min(count, decisions.size()));
    return decisions;
  }
  for (Solution& solution : solver_.best(weights(), count)) {
    decisions.push_back(assess(instance_, criteria_, std::move(solution.placement)));
  }
  return decisions;
}

std::vector<Decision> GoalSolver::all() const {
  std::vector<Decision> decisions;
  solver_.for_each_path(weights(), [&](Placement placement) {
    // What is not searched is not listed either.
    if (ranks_all() && is_inside_block(placement)) return;
    Decision decision = assess(instance_, criteria_, std::move(placement));
    if (meets(criteria_, decision)) decisions.push_back(std::move(decision));
  });
  if (ranks_all() && decision_ && is_inside_block(decision_->placement)) {
    const auto after = std::find_if(decisions.begin(), decisions.end(), [&](const Decision& d) {
      return keeps_more_early(d.placement, decision_->placement);
    });
    decisions.insert(after, *decision_);
  }
  return decisions;
}

Problems GoalSolver::why_nothing() const {
  Instance free = instance_;
  free.allowed.clear();
  DijkstraSolver solver(free);
  constexpr std::size_t most_decisions = 100'000;
  constexpr std::size_t most_work = 200'000'000;
  solver.solve(free);
  const std::size_t count = solver.path_count(free);
  Exclusions exclusions(criteria_);
  if (count <= std::min(most_decisions, most_work / (free.layers + 1))) {
    solver.for_each_path(free, [&](Placement placement) {
      if (!is_inside_block(placement)) {
        exclusions.add(assess(free, criteria_, std::move(placement)));
      }
    });
    if (Problems problems = exclusions.problems(!free.is_chain()); !problems.empty()) {
      return problems;
    }
  }
  // Too many to count: what is there without each of them?
  Problems problems;
  for (std::size_t c = 0; c < criteria_.constraints.size(); ++c) {
    Criteria without = criteria_;
    without.constraints.erase(without.constraints.begin() + static_cast<std::ptrdiff_t>(c));
    const bool is_pin = criteria_.constraints[c].kind == Constraint::Kind::pin ||
                        criteria_.constraints[c].kind == Constraint::Kind::not_before;
    if (criteria_.constraints[c].kind == Constraint::Kind::carried) without.arrival_rate.reset();
    const bool is_the_one = search_stages(is_pin ? free : instance_, without).has_value();
    problems.push_back({criteria_.constraints[c].place,
                        fmt::format("no decision keeps to every bound; without this one {}",
                                    is_the_one ? "there are some" : "there is none either"),
                        Problem::Cause::infeasible});
  }
  return problems;
}

}  // namespace popex
