// SPDX-License-Identifier: MIT
#include "background/exit_records/samples.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "background/exit_records/exit_order.hpp"
#include "background/exit_records/interned.hpp"
#include "background/exit_records/row_groups.hpp"

namespace popex {
namespace {

bool is_missing(double value) { return std::isnan(value); }
bool is_missing(std::int32_t value) { return value == RecordRows::kNone; }
bool is_missing(std::int8_t value) { return value == RecordRows::kNone; }

/// Turns rows into samples, exit by exit and kind by kind.
class SampleMaker {
 public:
  SampleMaker(RecordRows rows, const RecordHeading& heading, const RecordsRequest& request,
              ProblemList& problems)
      : rows_(std::move(rows)), heading_(heading), request_(request), problems_(problems) {
    std::vector<std::string> in_table = rows_.exit.values;
    if (!heading.is_long) {
      for (const RecordHeading::Exit& exit : heading.exits) in_table.push_back(exit.name);
    }
    exits_ = ordered_exits(in_table, request, problems);
    if (heading.is_long) groups_ = grouped_rows(rows_, exits_, problems);
    samples_ = heading.is_long ? groups_.samples : rows_.line.size();
  }

  ExitRecords make(const std::string& file, std::vector<std::string>& notes) {
    ExitRecords records;
    find_complete(file, notes);
    if (!problems_.empty()) return records;
    records.samples = kept_.size();
    for (std::size_t e = 0; e < exits_.size(); ++e) {
      RecordRows::Exit& from = told_by(e);
      ExitRecords::Exit& exit = records.exits.emplace_back();
      exit.name = exits_[e].name;
      exit.classes = heading_.exits[in_heading(e)].classes;
      if (request_.vectors) exit.scores = taken(from.scores, e, exit.classes);
      exit.confidence = taken(from.confidence, e);
      exit.entropy = taken(from.entropy, e);
      exit.prediction = taken(from.prediction, e);
      const std::vector<std::int8_t> correct = taken(from.correct, e);
      exit.correct.assign(correct.begin(), correct.end());
    }
    records.label = taken(rows_.label, kAnyExit);
    for (ExitRecords::Exit& exit : records.exits) {
      if (!exit.correct.empty() || exit.prediction.empty() || records.label.empty()) continue;
      for (std::size_t i = 0; i < records.samples; ++i) {
        exit.correct.push_back(exit.prediction[i] == records.label[i] ? 1 : 0);
      }
    }
    for (const ExitRecords::Column& column : rows_.kept) {
      if (is_wanted(column.name)) records.columns.push_back(taken(column));
    }
    return records;
  }

 private:
  static constexpr std::size_t kAnyExit = static_cast<std::size_t>(-1);

  [[nodiscard]] std::size_t in_heading(std::size_t e) const {
    return heading_.is_long ? 0 : exits_[e].in_table;
  }
  RecordRows::Exit& told_by(std::size_t e) { return rows_.exits[in_heading(e)]; }

  [[nodiscard]] std::size_t row_of(std::size_t sample, std::size_t e) const {
    if (!heading_.is_long) return sample;
    if (e == kAnyExit) return groups_.first_row(sample, exits_.size());
    return groups_.row[sample * exits_.size() + e];
  }

  template <class T>
  [[nodiscard]] bool lacks(const std::vector<T>& of_rows, std::size_t sample, std::size_t e) const {
    const std::size_t row = row_of(sample, e);
    return row == RowGroups::kNoRow || is_missing(of_rows[row]);
  }

  /// Whether any sample has this; what none has, none lacks.
  template <class T>
  bool is_known(const std::vector<T>& of_rows, std::size_t e) const {
    if (of_rows.empty()) return false;
    for (std::size_t sample = 0; sample < samples_; ++sample) {
      if (!lacks(of_rows, sample, e)) return true;
    }
    return false;
  }

