// SPDX-License-Identifier: MIT
#include "decision_maker/trace_search.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

#include "decision_maker/solution.hpp"
#include "model/numbers.hpp"
#include "model/quantile.hpp"

namespace popex {
namespace {

/// Groups of no more decisions than this are looked at one by one: a bound costs as much as a
/// decision.
constexpr std::size_t kSmallGroup = 8;
constexpr std::size_t kSmallGroupAtAStart = 4;

}  // namespace

void TraceSearch::Bounds::join(const Bounds& other) {
  reach_from_s = std::min(reach_from_s, other.reach_from_s);
  reach_to_s = std::max(reach_to_s, other.reach_to_s);
  size.value = std::min(size.value, other.size.value);
  probability = std::min(probability, other.probability);
  at_once_ms = std::min(at_once_ms, other.at_once_ms);
  fastest_ms = std::min(fastest_ms, other.fastest_ms);
  given_up_ms = std::min(given_up_ms, other.given_up_ms);
  least_ms = std::min(least_ms, other.least_ms);
}

TraceSearch::TraceSearch(const LinkDecisions& decisions, std::vector<TraceCosts> traces)
    : decisions_(decisions),
      traces_(std::move(traces)),
      timeout_ms_(1000 * traces_.front().times().outage_timeout_s) {
  double longest_s = 0;
  for (const TraceCosts& trace : traces_) {
    starts_ += trace.starts();
    may_give_up_ = may_give_up_ || trace.may_give_up();
    longest_s = std::max(longest_s, trace.start_s(trace.starts()));
    for (const RateTrace::Piece& piece : trace.trace().pieces()) {
      highest_.value = std::max(highest_.value, piece.rate.value);
    }
  }
  // Times of day that are told apart.
  resolution_ms_ = 1000 * longest_s * 4 * std::numeric_limits<double>::epsilon();
  constant_.ms = kInfinity;
  for (std::size_t i = 0; i < decisions_.size(); ++i) {
    const CrossingCosts& costs = decisions_.costs()[i];
    if (!costs.is_constant()) {
      order_.push_back(i);
      continue;
    }
    const double ms = costs.ms_with(0);
    const double digits = kTieTolerance * ms;
    const bool wins =
        std::abs(ms - constant_.ms) <= digits
            ? keeps_more_early(decisions_.placement(i), decisions_.placement(constant_.decision))
            : ms < constant_.ms;
    if (wins) constant_ = {i, ms};
  }
  build_tree();
}

TraceSearch::Bounds TraceSearch::bounds_of(const CrossingCosts& decision) const {
  Bounds bounds{decision.reach_s,
                decision.reach_s,
                decision.size,
                decision.probability,
                decision.ms_with(0),
                decision.ms_with((decision.size / highest_).count()),
                decision.ms_given_up(timeout_ms_),
                0};
  bounds.least_ms =
      may_give_up_ ? std::min(bounds.fastest_ms, bounds.given_up_ms) : bounds.fastest_ms;
  return bounds;
}

void TraceSearch::build_tree() {
  const std::vector<CrossingCosts>& costs = decisions_.costs();
  std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
    return costs[a].reach_s < costs[b].reach_s;
  });
  while (leaves_ < order_.size()) leaves_ *= 2;
  const Bounds nothing{kInfinity, 0,         Bytes{kInfinity}, 1,
                       kInfinity, kInfinity, kInfinity,        kInfinity};
  tree_.assign(2 * leaves_, nothing);
  for (std::size_t i = 0; i < order_.size(); ++i) {
    tree_[leaves_ + i] = bounds_of(costs[order_[i]]);
  }
  for (std::size_t node = leaves_; --node > 0;) {
    tree_[node].join(tree_[2 * node]);
    tree_[node].join(tree_[2 * node + 1]);
  }
}

