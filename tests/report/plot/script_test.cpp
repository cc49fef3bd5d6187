// SPDX-License-Identifier: MIT
#include "report/plot/script.hpp"

#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

TEST(PlotScript, QuotesWhatNamesMayHave) {
  EXPECT_EQ(gnuplot_string("conv1"), "'conv1'");
  EXPECT_EQ(gnuplot_string("it's \"a_b\" {c} \\n %d"), "'it''s \"a_b\" {c} \\n %d'");
  EXPECT_EQ(gnuplot_string("a\nb\tc"), "'a\\x0ab\\x09c'");
  EXPECT_EQ(gnuplot_string("früher"), "'früher'");
  // Two apostrophes at the beginning would be an empty string.
  EXPECT_EQ(gnuplot_string("'a'"), R"("'".'a''')");
  EXPECT_EQ(gnuplot_string("''"), R"("''".'')");
  EXPECT_EQ(quoted_tick("50 % it's"), "'50 %% it''s'");
}

TEST(PlotScript, WritesDataWithoutStrings) {
  Script script("test", 100, 100);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(script.block({{1, -2.5}, {}, {infinity, -0.0}}), "$d1");
  EXPECT_EQ(script.block({{1e-9, 123456789}}), "$d2");
  const std::string text = std::move(script).finish().script;
  EXPECT_NE(text.find("$d1 << EOD\n1 -2.5\n\nNaN 0\nEOD\n$d2 << EOD\n1e-09 1.234568e+08\nEOD\n"),
            std::string::npos)
      << text;
}

TEST(PlotScript, PlacesThingsByPixels) {
  Script script("test", 800, 500);
  EXPECT_EQ(script.at(400, 125), "screen 0.5,0.25");
  script.place({80, 720, 50, 450});
  script.note("a note");
  const Picture picture = std::move(script).finish();
  EXPECT_NE(picture.script.find("set lmargin at screen 0.1\nset rmargin at screen 0.9\n"
                                "set bmargin at screen 0.1\nset tmargin at screen 0.9\n"),
            std::string::npos);
  // Notes are labels of the first plot.
  EXPECT_EQ(picture.script.find("set label 'a note' at screen 0.99,0.018 right"), 0U)
      << picture.script;
  EXPECT_EQ(picture.notes, std::vector<std::string>{"a note"});
}

TEST(PlotPicture, IsDrawnInUtf8AtItsSizeOrTwice) {
  Picture picture;
  picture.kind = "sweep";
  picture.script = "plot x\n";
  const std::string svg = gnuplot_input(picture, ImageFormat::svg);
  EXPECT_EQ(svg.find("set encoding utf8\nset terminal svg size 800,500 "), 0U) << svg;
  EXPECT_TRUE(svg.ends_with("plot x\n"));
  const std::string png = gnuplot_input(picture, ImageFormat::png);
  EXPECT_NE(png.find("set terminal pngcairo size 1600,1000 "), std::string::npos) << png;
  EXPECT_NE(png.find("set terminal png truecolor size 1600,1000 "), std::string::npos) << png;
}

TEST(Shortening, KeepsBothEndsOfAName) {
  EXPECT_EQ(shortened("conv1", 5), "conv1");
  EXPECT_EQ(shortened("/conv1/conv1.0/Conv +b1", 12), "/conv1…v +b1");
  EXPECT_EQ(shortened("ääääää", 4), "ää…ä");
  EXPECT_EQ(shortened("abc", 1), "…");
  EXPECT_EQ(shortened("abc", 0), "…");
}

}  // namespace
}  // namespace popex::report::plot
