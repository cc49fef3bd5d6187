// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <limits>
#include <string>
#include <vector>

#include "background/exit_records.hpp"
#include "background/exit_records/heading.hpp"
#include "background/problem_list.hpp"

namespace popex {

/// What the rows of a table say, cell by cell checked, before it is known which make a sample. What
/// a row does not say is kMissing or kNone; what no row can say is empty.
struct RecordRows {
  static constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
  static constexpr std::int32_t kNone = -1;

  struct Exit {
    std::vector<double> scores;
    std::vector<double> confidence;
    std::vector<double> entropy;
    std::vector<std::int32_t> prediction;
    std::vector<std::int8_t> correct;
  };
  std::vector<std::size_t> line;  ///< of each row
  std::vector<Exit> exits;        ///< as in the heading; one in the long form
  std::vector<std::int32_t> label;
  std::vector<ExitRecords::Column> kept;
  ExitRecords::Column exit;  ///< which one a row is of, in the long form
  ExitRecords::Column id;
};

/// Reads the lines after the heading.
class LineBlocks;
RecordRows read_rows(LineBlocks& lines, const RecordHeading& heading, bool vectors,
                     ProblemList& problems);

}  // namespace popex
