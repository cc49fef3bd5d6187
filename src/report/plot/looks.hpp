// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

/// Colours that colour-blind people tell apart (Okabe & Ito 2008), and never colour alone: lines
/// differ in dashes and points as well, areas in lightness or pattern.
namespace popex::report::plot {

namespace colour {
inline constexpr std::string_view black = "#000000";
inline constexpr std::string_view grey = "#777777";
inline constexpr std::string_view pale_grey = "#eeeeee";
inline constexpr std::string_view orange = "#e69f00";
inline constexpr std::string_view sky = "#56b4e9";
inline constexpr std::string_view green = "#009e73";
inline constexpr std::string_view yellow = "#f0e442";
inline constexpr std::string_view blue = "#0072b2";
inline constexpr std::string_view vermilion = "#d55e00";
inline constexpr std::string_view purple = "#cc79a7";
}  // namespace colour

/// "lc rgb '#0072b2' dt 1": the i-th of several lines; after 35 they begin again.
std::string line_look(std::size_t i);
/// "lc rgb '#0072b2' pt 7": the i-th of several kinds of points; after 7 they begin again.
std::string point_look(std::size_t i);
/// A line with points: both.
std::string marked_line_look(std::size_t i);

/// Tints for areas that carry black text; after 7 they begin again.
std::string_view area_tint(std::size_t i);

/// "fs solid 1 border lc black fc …": a tier's share of a bar.
std::string tier_fill(std::size_t tier);
/// The colour of that, and that of text upon it.
std::string_view tier_colour(std::size_t tier);
std::string_view tier_text_colour(std::size_t tier);
/// An upload's share of a bar: a pattern.
std::string link_fill(std::size_t link);

}  // namespace popex::report::plot
