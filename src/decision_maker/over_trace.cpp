// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include <popex/robust.hpp>

#include "decision_maker/dijkstra.hpp"
#include "decision_maker/link_decisions.hpp"
#include "decision_maker/trace_search.hpp"
#include "decision_maker/with_rate.hpp"
#include "model/expected_time.hpp"
#include "model/instance.hpp"
#include "model/trace_costs.hpp"

namespace popex {
namespace {

/// Answers a question that is known to be valid, of an instance at the mean rate.
class OverTrace {
 public:
  OverTrace(const Instance& instance, const TraceQuestion& question)
      : instance_(instance),
        question_(question),
        costs_(*question.trace, {question.interval_s, question.outage_timeout_s}),
        decisions_(instance, question.link),
        search_(decisions_, {costs_}) {}

  void answer(TraceAnswer& into) {
    into.starts = costs_.starts();
    into.decisions = decisions_.size();
    into.looked_at = decisions_.which();
    const std::size_t best = search_.least(question_.criterion, question_.risk).decision;
    into.chosen = judged(decisions_.placement(best));
    into.for_mean = judged(DijkstraSolver(instance_).solve(instance_).placement);
    if (question_.criterion == Criterion::regret) {
      into.regret = largest_regret(into.chosen.decision.placement);
    }
  }

 private:
  /// With means over the starts as its parts.
  TraceDecision judged(const Placement& placement) {
    TraceDecision judged{expected_time(instance_, placement), {}, 0};
    Decision& decision = judged.decision;
    const std::size_t link = question_.link;
    const CrossingCosts of_placement = crossing_costs(instance_, placement, link);
    double upload_ms = 0;
    for (std::size_t k = 0; k < costs_.starts(); ++k) {
      const InferenceCost cost = costs_.at(costs_.start_s(k), of_placement);
      judged.gave_up += cost.gave_up ? 1U : 0U;
      upload_ms +=
          cost.ms - (cost.gave_up ? of_placement.ms_given_up(0) : of_placement.elsewhere_ms);
    }
    const auto starts = static_cast<double>(costs_.starts());
    const double gave_up = static_cast<double>(judged.gave_up) / starts;
    if (of_placement.probability > 0) {
      decision.links[link].time = Milliseconds(upload_ms / starts);
      decision.tiers[link].compute +=
          Milliseconds(gave_up * of_placement.probability * of_placement.fall_back_ms);
    }
    for (std::size_t tier = link + 1; tier < decision.tiers.size(); ++tier) {
      decision.tiers[tier].compute *= 1 - gave_up;
    }
    for (std::size_t k = link + 1; k < decision.links.size(); ++k) {
      decision.links[k].time *= 1 - gave_up;
      decision.links[k].probability.value *= 1 - gave_up;
    }
    decision.expected_time = Milliseconds(0);
    for (const TierShare& share : decision.tiers) decision.expected_time += share.compute;
    for (const Transfer& transfer : decision.links) decision.expected_time += transfer.time;
    judged.value =
        question_.criterion == Criterion::expectation
            ? decision.expected_time
            : Milliseconds(search_.value(of_placement, question_.criterion, question_.risk));
    return judged;
  }

  StartRegret largest_regret(const Placement& placement) {
    const CrossingCosts of_placement = crossing_costs(instance_, placement, question_.link);
    const std::vector<double>& least = search_.least_by_start();
    StartRegret most;
    std::size_t at = 0;
    double most_ms = -1;
    for (std::size_t k = 0; k < least.size(); ++k) {
      const double ms = costs_.ms_at(costs_.start_s(k), of_placement);
      if (ms - least[k] <= most_ms) continue;
      most_ms = ms - least[k];
      at = k;
      most.expected_time = Milliseconds(ms);
    }
    most.start_s = costs_.start_s(at);
    const TraceSearch::Found best = search_.best_at(0, at, decisions_.size());
    most.best = decisions_.placement(best.decision);
    most.least = Milliseconds(best.ms);
    return most;
  }

  const Instance& instance_;
  const TraceQuestion& question_;
  TraceCosts costs_;
  LinkDecisions decisions_;
  TraceSearch search_;
};

}  // namespace

Result<TraceAnswer> decide_over_trace(const Profile& profile, const Scenario& scenario,
                                      const TraceQuestion& question, const ScenarioPlaces& places) {
  TraceAnswer answer;
  answer.rates = summary_of(question.trace->sampled(question.interval_s));
  const Result<Instance> instance = make_instance(
      profile, with_rate(scenario, profile, question.link, answer.rates.mean), places);
  if (!instance) return instance.problems();
  OverTrace(*instance, question).answer(answer);
  return answer;
}

}  // namespace popex