  void find_complete(const std::string& file, std::vector<std::string>& notes) {
    if (!problems_.empty()) return;
    if (samples_ == 0) return problems_.of_file("no rows, expected at least one sample");
    std::vector<bool> lacks_exit(samples_, false);
    bool all_say_correct = true;
    for (std::size_t e = 0; e < exits_.size(); ++e) {
      RecordRows::Exit& exit = told_by(e);
      mark_incomplete(exit.confidence, e, lacks_exit);
      mark_incomplete(exit.entropy, e, lacks_exit);
      mark_incomplete(exit.prediction, e, lacks_exit);
      all_say_correct = mark_incomplete(exit.correct, e, lacks_exit) && all_say_correct;
    }
    std::vector<bool> lacks_label(samples_, false);
    mark_incomplete(rows_.label, kAnyExit, lacks_label);
    if (all_say_correct && !request_.vectors) {  // then nothing is asked of the label
      if (std::find(lacks_label.begin(), lacks_label.end(), true) != lacks_label.end()) {
        std::fill(rows_.label.begin(), rows_.label.end(), RecordRows::kNone);
        lacks_label.assign(samples_, false);
      }
    }
    for (std::size_t sample = 0; sample < samples_; ++sample) {
      if (!lacks_exit[sample] && !lacks_label[sample]) kept_.push_back(sample);
    }
    note(lacks_exit, "do not have what others have of every exit", file, notes);
    note(lacks_label, "have no label", file, notes);
    if (kept_.empty()) {
      problems_.of_file(
          "no sample has the values of every exit and a label, expected at least one");
    }
  }

  /// Returns whether this is known of any sample.
  template <class T>
  bool mark_incomplete(const std::vector<T>& of_rows, std::size_t e, std::vector<bool>& marks) {
    if (!is_known(of_rows, e)) return false;
    for (std::size_t sample = 0; sample < samples_; ++sample) {
      if (lacks(of_rows, sample, e)) marks[sample] = true;
    }
    return true;
  }

  void note(const std::vector<bool>& marks, std::string_view what, const std::string& file,
            std::vector<std::string>& notes) const {
    const auto first = std::find(marks.begin(), marks.end(), true);
    if (first == marks.end()) return;
    const auto sample = static_cast<std::size_t>(first - marks.begin());
    notes.push_back(fmt::format("{}:{}: {} of {} samples {} and are left out; this is the first",
                                file, rows_.line[row_of(sample, kAnyExit)],
                                std::count(marks.begin(), marks.end(), true), samples_, what));
  }

  /// The values of the samples that stay; none where none is known. What a table has of one exit is
  /// moved as a whole where that can be.
  template <class T>
  std::vector<T> taken(std::vector<T>& of_rows, std::size_t e, std::size_t width = 1) {
    if (width == 0 || of_rows.empty() || lacks_all(of_rows, e, width)) return {};
    if (!heading_.is_long && kept_.size() == samples_) return std::exchange(of_rows, {});
    std::vector<T> values;
    values.reserve(kept_.size() * width);
    for (const std::size_t sample : kept_) {
      const auto from = of_rows.begin() + static_cast<std::ptrdiff_t>(row_of(sample, e) * width);
      values.insert(values.end(), from, from + static_cast<std::ptrdiff_t>(width));
    }
    return values;
  }

  /// Of a complete sample everything is known that is of any.
  template <class T>
  [[nodiscard]] bool lacks_all(const std::vector<T>& of_rows, std::size_t e,
                               std::size_t width) const {
    return is_missing(of_rows[row_of(kept_.front(), e) * width]);
  }

  [[nodiscard]] ExitRecords::Column taken(const ExitRecords::Column& column) const {
    ExitRecords::Column made{column.name, {}, {}};
    Interned texts(made);
    for (const std::size_t sample : kept_) {
      texts.add(column.values[column.value[row_of(sample, kAnyExit)]]);
    }
    return made;
  }

  [[nodiscard]] bool is_wanted(const std::string& column) const {
    return request_.all_columns || std::find(request_.columns.begin(), request_.columns.end(),
                                             column) != request_.columns.end();
  }

  RecordRows rows_;
  const RecordHeading& heading_;
  const RecordsRequest& request_;
  ProblemList& problems_;
  std::vector<NamedExit> exits_;
  RowGroups groups_;
  std::size_t samples_ = 0;
  std::vector<std::size_t> kept_;  // samples that stay
};

}  // namespace

ExitRecords samples_of(RecordRows rows, const RecordHeading& heading, const RecordsRequest& request,
                       const std::string& file, ProblemList& problems,
                       std::vector<std::string>& notes) {
  return SampleMaker(std::move(rows), heading, request, problems).make(file, notes);
}

}  // namespace popex
