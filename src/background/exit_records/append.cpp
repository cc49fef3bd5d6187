// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "background/exit_records.hpp"
#include "background/exit_records/interned.hpp"
#include "background/importers/lines.hpp"

namespace popex {
namespace {

/// Appends what is known of both, and says what is known of one only.
class Appender {
 public:
  Appender(ExitRecords& records, const ExitRecords& more, const std::string& name)
      : records_(records), more_(more), name_(name) {}

  Problems append() {
    check_exits();
    check("the label", records_.label, more_.label);
    check_columns();
    if (!problems_.empty()) return std::move(problems_);
    for (std::size_t e = 0; e < records_.exits.size(); ++e) {
      ExitRecords::Exit& to = records_.exits[e];
      const ExitRecords::Exit& from = more_.exits[e];
      add(to.scores, from.scores);
      add(to.confidence, from.confidence);
      add(to.entropy, from.entropy);
      add(to.prediction, from.prediction);
      add(to.correct, from.correct);
    }
    add(records_.label, more_.label);
    for (ExitRecords::Column& column : records_.columns) {
      const ExitRecords::Column& from = more_.column(column.name);
      Interned texts(column);
      for (const std::uint32_t value : from.value) texts.add(from.values[value]);
    }
    records_.samples += more_.samples;
    return {};
  }

 private:
  void report(std::string message) { problems_.push_back({name_, std::move(message)}); }

  void check_exits() {
    const auto names = [](const ExitRecords& records) {
      std::string text;
      for (const ExitRecords::Exit& exit : records.exits) {
        if (!text.empty()) text += ", ";
        text += exit.name;
      }
      return text;
    };
    const std::string expected = names(records_);
    if (const std::string found = names(more_); found != expected) {
      return report(fmt::format("exits {}, expected {} as in the file before", found, expected));
    }
    for (std::size_t e = 0; e < records_.exits.size(); ++e) {
      const ExitRecords::Exit& to = records_.exits[e];
      const ExitRecords::Exit& from = more_.exits[e];
      const std::string of = " of exit " + in_quotes(to.name);
      if (to.classes != from.classes) {
        report(fmt::format("{} classes{}, expected {} as in the file before", from.classes, of,
                           to.classes));
      }
      check("the confidence" + of, to.confidence, from.confidence);
      check("the entropy" + of, to.entropy, from.entropy);
      check("the prediction" + of, to.prediction, from.prediction);
      check("what is correct" + of, to.correct, from.correct);
    }
  }

  void check_columns() {
    for (const ExitRecords::Column& column : records_.columns) {
      const auto same = [&](const ExitRecords::Column& other) { return other.name == column.name; };
      if (std::any_of(more_.columns.begin(), more_.columns.end(), same)) continue;
      report(
          fmt::format("no column {}, expected one as in the file before", in_quotes(column.name)));
    }
  }

  template <class T>
  void check(const std::string& what, const std::vector<T>& to, const std::vector<T>& from) {
    if (to.empty() == from.empty()) return;
    report(fmt::format("{} is {}known, expected the same as in the file before", what,
                       from.empty() ? "not " : ""));
  }

  template <class T>
  static void add(std::vector<T>& to, const std::vector<T>& from) {
    to.insert(to.end(), from.begin(), from.end());
  }

  ExitRecords& records_;
  const ExitRecords& more_;
  const std::string& name_;
  Problems problems_;
};

}  // namespace

Problems append_records(ExitRecords& records, const ExitRecords& more, const std::string& name) {
  return Appender(records, more, name).append();
}

}  // namespace popex
