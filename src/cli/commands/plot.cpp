// SPDX-License-Identifier: MIT
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "background/text_file.hpp"
#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/plot_file.hpp"
#include "cli/stored_answers/picture_of.hpp"
#include "report/plot/picture.hpp"

namespace popex::cli {
namespace {

struct PlotCommandOptions {
  std::string answer;
  std::string file;
  std::string show;
  std::string format = "text";
};

report::plot::SweepShow shown(const std::string& show) {
  if (show == "expected_time") return report::plot::SweepShow::expected_time;
  return show == "split" ? report::plot::SweepShow::split : report::plot::SweepShow::fitting;
}

/// Where the picture goes if nothing is said: beside the answer, or where the answer came from
/// standard input, to standard output.
std::string file_for(const std::string& answer) {
  return answer == "-" ? "-" : std::filesystem::path(answer).replace_extension(".svg").string();
}

ExitCode run_plot(const Context& context, const PlotCommandOptions& options) {
  if (options.answer.empty()) {
    throw Failure("FILE", "missing, expected an answer in JSON or CSV, or - for standard input");
  }
  const std::string file = options.file.empty() ? file_for(options.answer) : options.file;
  if (are_one_file(file, options.answer)) {
    throw Failure(file, "is the answer itself, expected another file for the picture (-o)");
  }
  const bool tells = options.format == "json";
  if (tells && file == "-") {
    throw Failure("--format", "json, but the picture goes to standard output, expected -o FILE");
  }
  PlotFile plot(context, file, "-o");
  const std::string name = options.answer == "-" ? "standard input" : options.answer;
  const std::string answer =
      value_or_fail(options.answer == "-" ? read_text(context.in, name, kMostTableBytes)
                                          : read_text_file(options.answer, kMostTableBytes));
  const report::plot::Picture picture =
      value_or_fail(picture_of(answer, name, shown(options.show)));
  plot.draw(context, picture);
  if (tells) {
    Output output(context, "");
    output.write(render_json(picture, plot.format(), file));
    output.commit();
  }
  return ExitCode::done;
}

}  // namespace

Command add_plot(CLI::App& app) {
  auto options = std::make_shared<PlotCommandOptions>();
  app.add_option("FILE", options->answer,
                 "An answer in JSON or CSV, found out by its content; - for standard input");
  app.add_option("-o,--output", options->file,
                 "The picture, FILE.svg or FILE.png, or - for an SVG on standard output; default: "
                 "beside the answer, as SVG")
      ->type_name("FILE");
  app.add_option("--show", options->show,
                 "Of a sweep: expected_time (or what else the goal is about), or split, along one "
                 "parameter, a line for each value of the others; default: as the grid suggests")
      ->type_name("WHAT")
      ->check(CLI::IsMember({"expected_time", "split"}));
  app.add_option("--format", options->format, "json: say on standard output what was drawn")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
  app.footer(
      "Draws the JSON of solve --all, sweep, breakpoints, exits, calibrate, tune and replay "
      "--steps, "
      "and the CSV of sweep, exits, tune and replay --steps, with gnuplot (package gnuplot-nox). "
      "These commands take --plot FILE.");
  return [options](const Context& context) { return run_plot(context, *options); };
}

}  // namespace popex::cli
