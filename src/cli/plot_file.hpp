// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include <CLI/App.hpp>

#include "cli/context.hpp"
#include "cli/output_file.hpp"
#include "report/plot/picture.hpp"

namespace popex::cli {

/// The file that a picture goes to. Making it fails, so that no work is done, where the name has
/// the wrong ending, cannot be written, or gnuplot is not there.
class PlotFile {
 public:
  /// `option`: what messages call it. "-" is standard output, as SVG.
  PlotFile(const Context& context, const std::string& file, const std::string& option);

  /// Runs gnuplot, and makes what it draws the file. What the picture leaves out is said as a
  /// warning.
  void draw(const Context& context, const report::plot::Picture& picture);

  [[nodiscard]] report::plot::ImageFormat format() const { return format_; }

 private:
  report::plot::ImageFormat format_;
  std::filesystem::path gnuplot_;
  Output output_;
};

/// --plot FILE, of commands that give an answer.
struct PlotOption {
  std::string file;

  void add_to(CLI::App& command);
  /// The problem of a name with another ending, or of the file that the answer goes to.
  void check(Problems& problems, const std::string& answer_file) const;
  /// Nothing where there is no such option.
  [[nodiscard]] std::optional<PlotFile> open(const Context& context) const;
};

/// Draws an answer as `popex plot` draws it from a file. `answer` gives it as JSON or CSV.
void draw_answer(const Context& context, std::optional<PlotFile>& plot,
                 const std::function<std::string()>& answer);

}  // namespace popex::cli
