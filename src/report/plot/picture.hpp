// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

/// Pictures of answers, as scripts for gnuplot: data in, text out. The program that draws them is
/// run by the commands alone.
namespace popex::report::plot {

enum class ImageFormat { svg, png };

/// What gnuplot has to draw, whatever the format of the image. The layout counts in pixels of an
/// SVG; a PNG has twice as many in each direction.
struct Picture {
  std::string kind;  ///< "sweep": of which command's answer
  int width = 800;
  int height = 500;
  std::string script;              ///< without the terminal
  std::vector<std::string> notes;  ///< what is not as one might expect; the picture says it, too
};

/// What a command says of a picture that it drew: {"command": "plot", "answer": "sweep", …}.
std::string render_json(const Picture& picture, ImageFormat format, const std::string& file);

/// The whole input of gnuplot, which writes the image to its standard output.
std::string gnuplot_input(const Picture& picture, ImageFormat format);

}  // namespace popex::report::plot
