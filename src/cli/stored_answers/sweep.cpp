// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cli/stored_answers/readers.hpp"
#include "cli/stored_answers/sweep_columns.hpp"

namespace popex::cli {
namespace {

using report::plot::SweepData;
using report::plot::WordColumn;

/// The splits of all links of each row as one word.
WordColumn joined_splits(std::vector<WordColumn> links) {
  if (links.size() == 1) return std::move(links.front());
  WordColumn all;
  std::map<std::vector<std::uint32_t>, std::uint32_t> numbers;
  for (std::size_t row = 0; row < links.front().rows.size(); ++row) {
    std::vector<std::uint32_t> words;
    words.reserve(links.size());
    for (const WordColumn& link : links) words.push_back(link.rows[row]);
    const auto [at, is_new] = numbers.emplace(words, static_cast<std::uint32_t>(numbers.size()));
    if (is_new) {
      std::string name;
      bool is_empty = true;
      for (std::size_t k = 0; k < links.size(); ++k) {
        const std::string& part = links[k].names[words[k]];
        is_empty = is_empty && part.empty();
        name += (k == 0 ? "" : " | ") + part;
      }
      all.names.push_back(is_empty ? "" : name);
    }
    all.rows.push_back(at->second);
  }
  return all;
}

}  // namespace

Result<SweepData> read_sweep(CsvReader& table) {
  SweepData data;
  const std::vector<std::string>& columns = table.columns();
  const auto first_split = std::find_if(columns.begin(), columns.end(), [](const auto& column) {
    return column.starts_with("split");
  });
  data.parameters.reserve(columns.size());  // the table writes into them
  for (auto column = columns.begin(); column != first_split; ++column) {
    data.parameters.push_back(parameter_of(*column));
    table.take(*column, data.parameters.back().values);
  }
  std::vector<WordColumn> splits;
  splits.reserve(columns.size());
  std::vector<double> index;
  bool has_index = false;
  for (auto column = first_split; column != columns.end(); ++column) {
    if (column->starts_with("split_index")) {
      if (!has_index && splits.size() == 1) table.take(*column, index);
      has_index = has_index || splits.size() == 1;
    } else if (column->starts_with("split")) {
      table.take(*column, splits.emplace_back());
    }
  }
  WordColumn labels;  // older tables have none
  const bool has_labels = table.has("label");
  if (has_labels) table.take("label", labels);
  if (splits.empty()) return Problems{{table.name(), "no column 'split'"}};
  const bool has_energy = table.has("expected_energy_mj");
  const bool has_waiting = table.has("time_with_waiting_ms");
  data.value.name = value_label(has_energy, has_waiting);
  table.take(has_energy ? "expected_energy_mj"
                        : (has_waiting ? "time_with_waiting_ms" : "expected_time_ms"),
             data.value.values);
  std::vector<double> samples;
  if (has_waiting && table.has("samples_per_second")) table.take("samples_per_second", samples);
  data.parts.reserve(columns.size());
  const auto expected = std::find(columns.begin(), columns.end(), "expected_time_ms");
  for (auto column = expected + 1; !has_energy && column != columns.end(); ++column) {
    if (column->starts_with("time_with") || column->starts_with("bottleneck")) continue;
    std::string name;
    if (column->starts_with("upload_ms")) {
      name = column->size() > 9 ? "upload " + column->substr(10) : "upload";
    } else if (column->ends_with("_ms")) {
      name = *column == "waiting_ms" ? "queues" : column->substr(0, column->size() - 3);
    }
    if (name.empty()) continue;
    data.parts.push_back({std::move(name), {}});
    table.take(*column, data.parts.back().values);
  }
  Problems problems = table.read();
  if (!problems.empty()) return problems;
  show_throughput(data, std::move(samples));
  set_splits(data, has_labels ? std::move(labels) : joined_splits(std::move(splits)), index);
  problems = finish(data, table.name());
  if (!problems.empty()) return problems;
  return data;
}

}  // namespace popex::cli
