// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <popex/result.hpp>

#include "report/plot/columns.hpp"

namespace popex::cli {

/// Reads columns of a table that popex wrote.
class CsvReader {
 public:
  /// Reads the heading. `name` is the file's, for the problems.
  CsvReader(std::string_view text, std::string name);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  [[nodiscard]] bool has(std::string_view column) const;
  [[nodiscard]] bool has_all(const std::vector<std::string_view>& columns) const;

  /// The columns before the last one of this name have names of people, who may call them what
  /// another column is called: from now on names are looked up from that one on. Returns how many
  /// there are before it.
  std::size_t begin_at(std::string_view column);

  /// Asks for a column, which `read` appends to: numbers, where an empty field is not a number, or
  /// words, where it is a word as well. `into` stays where it is until then.
  void take(std::string_view column, std::vector<double>& into);
  void take(std::string_view column, report::plot::WordColumn& into);
  /// The same by its place.
  void take(std::size_t place, report::plot::WordColumn& into) { targets_[place].words = &into; }

  /// Reads the rows, and returns what is wrong with them, or with the heading: a column that was
  /// asked for but is not there, or one that is there twice.
  Problems read();

 private:
  struct Target {
    std::vector<double>* numbers = nullptr;
    report::plot::WordColumn* words = nullptr;
  };
  [[nodiscard]] std::size_t place_of(std::string_view column) const;
  Target& target_of(std::string_view column);
  [[nodiscard]] Problems problems_of_heading() const;

  std::string_view rows_;
  std::string name_;
  std::vector<std::string> columns_;
  std::vector<Target> targets_;       // one a column
  std::size_t first_ = 0;             // the first column that is looked up by its name
  Target none_;                       // what is asked for and not there
  std::vector<std::string> missing_;  // its names
};

}  // namespace popex::cli
