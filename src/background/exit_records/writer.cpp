// SPDX-License-Identifier: MIT
#include <cstddef>
#include <string>

#include "background/exit_records.hpp"
#include "text/csv_rows.hpp"

namespace popex {

void append_records_csv_heading(std::string& out, const ExitRecords& records) {
  text::CsvRows rows(out);
  for (const ExitRecords::Column& column : records.columns) rows.field(column.name);
  if (!records.label.empty()) rows.field("label");
  for (const ExitRecords::Exit& exit : records.exits) {
    if (!exit.confidence.empty()) rows.field("confidence_" + exit.name);
    for (std::size_t c = 0; c < exit.classes; ++c) {
      rows.field("logit_" + exit.name + '_' + std::to_string(c));
    }
  }
  rows.end_row();
}

void append_records_csv(std::string& out, const ExitRecords& records, std::size_t from,
                        std::size_t to) {
  text::CsvRows rows(out);
  for (std::size_t sample = from; sample < to; ++sample) {
    for (const ExitRecords::Column& column : records.columns) {
      rows.field(column.values[column.value[sample]]);
    }
    if (!records.label.empty()) rows.field(static_cast<std::size_t>(records.label[sample]));
    for (const ExitRecords::Exit& exit : records.exits) {
      if (!exit.confidence.empty()) rows.field(exit.confidence[sample]);
      for (const double score : exit.scores_of(sample)) rows.field(score);
    }
    rows.end_row();
  }
}

}  // namespace popex
