// SPDX-License-Identifier: MIT
#include "report/plot/looks.hpp"

#include <fmt/format.h>

namespace popex::report::plot {

namespace {

constexpr std::array kLines = {colour::blue,   colour::vermilion, colour::green, colour::black,
                               colour::orange, colour::purple,    colour::sky};
constexpr std::array kDashes = {1, 2, 4, 3, 5};
constexpr std::array kPoints = {7, 5, 9, 11, 13, 6, 4};

}  // namespace

std::string line_look(std::size_t i) {
  return fmt::format("lc rgb '{}' dt {}", kLines.at(i % kLines.size()),
                     kDashes.at(i % kDashes.size()));
}

std::string point_look(std::size_t i) {
  return fmt::format("lc rgb '{}' pt {}", kLines.at(i % kLines.size()),
                     kPoints.at(i % kPoints.size()));
}

std::string marked_line_look(std::size_t i) {
  return fmt::format("{} pt {}", line_look(i), kPoints.at(i % kPoints.size()));
}

std::string_view area_tint(std::size_t i) {
  // Each of another lightness, 242, 181, 209, 142, 230, 166 and 151 of 255, and neighbours far from
  // each other's, so that they differ without colour.
  constexpr std::array<std::string_view, 7> tints = {"#fbf7c0", "#7fc6ee", "#f3cf80", "#4fae8f",
                                                     "#e6e6e6", "#cf8fb5", "#d9844e"};
  return tints.at(i % tints.size());
}

std::string_view tier_colour(std::size_t tier) {
  constexpr std::array tiers = {colour::blue, colour::yellow, colour::sky, colour::purple};
  return tiers.at(tier % tiers.size());
}

std::string_view tier_text_colour(std::size_t tier) {
  return tier % 4 == 0 ? "#ffffff" : colour::black;
}

std::string tier_fill(std::size_t tier) {
  return fmt::format("fc rgb '{}' fs solid 1 border lc rgb '{}'", tier_colour(tier), colour::black);
}

std::string link_fill(std::size_t link) {
  constexpr std::array links = {colour::vermilion, colour::green, colour::orange};
  constexpr std::array patterns = {4, 5, 6};
  return fmt::format("fc rgb '{}' fs pattern {} border lc rgb '{}'", links.at(link % links.size()),
                     patterns.at(link % patterns.size()), colour::black);
}

}  // namespace popex::report::plot
