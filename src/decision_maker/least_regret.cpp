// SPDX-License-Identifier: MIT
#include "decision_maker/least_regret.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <popex/breakpoints.hpp>

#include "decision_maker/breakpoints.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/exhaustive.hpp"
#include "decision_maker/solution.hpp"
#include "decision_maker/split_costs.hpp"
#include "model/expected_time.hpp"

namespace popex {
namespace {

/// One of the two rates between which decisions are compared.
struct End {
  Mbps rate;
  Instance instance;
  Solution best;
};

class Search {
 public:
  Search(const Instance& instance, std::size_t link, Mbps low, Mbps high,
         std::size_t most_to_look_at)
      : most_(most_to_look_at),
        link_{Parameter::Kind::rate, link},
        solver_(instance),
        low_(end_at(instance, low)),
        high_(end_at(instance, high)) {}

  LeastRegret find() {
    // Where the link may be down, all but the decisions that never need it lose forever, and
    // between these the rate makes no difference. At one rate alone nothing has to be lost.
    if (low_.rate.value == high_.rate.value || std::isinf(1 / low_.rate.value)) {
      consider(low_.best.placement);
    } else if (SplitCosts::exist_for(low_.instance)) {
      look_at_all_splits();
    } else if (decision_count(low_.instance, most_ + 1) <= most_) {
      look_at_all_placements();
    } else {
      look_at_likely_ones();
    }
    return std::move(found_);
  }

 private:
  End end_at(const Instance& instance, Mbps rate) {
    Instance there = instance_at(instance, link_, rate.value);
    Solution best = solver_.solve(there);
    return {rate, std::move(there), std::move(best)};
  }

  [[nodiscard]] double regret(double at_low, double at_high) const {
    return std::max({0.0, at_low - low_.best.expected_time.count(),
                     at_high - high_.best.expected_time.count()});
  }

  /// Sums of the same terms in another order differ in their last digits.
  [[nodiscard]] double tolerance(double regret) const {
    return kTieTolerance * (low_.best.expected_time.count() + regret);
  }

  void consider(const Placement& placement, double at_low, double at_high) {
    const double regret = this->regret(at_low, at_high);
    const double difference = regret - found_.regret_ms;
    const bool is_first = found_.placement.empty();
    const bool is_tie =
        !is_first && std::abs(difference) <= tolerance(std::min(regret, found_.regret_ms));
    if (is_first || (is_tie ? keeps_more_early(placement, found_.placement) : difference < 0)) {
      found_.placement = placement;
      found_.regret_ms = regret;
    }
  }
  void consider(const Placement& placement) {
    consider(placement, expected_time(low_.instance, placement).expected_time.count(),
             expected_time(high_.instance, placement).expected_time.count());
  }

  void look_at_all_splits() {
    const Milliseconds latency = low_.instance.latency.front();
    const SplitCosts costs(low_.instance);
    for (const SplitCosts::Split& split : costs.splits()) {
      consider({split.handover()}, SplitCosts::expected_time(split, low_.rate, latency).count(),
               SplitCosts::expected_time(split, high_.rate, latency).count());
    }
  }

  void look_at_all_placements() {
    std::vector<double> at_low;
    for_each_decision(low_.instance,
                      [&](const Placement&, Milliseconds time) { at_low.push_back(time.count()); });
    auto low = at_low.begin();
    for_each_decision(high_.instance, [&](const Placement& placement, Milliseconds time) {
      consider(placement, *low++, time.count());
    });
  }

  void look_at_likely_ones() {
    const std::vector<Piece> pieces =
        breakpoints(low_.instance, link_, {low_.rate.value, high_.rate.value});
    for (const Piece& piece : pieces) consider(piece.placement);
    for (const End* end : {&low_, &high_}) {
      solver_.solve(end->instance);
      if (solver_.path_count(end->instance) > most_) continue;
      solver_.for_each_path(end->instance, [&](const Placement& path) { consider(path); });
    }
    const double gap = found_.regret_ms - height_above_chord(pieces);
    found_.gap_ms = gap <= tolerance(found_.regret_ms) ? 0 : gap;
  }

  /// Of the envelope, at most: it is piecewise linear, so at one of its breakpoints.
  [[nodiscard]] double height_above_chord(const std::vector<Piece>& pieces) const {
    const double steepest = 1 / low_.rate.value;
    const double flattest = 1 / high_.rate.value;
    double most = 0;
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
      const double u = 1 / pieces[i].to;
      const double share = (u - flattest) / (steepest - flattest);
      const double chord =
          share * low_.best.expected_time.count() + (1 - share) * high_.best.expected_time.count();
      most = std::max(most, pieces[i].line.at(u) - chord);
    }
    return most;
  }

  std::size_t most_;
  Parameter link_;
  DijkstraSolver solver_;
  End low_;
  End high_;
  LeastRegret found_;
};

}  // namespace

LeastRegret least_regret(const Instance& instance, std::size_t link, Mbps low, Mbps high,
                         std::size_t most_to_look_at) {
  return Search(instance, link, low, high, most_to_look_at).find();
}

}  // namespace popex
