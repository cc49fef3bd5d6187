// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/profile_io.hpp>

#include "background/exit_profile.hpp"
#include "cli/answer_output.hpp"
#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/plot_file.hpp"
#include "cli/quantities.hpp"
#include "cli/records_options.hpp"
#include "model/by_name.hpp"
#include "report/exit_answers.hpp"
#include "text/nearest_name.hpp"

namespace popex::cli {
namespace {

constexpr const char* kThreshold = "--threshold";
constexpr std::size_t kMostRows = 1'000'000;

struct ExitsOptions {
  RecordsOptions records;
  CriterionOptions criterion;
  std::vector<std::string> threshold;
  std::string profile;
  OutputOptions output;
  PlotOption plot;
};

/// Thresholds that all branches share, or one for each.
struct Thresholds {
  std::vector<double> shared;
  std::vector<std::pair<std::string, double>> named;
};

/// "0.8", a grid, or "b1=0.8,b2=0.9".
Thresholds read_thresholds(const ExitsOptions& options, Problems& problems) {
  Thresholds thresholds;
  if (options.threshold.empty() && options.criterion.criterion == "confidence") {
    thresholds.shared = {0.8};
  } else if (options.threshold.empty()) {
    problems.push_back({kThreshold, "missing, expected the entropy at which a sample leaves"});
  }
  for (const std::string& text : options.threshold) {
    if (text.find('=') == std::string::npos) {
      const Result<std::vector<double>> grid = parse_grid(text, kShare, kThreshold);
      if (!grid) {
        append(problems, grid.problems());
      } else {
        thresholds.shared.insert(thresholds.shared.end(), grid->begin(), grid->end());
      }
      continue;
    }
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t comma = std::min(text.find(',', begin), text.size());
      const auto [name, value_text] = split_named(text.substr(begin, comma - begin));
      begin = comma + 1;
      const Result<double> value = parse_value(value_text, kShare, kThreshold);
      if (!value) {
        append(problems, value.problems());
      } else {
        thresholds.named.emplace_back(name, *value);
      }
    }
  }
  if (!thresholds.shared.empty() && !thresholds.named.empty()) {
    problems.push_back(
        {kThreshold, "values for all exits and for single ones, expected either of the two"});
  }
  return thresholds;
}

/// The named ones in the order of the branches, each once.
std::vector<double> thresholds_of(const Thresholds& thresholds,
                                  const std::vector<std::string_view>& branches) {
  std::vector<std::optional<double>> found(branches.size());
  Problems problems;
  for (const auto& [name, value] : thresholds.named) {
    const auto at = std::find(branches.begin(), branches.end(), name);
    if (at == branches.end()) {
      problems.push_back(
          {kThreshold, fmt::format("'{}' is no branch, expected one of {}{}", name,
                                   fmt::join(branches, ", "), text::did_you_mean(name, branches))});
      continue;
    }
    std::optional<double>& here = found[static_cast<std::size_t>(at - branches.begin())];
    if (here) problems.push_back({kThreshold, fmt::format("given twice for '{}'", name)});
    here = value;
  }
  std::vector<double> values;
  for (std::size_t j = 0; j < branches.size(); ++j) {
    if (!found[j]) {
      problems.push_back({kThreshold, fmt::format("none for '{}', expected one for each branch: {}",
                                                  branches[j], fmt::join(branches, ", "))});
    } else {
      values.push_back(*found[j]);
    }
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  return values;
}

std::vector<ThresholdPoint> points_of(const ExitOutcomes& outcomes, const Thresholds& thresholds) {
  if (thresholds.named.empty()) return scan_thresholds(outcomes, thresholds.shared);
  return {follow_samples(outcomes, thresholds_of(thresholds, names_of(outcomes.branches)))};
}

/// "Exit probabilities of 1341 samples in test.csv (level 2) with confidence >= 0.8"
std::string origin_of(const LoadedRecords& loaded, const ExitsOptions& options,
                      const ThresholdPoint& point) {
  const SampleGroup& group = loaded.groups.front();
  std::vector<std::string> conditions = options.records.where;
  for (std::size_t c = 0; c < group.values.size(); ++c) {
    conditions.push_back(options.records.by[c] + '=' + group.values[c]);
  }
  const bool by_confidence = options.criterion.criterion == "confidence";
  return fmt::format(
      "Exit probabilities of {} samples in {}{} with {}{}{} {} {}", group.samples.size(),
      loaded.name, conditions.empty() ? "" : fmt::format(" ({})", fmt::join(conditions, ", ")),
      options.criterion.temperature.empty() ? "" : "calibrated ",
      options.criterion.entropy == "normalised" ? "normalised " : "", options.criterion.criterion,
      by_confidence ? ">=" : "<=", fmt::join(point.thresholds, ", "));
}

void write_profile_with_exits(const Context& context, const ExitsOptions& options,
                              const LoadedRecords& loaded, const Thresholds& thresholds) {
  Problems problems;
  if (options.output.chosen() == Format::csv) {
    problems.push_back({"--format", "csv, but a profile is JSON, expected no --format"});
  }
  if (loaded.groups.size() > 1) {
    problems.push_back({"--by", fmt::format("{} conditions, but a profile is of one; --where "
                                            "COLUMN=VALUE picks it",
                                            loaded.groups.size())});
  }
  if (thresholds.shared.size() > 1) {
    problems.push_back(
        {kThreshold, fmt::format("{} values, but a profile is of one", thresholds.shared.size())});
  }
  Result<LoadedProfile> profile = load(context, options.profile);
  if (!profile) {
    append(problems, profile.problems());
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  ExitOutcomes outcomes = value_or_fail(outcomes_of(loaded.records, loaded.groups.front().samples,
                                                    options.criterion.chosen(), loaded.name));
  problems = keep_branches_of(profile->profile, outcomes, loaded.name);
  if (!problems.empty()) throw Failure(std::move(problems));
  const ThresholdPoint point = points_of(outcomes, thresholds).front();
  const Measured made =
      with_exit_statistics(profile->profile, outcomes, point, origin_of(loaded, options, point));
  Output output(context, options.output.file);
  for (const std::string& note : made.notes) context.log.warning(profile->file + ": " + note);
  output.write(write_profile(made.profile));
  output.commit();
}

report::ExitsAnswer answer_of(const ExitsOptions& options, const LoadedRecords& loaded,
                              const Thresholds& thresholds) {
  const CriterionRequest criterion = options.criterion.chosen();
  report::ExitsAnswer answer{{options.records.files, options.records.where, options.records.by},
                             criterion.criterion,
                             criterion.normalised,
                             {},
                             {}};
  for (const ExitRecords::Exit& exit : loaded.records.exits) answer.exits.push_back(exit.name);
  for (const SampleGroup& group : loaded.groups) {
    const ExitOutcomes outcomes =
        value_or_fail(outcomes_of(loaded.records, group.samples, criterion, loaded.name));
    answer.conditions.push_back(
        {group.values, group.samples.size(), points_of(outcomes, thresholds)});
  }
  return answer;
}

ExitCode run_exits(const Context& context, const ExitsOptions& options) {
  Problems problems;
  const Thresholds thresholds = read_thresholds(options, problems);
  options.plot.check(problems, options.output.file);
  if (!options.profile.empty() && !options.plot.file.empty()) {
    problems.push_back({"--plot", "not with --profile, which writes a profile"});
  }
  const LoadedRecords loaded =
      load_records(context, options.records, options.criterion, std::move(problems));
  if (!options.profile.empty()) {
    write_profile_with_exits(context, options, loaded, thresholds);
    return ExitCode::done;
  }
  if (loaded.groups.size() * thresholds.shared.size() > kMostRows) {
    throw Failure(kThreshold,
                  fmt::format("{} thresholds for {} conditions, expected at most {} "
                              "in all",
                              thresholds.shared.size(), loaded.groups.size(), kMostRows));
  }
  Output output(context, options.output.file);
  std::optional<PlotFile> plot = options.plot.open(context);
  const report::ExitsAnswer answer = answer_of(options, loaded, thresholds);
  draw_answer(context, plot, [&] { return render_json(answer); });
  write_answer(context, output, options.output, answer);
  return ExitCode::done;
}

}  // namespace

Command add_exits(CLI::App& app) {
  auto options = std::make_shared<ExitsOptions>();
  options->records.add_to(app);
  options->criterion.add_to(app);
  add_list(app, kThreshold, options->threshold,
           "Where a sample leaves: a value or a grid for all branches, or one for each; default: "
           "0.8 for confidence",
           "GRID|NAME=VALUE,…");
  app.add_option("-p,--profile", options->profile,
                 "Write this profile with the exit probabilities and accuracies in, instead of a "
                 "table")
      ->type_name("PROFILE");
  options->output.add_to(app, true);
  options->plot.add_to(app);
  return [options](const Context& context) { return run_exits(context, *options); };
}

}  // namespace popex::cli
