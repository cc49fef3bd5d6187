// SPDX-License-Identifier: MIT
#include "report/replay.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/planner.hpp>

#include "cli/answer_output.hpp"
#include "cli/commands/commands.hpp"
#include "cli/estimator_options.hpp"
#include "cli/failure.hpp"
#include "cli/link_option.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/plot_file.hpp"
#include "cli/sample_times_options.hpp"
#include "cli/trace_options.hpp"
#include "text/number.hpp"

namespace popex::cli {
namespace {

/// A replay keeps some bytes of each.
constexpr double kMostIntervals = 20e6;

struct ReplayCommandOptions {
  ProfileOption profile;
  std::vector<std::string> files;
  TraceOptions trace;
  EstimatorCommandOptions estimator;
  SampleTimesOptions times;
  LinkOption link;
  bool steps = false;
  bool samples = false;
  ScenarioOptions scenario;
  OutputOptions output;
  PlotOption plot;
};

struct NamedTrace {
  std::string file;
  LoadedTrace loaded;
};

std::vector<NamedTrace> load_traces(const Context& context, const ReplayCommandOptions& options,
                                    double interval_s, Problems& problems) {
  std::vector<NamedTrace> traces;
  if (options.files.empty()) {
    problems.push_back({"--trace", "missing, expected the file of a rate trace"});
  }
  const auto stdin_uses = std::count(options.files.begin(), options.files.end(), "-") +
                          (options.profile.name == "-" && !options.samples ? 1 : 0);
  if (stdin_uses > 1) {
    problems.push_back({"--trace", "standard input can be read only once, expected one -"});
    return traces;
  }
  double intervals = 0;
  for (const std::string& file : options.files) {
    Result<LoadedTrace> loaded = options.trace.load(context, file, interval_s);
    const std::string name = file == "-" ? "standard input" : file;
    if (!loaded) {
      append(problems, loaded.problems());
      continue;
    }
    intervals += loaded->trace.duration_s() / interval_s;
    traces.push_back({name, *std::move(loaded)});
  }
  if (intervals > kMostIntervals) {
    problems.push_back(
        {"--interval", fmt::format("makes {:.3g} intervals of the traces, expected at most {:g}",
                                   intervals, kMostIntervals)});
  }
  return traces;
}

/// `seconds rate` lines, each with the time at which its rate is known.
ExitCode print_samples(const Context& context, const ReplayCommandOptions& options,
                       double interval_s, Problems problems) {
  if (options.output.chosen() != Format::text) {
    problems.push_back({options.output.format.empty() ? "-o" : "--format",
                        "not with --samples, which prints 'seconds rate' lines"});
  }
  if (!options.plot.file.empty()) {
    problems.push_back({"--plot", "not with --samples, which prints 'seconds rate' lines"});
  }
  if (options.files.size() > 1) {
    problems.push_back({"--samples", "of one trace, expected a single --trace"});
  }
  const std::vector<NamedTrace> traces = load_traces(context, options, interval_s, problems);
  if (!problems.empty()) throw Failure(std::move(problems));
  Output output(context, options.output.file);
  std::string lines;
  // The third tenth of a second ends at 0.3, but 3 · 0.1 is more than that.
  const double per_s = 1 / interval_s;
  const bool divides = per_s == std::round(per_s);
  double k = 0;
  for (const Mbps rate : traces.front().loaded.trace.sampled(interval_s)) {
    ++k;
    text::append_number(lines, divides ? k / per_s : k * interval_s);
    lines += ' ';
    text::append_number(lines, rate.value);
    lines += '\n';
  }
  output.write(lines);
  output.commit();
  return ExitCode::done;
}

ReplayOptions replay_options(const ReplayCommandOptions& options, const SampleTimes& times,
                             Problems& problems) {
  ReplayOptions replay;
  replay.boxes = options.estimator.read(problems);
  replay.switch_cost = replay.boxes.front().switch_cost;
  replay.interval_s = times.interval_s;
  replay.outage_timeout_s = times.outage_timeout_s;
  options.plot.check(problems, options.output.file);
  replay.keep_steps = options.steps || !options.plot.file.empty();
  if (replay.keep_steps && replay.boxes.size() > 1) {
    problems.push_back(
        {options.steps ? "--steps" : "--plot", "of one estimator, expected a single --estimator"});
  }
  if (options.steps && options.output.chosen() == Format::text) {
    problems.push_back({"--steps", "expected with --format csv or json"});
  }
  return replay;
}

ExitCode run_replay(const Context& context, const ReplayCommandOptions& options) {
  Problems problems;
  const SampleTimes times = options.times.read(problems);
  if (options.samples)
    return print_samples(context, options, times.interval_s, std::move(problems));
  ReplayOptions replay_as = replay_options(options, times, problems);
  std::vector<NamedTrace> traces = load_traces(context, options, times.interval_s, problems);
  const Question question =
      read_question(context, options.profile, options.scenario, std::move(problems));
  const Profile& profile = question.loaded.profile;
  const std::size_t link = options.link.index(profile);
  const Scenario scenario = with_rate_of(question.scenario, profile, link);
  const Result<Planner> planner = Planner::make(profile, scenario, option_places());
  if (!planner) throw Failure(place_in_profile(question.loaded.file, planner.problems()));
  const ReplayNetwork network{value_or_fail(make_instance(profile, scenario, option_places())),
                              std::make_shared<const RateTable>(planner->rate_table(link).value()),
                              link};
  Output output(context, options.output.file);
  std::optional<PlotFile> plot = options.plot.open(context);
  report::ReplayAnswer answer{
      &profile, planner->scenario(), profile.links()[link].name, std::move(replay_as), {}, {}};
  answer.scenario.rate.named.erase(answer.scenario.rate.named.begin() +
                                   static_cast<std::ptrdiff_t>(link));
  std::vector<const RateTrace*> played;
  for (const NamedTrace& trace : traces) {
    answer.traces.push_back({trace.file, trace.loaded.format, trace.loaded.taken});
    played.push_back(&trace.loaded.trace);
  }
  answer.replay = replay(network, played, answer.options);
  draw_answer(context, plot, [&] { return render_csv(answer); });
  answer.options.keep_steps = options.steps;
  write_answer(context, output, options.output, answer);
  return ExitCode::done;
}

}  // namespace

Command add_replay(CLI::App& app) {
  auto options = std::make_shared<ReplayCommandOptions>();
  options->profile.add_to(app);
  add_list(
      app, "--trace", options->files,
      "A trace of the rate: 'seconds Mbps' lines, mahimahi, iperf3 -J or a table, found by its "
      "content; - for standard input; may be repeated",
      "FILE");
  options->estimator.add_to(app, EstimatorCommandOptions::Several::yes);
  options->times.add_to(app);
  options->link.add_to(app);
  app.add_flag("--steps", options->steps,
               "What the one estimator did in every step, as CSV or JSON");
  app.add_flag("--samples", options->samples,
               "Nothing but the trace's rates, 'seconds Mbps' lines for 'popex watch --source -'; "
               "needs no profile");
  options->trace.add_to(app);
  options->scenario.add_to(app);
  options->output.add_to(app, true);
  options->plot.add_to(app);
  return [options](const Context& context) { return run_replay(context, *options); };
}

}  // namespace popex::cli
