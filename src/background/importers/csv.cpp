// SPDX-License-Identifier: MIT
//
// A table that anyone can write, one layer a line in execution order:
//
//     name,inputs,output_bytes,edge_ms,cloud_ms
//     input,,150528,,
//     conv1,input,186624,4.9,0.2
//
// A column <tier>_ms makes a tier, which may have its spread, <tier>_iqr_ms, and measured ranges,
// <tier>_range_ms, too. Several inputs stand with blanks between them; where the field is empty it
// is the layer before. The line `input`, if there is one, has the size of the network's input, and
// its measured range.

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "background/importers/importer.hpp"
#include "background/importers/lines.hpp"
#include "text/csv_fields.hpp"
#include "text/nearest_name.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

constexpr std::array<std::string_view, 5> kColumns = {"name", "type", "inputs", "output_bytes",
                                                      "parameter_bytes"};
constexpr std::string_view kOpenQuote = "a quote that is not closed before the field's end";

using Times = ByTierName<Milliseconds>;

/// What a column says of a tier.
struct TierColumn {
  std::string tier;
  Times ProfileData::Layer::*times;
};

/// By the column's end; the longer ends come first.
constexpr std::array<std::pair<std::string_view, Times ProfileData::Layer::*>, 3> kEnds = {{
    {"_range_ms", &ProfileData::Layer::range},
    {"_iqr_ms", &ProfileData::Layer::time_iqr},
    {"_ms", &ProfileData::Layer::time},
}};
constexpr std::size_t kMostColumns = kColumns.size() + kEnds.size() * ProfileLimits::tiers;

std::optional<TierColumn> tier_column(std::string_view column) {
  for (const auto& [end, times] : kEnds) {
    if (column.size() <= end.size() || !column.ends_with(end)) continue;
    return TierColumn{std::string(column.substr(0, column.size() - end.size())), times};
  }
  return std::nullopt;
}

class CsvReader {
 public:
  explicit CsvReader(const ImportFile& file) : lines_(file) {}

  Result<Imported> read() {
    std::string line;
    while (lines_.next(line)) {
      if (trimmed(line).empty()) continue;
      if (columns_.empty()) {
        read_columns(line);
        if (!lines_.problems().empty()) return lines_.problems();
      } else {
        read_layer(line);
      }
    }
    if (columns_.empty()) lines_.report("empty, expected a line of columns");
    if (!lines_.problems().empty()) return lines_.problems();
    made_.profile.description = "A table of layers";
    return std::move(made_);
  }

 private:
  void read_columns(std::string_view line) {
    const std::optional<std::vector<std::string>> columns = text::csv_fields(line);
    if (!columns) return lines_.report(std::string(kOpenQuote));
    if (columns->size() > kMostColumns) {
      return lines_.report(
          fmt::format("{} columns, expected at most {}", columns->size(), kMostColumns));
    }
    std::vector<std::string>& tiers = made_.profile.tiers;
    tiers.clear();
    for (const std::string& column : *columns) {
      const std::string name(trimmed(column));
      if (std::find(columns_.begin(), columns_.end(), name) != columns_.end()) {
        lines_.report(fmt::format("column {} is there twice", in_quotes(name)));
      }
      columns_.push_back(name);
      if (const std::optional<TierColumn> of = tier_column(name)) {
        if (of->times == &ProfileData::Layer::time) tiers.push_back(of->tier);
      } else if (std::find(kColumns.begin(), kColumns.end(), name) == kColumns.end()) {
        lines_.report(
            fmt::format("unknown column {}, expected {}, TIER_ms, TIER_iqr_ms or TIER_range_ms{}",
                        in_quotes(name), fmt::join(kColumns, ", "),
                        text::did_you_mean(name, {kColumns.begin(), kColumns.end()})));
      }
    }
    for (const std::string& name : columns_) {
      const std::optional<TierColumn> column = tier_column(name);
      if (!column || std::find(tiers.begin(), tiers.end(), column->tier) != tiers.end()) continue;
      lines_.report(fmt::format("{} without a column '{}_ms'", in_quotes(name), column->tier));
    }
    if (std::find(columns_.begin(), columns_.end(), "name") == columns_.end()) {
      lines_.report("no column 'name', expected one");
    }
  }

  void read_layer(std::string_view line) {
    const std::optional<std::vector<std::string>> fields = text::csv_fields(line);
    if (!fields) return lines_.report(std::string(kOpenQuote));
    if (fields->size() != columns_.size()) {
      return lines_.report(fmt::format("{} fields, expected {} as in the line of columns",
                                       fields->size(), columns_.size()));
    }
    ProfileData::Layer layer;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string_view field = trimmed((*fields)[i]);
      if (!field.empty()) read_field(columns_[i], field, layer);
    }
    if (layer.name == "input") {
      read_input(layer);
    } else if (lines_.has_room_behind(made_.profile.layers.size())) {
      made_.profile.layers.push_back(std::move(layer));
    }
  }

  void read_input(const ProfileData::Layer& layer) {
    if (!layer.time.empty() || !layer.time_iqr.empty() || layer.inputs || layer.parameters) {
      lines_.report(
          "'input' is the network's input, expected nothing of it but output_bytes and ranges");
    } else if (made_.profile.input) {
      lines_.report("a second line 'input', expected one");
    }
    made_.profile.input = layer.output;
    made_.profile.input_range = layer.range;
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
      lines_.report(fmt::format("{}: {}, expected a number", column, in_quotes(field)));
    } else if (column == "output_bytes") {
      layer.output = Bytes{*number};
    } else if (column == "parameter_bytes") {
      layer.parameters = Bytes{*number};
    } else if (std::optional<TierColumn> of = tier_column(column)) {
      (layer.*of->times).emplace_back(std::move(of->tier), Milliseconds(*number));
    }
  }

  Lines lines_;
  std::vector<std::string> columns_;
  Imported made_;
};

bool is_csv(std::string_view head) {
  head = without_mark(head);
  head.remove_prefix(std::min(head.find_first_not_of("\r\n\t "), head.size()));
  const std::optional<std::vector<std::string>> columns =
      text::csv_fields(head.substr(0, head.find_first_of("\r\n")));
  return columns && columns->size() > 1 &&
         std::any_of(columns->begin(), columns->end(),
                     [](const std::string& column) { return trimmed(column) == "name"; });
}

Result<Imported> read_csv(std::span<const ImportFile> files, const ImportSettings& /*settings*/) {
  return CsvReader(files.front()).read();
}

}  // namespace

const Importer kCsvImporter = {
    "csv", "a table with columns name, inputs, output_bytes, TIER_ms", 1, true, is_csv, read_csv};

}  // namespace popex
