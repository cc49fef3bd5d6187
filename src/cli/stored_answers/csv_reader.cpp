// SPDX-License-Identifier: MIT
#include "cli/stored_answers/csv_reader.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "background/problem_list.hpp"
#include "text/csv_fields.hpp"
#include "text/number.hpp"

namespace popex::cli {
namespace {

using report::plot::WordColumn;

/// The next line, without its end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// The fields of a line. Nearly all lines have no quotes, and are not copied.
bool split(std::string_view line, std::vector<std::string_view>& fields,
           std::optional<std::vector<std::string>>& unquoted) {
  fields.clear();
  if (line.find('"') != std::string_view::npos) {
    unquoted = text::csv_fields(line);
    if (!unquoted) return false;
    fields.assign(unquoted->begin(), unquoted->end());
    return true;
  }
  while (true) {
    const std::size_t end = line.find(',');
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return true;
    line.remove_prefix(end + 1);
  }
}

/// Reads the numbers of a column; most columns of a sweep say the same again and again.
class Numbers {
 public:
  std::optional<double> number_of(std::string_view field) {
    if (last_ && field == field_) return last_;
    field_ = field;
    last_ = read(field);
    return last_;
  }

 private:
  static std::optional<double> read(std::string_view field) {
    if (field.empty()) return std::numeric_limits<double>::quiet_NaN();
    if (field == "inf") return std::numeric_limits<double>::infinity();
    return text::parse_number(field);
  }

  std::string field_;
  std::optional<double> last_;
};

/// Finds the number of a word; the same word often comes again at once.
class Words {
 public:
  std::uint32_t number_of(std::string_view word, WordColumn& column) {
    if (!column.names.empty() && column.names[last_] == word) return last_;
    const auto [at, is_new] = numbers_.emplace(word, static_cast<std::uint32_t>(numbers_.size()));
    if (is_new) column.names.emplace_back(word);
    last_ = at->second;
    return last_;
  }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::uint32_t last_ = 0;
};

}  // namespace

CsvReader::CsvReader(std::string_view text, std::string name)
    : rows_(text), name_(std::move(name)) {
  if (rows_.starts_with("\xef\xbb\xbf")) rows_.remove_prefix(3);
  columns_ = text::csv_fields(take_line(rows_)).value_or(std::vector<std::string>{});
  targets_.resize(columns_.size());
}

std::size_t CsvReader::place_of(std::string_view column) const {
  std::size_t place = first_;
  while (place < columns_.size() && columns_[place] != column) ++place;
  return place;
}

bool CsvReader::has(std::string_view column) const { return place_of(column) < columns_.size(); }

bool CsvReader::has_all(const std::vector<std::string_view>& columns) const {
  return std::all_of(columns.begin(), columns.end(),
                     [&](std::string_view column) { return has(column); });
}

std::size_t CsvReader::begin_at(std::string_view column) {
  first_ = columns_.size();
  while (first_ > 0 && columns_[first_ - 1] != column) --first_;
  if (first_ > 0) --first_;
  return first_;
}

CsvReader::Target& CsvReader::target_of(std::string_view column) {
  const std::size_t place = place_of(column);
  if (place < columns_.size()) return targets_[place];
  missing_.emplace_back(column);
  return none_;
}

Problems CsvReader::problems_of_heading() const {
  Problems problems;
  for (const std::string& column : missing_) {
    problems.push_back({name_, fmt::format("no column '{}'", column)});
  }
  std::map<std::string_view, std::size_t> times;
  for (std::size_t c = first_; c < columns_.size(); ++c) {
    if (++times[columns_[c]] != 2) continue;
    problems.push_back({name_, fmt::format("column '{}' is there twice", columns_[c])});
  }
  return problems;
}

void CsvReader::take(std::string_view column, std::vector<double>& into) {
  target_of(column).numbers = &into;
}

void CsvReader::take(std::string_view column, WordColumn& into) { target_of(column).words = &into; }

Problems CsvReader::read() {
  if (Problems problems = problems_of_heading(); !problems.empty()) return problems;
  ProblemList problems(name_);
  std::vector<Words> words(columns_.size());
  std::vector<Numbers> numbers(columns_.size());
  std::vector<std::string_view> fields;
  std::optional<std::vector<std::string>> unquoted;
  std::size_t number = 1;
  while (!rows_.empty()) {
    ++number;
    const std::string_view line = take_line(rows_);
    if (line.empty()) continue;
    if (!split(line, fields, unquoted)) {
      problems.at_line(number, "a quote that is not closed");
      continue;
    }
    if (fields.size() != columns_.size()) {
      problems.at_line(number, fmt::format("{} field{}, expected {}", fields.size(),
                                           fields.size() == 1 ? "" : "s", columns_.size()));
      continue;
    }
    for (std::size_t c = 0; c < fields.size(); ++c) {
      const Target& target = targets_[c];
      if (target.words != nullptr) {
        target.words->rows.push_back(words[c].number_of(fields[c], *target.words));
      }
      if (target.numbers == nullptr) continue;
      const std::optional<double> value = numbers[c].number_of(fields[c]);
      if (!value) {
        problems.at_line(number, fmt::format("{} '{}', expected a number", columns_[c], fields[c]));
      }
      target.numbers->push_back(value.value_or(0));
    }
  }
  return problems.take();
}

}  // namespace popex::cli
