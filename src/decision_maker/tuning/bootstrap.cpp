// SPDX-License-Identifier: MIT
#include <algorithm>
#include <random>
#include <utility>

#include "decision_maker/tuning/tuner_state.hpp"
#include "model/quantile.hpp"

namespace popex {
namespace {

/// Numbers of samples, drawn with replacement. Not by std::uniform_int_distribution, with which
/// every standard library draws others.
void draw(std::mt19937_64& random, std::vector<std::uint32_t>& samples) {
  const std::uint64_t count = samples.size();
  for (std::uint32_t& sample : samples) {
    sample = static_cast<std::uint32_t>(((random() >> 32U) * count) >> 32U);
  }
}

/// The middle 95 %.
Interval middle(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  return {quantile(values, 0.025), quantile(values, 0.975)};
}

/// Whether samples leave the tiers after the same layers.
bool is_same_split(const Placement& a, const Placement& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Handover& x, const Handover& y) {
                      return x.layers == y.layers && x.ahead == y.ahead;
                    });
}

/// Who comes and leaves, as `follow` says it of outcomes.
std::vector<ExitShare> shares_of(const ExitLevels& levels, const LeveledSetting& setting,
                                 const std::vector<ExitRule>& rules) {
  std::vector<ExitShare> exits;
  std::vector<bool> staying(levels.samples, true);
  std::size_t count = levels.samples;
  for (std::size_t k = 0; k < setting.size(); ++k) {
    ExitShare& exit = exits.emplace_back();
    exit.branch = rules[k].branch;
    exit.reached = count;
    const std::vector<std::uint32_t>& level = levels.branches[setting[k].branch].level;
    for (std::size_t i = 0; i < levels.samples; ++i) {
      if (!staying[i] || level[i] > setting[k].level) continue;
      staying[i] = false;
      ++exit.left;
    }
    count -= exit.left;
  }
  return exits;
}

}  // namespace

TuneBootstrap Tuner::bootstrap(const TuneQuestion& question, const std::vector<ExitRule>& chosen,
                               std::size_t resamples, std::uint64_t seed) const {
  const State& state = *state_;
  state.check_rules(chosen);
  const Followed followed = follow(state.profile, chosen, state.outcomes);
  const TunedNetwork network = with_exits(state.network, followed.exits);
  const Placement placement = best_placement(network);
  const std::vector<double> costs = costs_by_exit(network.costs(), placement);
  const SearchTarget target = state.target_of(question);
  const SearchLimits limits{state.limits.most_active,
                            state.limits.most_work / std::max<std::size_t>(1, resamples)};

  std::mt19937_64 random(seed);
  std::vector<std::uint32_t> drawn(state.outcomes.samples);
  const auto count = static_cast<double>(drawn.size());
  std::vector<double> cost;
  std::vector<double> accuracy;
  std::size_t feasible = 0;
  std::size_t same = 0;
  for (std::size_t r = 0; r < resamples; ++r) {
    draw(random, drawn);
    double sum = 0;
    std::size_t correct = 0;
    for (const std::uint32_t i : drawn) {
      sum += costs[followed.leaves_at[i]];
      correct += followed.correct[i];
    }
    cost.push_back(sum / count);
    accuracy.push_back(static_cast<double>(correct) / count);

    const ExitLevels levels = state.levels.drawn(drawn);
    const State::Found found = state.search(levels, limits, target);
    const auto cell = State::answer(found.best, target);
    if (!cell) continue;
    ++feasible;
    const LeveledSetting& setting = found.best.at(*cell).setting;
    const std::vector<ExitShare> exits =
        shares_of(levels, setting, state.rules_of(setting, levels));
    if (is_same_split(best_placement(with_exits(state.network, exits)), placement)) ++same;
  }
  const auto share = [&](std::size_t part) {
    return resamples == 0 ? 0 : static_cast<double>(part) / static_cast<double>(resamples);
  };
  return {resamples,   seed,           middle(std::move(cost)), middle(std::move(accuracy)),
          share(same), share(feasible)};
}

}  // namespace popex
