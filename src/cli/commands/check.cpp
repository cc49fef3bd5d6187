// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/label.hpp>

#include "background/baseline.hpp"
#include "background/json_shape.hpp"
#include "background/scenario_reader.hpp"
#include "background/text_file.hpp"
#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/sweep_axes.hpp"
#include "decision_maker/dijkstra.hpp"
#include "decision_maker/sweep.hpp"
#include "model/expected_time.hpp"
#include "report/baseline_json.hpp"
#include "report/json.hpp"
#include "report/junit.hpp"
#include "report/text.hpp"
#include "report/wording.hpp"

namespace popex::cli {
namespace {

constexpr double kSolverTolerance = 1e-9;
constexpr std::size_t kMostRecorded = 1'000'000;

struct CheckOptions {
  std::vector<std::string> baselines;
  ProfileOption profile;
  ScenarioOptions scenario;
  OutputOptions output;
  std::string junit;
  std::optional<std::string> tolerance;
  bool only_worse = false;
  bool record = false;
};

bool near(double a, double b, double tolerance) {
  return a == b || std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

/// Today's answer for a scenario, and whether the solver and the formula agree on it.
struct Answer {
  report::CheckOutcome outcome;
  double path_length_ms = 0;
};

report::CheckOutcome outcome_of(const Profile& profile, const Placement& placement,
                                Milliseconds time) {
  report::CheckOutcome outcome;
  outcome.label = label_of(profile, placement);
  for (const Handover& handover : placement) {
    outcome.splits.push_back(report::split_name(profile, handover));
  }
  outcome.expected_time_ms = time.count();
  return outcome;
}

Answer answer_now(const Profile& profile, const Instance& instance, DijkstraSolver& solver) {
  Solution solution = solver.solve(instance);
  const Decision decision = expected_time(instance, std::move(solution.placement));
  return {outcome_of(profile, decision.placement, decision.expected_time),
          solution.expected_time.count()};
}

/// Two times in words, with as many digits as it takes to tell them apart.
std::pair<std::string, std::string> told_apart(double one_ms, double other_ms) {
  std::pair<std::string, std::string> words{report::duration(Milliseconds(one_ms)),
                                            report::duration(Milliseconds(other_ms))};
  for (int digits = 4; words.first == words.second && digits <= 17; ++digits) {
    words = {fmt::format("{:.{}g} ms", one_ms, digits),
             fmt::format("{:.{}g} ms", other_ms, digits)};
  }
  return words;
}

/// How a case is judged.
struct Judgement {
  double tolerance = Baseline::default_tolerance;  ///< of the time, relative
  bool only_worse = false;                         ///< faster is no difference
};

void compare(report::CheckCase& tested, double path_length_ms, const Judgement& judgement) {
  const report::CheckOutcome& expected = tested.expected;
  const report::CheckOutcome& found = tested.found;
  if (expected.label.empty()) {
    if (expected.splits != found.splits) {
      tested.differences.push_back(fmt::format("the split was {}, is {}",
                                               fmt::join(expected.splits, " | "),
                                               fmt::join(found.splits, " | ")));
    }
  } else if (expected.label != found.label) {
    tested.differences.push_back(
        fmt::format("the decision was {}, is {}", expected.label, found.label));
  }
  if (!near(expected.expected_time_ms, found.expected_time_ms, judgement.tolerance)) {
    const auto [was, is] = told_apart(expected.expected_time_ms, found.expected_time_ms);
    const double change = tested.change();
    const std::string by =
        std::isfinite(change) ? report::percent(std::abs(change)) + ' ' : std::string();
    (change < 0 && judgement.only_worse ? tested.remarks : tested.differences)
        .push_back(fmt::format("the expected time was {}, is {}: {}{} (tolerance {})", was, is, by,
                               change < 0 ? "faster" : "slower",
                               report::percent(judgement.tolerance)));
  }
  if (!near(path_length_ms, found.expected_time_ms, kSolverTolerance)) {
    const auto [path, formula] = told_apart(path_length_ms, found.expected_time_ms);
    tested.differences.push_back(
        fmt::format("the shortest path is {} long, but the formula gives {}", path, formula));
  }
}

Result<Baseline> load_baseline(const std::string& file) {
  const Result<std::string> text = read_text_file(file, JsonLimits::bytes);
  if (!text) return text.problems();
  Result<Baseline> baseline = read_baseline(*text);
  if (!baseline) return in_file(file, baseline.problems());
  return baseline;
}

std::string folder_of(const std::string& file) {
  return std::filesystem::path(file).parent_path().string();
}

report::CheckedBaseline check_baseline(const Context& context, const std::string& file,
                                       const Baseline& baseline, const Judgement& judgement) {
  const LoadedProfile loaded = value_or_fail(load(context, baseline.profile, folder_of(file)));
  report::CheckedBaseline checked{file, baseline.profile, {}, {}};
  std::optional<DijkstraSolver> solver;
  Problems problems;
  for (std::size_t i = 0; i < baseline.cases.size(); ++i) {
    const BaselineCase& stored = baseline.cases[i];
    const Result<Instance> instance =
        make_instance(loaded.profile, stored.scenario, ScenarioReader::places());
    if (!instance) {
      for (const Problem& problem : place_in_profile(loaded.file, instance.problems())) {
        problems.push_back({fmt::format("{}: /cases/{}/scenario", file, i),
                            fmt::format("{}: {}", problem.where, problem.message), problem.cause});
      }
      continue;
    }
    if (!solver) solver.emplace(*instance);
    const Answer now = answer_now(loaded.profile, *instance, *solver);
    report::CheckCase result;
    result.scenario = complete_scenario(loaded.profile, *instance, stored.scenario.gamma);
    result.expected = {stored.label, stored.splits, stored.expected_time_ms};
    result.found = now.outcome;
    compare(result, now.path_length_ms, judgement);
    checked.cases.push_back(std::move(result));
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  return checked;
}

/// Baselines of before there were labels cannot tell decisions apart that differ in a branch.
void warn_of_splits(const Context& context, const report::CheckedBaseline& checked) {
  const auto unlabelled = static_cast<std::size_t>(
      std::count_if(checked.cases.begin(), checked.cases.end(),
                    [](const report::CheckCase& tested) { return tested.expected.label.empty(); }));
  if (unlabelled == 0) return;
  context.log.warning(
      fmt::format("{}: {} without a label: the split is compared, not which "
                  "branches run at it; check --record writes labels",
                  checked.file, report::counted(unlabelled, "case")));
}

/// --tolerance, where it is given.
std::optional<double> read_tolerance(const CheckOptions& options, Problems& problems) {
  if (!options.tolerance) return std::nullopt;
  const Result<double> read = parse_value(*options.tolerance, kShare, "--tolerance");
  if (!read) {
    append(problems, read.problems());
  } else if (!(*read >= 0 && *read <= 1)) {
    problems.push_back({"--tolerance", fmt::format("{}, must be between 0 and 1", *read)});
  } else {
    return *read;
  }
  return std::nullopt;
}

/// How a baseline names a profile: by its way from the baseline's folder, or as a bundled one.
std::string name_in_baseline(const std::string& profile, const std::string& baseline) {
  std::error_code error;
  if (!std::filesystem::exists(profile, error)) return profile;
  const std::string folder = folder_of(baseline);
  const auto way = std::filesystem::proximate(profile, folder.empty() ? "." : folder, error);
  return error ? profile : way.string();
}

/// Of a complete scenario what was asked for; the rest stays the profile's, so that a profile whose
/// defaults are edited is noticed.
template <class T>
void keep_given(Setting<T>& complete, const Setting<T>& given) {
  if (given.all) return;
  std::erase_if(complete.named, [&](const auto& entry) {
    return std::none_of(given.named.begin(), given.named.end(),
                        [&](const auto& named) { return named.first == entry.first; });
  });
}

struct Recording {
  std::string profile;
  double tolerance = Baseline::default_tolerance;
  std::vector<report::RecordedCase> cases;
};

/// Today's answers at the points of a grid.
Recording record_grid(const Context& context, const CheckOptions& options,
                      const std::string& file) {
  const Question question = read_question(context, options.profile, options.scenario);
  const Profile& profile = question.loaded.profile;
  const Result<Instance> base = make_instance(profile, question.scenario, option_places());
  if (!base) throw Failure(place_in_profile(question.loaded.file, base.problems()));
  const SweepAxes axes = read_axes(options.scenario, profile, *base, kMostRecorded);
  Recording recording;
  recording.profile = name_in_baseline(options.profile.name, file);
  Sweep sweep(profile, *base, axes);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const SweepPoint& point = sweep.at(i);
    report::RecordedCase recorded{point.scenario, outcome_of(profile, point.decision.placement,
                                                             point.decision.expected_time)};
    keep_given(recorded.scenario.rate, question.scenario.rate);
    keep_given(recorded.scenario.latency, question.scenario.latency);
    keep_given(recorded.scenario.exit_probability, question.scenario.exit_probability);
    recording.cases.push_back(std::move(recorded));
  }
  return recording;
}

/// Today's answers for a baseline's own scenarios.
Recording record_again(const Context& context, const std::string& file) {
  Baseline baseline = value_or_fail(load_baseline(file));
  report::CheckedBaseline checked = check_baseline(context, file, baseline, {});
  Recording recording{baseline.profile, baseline.tolerance, {}};
  for (std::size_t i = 0; i < baseline.cases.size(); ++i) {
    recording.cases.push_back(
        {std::move(baseline.cases[i].scenario), std::move(checked.cases[i].found)});
  }
  return recording;
}

ExitCode record(const Context& context, const CheckOptions& options,
                std::optional<double> tolerance) {
  if (options.baselines.size() != 1) {
    throw Failure("--record",
                  fmt::format("{} baselines, expected one to write", options.baselines.size()));
  }
  const std::string& file = options.baselines.front();
  Recording recording = options.profile.name.empty() ? record_again(context, file)
                                                     : record_grid(context, options, file);
  if (tolerance) recording.tolerance = *tolerance;
  Output output(context, file);
  output.write(report::render_baseline(recording.profile, recording.tolerance, recording.cases));
  output.commit();
  context.log.info(
      fmt::format("{}: {} recorded", file, report::counted(recording.cases.size(), "case")));
  return ExitCode::done;
}

/// Options that would have no effect: each says where it belongs.
Problems misplaced_options(const CheckOptions& options) {
  Problems problems;
  const auto refuse = [&](bool given, const char* option, const char* why) {
    if (given) problems.push_back({option, why});
  };
  const ScenarioOptions& scenario = options.scenario;
  const auto refuse_conditions = [&](const char* why) {
    refuse(!scenario.rate.empty(), "--rate", why);
    refuse(!scenario.latency.empty(), "--latency", why);
    refuse(scenario.gamma.has_value(), "--gamma", why);
    refuse(!scenario.probability.empty(), "--probability", why);
  };
  if (options.record) {
    constexpr const char* written = "not with --record, which writes BASELINE alone";
    refuse(!options.output.file.empty(), "--output", written);
    refuse(!options.output.format.empty(), "--format", written);
    refuse(!options.junit.empty(), "--junit", written);
    refuse(options.only_worse, "--only-worse", "not with --record: nothing is compared");
    if (options.profile.name.empty()) {
      refuse_conditions(
          "goes with --profile; without it the scenarios of the baseline are recorded again");
    }
  } else {
    refuse(!options.profile.name.empty(), "--profile",
           "goes with --record; a baseline names its own profile");
    refuse_conditions("goes with --record; a baseline has its own scenarios");
    refuse(are_one_file(options.junit, options.output.file), "--junit",
           "gets the answer (-o), expected another file");
  }
  return problems;
}

ExitCode run_check(const Context& context, const CheckOptions& options) {
  if (options.baselines.empty()) {
    throw Failure("BASELINE", "missing, expected the baselines to check");
  }
  Problems problems = misplaced_options(options);
  const std::optional<double> tolerance = read_tolerance(options, problems);
  if (!problems.empty()) throw Failure(std::move(problems));
  if (options.record) return record(context, options, tolerance);
  Output output(context, options.output.file);
  std::optional<Output> junit;
  if (!options.junit.empty()) junit.emplace(context, options.junit);

  std::vector<report::CheckedBaseline> checked;  // what cannot be read only has its problems
  bool differs = false;
  for (const std::string& file : options.baselines) {
    try {
      const Baseline baseline = value_or_fail(load_baseline(file));
      const Judgement judgement{tolerance.value_or(baseline.tolerance), options.only_worse};
      checked.push_back(check_baseline(context, file, baseline, judgement));
      warn_of_splits(context, checked.back());
    } catch (const Failure& failure) {  // the other baselines have a right to be checked, too
      append(problems, failure.problems());
      checked.push_back({file, "", {}, failure.problems()});
      continue;
    }
    for (const report::CheckCase& tested : checked.back().cases) {
      differs = differs || !tested.differences.empty();
    }
  }
  const bool json = options.output.chosen() == Format::json;
  if (!json || problems.empty()) {
    output.write(json ? report::render_json(checked) : report::render_text(checked));
    output.commit();
  }
  if (junit) {
    junit->write(report::render_junit(checked));
    junit->commit();
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  return differs ? ExitCode::difference : ExitCode::done;
}

}  // namespace

Command add_check(CLI::App& app) {
  auto options = std::make_shared<CheckOptions>();
  app.add_option("BASELINE", options->baselines, "Files of stored decisions");
  app.add_flag("--record", options->record,
               "Write BASELINE from today's answers: at the grid of the options below, or without "
               "--profile at its own scenarios");
  app.add_option("--junit", options->junit, "Also write the outcome as JUnit XML to FILE")
      ->type_name("FILE");
  app.add_option("--tolerance", options->tolerance,
                 "How far the expected time may be off: 5% or 0.05. Default: what the baseline "
                 "says; with --record 0.0001%")
      ->type_name("SHARE");
  app.add_flag("--only-worse", options->only_worse,
               "A longer time is a difference, a shorter one only a remark");
  options->profile.add_to(app);
  options->scenario.add_to(app, ScenarioOptions::Values::grid);
  options->output.add_to(app, false);
  return [options](const Context& context) { return run_check(context, *options); };
}

}  // namespace popex::cli