/// No decision of the group costs less, if it begins then.
double TraceSearch::bound_at(TraceCosts& trace, double time_s, const Bounds& group) const {
  const double upload_s = trace.transfer_s(time_s + group.reach_from_s, group.size) -
                          (group.reach_to_s - group.reach_from_s);
  const double sent_ms = std::max(
      group.fastest_ms, group.at_once_ms + group.probability * std::max(0.0, upload_s) * 1000);
  return may_give_up_ ? std::min(sent_ms, group.given_up_ms) : sent_ms;
}

double TraceSearch::tolerance(double ms) const {
  return kTieTolerance * (ms + most_least_ms_) + resolution_ms_;
}

/// The criterion's value of costs by start, none of which is below `least_ms`; or infinity where it
/// turns out to be above `limit`.
template <class CostAt>
double TraceSearch::value_of(const CostAt& cost_at, double least_ms, Criterion criterion,
                             double risk, double limit) {
  const auto count = static_cast<double>(starts_);
  const double limit_of_sum = limit * count;
  const auto may_be_above =
      static_cast<std::size_t>(count) - 1 - static_cast<std::size_t>(risk * (count - 1));
  std::size_t above = 0;
  double sum = 0;
  double most = 0;
  double left = count;
  std::size_t number = 0;
  if (criterion == Criterion::risk) scratch_.clear();
  for (TraceCosts& trace : traces_) {
    for (std::size_t k = 0; k < trace.starts(); ++k, ++number) {
      const double ms = cost_at(trace, trace.start_s(k));
      switch (criterion) {
        case Criterion::expectation:
          sum += ms;
          --left;
          if (sum + left * least_ms > limit_of_sum) return kInfinity;
          break;
        case Criterion::risk:
          scratch_.push_back(ms);
          if (ms > limit && ++above > may_be_above) return kInfinity;
          break;
        case Criterion::worst:
          most = std::max(most, ms);
          if (most > limit) return kInfinity;
          break;
        case Criterion::regret:
          most = std::max(most, ms - least_[number]);
          if (most > limit) return kInfinity;
          break;
      }
    }
  }
  switch (criterion) {
    case Criterion::expectation:
      return sum / count;
    case Criterion::risk:
      std::sort(scratch_.begin(), scratch_.end());
      return quantile(scratch_, risk);
    case Criterion::worst:
    case Criterion::regret:
      break;
  }
  return most;
}

double TraceSearch::value_of(const CrossingCosts& decision, double least_ms, Criterion criterion,
                             double risk, double limit) {
  return value_of([&](TraceCosts& trace, double time_s) { return trace.ms_at(time_s, decision); },
                  least_ms, criterion, risk, limit);
}

double TraceSearch::value_of(const Bounds& group, Criterion criterion, double risk, double limit) {
  return value_of([&](TraceCosts& trace, double time_s) { return bound_at(trace, time_s, group); },
                  group.least_ms, criterion, risk, limit);
}

double TraceSearch::value(const CrossingCosts& decision, Criterion criterion, double risk) {
  if (criterion == Criterion::regret) least_by_start();
  return value_of(decision, 0, criterion, risk, kInfinity);
}

