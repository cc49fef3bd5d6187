// SPDX-License-Identifier: MIT
#include "cli/plot_file.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "cli/failure.hpp"
#include "cli/processes/filter_process.hpp"
#include "cli/processes/find_program.hpp"
#include "cli/stored_answers/picture_of.hpp"

namespace popex::cli {
namespace {

using report::plot::ImageFormat;

constexpr std::chrono::seconds kLongest{60};  // a picture of a million rows takes a few

std::optional<ImageFormat> format_by_ending(const std::string& file) {
  if (file.ends_with(".svg")) return ImageFormat::svg;
  if (file.ends_with(".png")) return ImageFormat::png;
  return std::nullopt;
}

Problem ending_problem(const std::string& file, const std::string& option) {
  return {option, fmt::format("'{}', expected a name that ends in .svg or .png", file)};
}

ImageFormat format_of(const std::string& file, const std::string& option) {
  if (file == "-") return ImageFormat::svg;
  const std::optional<ImageFormat> format = format_by_ending(file);
  if (!format) throw Failure({ending_problem(file, option)});
  return *format;
}

/// What gnuplot said, from "line N:" on, without the script's line before it.
std::string complaint_of(const std::string& said) {
  const std::size_t at = said.rfind("line ");
  std::string_view words = said;
  if (at != std::string::npos) words.remove_prefix(at);
  const std::size_t begin = words.find_first_not_of(" \n");
  const std::size_t end = words.find_last_not_of(" \n");
  return begin == std::string_view::npos ? "failed without a word"
                                         : std::string(words.substr(begin, end - begin + 1));
}

/// gnuplot leaves the end of a CDATA section as it is, which is no text in XML.
std::string well_formed(std::string svg) {
  constexpr std::string_view end = "]]>";
  for (std::size_t at = svg.find(end); at != std::string::npos; at = svg.find(end, at)) {
    svg.replace(at, end.size(), "]]&gt;");
  }
  return svg;
}

}  // namespace

PlotFile::PlotFile(const Context& context, const std::string& file, const std::string& option)
    : format_(format_of(file, option)),
      gnuplot_(find_program("gnuplot", "gnuplot-nox")),
      output_(context, file) {}

void PlotFile::draw(const Context& context, const report::plot::Picture& picture) {
  // Without a person's own settings, so that the same answer gives the same bytes.
  const Filtered drawn = value_or_fail(run_filter(
      gnuplot_, {"--default-settings"}, report::plot::gnuplot_input(picture, format_), kLongest));
  if (drawn.code != 0 || drawn.out.empty()) {
    throw Failure("gnuplot", complaint_of(drawn.err), Problem::Cause::system);
  }
  for (const std::string& note : picture.notes) context.log.warning("the picture: " + note);
  output_.write_bytes(format_ == ImageFormat::svg ? well_formed(drawn.out) : drawn.out);
  output_.commit();
}

void PlotOption::add_to(CLI::App& command) {
  command
      .add_option("--plot", file, "Draw the answer as well, with gnuplot: to FILE.svg or FILE.png")
      ->type_name("FILE");
}

void PlotOption::check(Problems& problems, const std::string& answer_file) const {
  if (file.empty()) return;
  if (!format_by_ending(file)) problems.push_back(ending_problem(file, "--plot"));
  if (are_one_file(file, answer_file)) {
    problems.push_back(
        {"--plot", fmt::format("'{}' gets the answer (-o), expected another file", file)});
  }
}

std::optional<PlotFile> PlotOption::open(const Context& context) const {
  if (file.empty()) return std::nullopt;
  return std::optional<PlotFile>(std::in_place, context, file, "--plot");
}

void draw_answer(const Context& context, std::optional<PlotFile>& plot,
                 const std::function<std::string()>& answer) {
  if (!plot) return;
  plot->draw(context, value_or_fail(picture_of(answer(), "--plot")));
}

}  // namespace popex::cli
