// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/plot/picture.hpp"

namespace popex::report::plot {

/// A part of the picture, in pixels from its lower left corner.
struct Box {
  double left = 0;
  double right = 0;
  double bottom = 0;
  double top = 0;
  [[nodiscard]] double width() const { return right - left; }
  [[nodiscard]] double height() const { return top - bottom; }
};

/// Room for ticks, an axis' label and two notes, in pixels from below.
constexpr double kBelowAxes = 76;

/// Writes a gnuplot script.
class Script {
 public:
  Script(std::string kind, int width, int height);

  /// A command, a line of the script.
  template <class... Args>
  Script& add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(picture_.script), format, std::forward<Args>(args)...);
    picture_.script += '\n';
    return *this;
  }

  /// Data of rows of numbers, by the name that `plot` uses; an empty row breaks a line.
  std::string block(const std::vector<std::vector<double>>& rows);

  /// Where the axes of the next plot are.
  Script& place(const Box& box);
  /// A place in pixels, for `set label` and the like: "screen 0.5,0.25".
  [[nodiscard]] std::string at(double x, double y) const;
  /// Text at a place in pixels: "left", "center" or "right" of it, with gnuplot's options behind.
  Script& text(double x, double y, std::string_view words, std::string_view options);
  /// A filled box with a frame.
  Script& box(const Box& box, std::string_view colour);
  /// A filled area behind everything, the axes' labels too.
  Script& area(const Box& box, std::string_view colour);
  /// A key with a title for each line, from this upper left corner on.
  Script& key(double left, double top);

  /// The title above everything, cut to the picture's width.
  Script& title(const std::string& words);
  void note(std::string words) { picture_.notes.push_back(std::move(words)); }

  [[nodiscard]] int width() const { return picture_.width; }
  [[nodiscard]] int height() const { return picture_.height; }
  Picture finish() &&;

 private:
  Picture picture_;
  std::size_t blocks_ = 0;
  std::size_t objects_ = 0;
};

/// As a string of gnuplot. Control characters become blanks.
std::string gnuplot_string(std::string_view text);
/// The same for the label of a tick, where % begins a format.
std::string quoted_tick(std::string_view text);

/// About how wide a text is, in pixels; `size` is the font's.
double text_width(std::string_view text, double size = 13);
/// How many characters have room in so many pixels.
std::size_t columns_in(double pixels, double size = 13);

/// Names of parameters, values and the like, "1.5 ms" or "γ 10, p(b1) 0.5".
std::string joined(const std::vector<std::string>& parts);

}  // namespace popex::report::plot
