// SPDX-License-Identifier: MIT
#include "decision_maker/sweep.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/goal_options.hpp"
#include "cli/in_order.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/plot_file.hpp"
#include "cli/progress.hpp"
#include "cli/sweep_axes.hpp"
#include "report/csv.hpp"
#include "report/json.hpp"
#include "report/sweep_text.hpp"

namespace popex::cli {
namespace {

constexpr std::size_t kMostPoints = 1'000'000'000;
constexpr std::size_t kMostDrawn = 5'000'000;
constexpr std::size_t kChunkPoints = 1024;

struct SweepOptions {
  ProfileOption profile;
  ScenarioOptions scenario;
  GoalOptions goal;
  OutputOptions output;
  PlotOption plot;
  ThreadsOption threads;
};

/// Rows of a chunk of points: as the answer has them, and as CSV for the picture if there is one.
struct SweepChunk {
  std::string text;
  std::string csv;
};

/// How the points of one format are written.
struct SweepFormat {
  std::string begin;
  std::function<void(std::string& out, const SweepPoint& point, bool first)> append;
  std::string end;
};

SweepFormat format_of(Format format, const Profile& profile, const Goal& goal) {
  switch (format) {
    case Format::json:
      return {report::sweep_json_begin(profile, goal),
              [&](std::string& out, const SweepPoint& point, bool first) {
                report::append_sweep_json(out, profile, goal, point, first);
              },
              report::sweep_json_end()};
    case Format::csv:
      return {report::sweep_csv_heading(profile, goal),
              [&](std::string& out, const SweepPoint& point, bool /*first*/) {
                report::append_sweep_csv(out, profile, goal, point);
              },
              ""};
    case Format::text:
      break;
  }
  return {report::sweep_text_heading(profile, goal),
          [&](std::string& out, const SweepPoint& point, bool /*first*/) {
            report::append_sweep_text(out, profile, point);
          },
          ""};
}

/// Whether there is a curve to draw.
bool varies(const SweepAxes& axes) {
  const auto has_two = [](const std::vector<double>& values) {
    return std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) != values.end();
  };
  return std::any_of(axes.rates.begin(), axes.rates.end(), has_two) || has_two(axes.gammas) ||
         std::any_of(axes.probabilities.begin(), axes.probabilities.end(),
                     [&](const SweepAxes::ProbabilityAxis& axis) { return has_two(axis.values); });
}

ExitCode run_sweep(const Context& context, const SweepOptions& options) {
  Problems problems;
  options.plot.check(problems, options.output.file);
  const Goal goal = options.goal.goal(problems);
  const Question question =
      read_question(context, options.profile, options.scenario, std::move(problems));
  const Profile& profile = question.loaded.profile;
  const Result<Instance> base = make_instance(profile, question.scenario, option_places());
  if (!base) throw Failure(place_in_profile(question.loaded.file, base.problems()));
  check_goal(question.loaded, question.scenario, goal);
  const SweepAxes axes = read_axes(options.scenario, profile, *base, kMostPoints);
  const std::size_t points = axes.size();

  if (!options.plot.file.empty() && points > kMostDrawn) {
    throw Failure("--plot", fmt::format("the grids have {} points, at most {} are drawn", points,
                                        kMostDrawn));
  }
  if (!options.plot.file.empty() && !varies(axes)) {
    throw Failure("--plot", "expected a grid of two or more values, of --rate for instance");
  }
  Output output(context, options.output.file);
  std::optional<PlotFile> plot = options.plot.open(context);
  std::string drawn = plot ? report::sweep_csv_heading(profile, goal) : "";
  const SweepFormat format = format_of(options.output.chosen(), profile, goal);
  output.write(format.begin);
  ProgressLine progress(context.err, context.shows_progress && !options.output.file.empty(),
                        "sweep", points);
  const std::size_t chunks = (points + kChunkPoints - 1) / kChunkPoints;
  const auto threads =
      static_cast<unsigned>(std::min<std::size_t>(options.threads.workers(), chunks));
  std::size_t begun = 0;
  std::size_t done = 0;
  work_in_order<std::size_t, SweepChunk>(
      threads,
      [&](std::size_t& first) {
        first = begun;
        begun += kChunkPoints;
        return first < points;
      },
      [&] {
        return [&, sweep = Sweep(profile, *base, axes, goal)](std::size_t first,
                                                              SweepChunk& chunk) mutable {
          chunk.text.clear();
          chunk.csv.clear();
          const std::size_t end = std::min(points, first + kChunkPoints);
          for (std::size_t i = first; i < end; ++i) {
            const SweepPoint& point = sweep.at(i);
            format.append(chunk.text, point, i == 0);
            if (plot) report::append_sweep_csv(chunk.csv, profile, goal, point);
          }
        };
      },
      [&](const SweepChunk& chunk) {
        output.write(chunk.text);
        drawn += chunk.csv;
        done = std::min(points, done + kChunkPoints);
        progress.update(done);
      });
  output.write(format.end);
  draw_answer(context, plot, [&] { return std::move(drawn); });
  output.commit();
  return ExitCode::done;
}

}  // namespace

Command add_sweep(CLI::App& app) {
  auto options = std::make_shared<SweepOptions>();
  options->profile.add_to(app);
  options->scenario.add_to(app, ScenarioOptions::Values::grid);
  options->goal.add_to(app);
  options->threads.add_to(app);
  options->output.add_to(app, true);
  options->plot.add_to(app);
  app.footer(
      "A grid: 1.1,5.5,18.8 or 0:1:0.05 (start:stop:step) or log:10:1000:25 (start:stop:count), "
      "both ends included. Where no decision keeps to the bounds, a point has none.");
  return [options](const Context& context) { return run_sweep(context, *options); };
}

}  // namespace popex::cli
