// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/file_kind.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/processes/filter_process.hpp"
#include "cli/processes/find_program.hpp"
#include "decision_maker/dijkstra.hpp"
#include "model/expected_time.hpp"
#include "report/dot.hpp"
#include "report/drawing.hpp"
#include "report/json.hpp"

namespace popex::cli {
namespace {

struct GraphOptions {
  ProfileOption profile;
  ScenarioOptions scenario;
  OutputOptions output;
  std::string of;

  [[nodiscard]] bool has_scenario() const {
    return !scenario.rate.empty() || !scenario.latency.empty() || scenario.gamma ||
           !scenario.probability.empty();
  }
};

report::Drawing draw(const GraphOptions& options, const Question& question) {
  const Profile& profile = question.loaded.profile;
  if (!options.has_scenario()) {
    if (options.of == "partition") {
      throw Failure("--of", "'partition' needs a scenario, expected --rate as well");
    }
    return report::draw_network(profile);
  }
  const Result<Instance> instance = make_instance(profile, question.scenario, option_places());
  if (!instance) throw Failure(place_in_profile(question.loaded.file, instance.problems()));
  DijkstraSolver solver(*instance);
  const Solution solution = solver.solve(*instance);
  if (options.of == "network") {
    const Decision decision = expected_time(*instance, solution.placement);
    return report::draw_network(profile, *instance, decision);
  }
  return report::draw_partition(profile, *instance, solver.graph(), solution.placement);
}

/// The picture that Graphviz makes, in the format that the file's name ends in.
std::string laid_out(const std::filesystem::path& dot, const std::string& file, std::string text) {
  std::string format = std::filesystem::path(file).extension().string().substr(1);
  std::transform(format.begin(), format.end(), format.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::chrono::minutes longest{10};  // large networks take long
  Filtered drawn = value_or_fail(run_filter(dot, {"-T" + format}, std::move(text), longest));
  if (drawn.code != 0 || drawn.out.empty()) {
    throw Failure("dot", drawn.err.empty() ? "failed without a word" : drawn.err,
                  Problem::Cause::system);
  }
  return std::move(drawn.out);
}

ExitCode run_graph(const Context& context, const GraphOptions& options) {
  const Question question = read_question(context, options.profile, options.scenario);
  const bool is_picture = kind_by_ending(options.output.file) == FileKind::picture;
  const std::filesystem::path dot = is_picture ? find_program("dot", "graphviz") : "";
  Output output(context, options.output.file);
  const report::Drawing drawing = draw(options, question);
  if (is_picture) {
    output.write_bytes(laid_out(dot, options.output.file, report::render_dot(drawing)));
  } else {
    output.write(options.output.chosen() == Format::json ? report::render_json(drawing)
                                                         : report::render_dot(drawing));
  }
  output.commit();
  return ExitCode::done;
}

}  // namespace

Command add_graph(CLI::App& app) {
  auto options = std::make_shared<GraphOptions>();
  options->profile.add_to(app);
  options->scenario.add_to(app);
  app.add_option("--of", options->of,
                 "network or partition; default: the network, and with a scenario the partition "
                 "graph")
      ->type_name("GRAPH")
      ->check(CLI::IsMember({"network", "partition"}));
  options->output.add_to(app, false, {FileKind::dot, FileKind::picture});
  app.footer(
      "Without a scenario the network is drawn; with one (--rate, say) the partition graph, or "
      "with --of network the network under it, layers and the branches that run coloured by tier, "
      "what is sent in bold.\n"
      "The text is in Graphviz' DOT; FILE.svg, FILE.png, FILE.pdf and FILE.eps are drawn with dot "
      "(package graphviz).");
  return [options](const Context& context) { return run_graph(context, *options); };
}

}  // namespace popex::cli
