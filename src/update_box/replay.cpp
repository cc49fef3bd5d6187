// SPDX-License-Identifier: MIT
#include "update_box/replay.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "update_box/best_sequence.hpp"
#include "update_box/strategy_record.hpp"
#include "update_box/trace_costs.hpp"

namespace popex {
namespace {

using Kind = ReplayStrategy::Kind;

/// What strategies choose from.
struct Decisions {
  std::vector<Placement> placements;
  std::vector<CrossingCosts> costs;
  std::size_t edge_only = 0;
  std::size_t cloud_only = 0;
};

std::size_t add_once(std::vector<Placement>& placements, const Placement& placement) {
  const auto at = std::find(placements.begin(), placements.end(), placement);
  const auto index = static_cast<std::size_t>(at - placements.begin());
  if (at == placements.end()) placements.push_back(placement);
  return index;
}

Decisions decisions_of(const ReplayNetwork& network) {
  const Instance& instance = network.instance;
  Decisions decisions;
  for (const Piece& piece : network.table->pieces()) {
    decisions.placements.push_back(piece.placement);
  }
  const std::size_t links = instance.tiers - 1;
  decisions.edge_only = add_once(decisions.placements,
                                 Placement(links, Handover{instance.layers, instance.branches}));
  decisions.cloud_only = add_once(decisions.placements, Placement(links, Handover{}));
  for (const Placement& placement : decisions.placements) {
    decisions.costs.push_back(crossing_costs(instance, placement, network.link));
  }
  return decisions;
}

class Player {
 public:
  Player(const ReplayNetwork& network, const ReplayOptions& options)
      : network_(network),
        options_(options),
        decisions_(decisions_of(network)),
        boxes_(options.boxes.size()) {}

  ReplayedTrace play(const RateTrace& trace) {
    ReplayedTrace played;
    played.duration_s = trace.duration_s();
    played.mean_rate = trace.mean_rate(0, trace.duration_s());
    const std::size_t steps = trace.interval_count(options_.interval_s);
    BestSequence best(steps, decisions_.costs.size(), options_.switch_cost.count());
    std::vector<double> fixed_ms = run_boxes(trace, steps, best, played);
    follow(trace, best.decisions());
    add_regrets(played.steps);

    const auto cheapest = static_cast<std::size_t>(
        std::min_element(fixed_ms.begin(), fixed_ms.end()) - fixed_ms.begin());
    StrategyRecord fixed;
    stay_at(trace, cheapest, fixed);
    stay_at(trace, decisions_.edge_only, edge_only_);
    stay_at(trace, decisions_.cloud_only, cloud_only_);
    played.strategies = report(fixed, cheapest, &StrategyRecord::report_trace);
    if (all_fixed_ms_.empty()) all_fixed_ms_.resize(fixed_ms.size());
    for (std::size_t i = 0; i < fixed_ms.size(); ++i) all_fixed_ms_[i] += fixed_ms[i];
    return played;
  }

  /// Of all traces that were played.
  std::vector<ReplayStrategy> all(const std::vector<const RateTrace*>& traces) {
    const auto cheapest = static_cast<std::size_t>(
        std::min_element(all_fixed_ms_.begin(), all_fixed_ms_.end()) - all_fixed_ms_.begin());
    StrategyRecord fixed;
    for (const RateTrace* const trace : traces) stay_at(*trace, cheapest, fixed);
    return report(fixed, cheapest, &StrategyRecord::report_all);
  }

  std::vector<Placement> take_placements() { return std::move(decisions_.placements); }

 private:
  [[nodiscard]] TraceCosts costs_over(const RateTrace& trace) const {
    return {trace, Outages(trace, std::min(options_.interval_s, options_.outage_timeout_s),
                           options_.outage_timeout_s)};
  }
  [[nodiscard]] double time_of(std::size_t step) const {
    return static_cast<double>(step + 1) * options_.interval_s;
  }

