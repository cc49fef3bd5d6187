// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "background/json_shape.hpp"
#include "cli/stored_answers/csv_reader.hpp"

/// Answers about records come by condition: the values of some columns.
namespace popex::cli {

/// "blur5", or with several columns "level 2, blur 5"; empty where there are none.
std::string condition_name(const std::vector<std::pair<std::string, std::string>>& values);

/// The condition in JSON, an object of strings.
JsonShape condition_shape(std::vector<std::pair<std::string, std::string>>& values);

/// The conditions of a table: the columns before "samples". Made before other columns are taken.
class ConditionColumns {
 public:
  explicit ConditionColumns(CsvReader& table);
  ConditionColumns(const ConditionColumns&) = delete;  // the table writes into it
  ConditionColumns& operator=(const ConditionColumns&) = delete;
  [[nodiscard]] std::string name(std::size_t row) const;

 private:
  std::vector<std::string> columns_;
  std::vector<report::plot::WordColumn> values_;
};

/// Where in `list` the one whose `member` is `name` is; added behind the others where it is not.
template <class T>
T& found_or_added(std::vector<T>& list, std::string T::*member, const std::string& name) {
  for (T& one : list) {
    if (one.*member == name) return one;
  }
  T& added = list.emplace_back();
  added.*member = name;
  return added;
}

}  // namespace popex::cli
