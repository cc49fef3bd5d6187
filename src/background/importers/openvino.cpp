// SPDX-License-Identifier: MIT
//
// The counters of OpenVINO's benchmark_app, of -report_type detailed_counters (a table for each
// infer request) or average_counters (one table):
//
//     layerName;execStatus;layerType;execType;realTime (ms);cpuTime (ms);
//     /relu/Relu;NOT_RUN;Relu;undef;0.000;0.000;
//     /maxpool/MaxPool;EXECUTED;MaxPool;jit_avx2_f32;0.388;0.388;
//     Total;;;;123.231;123.231;
//
// Columns are found by their names, which stand before a unit in brackets. A layer that did not run
// was fused into another.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "background/importers/importer.hpp"
#include "background/importers/layer_names.hpp"
#include "background/importers/lines.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

constexpr std::string_view kFirstColumns = "layerName;execStatus";
constexpr std::string_view kSortedColumns = "layerName,execStatus";  // -pcsort
constexpr std::string_view kReport = "Command line parameters";
constexpr std::string_view kWanted =
    "expected benchmark_average_counters_report.csv or benchmark_detailed_counters_report.csv, "
    "which "
    "benchmark_app writes with -report_type average_counters or detailed_counters";

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find(';', begin), line.size());
    fields.push_back(trimmed(line.substr(begin, end - begin)));
    begin = end + 1;
  }
  return fields;
}

class OpenVinoReader {
 public:
  explicit OpenVinoReader(const ImportFile& file) : lines_(file) {}

  Result<Imported> read(const std::string& tier) {
    std::string line;
    while (lines_.next(line)) {
      if (line.starts_with(kFirstColumns)) {
        begin_table(line);
      } else if (line.starts_with(kSortedColumns)) {
        report_sorted();
      } else if (is_in_table_ && !trimmed(line).empty()) {
        read_row(line);
      }
    }
    if (tables_ == 0 && lines_.problems().empty()) {
      return Problems{{lines_.file(), fmt::format("has no times of layers, {}", kWanted)}};
    }
    if (is_in_table_) lines_.report("ends before the row 'Total', expected the whole table");
    if (!lines_.problems().empty()) return lines_.problems();
    return imported(tier);
  }

 private:
  struct Row {
    std::string name;
    std::string type;
    bool was_run = false;
    double time = 0;  ///< in all tables
  };

  struct Columns {
    std::size_t name = 0;
    std::size_t status = 0;
    std::size_t type = 0;
    std::size_t time = 0;
    std::size_t count = 0;
  };

  void begin_table(std::string_view line) {
    std::vector<std::string_view> fields = fields_of(line);
    if (fields.back().empty()) fields.pop_back();  // most versions end lines in a semicolon
    const auto column = [&](std::string_view name) {
      const auto found = std::find_if(fields.begin(), fields.end(), [&](std::string_view field) {
        return trimmed(field.substr(0, field.find('('))) == name;
      });
      if (found == fields.end()) lines_.report(fmt::format("no column '{}', expected one", name));
      return static_cast<std::size_t>(found - fields.begin());
    };
    if (is_in_table_) lines_.report("a table within another, expected the row 'Total' before it");
    if (fields.back() == "%") report_sorted();
    columns_ = {column("layerName"), column("execStatus"), column("layerType"), column("realTime"),
                fields.size()};
    is_in_table_ = lines_.problems().empty();
    row_ = 0;
    ++tables_;
  }

  void report_sorted() {
    lines_.report(fmt::format("sorted by time, so the order of the layers is lost; {}", kWanted));
  }

  void read_row(std::string_view line) {
    std::vector<std::string_view> fields = fields_of(line);
    if (fields.size() > columns_.count && fields.back().empty()) fields.pop_back();
    if (fields.size() != columns_.count) {
      return lines_.report(fmt::format("{} fields, expected {} as in the line of columns",
                                       fields.size(), columns_.count));
    }
    const std::optional<double> time = text::parse_number(fields[columns_.time]);
    if (!time || *time < 0) {
      return lines_.report(
          fmt::format("realTime {}, expected a time in ms", in_quotes(fields[columns_.time])));
    }
    const std::string_view name = fields[columns_.name];
    if (name == "Total" && fields[columns_.status].empty()) {
      is_in_table_ = false;
      total_ += *time;
      if (row_ == rows_.size()) return;
      lines_.report(
          fmt::format("{} layers, expected {} as in the first table", row_, rows_.size()));
      return;
    }
    if (!lines_.has_room_behind(row_)) return;
    if (tables_ == 1) {
      Row& row = rows_.emplace_back();
      row.name = name;
      row.type = fields[columns_.type];
    } else if (row_ >= rows_.size() || rows_[row_].name != name) {
      is_in_table_ = false;
      return lines_.report(
          fmt::format("layer {}, expected the layers of the first table in their "
                      "order",
                      in_quotes(name)));
    }
    Row& row = rows_[row_++];
    // "EXECUTED", or as Python writes it "Status.EXECUTED".
    row.was_run = row.was_run || fields[columns_.status].ends_with("EXECUTED");
    row.time += *time;
  }

  Imported imported(const std::string& tier) {
    Imported made;
    LayerNames names;
    const auto tables = static_cast<double>(tables_);
    std::size_t not_run = 0;
    for (const Row& row : rows_) {
      const Milliseconds time(row.time / tables);
      if (!row.was_run) {
        ++not_run;
        made.left_out += time;
        continue;
      }
      ProfileData::Layer& layer = made.profile.layers.emplace_back();
      layer.name = names.add(row.name);
      layer.type = row.type;
      layer.time.emplace_back(tier, time);
    }
    made.profile.description = "OpenVINO's benchmark_app";
    if (tables_ > 1) made.profile.description += fmt::format(", mean of {} requests", tables_);
    made.total = Milliseconds(total_ / tables);
    made.notes.emplace_back(kChainAssumed);
    if (not_run > 0) {
      made.notes.push_back(fmt::format(
          "left out, as they did not run by themselves, with {:.4g} ms: {} of {} layers",
          made.left_out.count(), not_run, rows_.size()));
    }
    names.note(made.notes);
    made.batch_note = kBatchAssumed;
    return made;
  }

  Lines lines_;
  Columns columns_;
  std::vector<Row> rows_;  // of the first table
  std::size_t row_ = 0;    // of this table, that comes next
  std::size_t tables_ = 0;
  bool is_in_table_ = false;
  double total_ = 0;  // of all tables
};

bool is_openvino(std::string_view head) {
  const auto has = [&](std::string_view part) { return head.find(part) != std::string_view::npos; };
  return has(kFirstColumns) || has(kSortedColumns) || (has(kReport) && has("report_type;"));
}

Result<Imported> read_openvino(std::span<const ImportFile> files, const ImportSettings& settings) {
  return OpenVinoReader(files.front()).read(settings.tier);
}

}  // namespace

const Importer kOpenVinoImporter = {
    "openvino", "the counters of OpenVINO's benchmark_app", 1, false, is_openvino, read_openvino};

}  // namespace popex