  /// Plays the boxes, and tells `best` what each decision costs in each step; what each costs in
  /// all steps.
  std::vector<double> run_boxes(const RateTrace& trace, std::size_t steps, BestSequence& best,
                                ReplayedTrace& played) {
    std::vector<UpdateBox> boxes;
    for (UpdateBoxOptions options : options_.boxes) {
      options.switch_cost = options_.switch_cost;
      options.inferences_per_second = 1 / options_.interval_s;
      boxes.emplace_back(network_.table, options);
    }
    for (StrategyRecord& record : boxes_) record.begin_trace(steps);
    TraceCosts costs = costs_over(trace);
    const std::size_t count = decisions_.costs.size();
    std::vector<InferenceCost> now(count);
    std::vector<double> now_ms(count);
    std::vector<double> sums_ms(count);
    RateTrace::Hint hint = 0;
    for (std::size_t step = 0; step < steps; ++step) {
      const double time_s = time_of(step);
      const Mbps rate =
          trace.mean_rate(static_cast<double>(step) * options_.interval_s, time_s, hint);
      if (rate.value == 0) ++played.outages;
      for (std::size_t i = 0; i < count; ++i) {
        now[i] = costs.at(time_s, decisions_.costs[i]);
        now_ms[i] = now[i].ms;
        sums_ms[i] += now[i].ms;
      }
      best.add(now_ms);
      for (std::size_t b = 0; b < boxes.size(); ++b) {
        const Update update = boxes[b].add(time_s, rate);
        boxes_[b].add(update.piece, now[update.piece]);
        if (b > 0 || !options_.keep_steps) continue;
        played.steps.push_back({time_s, rate, update.estimate, update.piece,
                                Milliseconds(now[update.piece].ms), Milliseconds(0)});
      }
    }
    return sums_ms;
  }

  /// The oracle.
  void follow(const RateTrace& trace, const std::vector<std::uint32_t>& sequence) {
    TraceCosts costs = costs_over(trace);
    oracle_.begin_trace(sequence.size());
    for (std::size_t step = 0; step < sequence.size(); ++step) {
      oracle_.add(sequence[step], costs.at(time_of(step), decisions_.costs[sequence[step]]));
    }
  }

  void stay_at(const RateTrace& trace, std::size_t decision, StrategyRecord& record) const {
    TraceCosts costs = costs_over(trace);
    const std::size_t steps = trace.interval_count(options_.interval_s);
    record.begin_trace(steps);
    for (std::size_t step = 0; step < steps; ++step) {
      record.add(decision, costs.at(time_of(step), decisions_.costs[decision]));
    }
  }

  void add_regrets(std::vector<ReplayStep>& steps) const {
    for (std::size_t step = 0; step < steps.size(); ++step) {
      steps[step].regret = steps[step].expected_time - Milliseconds(oracle_.ms_of(step));
    }
  }

  using Report = void (StrategyRecord::*)(Milliseconds, std::vector<double>&,
                                          ReplayStrategy&) const;
  [[nodiscard]] std::vector<ReplayStrategy> report(const StrategyRecord& fixed,
                                                   std::size_t cheapest, Report how) const {
    std::vector<ReplayStrategy> strategies;
    std::vector<double> scratch;
    const auto add = [&](ReplayStrategy strategy, const StrategyRecord& record) {
      (record.*how)(options_.switch_cost, scratch, strategy);
      strategies.push_back(strategy);
    };
    const auto fixed_at = [](Kind kind, std::size_t decision) {
      ReplayStrategy strategy;
      strategy.kind = kind;
      strategy.decision = decision;
      return strategy;
    };
    for (std::size_t b = 0; b < boxes_.size(); ++b) {
      ReplayStrategy strategy;
      strategy.box = b;
      add(strategy, boxes_[b]);
    }
    add(fixed_at(Kind::oracle, 0), oracle_);
    add(fixed_at(Kind::best_fixed, cheapest), fixed);
    add(fixed_at(Kind::edge_only, decisions_.edge_only), edge_only_);
    add(fixed_at(Kind::cloud_only, decisions_.cloud_only), cloud_only_);

    const auto cost_of = [](const ReplayStrategy& strategy) {
      return strategy.mean + strategy.switch_cost / static_cast<double>(strategy.inferences);
    };
    const Milliseconds least = cost_of(strategies[boxes_.size()]);
    for (ReplayStrategy& strategy : strategies) {
      // The same costs in another order may differ in the last digit.
      strategy.regret = std::max(Milliseconds(0), cost_of(strategy) - least);
      strategy.regret_share = least.count() > 0 ? strategy.regret / least : 0;
    }
    return strategies;
  }

  const ReplayNetwork& network_;
  const ReplayOptions& options_;
  Decisions decisions_;
  std::vector<StrategyRecord> boxes_;
  StrategyRecord oracle_;
  StrategyRecord edge_only_;
  StrategyRecord cloud_only_;
  std::vector<double> all_fixed_ms_;
};

}  // namespace

Replay replay(const ReplayNetwork& network, const std::vector<const RateTrace*>& traces,
              const ReplayOptions& options) {
  Player player(network, options);
  Replay replay;
  for (const RateTrace* const trace : traces) replay.traces.push_back(player.play(*trace));
  replay.all = traces.size() == 1 ? replay.traces.front().strategies : player.all(traces);
  replay.decisions = player.take_placements();
  return replay;
}

}  // namespace popex
