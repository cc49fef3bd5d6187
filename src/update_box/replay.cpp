// SPDX-License-Identifier: MIT
#include "update_box/replay.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "decision_maker/link_decisions.hpp"
#include "decision_maker/trace_search.hpp"
#include "model/trace_costs.hpp"
#include "update_box/best_sequence.hpp"
#include "update_box/strategy_record.hpp"

namespace popex {
namespace {

using Kind = ReplayStrategy::Kind;

std::size_t add_once(std::vector<Placement>& placements, const Placement& placement) {
  const auto at = std::find(placements.begin(), placements.end(), placement);
  const auto index = static_cast<std::size_t>(at - placements.begin());
  if (at == placements.end()) placements.push_back(placement);
  return index;
}

class Player {
 public:
  Player(const ReplayNetwork& network, const ReplayOptions& options)
      : network_(network),
        options_(options),
        all_(network.instance, network.link),
        boxes_(options.boxes.size()) {
    const Instance& instance = network.instance;
    for (const Piece& piece : network.table->pieces()) {
      placements_.push_back(piece.placement);
      costs_.push_back(crossing_costs(instance, piece.placement, network.link));
    }
    boxes_choose_from_ = costs_.size();
    const std::size_t links = instance.tiers - 1;
    edge_only_is_ = name(Placement(links, Handover{instance.layers, instance.branches}));
    cloud_only_is_ = name(Placement(links, Handover{}));
  }

  ReplayedTrace play(const RateTrace& trace) {
    ReplayedTrace played;
    played.duration_s = trace.duration_s();
    played.mean_rate = trace.mean_rate(0, trace.duration_s());
    run_boxes(trace, played);
    TraceSearch search(all_, {costs_over(trace)});
    const std::size_t cheapest = best_fixed(search);
    follow_best(trace, search, played);
    add_regrets(played.steps);

    StrategyRecord fixed;
    stay_at(trace, cheapest, fixed);
    stay_at(trace, edge_only_is_, edge_only_);
    stay_at(trace, cloud_only_is_, cloud_only_);
    played.strategies = report(fixed, cheapest, &StrategyRecord::report_trace);
    return played;
  }

  /// Of all traces that were played.
  std::vector<ReplayStrategy> all(const std::vector<const RateTrace*>& traces) {
    std::vector<TraceCosts> costs;
    costs.reserve(traces.size());
    for (const RateTrace* const trace : traces) costs.push_back(costs_over(*trace));
    TraceSearch search(all_, std::move(costs));
    const std::size_t cheapest = best_fixed(search);
    StrategyRecord fixed;
    for (const RateTrace* const trace : traces) stay_at(*trace, cheapest, fixed);
    return report(fixed, cheapest, &StrategyRecord::report_all);
  }

  [[nodiscard]] const LinkDecisions& decisions() const { return all_; }
  std::vector<Placement> take_placements() { return std::move(placements_); }

 private:
  [[nodiscard]] TraceCosts costs_over(const RateTrace& trace) const {
    return {trace, {options_.interval_s, options_.outage_timeout_s}};
  }

  /// The number of a placement among those that are named.
  std::size_t name(const Placement& placement) {
    const std::size_t index = add_once(placements_, placement);
    if (index == costs_.size()) {
      costs_.push_back(crossing_costs(network_.instance, placement, network_.link));
    }
    return index;
  }

  std::size_t best_fixed(TraceSearch& search) {
    return name(all_.placement(search.least(Criterion::expectation).decision));
  }

  void run_boxes(const RateTrace& trace, ReplayedTrace& played) {
    std::vector<UpdateBox> boxes;
    for (UpdateBoxOptions options : options_.boxes) {
      options.switch_cost = options_.switch_cost;
      options.inferences_per_second = 1 / options_.interval_s;
      boxes.emplace_back(network_.table, options);
    }
    TraceCosts costs = costs_over(trace);
    for (StrategyRecord& record : boxes_) record.begin_trace(costs.starts());
    std::vector<std::optional<InferenceCost>> now(boxes_choose_from_);
    RateTrace::Hint hint = 0;
    for (std::size_t step = 0; step < costs.starts(); ++step) {
      const double time_s = costs.start_s(step);
      const Mbps rate =
          trace.mean_rate(static_cast<double>(step) * options_.interval_s, time_s, hint);
      if (rate.value == 0) ++played.outages;
      std::fill(now.begin(), now.end(), std::nullopt);
      for (std::size_t b = 0; b < boxes.size(); ++b) {
        const Update update = boxes[b].add(time_s, rate);
        std::optional<InferenceCost>& cost = now[update.piece];
        if (!cost) cost = costs.at(time_s, costs_[update.piece]);
        boxes_[b].add(update.piece, *cost);
        if (b > 0 || !options_.keep_steps) continue;
        played.steps.push_back(
            {time_s, rate, update.estimate, update.piece, Milliseconds(cost->ms), Milliseconds(0)});
      }
    }
  }

