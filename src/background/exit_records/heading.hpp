// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "background/exit_records.hpp"
#include "background/problem_list.hpp"

namespace popex {

/// What a column of a table says.
struct RecordColumn {
  enum class Means : std::uint8_t {
    nothing,
    label,
    exit,  ///< which one the row is of
    id,    ///< which sample it is of
    confidence,
    entropy,
    prediction,
    correct,
    score  ///< a logit or a probability
  };
  std::string name;
  Means means = Means::nothing;
  std::size_t exit = 0;             ///< whose, in RecordHeading::exits
  std::size_t entry = 0;            ///< of a score: its class
  std::optional<std::size_t> kept;  ///< as text, in RecordHeading::kept
};

/// A line of column names, understood.
struct RecordHeading {
  struct Exit {
    std::string name;  ///< as the table has it; empty where columns are called `confidence` alone
    std::size_t classes = 0;
    bool has_probabilities = false;  ///< not logits
  };
  std::vector<RecordColumn> columns;
  std::vector<Exit> exits;  ///< in the order of the columns; in the long form one without a name
  std::vector<std::string> kept;
  bool is_long = false;  ///< a row for each sample and exit
  char separator = ',';
};

/// Reads the first line of a table. Everything that is wrong with it is reported at line `number`.
RecordHeading read_heading(std::string_view line, std::size_t number, const RecordsRequest& request,
                           ProblemList& problems);

}  // namespace popex
