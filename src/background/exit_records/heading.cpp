// SPDX-License-Identifier: MIT
#include "background/exit_records/heading.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "background/exit_records/column_names.hpp"
#include "background/importers/lines.hpp"
#include "text/csv_fields.hpp"
#include "text/nearest_name.hpp"
#include "text/utf8.hpp"

namespace popex {
namespace {

using Means = RecordColumn::Means;

struct Word {
  std::string_view word;
  Means means;
};
constexpr std::array<Word, 6> kOfAnExit{{{"confidence", Means::confidence},
                                         {"conf", Means::confidence},
                                         {"entropy", Means::entropy},
                                         {"prediction", Means::prediction},
                                         {"pred", Means::prediction},
                                         {"correct", Means::correct}}};
constexpr std::array<Word, 7> kOfASample{{{"label", Means::label},
                                          {"target", Means::label},
                                          {"exit", Means::exit},
                                          {"sample_id", Means::id},
                                          {"sample", Means::id},
                                          {"id", Means::id},
                                          {"index", Means::id}}};
constexpr std::string_view kLogit = "logit";
constexpr std::string_view kProbability = "prob";

class HeadingReader {
 public:
  HeadingReader(std::size_t number, const RecordsRequest& request, ProblemList& problems)
      : number_(number), request_(request), problems_(problems) {}

  RecordHeading read(std::string_view line) {
    heading_.separator = separator_of(line);
    const auto names = text::csv_fields(line, heading_.separator);
    if (!names) {
      report("a quote that is not closed before the field's end");
      return std::move(heading_);
    }
    if (names->size() > RecordsLimits::columns) {
      report(fmt::format("{} columns, expected at most {}", names->size(), RecordsLimits::columns));
      return std::move(heading_);
    }
    heading_.is_long = std::any_of(names->begin(), names->end(),
                                   [](const std::string& name) { return trimmed(name) == "exit"; });
    for (const std::string& name : *names) read_name(std::string(trimmed(name)));
    drop_probabilities_beside_logits();
    check_vectors();
    check_kept();
    if (problems_.empty() && heading_.exits.empty()) {
      report(
          "no column of an exit, expected confidence_EXIT, entropy_EXIT, correct_EXIT, "
          "prediction_EXIT, logit_EXIT_CLASS or prob_EXIT_CLASS");
    }
    return std::move(heading_);
  }

 private:
  void report(std::string message) { problems_.at_line(number_, std::move(message)); }

  void read_name(std::string name) {
    RecordColumn column;
    if (!text::is_utf8(name)) {
      report(fmt::format("the name of column {} is not UTF-8, expected text that is",
                         heading_.columns.size() + 1));
    } else if (!name.empty() && !name.starts_with("Unnamed:")) {
      if (!seen_.insert(name).second) {
        report(fmt::format("column {} is there twice", in_quotes(name)));
      }
      understand(name, column);
      if (keeps(name, column)) {
        column.kept = heading_.kept.size();
        heading_.kept.push_back(name);
      }
    }
    column.name = std::move(name);
    heading_.columns.push_back(std::move(column));
  }

  [[nodiscard]] bool keeps(const std::string& name, const RecordColumn& column) const {
    if (std::find(request_.columns.begin(), request_.columns.end(), name) !=
        request_.columns.end()) {
      return true;
    }
    const bool is_other = column.means == Means::nothing || column.means == Means::id;
    // In the long form they also tell samples apart.
    return is_other && (request_.all_columns || (heading_.is_long && column.means != Means::id));
  }

  void understand(std::string_view name, RecordColumn& column) {
    for (const Word& word : kOfASample) {
      if (name != word.word) continue;
      if (word.means == Means::label) only_one(has_label_, "label or target");
      if (word.means == Means::id && std::exchange(has_id_, true)) return;  // any other column
      column.means = word.means;
      return;
    }
    for (const Word& word : kOfAnExit) {
      const auto exit = after_word(name, word.word);
      if (exit && of_this_form(*exit)) return add(column, word.means, *exit);
    }
    for (const std::string_view kind : {kLogit, kProbability}) {
      const auto rest = after_word(name, kind);
      const auto vector = rest ? exit_and_class(*rest) : std::nullopt;
      if (!vector || !of_this_form(vector->first)) continue;
      column.entry = vector->second;
      add(column, Means::score, vector->first);
      (kind == kLogit ? logits_ : probabilities_)[column.exit].push_back(heading_.columns.size());
      return;
    }
  }

