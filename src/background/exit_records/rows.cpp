// SPDX-License-Identifier: MIT
#include "background/exit_records/rows.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "background/exit_records/cell_rules.hpp"
#include "background/exit_records/cells.hpp"
#include "background/exit_records/interned.hpp"
#include "background/exit_records/line_blocks.hpp"
#include "background/importers/lines.hpp"
#include "model/softmax.hpp"
#include "text/utf8.hpp"

namespace popex {
namespace {

using Means = RecordColumn::Means;

class RowReader {
 public:
  RowReader(LineBlocks& lines, const RecordHeading& heading, bool vectors, ProblemList& problems)
      : lines_(lines), heading_(heading), vectors_(vectors), problems_(problems) {
    std::size_t next = kLabel + 1;
    for (const RecordHeading::Exit& exit : heading.exits) {
      first_slot_.push_back(next);
      next += kScores + exit.classes;
    }
    numbers_.resize(next);
    for (const RecordColumn& column : heading.columns) slot_.push_back(slot_of(column));
    rows_.exits.resize(heading.exits.size());
    rows_.kept.resize(heading.kept.size());
    for (std::size_t k = 0; k < heading.kept.size(); ++k) rows_.kept[k].name = heading.kept[k];
    for (ExitRecords::Column& column : rows_.kept) texts_.emplace_back(column);
    cells_.resize(heading.kept.size() + 2);
    if (!heading.is_long) return;
    texts_.emplace_back(rows_.exit);
    texts_.emplace_back(rows_.id);
  }

  RecordRows read() {
    for (std::string_view line; lines_.next(line);) {
      if (rows_.line.size() == RecordsLimits::samples) {
        report(fmt::format("more than {} rows, the most that are read", RecordsLimits::samples));
        break;
      }
      const std::size_t before = problems_.count();
      read_line(line);
      if (problems_.count() == before) check_vectors();
      if (problems_.count() == before) put_away();
    }
    return std::move(rows_);
  }

 private:
  void report(std::string message) { problems_.at_line(lines_.number(), std::move(message)); }
  void report(const RecordColumn& column, std::string_view what) {
    report(fmt::format("column {}: {}", quoted(column.name), what));
  }

  [[nodiscard]] std::size_t slot_of(const RecordColumn& column) const {
    if (column.means == Means::label) return kLabel;
    if (column.means < Means::confidence) return 0;
    return slot_of(column.exit, column.means) + column.entry;
  }
  [[nodiscard]] std::size_t slot_of(std::size_t exit, Means means) const {
    return first_slot_[exit] + static_cast<std::size_t>(means) -
           static_cast<std::size_t>(Means::confidence);
  }

