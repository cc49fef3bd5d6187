// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "background/exit_records/exit_order.hpp"
#include "background/exit_records/rows.hpp"
#include "background/problem_list.hpp"

namespace popex {

/// Which row says what an exit said of a sample.
struct RowGroups {
  static constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);
  std::size_t samples = 0;
  std::vector<std::size_t> row;  ///< samples × exits

  [[nodiscard]] std::size_t first_row(std::size_t sample, std::size_t exits) const;
};

/// The rows of the long form that are of one sample: those with its id and the same in every other
/// column that is no exit's. Where there is no id, or it only numbers the rows, they follow each
/// other, and a sample ends where an exit comes again or another column changes.
RowGroups grouped_rows(const RecordRows& rows, const std::vector<NamedExit>& exits,
                       ProblemList& problems);

}  // namespace popex
