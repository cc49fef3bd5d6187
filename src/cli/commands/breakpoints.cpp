// SPDX-License-Identifier: MIT
#include <memory>
#include <optional>
#include <utility>

#include <popex/planner.hpp>

#include "cli/answer_output.hpp"
#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/over_options.hpp"
#include "cli/plot_file.hpp"
#include "report/csv.hpp"
#include "report/json.hpp"
#include "report/text.hpp"

namespace popex::cli {
namespace {

struct BreakpointsOptions {
  ProfileOption profile;
  ScenarioOptions scenario;
  OverOptions over;
  OutputOptions output;
  PlotOption plot;
};

ExitCode run_breakpoints(const Context& context, const BreakpointsOptions& options) {
  Problems problems;
  options.plot.check(problems, options.output.file);
  if (!problems.empty()) throw Failure(std::move(problems));
  const VariedQuestion question =
      read_varied_question(context, options.profile, options.scenario, options.over);
  Output output(context, options.output.file);
  std::optional<PlotFile> plot = options.plot.open(context);
  const report::BreakpointsAnswer answer{
      &question.loaded.profile, question.scenario, question.parameter,
      question.planner.breakpoints(question.parameter, question.interval).value()};
  draw_answer(context, plot, [&] { return render_json(answer); });
  write_answer(context, output, options.output, answer);
  return ExitCode::done;
}

}  // namespace

Command add_breakpoints(CLI::App& app) {
  auto options = std::make_shared<BreakpointsOptions>();
  options->profile.add_to(app);
  options->over.add_to(app);
  options->scenario.add_to(app);
  options->output.add_to(app, true);
  options->plot.add_to(app);
  return [options](const Context& context) { return run_breakpoints(context, *options); };
}

}  // namespace popex::cli
