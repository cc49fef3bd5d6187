// SPDX-License-Identifier: MIT
//
// A table with a heading, one rate a line. The columns are those that the options name, or those
// whose names say what they are: "time_s", "timestamp_ms", "rate_mbps", "Throughput (kbit/s)".

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "background/exit_records/column_names.hpp"
#include "background/importers/lines.hpp"
#include "background/rate_traces/trace_format.hpp"
#include "background/rate_traces/trace_lines.hpp"
#include "background/rate_traces/trace_samples.hpp"
#include "background/rate_traces/trace_units.hpp"
#include "text/csv_fields.hpp"
#include "text/nearest_name.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

constexpr std::size_t kMostColumns = 1000;
constexpr std::string_view kOpenQuote = "a quote that is not closed before the field's end";

/// Names of a column without a unit, or before it.
constexpr std::array<std::string_view, 7> kTimeWords = {
    "time", "timestamp", "t", "elapsed", "elapsed_time", "start", "start_time"};
constexpr std::array<std::string_view, 6> kRateWords = {"rate",      "upload_rate", "throughput",
                                                        "bandwidth", "bitrate",     "speed"};

/// What is asked of the heading: one of the two columns.
struct Wanted {
  std::string_view what;    ///< "time"
  const std::string& name;  ///< by the options; may be empty
  const std::string& unit;
  const std::string& place;       ///< of the option that names the column
  const std::string& unit_place;  ///< of the one that names the unit
  std::span<const TraceUnit> units;
  std::span<const std::string_view> words;
  std::string_view example;
};

struct Column {
  std::size_t index = 0;
  const TraceUnit* unit = nullptr;
};

bool is_one_of(std::string_view name, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return std::equal(name.begin(), name.end(), word.begin(), word.end(), [](char a, char b) {
      return std::tolower(static_cast<unsigned char>(a)) == b;
    });
  });
}

class CsvTraceReader {
 public:
  explicit CsvTraceReader(const TraceText& file)
      : file_(file), lines_(file.text), samples_(file.name) {}

  Result<LoadedTrace> read() {
    const std::string_view heading = *lines_.next();
    separator_ = separator_of(heading);
    read_heading(heading);
    if (!samples_.problems().empty() || !problems_.empty()) {
      Problems all = samples_.problems().take();
      all.insert(all.end(), problems_.begin(), problems_.end());
      return all;
    }
    while (const std::optional<std::string_view> line = lines_.next()) read_line(*line);
    return samples_.finish("csv", std::move(notes_));
  }

 private:
  void report(std::string message) {
    samples_.problems().at_line(lines_.number(), std::move(message));
  }

  void read_heading(std::string_view line) {
    const std::optional<std::vector<std::string>> names = text::csv_fields(line, separator_);
    if (!names) return report(std::string(kOpenQuote));
    if (names->size() > kMostColumns) {
      return report(fmt::format("{} columns, expected at most {}", names->size(), kMostColumns));
    }
    for (const std::string& name : *names) names_.emplace_back(trimmed(name));
    const RateTraceOptions& options = file_.options;
    const RateTracePlaces& places = file_.places;
    time_ = find({"time", options.time_column, options.time_unit, places.time_column,
                  places.time_unit, time_units(), kTimeWords, "time_s"});
    rate_ = find({"rate", options.rate_column, options.rate_unit, places.rate_column,
                  places.rate_unit, rate_units(), kRateWords, "rate_mbps"});
  }

  Column find(const Wanted& wanted) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (wanted.name.empty() ? says(names_[i], wanted) : names_[i] == wanted.name) {
        found.push_back(i);
      }
    }
    if (found.size() != 1) {
      complain(wanted, found);
      return {};
    }
    Column column{found.front(), unit_at_end(wanted.units, names_[found.front()])};
    if (!wanted.unit.empty()) {
      column.unit = unit_called(wanted.units, wanted.unit);
    } else if (column.unit == nullptr) {
      column.unit = &wanted.units.front();
      notes_.push_back(fmt::format("column {} names no unit, taken for {}",
                                   in_quotes(names_[column.index]),
                                   wanted.what == "time" ? "seconds" : "Mbps"));
    }
    return column;
  }

  static bool says(std::string_view name, const Wanted& wanted) {
    if (is_one_of(name, wanted.words)) return true;
    if (wanted.what == "rate") return unit_at_end(rate_units(), name) != nullptr;
    const TraceUnit* const unit = unit_at_end(time_units(), name);
    if (unit == nullptr || unit_at_end(rate_units(), name) != nullptr) return false;
    // Other columns are in seconds, too: "rtt_ms". "timestamp (ms)" has two characters more.
    std::string_view before =
        name.substr(0, name.size() - std::min(name.size(), unit->name.size()));
    if (name.ends_with(')')) before = name.substr(0, name.find('('));
    while (!before.empty() && (before.back() == '_' || before.back() == ' ')) {
      before.remove_suffix(1);
    }
    return before.empty() || is_one_of(before, wanted.words);
  }

  void complain(const Wanted& wanted, const std::vector<std::size_t>& found) {
    const std::vector<std::string_view> known(names_.begin(), names_.end());
    if (!wanted.name.empty()) {
      problems_.push_back(
          {wanted.place,
           fmt::format("{} {} {}, expected {}{}", file_.name,
                       found.empty() ? "has no column" : "has several columns",
                       in_quotes(wanted.name),
                       found.empty() ? fmt::format("one of {}", fmt::join(known, ", ")) : "one",
                       found.empty() ? text::did_you_mean(wanted.name, known) : "")});
    } else if (found.empty()) {
      report(
          fmt::format("no column is known to be the {}, expected one like {}, or its name with "
                      "{}",
                      wanted.what, wanted.example, wanted.place));
    } else {
      std::vector<std::string_view> names;
      names.reserve(found.size());
      for (const std::size_t i : found) names.push_back(names_[i]);
      report(fmt::format("columns {} may all be the {}, expected one, or its name with {}",
                         fmt::join(names, ", "), wanted.what, wanted.place));
    }
  }

  void read_line(std::string_view line) {
    const std::optional<std::vector<std::string>> fields = text::csv_fields(line, separator_);
    if (!fields) return report(std::string(kOpenQuote));
    if (fields->size() != names_.size()) {
      return report(fmt::format("{} fields, expected {} as in the line of columns", fields->size(),
                                names_.size()));
    }
    const std::optional<double> time = number(*fields, time_);
    const std::optional<double> rate = number(*fields, rate_);
    if (time && rate) samples_.add(lines_.number(), *time, *rate);
  }

  std::optional<double> number(const std::vector<std::string>& fields, const Column& column) {
    const std::string_view field = trimmed(fields[column.index]);
    const std::optional<double> value = text::parse_number(field);
    if (value) return column.unit->convert(*value);
    report(fmt::format("{}: {}, expected a number", in_quotes(names_[column.index]),
                       in_quotes(field)));
    return std::nullopt;
  }

  const TraceText& file_;
  TraceLines lines_;
  TraceSamples samples_;
  Problems problems_;  // of options
  char separator_ = ',';
  std::vector<std::string> names_;
  Column time_;
  Column rate_;
  std::vector<std::string> notes_;
};

bool is_any(const TraceText& /*file*/) { return true; }

Result<LoadedTrace> read_csv(const TraceText& file) { return CsvTraceReader(file).read(); }

}  // namespace

const TraceFormat kCsvTrace = {"csv", is_any, read_csv};

}  // namespace popex
