// SPDX-License-Identifier: MIT
//
// A table that anyone can write, one layer a line in execution order:
//
//     name,inputs,output_bytes,edge_ms,cloud_ms
//     input,,150528,,
//     conv1,input,186624,4.9,0.2
//
// A column <tier>_ms makes a tier. Several inputs stand with blanks between them; where the field
// is empty it is the layer before. The line `input`, if there is one, has the size of the network's
// input.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "background/importers/importer.hpp"
#include "background/importers/lines.hpp"
#include "text/csv_fields.hpp"
#include "text/nearest_name.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

constexpr std::string_view kTime = "_ms";
constexpr std::string_view kSpread = "_iqr_ms";

class CsvReader {
 public:
  explicit CsvReader(const ImportFile& file) : lines_(file) {}

  Result<Imported> read() {
    std::string line;
    if (!lines_.next(line)) return Problems{{lines_.place(), "empty, expected a line of columns"}};
    read_columns(line);
    if (!problems_.empty()) return std::move(problems_);
    while (lines_.next(line)) {
      if (!trimmed(line).empty()) read_layer(line);
    }
    problems_.insert(problems_.end(), lines_.problems().begin(), lines_.problems().end());
    if (!problems_.empty()) return std::move(problems_);
    made_.profile.description = "A table of layers";
    return std::move(made_);
  }

 private:
  void read_columns(std::string_view line) {
    const std::optional<std::vector<std::string>> columns = text::csv_fields(line);
    made_.profile.tiers.clear();
    for (const std::string& column : columns.value_or(std::vector<std::string>{})) {
      const std::string name(trimmed(column));
      if (std::find(columns_.begin(), columns_.end(), name) != columns_.end()) {
        problems_.push_back({lines_.place(), fmt::format("column '{}' is there twice", name)});
      }
      columns_.push_back(name);
      if (name.ends_with(kSpread)) continue;
      if (name.ends_with(kTime)) {
        made_.profile.tiers.push_back(name.substr(0, name.size() - kTime.size()));
      } else if (name != "name" && name != "type" && name != "inputs" && name != "output_bytes" &&
                 name != "parameter_bytes") {
        problems_.push_back(
            {lines_.place(),
             fmt::format("unknown column '{}', expected name, type, inputs, output_bytes, "
                         "parameter_bytes, TIER_ms or TIER_iqr_ms{}",
                         name,
                         text::did_you_mean(name, {"name", "type", "inputs", "output_bytes",
                                                   "parameter_bytes"}))});
      }
    }
    if (std::find(columns_.begin(), columns_.end(), "name") == columns_.end()) {
      problems_.push_back({lines_.place(), "no column 'name', expected one"});
    }
  }

  void read_layer(std::string_view line) {
    const std::optional<std::vector<std::string>> fields = text::csv_fields(line);
    if (!fields) {
      problems_.push_back({lines_.place(), "a quote that is not closed before the field's end"});
      return;
    }
    if (fields->size() != columns_.size()) {
      problems_.push_back(
          {lines_.place(), fmt::format("{} fields, expected {} as in the first line",
                                       fields->size(), columns_.size())});
      return;
    }
    ProfileData::Layer layer;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string_view field = trimmed((*fields)[i]);
      if (!field.empty()) read_field(columns_[i], field, layer);
    }
    if (layer.name == "input") {
      made_.profile.input = layer.output;
    } else {
      made_.profile.layers.push_back(std::move(layer));
    }
  }

  void read_field(std::string_view column, std::string_view field, ProfileData::Layer& layer) {
    if (column == "name") {
      layer.name = field;
    } else if (column == "type") {
      layer.type = field;
    } else if (column == "inputs") {
      layer.inputs.emplace();
      while (!field.empty()) {
        const std::size_t end = std::min(field.find(' '), field.size());
        layer.inputs->emplace_back(field.substr(0, end));
        field = trimmed(field.substr(end));
      }
    } else if (const std::optional<double> number = text::parse_number(field); !number) {
      problems_.push_back(
          {lines_.place(), fmt::format("{}: '{}', expected a number", column, field)});
    } else if (column == "output_bytes") {
      layer.output = Bytes{*number};
    } else if (column == "parameter_bytes") {
      layer.parameters = Bytes{*number};
    } else if (column.ends_with(kSpread)) {
      layer.time_iqr.emplace_back(column.substr(0, column.size() - kSpread.size()),
                                  Milliseconds(*number));
    } else {
      layer.time.emplace_back(column.substr(0, column.size() - kTime.size()),
                              Milliseconds(*number));
    }
  }

  Lines lines_;
  std::vector<std::string> columns_;
  Imported made_;
  Problems problems_;
};

bool is_csv(std::string_view head) {
  const std::string line(head.substr(0, head.find_first_of("\r\n")));
  const std::optional<std::vector<std::string>> columns = text::csv_fields(line);
  return columns && columns->size() > 1 &&
         std::find(columns->begin(), columns->end(), "name") != columns->end();
}

Result<Imported> read_csv(std::span<const ImportFile> files, const ImportSettings& /*settings*/) {
  return CsvReader(files.front()).read();
}

}  // namespace

const Importer kCsvImporter = {
    "csv", "a table with columns name, inputs, output_bytes, TIER_ms", 1, true, is_csv, read_csv};

}  // namespace popex
