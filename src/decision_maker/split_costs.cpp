// SPDX-License-Identifier: MIT
#include "decision_maker/split_costs.hpp"

#include <algorithm>
#include <limits>

#include "decision_maker/progress.hpp"

namespace popex {

SplitCosts::SplitCosts(const Instance& instance) {
  splits_.reserve(instance.layers + instance.branches + 1);
  Progress at;
  double edge_ms = 0;
  while (at.done.layers < instance.layers) {
    splits_.push_back(
        {at.done, edge_ms, at.survival.value, instance.tensors[at.done.layers].value, 0});
    edge_ms += at.step_time(instance, 0).count();
    at.advance(instance);
  }
  splits_.push_back({at.done, edge_ms, 0, 0, 0});
  Milliseconds rest{0};
  std::size_t layer = instance.layers;
  for (auto split = splits_.rbegin() + 1; split != splits_.rend(); ++split) {
    while (layer > split->at.layers) rest += instance.allowed_time(1, --layer);
    split->cloud_ms = expected(Probability{split->offload_probability}, rest).count();
  }
}

std::size_t SplitCosts::best(Mbps rate, Milliseconds latency) const {
  double least = std::numeric_limits<double>::infinity();
  for (const Split& split : splits_) {
    least = std::min(least, expected_time(split, rate, latency).count());
  }
  std::size_t best = splits_.size() - 1;
  while (expected_time(splits_[best], rate, latency).count() > (1 + kTieTolerance) * least) --best;
  return best;
}

}  // namespace popex