  void read_line(std::string_view line) {
    std::fill(numbers_.begin(), numbers_.end(), RecordRows::kMissing);
    Cells cells(line, heading_.separator);
    std::size_t c = 0;
    for (; !cells.is_at_end(); ++c) {
      if (c == heading_.columns.size()) return report_fields(line);
      const RecordColumn& column = heading_.columns[c];
      const bool is_text = column.kept || column.means <= Means::id;
      if (!is_text || (column.means == Means::label && !column.kept)) {
        if (const auto number = cells.plain_number()) {
          take(column, slot_[c], *number);
          continue;
        }
      }
      const auto text = cells.text();
      if (!text) return report("a quote that is not closed before the field's end");
      take_text(column, slot_[c], *text, cells.was_quoted());
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

  void take_text(const RecordColumn& column, std::size_t slot, std::string_view text,
                 bool was_quoted) {
    if (column.kept) keep(column, *column.kept, text);
    switch (column.means) {
      case Means::nothing:
        return;
      case Means::exit:
        if (text.empty()) return report(column, "empty, expected an exit's name or number");
        return keep(column, rows_.kept.size(), text);
      case Means::id:
        return keep(column, rows_.kept.size() + 1, text);
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
      numbers_[slot] = 1;
    } else if (column.means == Means::correct && (text == "False" || text == "false")) {
      numbers_[slot] = 0;
    } else if (heading_.separator == ',' && was_quoted && may_separate_thousands(text)) {
      report(column, fmt::format("{}, expected a decimal point: the comma may separate thousands",
                                 quoted(text)));
    } else if (const auto number = parse_cell(text, heading_.separator != ',' || was_quoted)) {
      take(column, slot, *number);
    } else {
      report(column, fmt::format("{}, expected {}", quoted(text), expected_by(rule_of(column))));
    }
  }

  void keep(const RecordColumn& column, std::size_t index, std::string_view text) {
    if (!text::is_utf8(text)) return report(column, "not UTF-8, expected text that is");
    cells_[index] = text;
  }

  void take(const RecordColumn& column, std::size_t slot, double value) {
    const CellRule rule = rule_of(column);
    if (put_right(rule, value)) {
      numbers_[slot] = value;
    } else {
      report(column, fmt::format("{}, expected {}", value, expected_by(rule)));
    }
  }

  [[nodiscard]] CellRule rule_of(const RecordColumn& column) const {
    return cell_rule(column.means, heading_.exits.empty()
                                       ? false
                                       : heading_.exits[column.exit].has_probabilities);
  }

  [[nodiscard]] std::span<double> scores_of(std::size_t exit) {
    return std::span(numbers_).subspan(slot_of(exit, Means::score), heading_.exits[exit].classes);
  }

  /// A vector has all of its classes or none and makes a distribution; a label is one of them.
  void check_vectors() {
    for (std::size_t e = 0; e < heading_.exits.size(); ++e) {
      const RecordHeading::Exit& exit = heading_.exits[e];
      if (exit.classes == 0) continue;
      if (const auto wrong = wrong_with_vector(scores_of(e), exit.has_probabilities)) {
        for (const RecordColumn& column : heading_.columns) {
          if (column.means == Means::score && column.exit == e && column.entry == wrong->entry) {
            report(column, wrong->what);
          }
        }
      }
      if (numbers_[kLabel] >= static_cast<double>(exit.classes)) {
        report(fmt::format("label {}, but the vectors have classes 0 … {}", numbers_[kLabel],
                           exit.classes - 1));
        return;
      }
    }
  }

  void put_away() {
    rows_.line.push_back(lines_.number());
    const auto whole = [&](std::size_t slot) {
      return std::isnan(numbers_[slot]) ? RecordRows::kNone
                                        : static_cast<std::int32_t>(numbers_[slot]);
    };
    rows_.label.push_back(whole(kLabel));
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      texts_[i].add(cells_[i]);
      cells_[i].clear();
    }
    for (std::size_t e = 0; e < rows_.exits.size(); ++e) {
      const std::span<double> scores = scores_of(e);
      if (!scores.empty() && !std::isnan(scores.front())) derive(e, scores);
      RecordRows::Exit& exit = rows_.exits[e];
      if (vectors_) exit.scores.insert(exit.scores.end(), scores.begin(), scores.end());
      exit.confidence.push_back(numbers_[slot_of(e, Means::confidence)]);
      exit.entropy.push_back(numbers_[slot_of(e, Means::entropy)]);
      exit.prediction.push_back(whole(slot_of(e, Means::prediction)));
      exit.correct.push_back(whole(slot_of(e, Means::correct)));
    }
  }

  /// What the table does not say itself, from the vector; of probabilities the logarithms stay.
  void derive(std::size_t exit, std::span<double> scores) {
    const bool has_probabilities = heading_.exits[exit].has_probabilities;
    const SoftmaxSummary summary =
        has_probabilities ? probability_summary(scores) : softmax_summary(scores);
    if (vectors_ && has_probabilities) {
      for (double& score : scores) score = std::log(score);
    }
    const auto fill = [&](Means means, double value) {
      double& number = numbers_[slot_of(exit, means)];
      if (std::isnan(number)) number = value;
    };
    fill(Means::confidence, summary.confidence);
    fill(Means::entropy, summary.entropy);
    fill(Means::prediction, static_cast<double>(summary.prediction));
  }

  // Where the numbers of a line are: what means nothing, the label, then for each exit those of a
  // RecordColumn::Means from confidence on.
  static constexpr std::size_t kLabel = 1;
  static constexpr std::size_t kScores =
      static_cast<std::size_t>(Means::score) - static_cast<std::size_t>(Means::confidence);

  LineBlocks& lines_;
  const RecordHeading& heading_;
  bool vectors_;
  ProblemList& problems_;
  std::vector<std::size_t> first_slot_;  // of each exit
  std::vector<std::size_t> slot_;        // of each column
  std::vector<double> numbers_;
  std::vector<std::string> cells_;  // kept ones, the exit, the id
  std::vector<Interned> texts_;
  RecordRows rows_;
};

}  // namespace

RecordRows read_rows(LineBlocks& lines, const RecordHeading& heading, bool vectors,
                     ProblemList& problems) {
  return RowReader(lines, heading, vectors, problems).read();
}

}  // namespace popex
