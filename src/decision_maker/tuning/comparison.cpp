// SPDX-License-Identifier: MIT
#include <utility>

#include "decision_maker/tuning/tuner_state.hpp"

namespace popex {

TuneComparison Tuner::compare(const TuneQuestion& question, const std::vector<ExitRule>& chosen,
                              std::optional<Milliseconds> deadline) const {
  const std::vector<ExitShare> to_the_end = follow(state_->profile, {}, state_->outcomes).exits;
  const TunedNetwork network = with_exits(state_->network, to_the_end);
  const auto everything_after = [&](std::size_t layers) {
    const Placement placement(network.instance.tiers - 1, Handover{layers, 0, {}});
    return describe(network, to_the_end, placement, deadline);
  };
  TuneComparison made{everything_after(network.instance.layers), everything_after(0),
                      details({}, deadline), std::nullopt, details(chosen, deadline)};
  const ExitLevels levels = state_->right_sized_levels();
  const SearchTarget target = state_->target_of(question);
  const State::Found found = state_->search(levels, {1, state_->limits.most_work}, target);
  if (const auto cell = State::answer(found.best, target)) {
    made.right_sized = details(state_->rules_of(found.best.at(*cell).setting, levels), deadline);
  }
  return made;
}

}  // namespace popex