TraceSearch::Found TraceSearch::least(Criterion criterion, double risk) {
  if (criterion == Criterion::regret) least_by_start();
  Found found{constant_.decision, kInfinity};
  if (std::isfinite(constant_.ms)) {
    found.ms = value_of(decisions_.costs()[constant_.decision], 0, criterion, risk, kInfinity);
  }
  const auto consider = [&](std::size_t decision, double least_ms) {
    const double digits = tolerance(found.ms);
    const double ms =
        value_of(decisions_.costs()[decision], least_ms, criterion, risk, found.ms + digits);
    if (!(ms <= found.ms + digits)) return;
    const bool is_tie = std::abs(ms - found.ms) <= digits;
    if (!is_tie ||
        keeps_more_early(decisions_.placement(decision), decisions_.placement(found.decision))) {
      found = {decision, ms};
    }
  };
  // What a bound for each start alone says of the criterion.
  const auto at_least = [&](const Bounds& group) {
    return criterion == Criterion::regret ? group.least_ms - most_least_ms_ : group.least_ms;
  };
  using Open = std::pair<double, std::size_t>;  // bound, node
  std::priority_queue<Open, std::vector<Open>, std::greater<>> open;
  open.emplace(0, 1);
  std::vector<Open> decisions;
  while (!open.empty()) {
    const auto [bound, node] = open.top();
    open.pop();
    if (bound > found.ms + tolerance(found.ms)) break;
    const auto below = static_cast<std::size_t>(std::countl_zero(node) - std::countl_zero(leaves_));
    const std::size_t first = node << below;
    const std::size_t count = std::size_t{1} << below;
    if (count <= kSmallGroup) {
      decisions.clear();
      for (std::size_t leaf = first; leaf < first + count; ++leaf) {
        if (std::isfinite(tree_[leaf].least_ms))
          decisions.emplace_back(at_least(tree_[leaf]), leaf);
      }
      std::sort(decisions.begin(), decisions.end());
      for (const auto& [least, leaf] : decisions) {
        if (least > found.ms + tolerance(found.ms)) break;
        consider(order_[leaf - leaves_], tree_[leaf].least_ms);
      }
      continue;
    }
    for (const std::size_t child : {2 * node, 2 * node + 1}) {
      const double limit = found.ms + tolerance(found.ms);
      if (!(at_least(tree_[child]) <= limit) || !std::isfinite(tree_[child].least_ms)) continue;
      const double value = value_of(tree_[child], criterion, risk, limit);
      if (value <= limit) open.emplace(value, child);
    }
  }
  return found;
}

TraceSearch::Found TraceSearch::best_at(std::size_t trace, std::size_t start, std::size_t last) {
  TraceCosts& costs = traces_[trace];
  const double time_s = costs.start_s(start);
  Found found = constant_;
  if (last < decisions_.size()) {
    const double ms = costs.ms_at(time_s, decisions_.costs()[last]);
    if (ms <= found.ms + tolerance(found.ms)) found = {last, ms};
  }
  open_.assign(1, 1);
  while (!open_.empty()) {
    const std::size_t node = open_.back();
    open_.pop_back();
    const double limit = found.ms - tolerance(found.ms);
    const Bounds& group = tree_[node];
    if (!(group.least_ms < limit)) continue;
    if (node >= leaves_) {
      const std::size_t decision = order_[node - leaves_];
      const double ms = costs.ms_at(time_s, decisions_.costs()[decision]);
      if (ms < limit) found = {decision, ms};
      continue;
    }
    if (node * kSmallGroupAtAStart < leaves_ && node > 1 &&
        !(bound_at(costs, time_s, group) < limit)) {
      continue;
    }
    const bool left_first = tree_[2 * node].least_ms <= tree_[2 * node + 1].least_ms;
    open_.push_back(2 * node + (left_first ? 1 : 0));
    open_.push_back(2 * node + (left_first ? 0 : 1));
  }
  return found;
}

const std::vector<double>& TraceSearch::least_by_start() {
  if (!least_.empty()) return least_;
  least_.reserve(starts_);
  std::size_t last = decisions_.size();
  for (std::size_t t = 0; t < traces_.size(); ++t) {
    for (std::size_t k = 0; k < traces_[t].starts(); ++k) {
      const Found best = best_at(t, k, last);
      last = best.decision;
      least_.push_back(best.ms);
    }
  }
  most_least_ms_ = *std::max_element(least_.begin(), least_.end());
  return least_;
}

bool TraceSearch::may_pay(std::size_t decision) const {
  const CrossingCosts& costs = decisions_.costs()[decision];
  return decision == constant_.decision ||
         (!costs.is_constant() && bounds_of(costs).least_ms < constant_.ms);
}

}  // namespace popex
