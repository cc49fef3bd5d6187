// SPDX-License-Identifier: MIT
#include "decision_maker/slow_replay.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace popex::test {

CellTrace CellTrace::random(Random& random, std::size_t most_cells, double mean_mbps) {
  std::vector<double> mbps;
  const std::size_t count = integer_between(random, 1, most_cells);
  while (mbps.size() < count) {
    const double rate =
        chance(random, 0.3) ? 0 : log_uniform(random, mean_mbps / 10, mean_mbps * 10);
    mbps.insert(mbps.end(), integer_between(random, 1, 20), rate);
  }
  return CellTrace(std::move(mbps));
}

RateTrace CellTrace::trace() const {
  std::vector<RateTrace::Piece> pieces;
  for (std::size_t i = 0; i < mbps_.size(); ++i) {
    if (i > 0 && mbps_[i] == mbps_[i - 1]) continue;
    pieces.push_back({static_cast<double>(i) / kPerSecond, Mbps{mbps_[i]}});
  }
  return RateTrace::make(std::move(pieces), static_cast<double>(mbps_.size()) / kPerSecond).value();
}

bool CellTrace::is_down() const {
  return std::all_of(mbps_.begin(), mbps_.end(), [](double rate) { return rate == 0; });
}

std::size_t CellTrace::down_around(std::size_t cell) const {
  if (mbps(cell) > 0) return 0;
  if (is_down()) return std::numeric_limits<std::size_t>::max();
  std::size_t count = 1;
  for (std::size_t i = cell + 1; mbps(i) == 0; ++i) ++count;
  for (std::size_t i = cell % cells() + cells() - 1; mbps(i) == 0; --i) ++count;
  return count;
}

/// That a sample gets past so many layers, with the branches that tiers up to `last_tier` run.
double SlowReplay::survival(const TierOf& placement, std::size_t layers,
                            std::size_t last_tier) const {
  double s = 1;
  for (std::size_t j = 0; j < instance_.branches; ++j) {
    if (placement.branch[j] > last_tier || placement.branch[j] + 1 == instance_.tiers) continue;
    if (profile_.branches()[j].after <= layers) s *= 1 - instance_.exit_probability[j].value;
  }
  return s;
}

SlowReplay::Crossing SlowReplay::crossing(const TierOf& placement, std::size_t link) const {
  Crossing crossing;
  for (std::size_t tensor = 0; tensor <= instance_.layers; ++tensor) {
    if (tensor > 0 && placement.layer[tensor - 1] > link) continue;
    bool is_sent = false;
    for (std::size_t i = 0; i < instance_.layers; ++i) {
      const auto& inputs = profile_.layers()[i].inputs;
      is_sent = is_sent || (placement.layer[i] > link &&
                            std::find(inputs.begin(), inputs.end(), tensor) != inputs.end());
    }
    if (!is_sent) continue;
    crossing.happens = true;
    crossing.mbit += 8 * instance_.tensors[tensor].value / 1e6;
  }
  if (crossing.happens) crossing.probability = survival(placement, instance_.layers, link);
  return crossing;
}

double SlowReplay::link_ms(const Crossing& crossing, std::size_t link) const {
  if (!crossing.happens) return 0;
  const double sending = crossing.mbit == 0 ? 0 : 1000 * crossing.mbit / instance_.rate[link].value;
  return sending + instance_.latency[link].count();
}

double SlowReplay::compute_ms(const TierOf& placement, std::size_t first_tier,
                              std::size_t last_tier) const {
  double ms = 0;
  const auto is_there = [&](std::size_t tier) { return first_tier <= tier && tier <= last_tier; };
  for (std::size_t i = 0; i < instance_.layers; ++i) {
    const std::size_t tier = placement.layer[i];
    if (!is_there(tier)) continue;
    ms += survival(placement, i, instance_.tiers) * instance_.layer_time(tier, i).count();
  }
  for (std::size_t j = 0; j < instance_.branches; ++j) {
    const std::size_t tier = placement.branch[j];
    if (!is_there(tier) || tier + 1 == instance_.tiers) continue;
    double s = 1;
    for (std::size_t before = 0; before < j; ++before) {
      s *= 1 - instance_.exit_probability[before].value;
    }
    ms += s * instance_.branch_time(tier, j).count();
  }
  return ms;
}

SlowCost SlowReplay::cost(const TierOf& placement, const CellTrace& trace, double time_s,
                          double interval_s, double timeout_s) const {
  double before_ms = compute_ms(placement, 0, link_);
  double behind_ms = compute_ms(placement, link_ + 1, instance_.tiers - 1);
  for (std::size_t k = 0; k + 1 < instance_.tiers; ++k) {
    if (k == link_) continue;
    const Crossing other = crossing(placement, k);
    if (other.probability == 0) continue;
    (k < link_ ? before_ms : behind_ms) += other.probability * link_ms(other, k);
  }
  const Crossing here = crossing(placement, link_);
  const double r = here.probability;
  if (r == 0 || std::isinf(before_ms + behind_ms)) return {before_ms + behind_ms, 0, false};

  double reach_ms = 0;
  double left_ms = 0;
  for (std::size_t i = 0; i < instance_.layers; ++i) {
    if (placement.layer[i] <= link_) {
      reach_ms += instance_.layer_time(placement.layer[i], i).count();
    } else {
      left_ms += instance_.layer_time(link_, i).count();
    }
  }
  for (std::size_t j = 0; j < instance_.branches; ++j) {
    if (placement.branch[j] > link_) continue;
    reach_ms += instance_.branch_time(placement.branch[j], j).count();
  }
  for (std::size_t k = 0; k < link_; ++k) reach_ms += link_ms(crossing(placement, k), k);

  const double from_s = time_s + reach_ms / 1000;
  double at_s = from_s;
  double rest = here.mbit;
  double idle_s = 0;
  double waited_s = 0;
  for (auto cell = static_cast<std::size_t>(from_s * CellTrace::kPerSecond); rest > 0; ++cell) {
    const double end_s = static_cast<double>(cell + 1) / CellTrace::kPerSecond;
    const double rate = trace.mbps(cell);
    const double here_mbit = rate * (end_s - at_s);
    if (rate > 0 && here_mbit >= rest - 1e-9 * here.mbit) {
      at_s += rest / rate;
      break;
    }
    if (rate > 0) {
      idle_s = 0;
      rest -= here_mbit;
    } else if (idle_s + (end_s - at_s) > timeout_s) {
      at_s += timeout_s - idle_s;
      const double all_waited_s = waited_s + timeout_s - idle_s;
      return {before_ms + r * ((at_s - from_s) * 1000 + left_ms), r * all_waited_s * 1000, true};
    } else {
      if (std::isinf(timeout_s) && trace.is_down()) {
        return {timeout_s, timeout_s, false};
      }
      idle_s += end_s - at_s;
      const double around_s = static_cast<double>(trace.down_around(cell)) / CellTrace::kPerSecond;
      if (around_s >= std::min(interval_s, timeout_s)) waited_s += end_s - at_s;
    }
    at_s = end_s;
  }
  return {before_ms + behind_ms + r * ((at_s - from_s) * 1000 + instance_.latency[link_].count()),
          r * waited_s * 1000, false};
}

}  // namespace popex::test
