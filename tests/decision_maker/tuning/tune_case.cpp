// SPDX-License-Identifier: MIT
#include "decision_maker/tuning/tune_case.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "decision_maker/second_opinion.hpp"
#include "support/random_profile.hpp"

namespace popex::test {
namespace {

Goal energy_goal(const TuneOptions& options) {
  Goal goal;
  goal.objective = options.objective;
  goal.power_mw = options.power_mw;
  goal.radio_power = options.radio_power;
  return goal;
}

}  // namespace

ExitOutcomes random_outcomes(Random& random, const ProfileData& data, std::size_t samples,
                             std::size_t most_values) {
  ExitOutcomes made;
  made.criterion = chance(random, 0.5) ? ExitCriterion::confidence : ExitCriterion::entropy;
  made.samples = samples;
  std::vector<double> easy(samples);
  for (double& sample : easy) sample = real_between(random, 0, 1);
  for (std::size_t i = 0; i < samples; ++i) made.correct.push_back(chance(random, 0.85) ? 1 : 0);
  for (const auto& branch : data.branches) {
    ExitOutcomes::Branch one{branch.name, {}, {}};
    const auto steps = static_cast<double>(integer_between(random, 1, most_values));
    for (std::size_t i = 0; i < samples; ++i) {
      const double sure = std::min(1.0, std::max(0.0, easy[i] + real_between(random, -0.4, 0.4)));
      const double value = std::floor(sure * steps) / steps;
      one.value.push_back(made.criterion == ExitCriterion::confidence ? value : 1 - value);
      one.correct.push_back(chance(random, 0.4 + 0.6 * sure) ? 1 : 0);
    }
    made.branches.push_back(std::move(one));
  }
  return made;
}

struct TuneCase::Parts {
  Parts(Random& random, const TuneShape& shape) {
    RandomOptions some;
    some.most_tiers = 3;
    some.most_layers = shape.is_chain ? 7 : 6;
    some.most_branches = shape.most_branches;
    data = shape.is_chain ? random_chain(random, some) : random_network(random, some);
    scenario = random_scenario(random, data, some);
    outcomes = random_outcomes(random, data, integer_between(random, 1, 30), shape.most_values);
    // Outcomes may come in any order, and of some branch there may be none.
    std::shuffle(outcomes.branches.begin(), outcomes.branches.end(), random);
    if (!outcomes.branches.empty() && chance(random, 0.2)) outcomes.branches.pop_back();
    for (auto& branch : data.branches) branch.exit_probability.reset();  // not read
    for (auto& layer : data.layers) layer.parameters = Bytes{0};
    options.objective = shape.objective;
    if (shape.objective == Objective::energy) add_powers(random);
  }

  void add_powers(Random& random) {
    for (const std::string& tier : data.tiers) {
      const bool counts = tier == data.tiers.front() || chance(random, 0.3);
      if (counts) options.power_mw.emplace_back(tier, log_uniform(random, 100, 1e4));
    }
    options.radio_power.all = RadioPower{log_uniform(random, 1, 1e3), log_uniform(random, 1, 1e4)};
  }

