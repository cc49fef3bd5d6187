// SPDX-License-Identifier: MIT
#include "background/exit_records/rows.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "background/exit_records/cell_rules.hpp"
#include "background/exit_records/cells.hpp"
#include "background/exit_records/line_blocks.hpp"
#include "background/exit_records/row_line.hpp"
#include "background/exit_records/row_store.hpp"
#include "background/importers/lines.hpp"
#include "text/utf8.hpp"

namespace popex {
namespace {

using Means = RecordColumn::Means;

class RowReader {
 public:
  RowReader(LineBlocks& lines, const RecordHeading& heading, bool vectors, ProblemList& problems)
      : lines_(lines),
        heading_(heading),
        problems_(problems),
        line_(heading),
        texts_(heading.kept.size() + 2),
        store_(heading, vectors) {
    for (const RecordColumn& column : heading.columns) {
      slot_.push_back(line_.slot_of(column));
      rule_.push_back(cell_rule(
          column.means, !heading.exits.empty() && heading.exits[column.exit].has_probabilities));
    }
  }

  RecordRows read() {
    for (std::string_view line; lines_.next(line);) {
      if (store_.size() == RecordsLimits::samples) {
        report(fmt::format("more than {} rows, the most that are read", RecordsLimits::samples));
        break;
      }
      const std::size_t before = problems_.count();
      read_line(line);
      if (problems_.count() == before) check_vectors();
      if (problems_.count() == before) store_.add(lines_.number(), line_, texts_);
      if (store_.size() == kRowsToLearnFrom) store_.expect(lines_.expected_lines());
    }
    return store_.take();
  }

 private:
  void report(std::string message) { problems_.at_line(lines_.number(), std::move(message)); }
  void report(const RecordColumn& column, std::string_view what) {
    report(fmt::format("column {}: {}", in_quotes(column.name), what));
  }

  void read_line(std::string_view line) {
    line_.clear();
    for (std::string& text : texts_) text.clear();
    Cells cells(line, heading_.separator);
    std::size_t c = 0;
    for (; !cells.is_at_end(); ++c) {
      if (c == heading_.columns.size()) return report_fields(line);
      const RecordColumn& column = heading_.columns[c];
      const bool is_text = column.kept || column.means <= Means::id;
      if (!is_text || (column.means == Means::label && !column.kept)) {
        if (const auto number = cells.plain_number()) {
          take(c, *number);
          continue;
        }
      }
      const auto text = cells.text();
      if (!text) return report("a quote that is not closed before the field's end");
      take_text(c, *text, cells.was_quoted());
    }
    if (c != heading_.columns.size()) report_fields(line);
  }

  void report_fields(std::string_view line) {
    std::size_t count = 0;
    for (Cells cells(line, heading_.separator); !cells.is_at_end(); ++count) {
      if (!cells.text()) return report("a quote that is not closed before the field's end");
    }
    report(fmt::format("{} fields, expected {} as in the line of columns", count,
                       heading_.columns.size()));
  }

  void take_text(std::size_t c, std::string_view text, bool was_quoted) {
    const RecordColumn& column = heading_.columns[c];
    if (column.kept) keep(column, *column.kept, text);
    switch (column.means) {
      case Means::nothing:
        return;
      case Means::exit:
        if (text.empty()) return report(column, "empty, expected an exit's name or number");
        return keep(column, heading_.kept.size(), text);
      case Means::id:
        return keep(column, heading_.kept.size() + 1, text);
      case Means::label:
      case Means::confidence:
      case Means::entropy:
      case Means::prediction:
      case Means::correct:
      case Means::score:
        break;
    }
    if (text.empty()) return;
    if (column.means == Means::correct && (text == "True" || text == "true")) {
      line_[slot_[c]] = 1;
    } else if (column.means == Means::correct && (text == "False" || text == "false")) {
      line_[slot_[c]] = 0;
    } else if (heading_.separator == ',' && was_quoted && may_separate_thousands(text)) {
      report(column, fmt::format("{}, expected a decimal point: the comma may separate thousands",
                                 in_quotes(text)));
    } else if (const auto number = parse_cell(text, heading_.separator != ',' || was_quoted)) {
      take(c, *number);
    } else {
      report(column, fmt::format("{}, expected {}", in_quotes(text), expected_by(rule_[c])));
    }
  }

  void keep(const RecordColumn& column, std::size_t index, std::string_view text) {
    if (!text::is_utf8(text)) return report(column, "not UTF-8, expected text that is");
    texts_[index] = text;
  }

  void take(std::size_t c, double value) {
    if (put_right(rule_[c], value)) {
      line_[slot_[c]] = value;
    } else {
      report(heading_.columns[c], fmt::format("{}, expected {}", value, expected_by(rule_[c])));
    }
  }

  /// A vector has all of its classes or none and makes a distribution; a label is one of them.
  void check_vectors() {
    for (std::size_t e = 0; e < heading_.exits.size(); ++e) {
      const RecordHeading::Exit& exit = heading_.exits[e];
      if (exit.classes == 0) continue;
      if (const auto wrong = wrong_with_vector(line_.scores(e), exit.has_probabilities)) {
        for (const RecordColumn& column : heading_.columns) {
          if (column.means == Means::score && column.exit == e && column.entry == wrong->entry) {
            report(column, wrong->what);
          }
        }
      }
      if (line_.label() >= static_cast<double>(exit.classes)) {
        report(fmt::format("label {}, but the vectors have classes 0 … {}", line_.label(),
                           exit.classes - 1));
        return;
      }
    }
  }

  static constexpr std::size_t kRowsToLearnFrom = 1000;

  LineBlocks& lines_;
  const RecordHeading& heading_;
  ProblemList& problems_;
  std::vector<std::size_t> slot_;  // of each column
  std::vector<CellRule> rule_;
  RowLine line_;
  std::vector<std::string> texts_;  // columns that are kept, the exit, the id
  RowStore store_;
};

}  // namespace

RecordRows read_rows(LineBlocks& lines, const RecordHeading& heading, bool vectors,
                     ProblemList& problems) {
  return RowReader(lines, heading, vectors, problems).read();
}

}  // namespace popex
