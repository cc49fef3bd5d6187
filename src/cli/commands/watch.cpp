// SPDX-License-Identifier: MIT
#include "cli/watch.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <popex/planner.hpp>

#include "cli/answer_output.hpp"
#include "cli/clock.hpp"
#include "cli/commands/commands.hpp"
#include "cli/estimator_options.hpp"
#include "cli/failure.hpp"
#include "cli/file_kind.hpp"
#include "cli/link_option.hpp"
#include "cli/on_change.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/rate_sources/interface.hpp"
#include "cli/rate_sources/iperf3.hpp"
#include "cli/rate_sources/rate_sources.hpp"
#include "cli/stop_signal.hpp"
#include "cli/trace_options.hpp"

namespace popex::cli {
namespace {

constexpr double kShortestPeriod_s = 0.01;
constexpr double kLongestPeriod_s = 7 * 24 * 3600;
constexpr double kLongestDuration_s = 3600;

struct WatchCommandOptions {
  ProfileOption profile;
  std::string source = "-";
  RateColumns columns = RateColumns::found;
  ScenarioOptions scenario;
  LinkOption link;
  EstimatorCommandOptions estimator;
  std::optional<std::string> inferences_per_second;
  std::optional<std::string> period;
  std::optional<std::string> duration;
  bool every = false;
  bool strict = false;
  OnChangeOptions on_change;
  std::string format;
  std::string file;
};

std::string described_sources() {
  std::string text = "Where the rates come from.";
  for (const RateSourceEntry& entry : rate_sources()) {
    text += fmt::format(" {}{}{}: {};", entry.name, entry.argument.empty() ? "" : ":",
                        entry.argument, entry.description);
  }
  text.back() = '.';
  return text + " Default: -";
}

/// A time between two others; the second one where it is not given, or wrong.
double read_time(const std::optional<std::string>& text, const char* option, double least,
                 double most, double otherwise, Problems& problems) {
  if (!text) return otherwise;
  const Result<double> value = parse_value(*text, kDuration, option);
  if (!value) {
    append(problems, value.problems());
    return otherwise;
  }
  if (*value >= least && *value <= most) return *value;
  problems.push_back(
      {option, fmt::format("{} s, must be between {} s and {} s", *value, least, most)});
  return otherwise;
}

/// What is said of the source and goes with it.
std::optional<NamedRateSource> read_source(const WatchCommandOptions& options, Problems& problems) {
  const Result<NamedRateSource> source = find_rate_source(options.source);
  if (!source) {
    append(problems, source.problems());
    return std::nullopt;
  }
  const RateSourceEntry& entry = *source->entry;
  if (entry.reads_input && options.period) {
    problems.push_back({"--period", fmt::format("not with --source {}", entry.name)});
  }
  if (entry.name != "-" && options.columns != RateColumns::found) {
    problems.push_back({"--columns", fmt::format("not with --source {}", entry.name)});
  }
  if (entry.name != "iperf3" && options.duration) {
    problems.push_back({"--duration", fmt::format("not with --source {}", entry.name)});
  }
  if (entry.reads_input && options.profile.name == "-") {
    problems.push_back({"--profile", "standard input has the rates, expected another source"});
  }
  return *source;
}

double read_duration(const WatchCommandOptions& options, Problems& problems) {
  const double duration_s =
      read_time(options.duration, "--duration", 1, kLongestDuration_s, 1, problems);
  if (duration_s != std::floor(duration_s)) {
    problems.push_back({"--duration", fmt::format("{} s, expected whole seconds", duration_s)});
  }
  return duration_s;
}

double read_inferences_per_second(const WatchCommandOptions& options, Problems& problems) {
  const UpdateBoxOptions usual;
  if (!options.inferences_per_second) return usual.inferences_per_second;
  const Result<double> value =
      parse_value(*options.inferences_per_second, kNumber, "--inferences-per-second");
  if (value && *value > 0) return *value;
  if (value) {
    problems.push_back({"--inferences-per-second", fmt::format("{}, must be above 0", *value)});
  } else {
    append(problems, value.problems());
  }
  return usual.inferences_per_second;
}

bool writes_json(const Context& context, const WatchCommandOptions& options) {
  if (!options.format.empty()) return options.format == "json";
  return page_of(context, options.file) != report::Page::terminal;
}

/// Whether the latency of a link was said on the command line.
bool has_latency(const Scenario& scenario, const Link& link) {
  return scenario.latency.all ||
         std::any_of(scenario.latency.named.begin(), scenario.latency.named.end(),
                     [&](const auto& named) { return named.first == link.name; });
}

ExitCode run_watch(const Context& context, const WatchCommandOptions& options) {
  Problems problems;
  const std::optional<NamedRateSource> named = read_source(options, problems);
  const double period_s =
      read_time(options.period, "--period", kShortestPeriod_s, kLongestPeriod_s, 0, problems);
  const double duration_s = read_duration(options, problems);
  WatchOptions watched;
  watched.box = options.estimator.read(problems).front();
  watched.box.inferences_per_second = read_inferences_per_second(options, problems);
  watched.on_change = options.on_change.chosen(problems);
  const Question question =
      read_question(context, options.profile, options.scenario, std::move(problems));
  const Profile& profile = question.loaded.profile;
  watched.link = options.link.index(profile);
  const Result<Planner> planner = Planner::make(
      profile, with_rate_of(question.scenario, profile, watched.link), option_places());
  if (!planner) throw Failure(place_in_profile(question.loaded.file, planner.problems()));
  watched.profile = &profile;
  watched.scenario = planner->scenario();
  watched.takes_latency = !has_latency(question.scenario, profile.links()[watched.link]);
  watched.json = writes_json(context, options);
  watched.every_sample = options.every;
  watched.strict = options.strict;

  const StopSignal stop;
  SteadyClock clock(stop);
  StandardInput standard_input(stop);
  StreamInput stream(context.in);
  const bool is_standard = &context.in == &std::cin;
  LineReader lines(is_standard ? static_cast<ByteInput&>(standard_input) : stream, clock);
  const RateSourceParts parts{
      .lines = lines,
      .clock = clock,
      .period_s = period_s,
      .duration_s = duration_s,
      .assumed_latency = watched.scenario.latency.named[watched.link].second,
      .stop = stop.descriptor(),
      .run_program = [](const ProgramRun& run) { return run_program(run); },
      .columns = options.columns};
  if (named->entry->name == "-") {
    context.log.info("standard input: lines are taken for rates in Mbps, or seconds and a rate");
  }
  const std::unique_ptr<RateSource> source = named->entry->make(named->argument, parts);
  Output output(context, options.file, Output::Writing::appended);
  const ExitCode code =
      Watch(watched, output, context.log).follow(*source, [&] { return stop.is_raised(); });
  output.commit();
  return code;
}

}  // namespace

Command add_watch(CLI::App& app) {
  auto options = std::make_shared<WatchCommandOptions>();
  options->profile.add_to(app);
  app.add_option("--source", options->source, described_sources())->type_name("SOURCE");
  add_columns(app, options->columns, false);
  options->scenario.add_to(app);
  options->link.add_to(app);
  options->estimator.add_to(app);
  app.add_option("--inferences-per-second", options->inferences_per_second,
                 "How many inferences a switch pays for, a second; default: 1")
      ->type_name("COUNT");
  app.add_option("--period", options->period,
                 fmt::format("iperf3, interface: measure so often; default: {}s, {}s",
                             Iperf3::kPeriod_s, Interface::kPeriod_s))
      ->type_name("TIME");
  app.add_option("--duration", options->duration, "iperf3: upload for so long; default: 1s")
      ->type_name("TIME");
  app.add_flag("--every", options->every, "A line for every rate, not only for new decisions");
  app.add_flag("--strict", options->strict,
               "End with exit code 2 at the first line that is wrong, instead of passing it over");
  options->on_change.add_to(app);
  app.add_option("--format", options->format,
                 "text or json, an object a line; default: text on a terminal, else json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}).description(""));
  app.add_option("-o,--output", options->file,
                 "Write to FILE instead of standard output: behind what it has, each line at once")
      ->type_name("FILE");
  check_when_read(app, [options = options.get(), &app] {
    Problems problems = problems_of_ending(app, "-o", options->file, {FileKind::json});
    append(problems, problems_of_format(options->format, options->file));
    return problems;
  });
  return [options](const Context& context) { return run_watch(context, *options); };
}

}  // namespace popex::cli
