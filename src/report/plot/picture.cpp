// SPDX-License-Identifier: MIT
#include "report/plot/picture.hpp"

#include <cstddef>

#include <fmt/format.h>

#include "report/decision_json.hpp"
#include "text/json_writer.hpp"

namespace popex::report::plot {
namespace {

constexpr int kPngScale = 2;

int scale_of(ImageFormat format) { return format == ImageFormat::png ? kPngScale : 1; }

}  // namespace

std::string render_json(const Picture& picture, ImageFormat format, const std::string& file) {
  const int scale = scale_of(format);
  std::string out;
  text::JsonWriter json(out);
  begin_answer(json, "plot");
  json.member("answer", picture.kind)
      .member("file", file)
      .member("format", format == ImageFormat::png ? "png" : "svg")
      .member("width", static_cast<std::size_t>(scale * picture.width))
      .member("height", static_cast<std::size_t>(scale * picture.height));
  json.key("notes").begin_array();
  for (const std::string& note : picture.notes) json.value(note);
  json.end_array().end_object();
  return out;
}

std::string gnuplot_input(const Picture& picture, ImageFormat format) {
  const int width = scale_of(format) * picture.width;
  const int height = scale_of(format) * picture.height;
  std::string input = "set encoding utf8\n";
  if (format == ImageFormat::svg) {
    input += fmt::format(
        "set terminal svg size {},{} font 'sans-serif,13' dashlength 0.6 noenhanced background rgb "
        "'white'\n",
        width, height);
  } else {
    // Not every gnuplot is built with cairo; libgd draws the same, less smoothly.
    input += fmt::format(
        "if (strstrt(GPVAL_TERMINALS, 'pngcairo') > 0) {{\n"
        "  set terminal pngcairo size {0},{1} font 'sans-serif,13' fontscale 1.5 linewidth 2 "
        "pointscale 2 dashlength 0.6 noenhanced background rgb 'white'\n"
        "}} else {{\n"
        "  set terminal png truecolor size {0},{1} font 'sans-serif,13' fontscale 1.5 linewidth 2 "
        "noenhanced background rgb 'white'\n"
        "}}\n",
        width, height);
  }
  return input + picture.script;
}

}  // namespace popex::report::plot