  /// The oracle.
  void follow_best(const RateTrace& trace, TraceSearch& search, ReplayedTrace& played) {
    TraceCosts costs = costs_over(trace);
    oracle_.begin_trace(costs.starts());
    if (options_.switch_cost.count() == 0) {
      std::size_t last = all_.size();
      for (std::size_t step = 0; step < costs.starts(); ++step) {
        last = search.best_at(0, step, last).decision;
        oracle_.add(last, costs.at(costs.start_s(step), exact_costs(last)));
      }
      return;
    }
    const std::vector<CrossingCosts> choice = choice_for_sequence(search, played);
    BestSequence best(costs.starts(), choice.size(), options_.switch_cost.count());
    std::vector<double> now_ms(choice.size());
    for (std::size_t step = 0; step < costs.starts(); ++step) {
      for (std::size_t i = 0; i < choice.size(); ++i) {
        now_ms[i] = costs.ms_at(costs.start_s(step), choice[i]);
      }
      best.add(now_ms);
    }
    std::size_t step = 0;
    for (const std::uint32_t decision : best.decisions()) {
      oracle_.add(decision, costs.at(costs.start_s(step++), choice[decision]));
    }
  }

  /// What the cheapest sequence is chosen from where switches cost something: all that may be
  /// better at some start than never to use the link. If that is too much, what is best at some
  /// start, and what the other strategies choose from.
  std::vector<CrossingCosts> choice_for_sequence(TraceSearch& search, ReplayedTrace& played) {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (search.may_pay(i)) numbers.push_back(i);
    }
    const std::size_t starts = search.starts();
    std::vector<CrossingCosts> choice;
    if (numbers.size() > options_.most_for_sequences / starts) {
      std::set<std::size_t> best;
      std::size_t last = all_.size();
      for (std::size_t step = 0; step < starts; ++step) {
        best.insert(last = search.best_at(0, step, last).decision);
      }
      choice = costs_;
      numbers.assign(best.begin(), best.end());
      const std::size_t room = options_.most_for_sequences / starts;
      played.oracle_chose_from = choice.size() + std::min(numbers.size(), room);
      numbers.resize(std::min(numbers.size(), room));
    }
    for (const std::size_t number : numbers) choice.push_back(exact_costs(number));
    return choice;
  }

  /// To the last digit what the other strategies' costs are for the same placement.
  const CrossingCosts& exact_costs(std::size_t number) {
    auto [at, is_new] = exact_.try_emplace(number);
    if (is_new) {
      at->second = crossing_costs(network_.instance, all_.placement(number), network_.link);
    }
    return at->second;
  }

  void stay_at(const RateTrace& trace, std::size_t decision, StrategyRecord& record) const {
    TraceCosts costs = costs_over(trace);
    record.begin_trace(costs.starts());
    for (std::size_t step = 0; step < costs.starts(); ++step) {
      record.add(decision, costs.at(costs.start_s(step), costs_[decision]));
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
    add(fixed_at(Kind::edge_only, edge_only_is_), edge_only_);
    add(fixed_at(Kind::cloud_only, cloud_only_is_), cloud_only_);

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
  LinkDecisions all_;
  std::unordered_map<std::size_t, CrossingCosts> exact_;  // of some of these
  std::vector<Placement> placements_;                     // that are named
  std::vector<CrossingCosts> costs_;
  std::size_t boxes_choose_from_ = 0;  // the first ones
  std::size_t edge_only_is_ = 0;
  std::size_t cloud_only_is_ = 0;
  std::vector<StrategyRecord> boxes_;
  StrategyRecord oracle_;
  StrategyRecord edge_only_;
  StrategyRecord cloud_only_;
};

}  // namespace

Replay replay(const ReplayNetwork& network, const std::vector<const RateTrace*>& traces,
              const ReplayOptions& options) {
  Player player(network, options);
  Replay replay;
  for (const RateTrace* const trace : traces) replay.traces.push_back(player.play(*trace));
  replay.all = traces.size() == 1 ? replay.traces.front().strategies : player.all(traces);
  replay.looked_at = player.decisions().which();
  replay.all_decisions = player.decisions().size();
  replay.decisions = player.take_placements();
  return replay;
}

}  // namespace popex