  /// In the long form no column belongs to one exit alone.
  [[nodiscard]] bool of_this_form(std::string_view exit) const {
    return !heading_.is_long || exit.empty();
  }

  void only_one(bool& has, std::string_view what) {
    if (std::exchange(has, true)) report(fmt::format("two columns say {}, expected one", what));
  }

  void add(RecordColumn& column, Means means, std::string_view exit) {
    column.means = means;
    const std::string name(exit == "output" ? "" : exit);
    const auto [at, is_new] = exits_.emplace(name, heading_.exits.size());
    column.exit = at->second;
    if (is_new) {
      heading_.exits.push_back({std::string(exit), 0, false});
      logits_.emplace_back();
      probabilities_.emplace_back();
    }
    if (means == Means::score) return;
    if (!told_.emplace(means, column.exit).second) {
      report(fmt::format("two columns say the same of exit {}, expected one",
                         in_quotes(name.empty() ? "output" : name)));
    }
  }

  /// Logits tell more than probabilities.
  void drop_probabilities_beside_logits() {
    for (std::size_t e = 0; e < heading_.exits.size(); ++e) {
      heading_.exits[e].has_probabilities = logits_[e].empty();
      heading_.exits[e].classes = std::max(logits_[e].size(), probabilities_[e].size());
      if (logits_[e].empty()) continue;
      heading_.exits[e].classes = logits_[e].size();
      for (const std::size_t c : probabilities_[e]) heading_.columns[c].means = Means::nothing;
    }
  }

  void check_vectors() {
    std::vector<std::vector<bool>> there;
    for (const RecordHeading::Exit& exit : heading_.exits) there.emplace_back(exit.classes, false);
    for (const RecordColumn& column : heading_.columns) {
      if (column.means != Means::score) continue;
      std::vector<bool>& classes = there[column.exit];
      if (column.entry >= classes.size()) {
        report(fmt::format("column {}, but there are only {} of this exit, expected classes 0 … {}",
                           in_quotes(column.name), classes.size(), classes.size() - 1));
      } else if (classes[column.entry]) {
        report(fmt::format("column {} is class {}, which is there twice", in_quotes(column.name),
                           column.entry));
      } else {
        classes[column.entry] = true;
      }
    }
    for (const RecordHeading::Exit& exit : heading_.exits) {
      if (exit.classes != 1) continue;
      report(fmt::format("exit {} has a single class, expected at least 2",
                         in_quotes(exit.name.empty() ? "output" : exit.name)));
    }
  }

  void check_kept() {
    std::vector<std::string_view> known;
    for (const RecordColumn& column : heading_.columns) {
      if (column.means == Means::nothing || column.means == Means::label) {
        if (!column.name.empty()) known.emplace_back(column.name);
      }
    }
    for (const std::string& wanted : request_.columns) {
      if (std::find(heading_.kept.begin(), heading_.kept.end(), wanted) != heading_.kept.end()) {
        continue;
      }
      report(fmt::format(
          "no column {}{}{}", in_quotes(wanted),
          known.empty() ? "" : fmt::format(", expected one of {}", fmt::join(known, ", ")),
          text::did_you_mean(wanted, known)));
    }
  }

  std::size_t number_;
  const RecordsRequest& request_;
  ProblemList& problems_;
  RecordHeading heading_;
  std::unordered_set<std::string> seen_;
  std::unordered_map<std::string, std::size_t> exits_;
  std::set<std::pair<Means, std::size_t>> told_;
  std::vector<std::vector<std::size_t>> logits_;  // columns of each exit
  std::vector<std::vector<std::size_t>> probabilities_;
  bool has_label_ = false;
  bool has_id_ = false;
};

}  // namespace

RecordHeading read_heading(std::string_view line, std::size_t number, const RecordsRequest& request,
                           ProblemList& problems) {
  return HeadingReader(number, request, problems).read(line);
}

}  // namespace popex
