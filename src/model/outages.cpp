// SPDX-License-Identifier: MIT
#include "model/outages.hpp"

#include <algorithm>
#include <cmath>

namespace popex {

Outages::Outages(const RateTrace& trace, double least_s, double patience_s)
    : lap_s_(trace.duration_s()), patience_s_(patience_s) {
  const auto& pieces = trace.pieces();
  const auto is_down = [](const RateTrace::Piece& piece) { return piece.rate.value == 0; };
  is_always_ = std::all_of(pieces.begin(), pieces.end(), is_down);
  if (is_always_) return;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (!is_down(pieces[i]) || (i > 0 && is_down(pieces[i - 1]))) continue;
    std::size_t end = i;
    while (end < pieces.size() && is_down(pieces[end])) ++end;
    outages_.push_back({pieces[i].from_s, end < pieces.size() ? pieces[end].from_s : lap_s_});
  }
  // One that lasts over the end of the trace.
  if (outages_.size() > 1 && outages_.front().begin_s == 0 && outages_.back().end_s == lap_s_) {
    outages_.back().end_s += outages_.front().end_s;
    outages_.erase(outages_.begin());
  }
  outages_.erase(
      std::remove_if(outages_.begin(), outages_.end(),
                     [&](const Outage& outage) { return outage.end_s - outage.begin_s < least_s; }),
      outages_.end());
  for (const Outage& outage : outages_) in_a_lap_s_ += outage.end_s - outage.begin_s;
}

/// The first that ends after a time within the lap; their number where there is none.
std::size_t Outages::first_after(double time_s, Hint hint) const {
  for (std::size_t i = hint; i < std::min(hint + 2, outages_.size()); ++i) {
    if (outages_[i].end_s > time_s && (i == 0 || outages_[i - 1].end_s <= time_s)) return i;
  }
  const auto at =
      std::upper_bound(outages_.begin(), outages_.end(), time_s,
                       [](double time, const Outage& outage) { return time < outage.end_s; });
  return static_cast<std::size_t>(at - outages_.begin());
}

Outages::Waiting Outages::during(double from_s, double to_s, Hint& hint) const {
  if (is_always_) {
    if (std::isinf(patience_s_)) return {to_s - from_s, std::nullopt};
    return {patience_s_, from_s + patience_s_};
  }
  if (outages_.empty()) return {};
  double lap_begin_s = std::floor(from_s / lap_s_) * lap_s_;
  std::size_t next = hint = first_after(from_s - lap_begin_s, hint);
  if (next == 0 && outages_.back().end_s - lap_s_ > from_s - lap_begin_s) {
    next = outages_.size() - 1;  // began in the lap before
    lap_begin_s -= lap_s_;
  }
  Waiting waiting;
  const std::size_t all = outages_.size();
  for (std::size_t met = 0;; ++met) {
    if (next == all) {
      next = 0;
      lap_begin_s += lap_s_;
    }
    // A transfer that has met them all will give up in none; what is left of its laps is known.
    const double laps = std::floor((to_s - lap_begin_s) / lap_s_) - 1;
    if (met > all && next == 0 && laps > 0) {
      waiting.waited_s += laps * in_a_lap_s_;
      lap_begin_s += laps * lap_s_;
    }
    const double begin_s = std::max(lap_begin_s + outages_[next].begin_s, from_s);
    if (!(begin_s < to_s)) return waiting;
    const double end_s = lap_begin_s + outages_[next].end_s;
    if (end_s - begin_s > patience_s_) {
      waiting.waited_s += patience_s_;
      waiting.gave_up_s = begin_s + patience_s_;
      return waiting;
    }
    waiting.waited_s += std::min(end_s, to_s) - begin_s;
    ++next;
  }
}

}  // namespace popex
