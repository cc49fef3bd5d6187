// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <popex/result.hpp>

namespace popex {

/// What the exits of a network said of every sample, one by one, as a table had it
/// (profiles/README.md, "Exit records") and with all that follows from that. A vector has one entry
/// a sample, or is empty where the table does not tell.
struct ExitRecords {
  struct Exit {
    std::string name;
    std::size_t classes = 0;         ///< of its vectors; 0: there are none
    std::vector<double> scores;      ///< samples × classes: logits, or ln of probabilities
    std::vector<double> confidence;  ///< 0 … 1
    std::vector<double> entropy;     ///< in nats
    std::vector<std::int32_t> prediction;
    std::vector<std::uint8_t> correct;  ///< 0 or 1

    [[nodiscard]] std::span<const double> scores_of(std::size_t sample) const {
      return std::span(scores).subspan(sample * classes, classes);
    }
  };
  /// A column of text.
  struct Column {
    std::string name;
    std::vector<std::string> values;   ///< all that differ, in the order of the table
    std::vector<std::uint32_t> value;  ///< of each sample
  };

  std::size_t samples = 0;
  std::vector<Exit> exits;  ///< in the order of the network, the last one is the main output
  std::vector<std::int32_t> label;
  std::vector<Column> columns;  ///< those that were asked for

  /// The column of this name, which is there.
  [[nodiscard]] const Column& column(const std::string& name) const;
};

/// What to make of a table, and what to keep of it.
struct RecordsRequest {
  /// {"b1", "branch_1"}: the columns of exit b1 end in _branch_1, or its rows have `branch_1`.
  std::vector<std::pair<std::string, std::string>> exits;
  std::vector<std::string> columns;  ///< to keep; a table without one of them is a problem
  bool all_columns = false;          ///< keeps every column that is no exit's
  bool vectors = false;              ///< keeps the scores
};

struct RecordsLimits {
  static constexpr std::size_t columns = 1'000'000;
  static constexpr std::size_t line_bytes = 1U << 26U;
  static constexpr std::size_t samples = 1'000'000'000;
  static constexpr std::size_t classes = 1'000'000;
  static constexpr double probability_sum = 1e-3;  ///< how far probabilities may be from 1 in sum
};

/// The records of a table, and what was left out of it, for a warning.
struct ReadRecords {
  ExitRecords records;
  std::vector<std::string> notes;
};

/// Reads a table as it comes, in memory of the size of what is kept. `name` is what problems call
/// it: "test.csv:12: column 'confidence_b1': …".
Result<ReadRecords> read_records(std::istream& in, const std::string& name,
                                 const RecordsRequest& request);

/// Puts the samples of `more` behind those of `records`. Both have to have the same exits, with the
/// same things known of them; problems are at `name`.
Problems append_records(ExitRecords& records, const ExitRecords& more, const std::string& name);

/// Appends records with vectors as CSV in the wide form: the columns that were kept, the label, and
/// of each exit the confidence and the scores as logits. First the line of column names, then
/// samples `from` … `to` − 1.
void append_records_csv_heading(std::string& out, const ExitRecords& records);
void append_records_csv(std::string& out, const ExitRecords& records, std::size_t from,
                        std::size_t to);

}  // namespace popex
