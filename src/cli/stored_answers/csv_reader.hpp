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

  /// Asks for a column, which `read` appends to: numbers, where an empty field is not a number, or
  /// words, where it is a word as well. `into` stays where it is until then.
  void take(std::string_view column, std::vector<double>& into);
  void take(std::string_view column, report::plot::WordColumn& into);

  /// Reads the rows, and returns what is wrong with them.
  Problems read();

 private:
  struct Target {
    std::vector<double>* numbers = nullptr;
    report::plot::WordColumn* words = nullptr;
  };
  Target& target_of(std::string_view column);

  std::string_view rows_;
  std::string name_;
  std::vector<std::string> columns_;
  std::vector<Target> targets_;  // one a column
};

}  // namespace popex::cli
