// SPDX-License-Identifier: MIT
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "decision_maker/dijkstra.hpp"
#include "report/dot.hpp"

namespace popex::cli {
namespace {

struct GraphOptions {
  ProfileOption profile;
  ScenarioOptions scenario;
  std::string file;

  [[nodiscard]] bool has_scenario() const {
    return !scenario.rate.empty() || !scenario.latency.empty() || !scenario.gamma.empty() ||
           !scenario.probability.empty();
  }
};

ExitCode run_graph(const Context& context, const GraphOptions& options) {
  const Question question = read_question(context, options.profile, options.scenario);
  const Profile& profile = question.loaded.profile;
  if (!options.has_scenario()) {
    Output output(context.out, options.file);
    output.write(report::render_network_dot(profile));
    output.commit();
    return ExitCode::done;
  }
  const Result<Instance> instance = make_instance(profile, question.scenario, option_places());
  if (!instance) throw Failure(place_in_profile(question.loaded.file, instance.problems()));
  Output output(context.out, options.file);
  DijkstraSolver solver(*instance);
  const Solution solution = solver.solve(*instance);
  output.write(
      report::render_partition_dot(profile, *instance, solver.graph(), solution.placement));
  output.commit();
  return ExitCode::done;
}

}  // namespace

Command add_graph(CLI::App& app) {
  auto options = std::make_shared<GraphOptions>();
  options->profile.add_to(app);
  options->scenario.add_to(app);
  app.add_option("-o,--output", options->file, "Write to FILE instead of standard output")
      ->type_name("FILE");
  app.footer(
      "Without a scenario the network is drawn; with one (--rate, say) the partition graph.");
  return [options](const Context& context) { return run_graph(context, *options); };
}

}  // namespace popex::cli
