// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace popex {

/// A column of whole numbers, which may be mahimahi's milliseconds or rates.
struct WholeNumbers {
  bool are_all = false;  ///< there is nothing else on any line
  bool fall = false;     ///< somewhere; milliseconds do not
  std::size_t different = 0;
  double last = 0;

  [[nodiscard]] bool may_be_milliseconds() const { return are_all && !fall && last > 0; }
  /// No measured rate rises so often and never falls.
  [[nodiscard]] bool must_be_milliseconds() const {
    constexpr std::size_t enough = 50;
    return may_be_milliseconds() && different >= enough;
  }
};

/// Reads as far as they go.
WholeNumbers whole_numbers_in(std::string_view text);

}  // namespace popex