  ProfileData data;
  Scenario scenario;
  ExitOutcomes outcomes;
  TuneOptions options;
};

TuneCase::TuneCase(Random& random, const TuneShape& shape) : TuneCase(Parts(random, shape)) {}

TuneCase::TuneCase(Parts parts)
    : profile(make_profile(std::move(parts.data)).value()),
      scenario(std::move(parts.scenario)),
      outcomes(std::move(parts.outcomes)),
      options(std::move(parts.options)) {}

const ExitOutcomes::Branch* TuneCase::outcomes_of(std::size_t branch) const {
  const auto found =
      std::find_if(outcomes.branches.begin(), outcomes.branches.end(),
                   [&](const auto& one) { return one.name == profile.branches()[branch].name; });
  return found == outcomes.branches.end() ? nullptr : &*found;
}

std::vector<std::vector<double>> TuneCase::every_value() const {
  std::vector<std::vector<double>> values;
  for (std::size_t j = 0; j < profile.branches().size(); ++j) {
    const ExitOutcomes::Branch* branch = outcomes_of(j);
    values.push_back(branch == nullptr ? std::vector<double>{} : branch->value);
    std::sort(values.back().begin(), values.back().end());
    values.back().erase(std::unique(values.back().begin(), values.back().end()),
                        values.back().end());
  }
  return values;
}

Profile TuneCase::with_branches_of(const std::vector<ExitRule>& exits) const {
  ProfileData data = data_of(profile);
  std::vector<ProfileData::Branch> on;
  for (const ExitRule& rule : exits) on.push_back(data.branches[rule.branch]);
  data.branches = std::move(on);
  return make_profile(std::move(data)).value();
}

std::vector<double> TuneCase::costs_by_exit(const Profile& reduced, const TierOf& placement,
                                            Objective objective) const {
  Scenario all_stay = scenario;
  if (!reduced.branches().empty()) all_stay.exit_probability.all = Probability{0};
  Instance instance = make_instance(reduced, all_stay).value();
  const Goal goal = energy_goal(options);
  std::vector<double> costs;
  for (std::size_t leaving = 0; leaving <= reduced.branches().size(); ++leaving) {
    for (std::size_t j = 0; j < reduced.branches().size(); ++j) {
      instance.exit_probability[j] = Probability{j == leaving ? 1.0 : 0.0};
    }
    const Figures figures = SecondOpinion(reduced, goal, instance).figures(placement);
    costs.push_back(objective == Objective::energy ? figures.energy() : figures.time);
  }
  return costs;
}

std::size_t TuneCase::exit_of(const std::vector<ExitRule>& exits, std::size_t sample) const {
  for (std::size_t k = 0; k < exits.size(); ++k) {
    if (!exits[k].threshold) return k;
    const double value = outcomes_of(exits[k].branch)->value[sample];
    const double threshold = *exits[k].threshold;
    if (outcomes.criterion == ExitCriterion::confidence ? value >= threshold : value <= threshold) {
      return k;
    }
  }
  return exits.size();
}

bool TuneCase::is_right(const std::vector<ExitRule>& exits, std::size_t sample) const {
  const std::size_t k = exit_of(exits, sample);
  if (k == exits.size()) return outcomes.correct[sample] == 1;
  return outcomes_of(exits[k].branch)->correct[sample] == 1;
}

void TuneCase::add_settings(const std::vector<std::vector<double>>& thresholds,
                            const std::vector<std::size_t>& on, bool is_shared,
                            std::vector<EnumeratedSetting>& all) const {
  std::vector<ExitRule> exits;
  for (const std::size_t branch : on) exits.push_back({branch, std::nullopt});
  const Profile reduced = with_branches_of(exits);
  std::vector<std::vector<double>> costs;
  for (const TierOf& placement : every_placement(reduced)) {
    const bool passes =
        std::all_of(placement.branch.begin(), placement.branch.end(),
                    [&](std::size_t tier) { return tier + 1 < profile.tiers().size(); });
    if (passes) costs.push_back(costs_by_exit(reduced, placement, options.objective));
  }
  // An odometer of thresholds; the highest digit is everybody.
  std::vector<std::size_t> digit(on.size(), 0);
  while (true) {
    bool counts = true;
    for (std::size_t k = 0; k < on.size(); ++k) {
      const auto& list = thresholds[on[k]];
      exits[k].threshold = digit[k] < list.size() ? std::optional(list[digit[k]]) : std::nullopt;
      counts = counts && (!is_shared || exits[k].threshold == exits[0].threshold);
    }
    if (counts) {
      EnumeratedSetting made{exits, std::numeric_limits<double>::infinity(), 0};
      std::vector<std::size_t> left(on.size() + 1, 0);
      for (std::size_t i = 0; i < outcomes.samples; ++i) {
        ++left[exit_of(exits, i)];
        made.correct += is_right(exits, i) ? 1U : 0U;
      }
      for (const auto& by_exit : costs) {
        double sum = 0;
        for (std::size_t k = 0; k < left.size(); ++k) {
          if (left[k] > 0) sum += static_cast<double>(left[k]) * by_exit[k];
        }
        made.cost = std::min(made.cost, sum / static_cast<double>(outcomes.samples));
      }
      all.push_back(std::move(made));
    }
    std::size_t k = 0;
    while (k < on.size() && ++digit[k] > thresholds[on[k]].size()) digit[k++] = 0;
    if (k == on.size()) return;
  }
}

std::vector<EnumeratedSetting> TuneCase::every_setting(
    const std::vector<std::vector<double>>& thresholds, std::size_t most_active,
    bool is_shared) const {
  std::vector<EnumeratedSetting> all;
  const std::size_t branches = profile.branches().size();
  for (std::size_t set = 0; set < std::size_t{1} << branches; ++set) {
    std::vector<std::size_t> on;
    bool is_known = true;
    for (std::size_t j = 0; j < branches; ++j) {
      if ((set >> j & 1U) == 0) continue;
      on.push_back(j);
      is_known = is_known && outcomes_of(j) != nullptr;
    }
    if (is_known && on.size() <= most_active) add_settings(thresholds, on, is_shared, all);
  }
  return all;
}

}  // namespace popex::test
