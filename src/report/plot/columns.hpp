// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace popex::report::plot {

/// A column of a table, a value for each row.
struct NumberColumn {
  std::string name;
  std::vector<double> values;  ///< what is not known is not a number
};

/// Words that repeat: which of `names` each row has.
struct WordColumn {
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::string> names;
  std::vector<std::uint32_t> rows;  ///< into `names`, or `none`
};

}  // namespace popex::report::plot
