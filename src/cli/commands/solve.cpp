// SPDX-License-Identifier: MIT
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/planner.hpp>

#include "cli/answer_output.hpp"
#include "cli/batch.hpp"
#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/goal_options.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/plot_file.hpp"
#include "cli/robust_options.hpp"
#include "cli/robust_solve.hpp"
#include "cli/solver_option.hpp"
#include "report/csv.hpp"
#include "report/json.hpp"
#include "report/text.hpp"

namespace popex::cli {
namespace {

constexpr std::size_t kMostAlternatives = 100'000;
constexpr std::size_t kMostTop = 10'000;
constexpr std::size_t kMostForRunnerUp = 10'000;  // where all have to be looked at for it
/// In JSON, from which pictures are drawn as well, a decision names every layer.
constexpr std::size_t kMostNames = 25'000'000;

struct SolveOptions {
  ProfileOption profile;
  ScenarioOptions scenario;
  GoalOptions goal;
  OutputOptions output;
  PlotOption plot;
  ThreadsOption threads;
  SolverOption solver;
  RobustOptions robust;
  std::string batch;
  bool all = false;
  std::size_t top = 0;
};

ExitCode solve_for_varied_rate(const Context& context, const SolveOptions& options) {
  RobustRequest request{options.robust, options.profile, options.scenario,
                        options.goal,   options.output,  {}};
  const auto refuse = [&](bool given, const char* option) {
    if (given) request.problems.push_back({option, "not where a rate varies: one decision alone"});
  };
  refuse(!options.batch.empty(), "--batch");
  refuse(options.all, "--all");
  refuse(options.top > 0, "--top");
  refuse(options.solver.chosen() != Solver::dijkstra, "--solver");
  refuse(!options.plot.file.empty(), "--plot");
  return solve_robustly(context, request);
}

ExitCode solve_batch(const Context& context, const SolveOptions& options) {
  Problems problems = options.robust.problems_without_rates();
  BatchOptions batch;
  batch.source = options.batch;
  batch.profile = options.profile.name;
  batch.scenario = options.scenario.scenario(problems);
  batch.goal = options.goal.goal(problems);
  batch.solver = options.solver.chosen();
  batch.threads = options.threads.workers();
  if (options.all) problems.push_back({"--all", "not with --batch: one decision a line"});
  if (options.top > 0) problems.push_back({"--top", "not with --batch: one decision a line"});
  if (!options.plot.file.empty()) {
    problems.push_back({"--plot", "not with --batch: pictures are of one scenario"});
  }
  if (options.output.chosen() == Format::csv) {
    problems.push_back({"--format", "'csv', expected json with --batch: one JSON object a line"});
  }
  if (options.batch == "-" && options.profile.name == "-") {
    problems.push_back({"--batch", "standard input is the profile, expected another source"});
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  Output output(context, options.output.file);
  const ExitCode code = run_batch(context, batch, output);
  output.commit();
  return code;
}

/// Whether the decisions that are listed, times the layers that each of them names, are few enough.
void check_names(const SolveOptions& options, std::size_t layers, std::size_t decisions) {
  const bool draws = !options.plot.file.empty();
  const bool is_json = options.output.chosen() == Format::json && (options.all || options.top > 0);
  const std::size_t listed = options.top > 0 ? std::min(options.top, decisions) : decisions;
  if ((!draws && !is_json) || listed <= kMostNames / layers) return;
  throw Failure(draws ? "--plot" : "--format",
                fmt::format("{} decisions that name {} layers each are too much to {}, expected {}",
                            listed, layers, draws ? "draw" : "write as JSON",
                            draws ? "a lower --top COUNT" : "csv, or a lower --top COUNT"));
}

/// Whether there are few enough decisions to look at each of them.
void check_count(const SolveOptions& options, const Planner& planner, std::size_t decisions) {
  if (decisions <= kMostAlternatives) return;
  if (!options.plot.file.empty() && options.top == 0) {
    throw Failure("--plot", fmt::format("there are {} decisions, at most {} are drawn; --top COUNT "
                                        "draws the best",
                                        decisions, kMostAlternatives));
  }
  if (options.all) {
    throw Failure("--all", fmt::format("there are {} decisions, at most {} are listed", decisions,
                                       kMostAlternatives));
  }
  if (options.top > 0 && planner.ranks_all()) {
    throw Failure("--top",
                  fmt::format("there are {} decisions, for this goal at most {} are ranked",
                              decisions, kMostAlternatives));
  }
}

/// The answer with every decision, whether or not they are asked for in text.
std::string json_to_draw(const report::SolveAnswer& answer, const Planner& planner) {
  report::SolveAnswer complete = answer;
  if (complete.alternatives.empty()) complete.alternatives = planner.all();
  std::string json;
  report::append_json(json, complete);
  return json;
}

/// What --gamma does to times that the profile has.
void note_gamma(const Context& context, const Profile& profile, const Scenario& scenario) {
  if (!scenario.gamma) return;
  Milliseconds edge(0);
  Milliseconds cloud(0);
  for (const Layer& layer : profile.layers()) {
    if (!layer.time.front() || !layer.time.back()) continue;
    edge += *layer.time.front();
    cloud += *layer.time.back();
  }
  if (edge.count() <= 0 || cloud.count() <= 0) return;
  const std::vector<std::string>& tiers = profile.tiers();
  context.log.note(fmt::format(
      "--gamma {}: {} times replaced; this profile's own ratio is {:.4g} (its layers take {:.4g} "
      "ms on {}, {:.4g} ms on {})",
      *scenario.gamma, tiers.front(), edge / cloud, edge.count(), tiers.front(), cloud.count(),
      tiers.back()));
}

ExitCode solve_one(const Context& context, const SolveOptions& options) {
  Problems problems = options.robust.problems_without_rates();
  if (options.all && options.top > 0) {
    problems.push_back({"--top", "not with --all, which lists every decision"});
  }
  options.plot.check(problems, options.output.file);
  const Goal goal = options.goal.goal(problems);
  const Question question =
      read_question(context, options.profile, options.scenario, std::move(problems));
  const Profile& profile = question.loaded.profile;
  const Result<Planner> made =
      Planner::make(profile, question.scenario, goal, option_places(), goal_option_places());
  if (!made) throw Failure(place_in_profile(question.loaded.file, made.problems()));
  const Planner& planner = *made;
  const std::size_t decisions = planner.decision_count();
  check_count(options, planner, decisions);
  check_names(options, profile.layers().size(), decisions);
  const Solver solver = options.solver.chosen();
  Decision decision = value_or_fail(planner.decide(solver, "--solver"));
  Output output(context, options.output.file);
  std::optional<PlotFile> plot = options.plot.open(context);

  report::SolveAnswer answer =
      report::answer_of(profile, planner, goal, solver, std::move(decision));
  if (options.all) {
    answer.alternatives = planner.all();
    answer.left_out = decisions - std::min(decisions, answer.alternatives.size());
  }
  if (options.top > 0) answer.alternatives = planner.best(options.top);
  draw_answer(context, plot, [&] { return json_to_draw(answer, planner); });
  context.log.info(fmt::format("{}: {} layers, {} branches, {} decisions", question.loaded.file,
                               profile.layers().size(), profile.branches().size(), decisions));
  switch (options.output.chosen()) {
    case Format::text:
      note_gamma(context, profile, question.scenario);
      if (!planner.ranks_all() || decisions <= kMostForRunnerUp) {
        for (Decision& other : planner.best(2)) {
          if (answer.runner_up || other.placement == answer.decision.placement) continue;
          answer.runner_up = std::move(other);
        }
      }
      output.write(report::render_text(answer, page_of(context, options.output.file)));
      break;
    case Format::json: {
      std::string json;
      report::append_json(json, answer);
      output.write(json);
      break;
    }
    case Format::csv:
      output.write(report::render_csv(answer));
      break;
  }
  output.commit();
  return ExitCode::done;
}

}  // namespace

Command add_solve(CLI::App& app) {
  auto options = std::make_shared<SolveOptions>();
  options->profile.add_to(app);
  options->scenario.add_to(app);
  options->goal.add_to(app);
  app.add_flag("-a,--all", options->all,
               "Show every decision, not the best alone; through a block its cheapest cut");
  app.add_option("--top", options->top, "Show the COUNT best decisions in order")
      ->type_name("COUNT")
      ->check(CLI::Range(std::size_t{1}, kMostTop));
  options->solver.add_to(app);
  options->robust.add_to(app);
  app.add_option(
         "--batch", options->batch,
         "Decide for each line of FILE (- for standard input), a scenario as JSON, and print "
         "one JSON answer a line; the options above fill in what a line leaves out")
      ->type_name("FILE");
  options->threads.add_to(app);
  options->output.add_to(app, true);
  options->plot.add_to(app);
  return [options](const Context& context) {
    if (options->robust.are_asked_for(options->scenario)) {
      return solve_for_varied_rate(context, *options);
    }
    return options->batch.empty() ? solve_one(context, *options) : solve_batch(context, *options);
  };
}

}  // namespace popex::cli
