// SPDX-License-Identifier: MIT
#include "report/plot/script.hpp"

#include <algorithm>
#include <cmath>

#include "report/plot/looks.hpp"
#include "report/wording.hpp"
#include "text/printable.hpp"

namespace popex::report::plot {
namespace {

constexpr double kCharacter = 0.6;  // a character's mean width, in font sizes (DejaVu Sans)
constexpr double kNoteSize = 10;

}  // namespace

Script::Script(std::string kind, int width, int height) {
  picture_.kind = std::move(kind);
  picture_.width = width;
  picture_.height = height;
  add("set border 3 lw 0.8");
  add("set tics nomirror out scale 0.6");
  add("set format '%g'");
  add("set clip two");  // a line between two points beyond the frame crosses it
  add("unset key");
}

std::string Script::block(const std::vector<std::vector<double>>& rows) {
  std::string name = fmt::format("$d{}", ++blocks_);
  std::string& out = picture_.script;
  out += name + " << EOD\n";
  for (const std::vector<double>& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) out += ' ';
      if (std::isfinite(row[c])) {
        fmt::format_to(std::back_inserter(out), "{:.7g}", row[c] == 0 ? 0.0 : row[c]);
      } else {
        out += "NaN";
      }
    }
    out += '\n';
  }
  out += "EOD\n";
  return name;
}

Script& Script::place(const Box& box) {
  add("set lmargin at screen {:.5g}", box.left / width());
  add("set rmargin at screen {:.5g}", box.right / width());
  add("set bmargin at screen {:.5g}", box.bottom / height());
  return add("set tmargin at screen {:.5g}", box.top / height());
}

std::string Script::at(double x, double y) const {
  return fmt::format("screen {:.5g},{:.5g}", x / width(), y / height());
}

Script& Script::text(double x, double y, std::string_view words, std::string_view options) {
  return add("set label {} at {} {}", gnuplot_string(words), at(x, y), options);
}

Script& Script::box(const Box& box, std::string_view colour) {
  return add("set object {} rectangle from {} to {} back fc rgb '{}' fs solid 1 border lc rgb '{}'",
             ++objects_, at(box.left, box.bottom), at(box.right, box.top), colour, colour::black);
}

Script& Script::area(const Box& box, std::string_view colour) {
  return add("set object {} rectangle from {} to {} behind fc rgb '{}' fs solid 1 noborder",
             ++objects_, at(box.left, box.bottom), at(box.right, box.top), colour);
}

Script& Script::key(double left, double top) {
  return add("set key at {} left top Left reverse vertical samplen 2.5 spacing 1.2 width 0",
             at(left, top));
}

Script& Script::title(const std::string& words) {
  if (words.empty()) return *this;
  return text(width() / 2.0, height() - 16, shortened(words, columns_in(width() - 20, 14)),
              "center font ',14'");
}

Picture Script::finish() && {
  // Labels of the first plot: they have to be there before.
  std::string labels;
  double y = 9;
  for (const std::string& words : picture_.notes) {
    labels += fmt::format("set label {} at {} right font ',{:g}' textcolor rgb '{}'\n",
                          gnuplot_string(shortened(words, columns_in(width() - 20, kNoteSize))),
                          at(width() - 8, y), kNoteSize, colour::grey);
    y += 12;
  }
  picture_.script = labels + picture_.script;
  return std::move(picture_);
}

std::string gnuplot_string(std::string_view text) {
  // gnuplot takes two apostrophes at the beginning for an empty string: those come in one of their
  // own.
  const std::size_t leading = std::min(text.find_first_not_of('\''), text.size());
  std::string out = leading == 0 ? "'" : '"' + std::string(leading, '\'') + "\".'";
  for (const char c : text::printable(text.substr(leading))) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + '\'';
}

std::string quoted_tick(std::string_view text) {
  std::string doubled;
  for (const char c : text) {
    if (c == '%') doubled += '%';
    doubled += c;
  }
  return gnuplot_string(doubled);
}

double text_width(std::string_view text, double size) {
  return static_cast<double>(width_of(text)) * size * kCharacter;
}

std::size_t columns_in(double pixels, double size) {
  return pixels <= 0 ? 0 : static_cast<std::size_t>(pixels / (size * kCharacter));
}

std::string joined(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace popex::report::plot
