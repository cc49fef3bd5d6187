// SPDX-License-Identifier: MIT
#include "cli/stored_answers/by_condition.hpp"

namespace popex::cli {

std::string condition_name(const std::vector<std::pair<std::string, std::string>>& values) {
  if (values.size() == 1) return values.front().second;
  std::string name;
  for (const auto& [column, value] : values) {
    if (!name.empty()) name += ", ";
    name += column;
    name += ' ';
    name += value;
  }
  return name;
}

JsonShape condition_shape(std::vector<std::pair<std::string, std::string>>& values) {
  using S = JsonShape;
  return S::map([&values](const std::string& column) { values.emplace_back(column, ""); },
                S::text([&values](std::string& t) { values.back().second = std::move(t); }))
      .on_begin([&values] { values.clear(); });
}

ConditionColumns::ConditionColumns(CsvReader& table) {
  const std::size_t count = table.begin_at("samples");
  columns_.assign(table.columns().begin(),
                  table.columns().begin() + static_cast<std::ptrdiff_t>(count));
  values_.resize(count);
  for (std::size_t c = 0; c < count; ++c) table.take(c, values_[c]);
}

std::string ConditionColumns::name(std::size_t row) const {
  std::vector<std::pair<std::string, std::string>> values;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    values.emplace_back(columns_[c], values_[c].names[values_[c].rows[row]]);
  }
  return condition_name(values);
}

}  // namespace popex::cli
