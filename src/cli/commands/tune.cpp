// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/label.hpp>
#include <popex/tuner.hpp>

#include "background/exit_profile.hpp"
#include "cli/answer_output.hpp"
#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/tune_options.hpp"
#include "report/decision_text.hpp"
#include "report/tune_answer.hpp"

namespace popex::cli {
namespace {

/// What all conditions have in common.
struct Tuning {
  const TuneCommandOptions& options;
  const Question& network;
  TuneOptions tune;
  std::optional<TuneQuestion> question;
  const LoadedRecords& records;
  std::optional<LoadedRecords> others;  ///< of --validate

  [[nodiscard]] const Profile& profile() const { return network.loaded.profile; }
  /// Of a time: there is none of an energy or an accuracy.
  [[nodiscard]] std::optional<Milliseconds> deadline() const {
    if (!options.deadline || !question) return std::nullopt;
    return Milliseconds(question->bound);
  }

  [[nodiscard]] ExitOutcomes outcomes_for(const LoadedRecords& loaded,
                                          const SampleList& samples) const {
    ExitOutcomes outcomes = value_or_fail(
        outcomes_of(loaded.records, samples, options.criterion.chosen(), loaded.name));
    if (Problems problems = keep_branches_of(profile(), outcomes, loaded.name); !problems.empty()) {
      throw Failure(std::move(problems));
    }
    if (Problems problems = missing_correctness(outcomes, loaded.name); !problems.empty()) {
      throw Failure(std::move(problems));
    }
    return outcomes;
  }
};

report::TuneChoice choice(const Tuner& tuner, std::string name, TunedDecision decision) {
  Profile profile = tuner.profile_of(decision);
  return {std::move(name), std::move(profile), std::move(decision)};
}

/// The samples of --validate under the same condition.
ExitOutcomes validation_samples(const Tuning& tuning, const SampleGroup& group) {
  const auto& groups = tuning.others->groups;
  const auto same = std::find_if(groups.begin(), groups.end(), [&](const SampleGroup& other) {
    return other.values == group.values;
  });
  if (same == groups.end()) {
    throw Failure("--validate", fmt::format("{} has no samples with {} {}", tuning.others->name,
                                            fmt::join(tuning.options.records.by, ", "),
                                            fmt::join(group.values, ", ")));
  }
  return tuning.outcomes_for(*tuning.others, same->samples);
}

/// The answer, or problems that say of which condition they are.
TunedPoint decide(const Tuning& tuning, const Tuner& tuner, const SampleGroup& group) {
  Result<TunedPoint> found = tuner.decide(*tuning.question);
  if (found) return *std::move(found);
  Problems problems = found.problems();
  if (!group.values.empty()) {
    for (Problem& problem : problems) {
      problem.message = fmt::format("{} {}: {}", fmt::join(tuning.options.records.by, ", "),
                                    fmt::join(group.values, ", "), problem.message);
    }
  }
  throw Failure(std::move(problems));
}

void answer_question(const Tuning& tuning, const Tuner& tuner, const SampleGroup& group,
                     report::TuneAnswer::Condition& condition) {
  const TuneQuestion& question = *tuning.question;
  const TunedPoint found = decide(tuning, tuner, group);
  condition.gap = found.gap;
  TuneComparison all = tuner.compare(question, found.point.exits, tuning.deadline());
  if (tuning.others) {
    Result<TunedDecision> seen =
        tuner.evaluate(all.chosen, validation_samples(tuning, group), tuning.deadline());
    if (!seen) {  // the tuner knows the place of its own records alone
      Problems problems = seen.problems();
      for (Problem& problem : problems) problem.where = tuning.others->name;
      throw Failure(std::move(problems));
    }
    condition.validation = *std::move(seen);
  }
  if (tuning.options.bootstrap) {
    condition.bootstrap = tuner.bootstrap(question, found.point.exits, *tuning.options.bootstrap,
                                          tuning.options.seed);
  }
  const std::vector<std::string>& tiers = tuning.profile().tiers();
  condition.choices.push_back(choice(tuner, tiers.front() + " only", std::move(all.edge_only)));
  condition.choices.push_back(choice(tuner, tiers.back() + " only", std::move(all.cloud_only)));
  condition.choices.push_back(choice(tuner, "no exits", std::move(all.no_exits)));
  if (all.right_sized) {
    condition.choices.push_back(choice(tuner, "right-sized", *std::move(all.right_sized)));
  }
  condition.choices.push_back(choice(tuner, "popex", std::move(all.chosen)));
}

void find_front(const Tuner& tuner, report::TuneAnswer::Condition& condition) {
  ParetoFront front = tuner.pareto();
  condition.gap = front.gap;
  const std::vector<TunedDecision> decisions = tuner.details(front.points);
  // A label depends on the branches that are on alone, and a front has few sets of them.
  std::map<std::vector<std::size_t>, Profile> profiles;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    std::vector<std::size_t> on;
    for (const ExitRule& rule : front.points[i].exits) on.push_back(rule.branch);
    auto profile = profiles.find(on);
    if (profile == profiles.end()) {
      profile = profiles.emplace(std::move(on), tuner.profile_of(decisions[i])).first;
    }
    condition.front.push_back(
        {std::move(front.points[i]), label_of(profile->second, decisions[i].decision.placement)});
  }
}

report::TuneAnswer answer_of(const Tuning& tuning, const Goal& goal) {
  const CriterionRequest criterion = tuning.options.criterion.chosen();
  report::TuneAnswer answer{
      &tuning.profile(),
      {},
      goal,
      criterion.criterion,
      criterion.normalised,
      {tuning.options.records.files, tuning.options.records.where, tuning.options.records.by},
      tuning.options.validate,
      tuning.question,
      {}};
  for (const SampleGroup& group : tuning.records.groups) {
    const ExitOutcomes outcomes = tuning.outcomes_for(tuning.records, group.samples);
    Result<Tuner> tuner =
        Tuner::make(tuning.profile(), tuning.network.scenario, outcomes, tuning.tune,
                    option_places(), tuning.options.places(tuning.records.name));
    if (!tuner) {
      throw Failure(place_in_profile(tuning.network.loaded.file, tuner.problems()));
    }
    answer.scenario = tuner->scenario();
    auto& condition = answer.conditions.emplace_back();
    condition.values = group.values;
    condition.samples = group.samples.size();
    if (tuning.question) {
      answer_question(tuning, *tuner, group, condition);
    } else {
      find_front(*tuner, condition);
    }
  }
  return answer;
}

ExitCode run_tune(const Context& context, const TuneCommandOptions& options) {
  Problems problems;
  options.plot.check(problems, options.output.file);
  const std::optional<TuneQuestion> question = options.question(problems);
  const Goal goal = options.goal.goal(problems);
  const TuneOptions tune = options.tune_options(goal, problems);
  for (const auto& [name, is_given] : {std::pair("--bootstrap", options.bootstrap.has_value()),
                                       std::pair("--validate", !options.validate.empty())}) {
    if (options.pareto && is_given) {
      problems.push_back({name, "of one point, expected without --pareto"});
    }
  }
  const Question network =
      read_question(context, options.profile, options.scenario, std::move(problems));
  const LoadedRecords records = load_records(context, options.records, options.criterion);
  Tuning tuning{options, network, tune, question, records, {}};
  if (!options.validate.empty()) {
    RecordsOptions others = options.records;
    others.files = {options.validate};
    tuning.others = load_records(context, others, options.criterion);
  }
  Output output(context, options.output.file);
  std::optional<PlotFile> plot = options.plot.open(context);
  const report::TuneAnswer answer = answer_of(tuning, goal);
  draw_answer(context, plot, [&] { return render_json(answer); });
  write_answer(context, output, options.output, answer);
  return ExitCode::done;
}

}  // namespace

Command add_tune(CLI::App& app) {
  auto options = std::make_shared<TuneCommandOptions>();
  options->add_to(app);
  return [options](const Context& context) { return run_tune(context, *options); };
}

}  // namespace popex::cli
