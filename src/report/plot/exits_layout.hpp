// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/plot/exits.hpp"

/// Which plots a picture of exits has, and where.
namespace popex::report::plot {

/// What a panel shows of a branch.
struct ExitsQuantity {
  ExitsData::Share ExitsData::Point::*share = &ExitsData::Point::exit_probability;
  std::string_view axis = "exit probability in %";
  [[nodiscard]] bool is_probability() const { return share == &ExitsData::Point::exit_probability; }
};

struct ExitsPanel {
  std::size_t branch = 0;
  std::size_t place = 0;  ///< row by row from above
  ExitsQuantity quantity;
  std::string title;
};

struct ExitsLayout {
  std::vector<ExitsPanel> panels;
  std::size_t rows = 1;
  std::size_t columns = 1;
  std::size_t branches = 0;  ///< that are drawn
};

/// Exit probabilities beside each other; where accuracies are known, these below, and those of all
/// samples in a last column, which begins with room for the key.
ExitsLayout layout_of(const ExitsData& data);

}  // namespace popex::report::plot
