// SPDX-License-Identifier: MIT
//
// A table with a heading, one rate a line. The columns are those that the options name, or those
// whose names say what they are: "time_s", "Timestamp", "rate_mbps", "Throughput (kbit/s)". Where
// there is no time a line is a rate each interval.

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "background/exit_records/column_names.hpp"
#include "background/importers/lines.hpp"
#include "background/rate_traces/columns.hpp"
#include "background/rate_traces/moment.hpp"
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
// 100 Gbps. What is more and has no unit is in another one.
constexpr double kMostWithoutUnit_mbps = 1e5;

struct Column {
  std::size_t index = 0;
  text::Scale scale;
  std::string unit;  ///< for messages
  bool has_unit = false;
};

/// Times since 1970 in another unit than seconds, by their size: 10^11 s are the year 5138.
struct Epoch {
  double least;
  text::Scale scale;
  std::string_view unit;
};
constexpr std::array<Epoch, 3> kEpochs{
    {{1e17, {1, 1e9}, "ns"}, {1e14, {1, 1e6}, "us"}, {1e11, {1, 1e3}, "ms"}}};

bool is_missing(std::string_view field) {
  constexpr std::array<std::string_view, 7> words = {"", "-", "na", "n/a", "nan", "null", "none"};
  std::string lower(field);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(words.begin(), words.end(), lower) != words.end();
}

/// The separator of a heading, also a blank, where no other is there and the next line has as many
/// fields.
char separator_in(std::string_view heading, std::string_view next) {
  if (heading.find_first_of(",;\t") != std::string_view::npos) return separator_of(heading);
  const auto fields = [](std::string_view line) {
    std::size_t count = 1;
    for (std::size_t i = 1; i < line.size(); ++i) {
      if (line[i] == ' ' && line[i - 1] != ' ') ++count;
    }
    return count;
  };
  return fields(heading) > 1 && fields(heading) == fields(next) ? ' ' : ',';
}

class CsvTraceReader {
 public:
  explicit CsvTraceReader(const TraceText& file)
      : file_(file), lines_(file.text), samples_(file.name) {}

  Result<LoadedTrace> read() {
    const std::string_view heading = *lines_.next();
    TraceLines ahead = lines_;
    separator_ = separator_in(heading, ahead.next().value_or(std::string_view()));
    read_heading(heading);
    if (!samples_.problems().empty() || !problems_.empty()) {
      Problems all = samples_.problems().take();
      all.insert(all.end(), problems_.begin(), problems_.end());
      return all;
    }
    while (const std::optional<std::string_view> line = lines_.next()) read_line(*line);
    if (!rate_.has_unit && most_ > kMostWithoutUnit_mbps) {
      return Problems{
          {file_.name,
           fmt::format("column {} has no unit and rates up to {}: they may be in bps, kbps or "
                       "Mbps, expected {} UNIT",
                       in_quotes(names_[rate_.index]), most_, file_.places.rate_unit)}};
    }
    words_.format = "csv";
    words_.taken =
        fmt::format("csv, rates of {} in {}", in_quotes(names_[rate_.index]), rate_.unit);
    if (!time_) {
      words_.taken += fmt::format(", one each {} s", file_.options.interval_s);
    } else {
      words_.taken += fmt::format(", times of {}{}", in_quotes(names_[time_->index]),
                                  is_moments_ ? " by calendar or clock" : " in " + time_->unit);
    }
    if (left_out_ > 0) {
      words_.warnings.push_back(fmt::format("{} lines have no rate in column {}: left out",
                                            left_out_, in_quotes(names_[rate_.index])));
    }
    return samples_.finish(std::move(words_), file_.options.interval_s);
  }

 private:
  void report(std::string message) {
    samples_.problems().at_line(lines_.number(), std::move(message));
  }

  std::optional<std::vector<std::string>> fields_of(std::string_view line) const {
    if (separator_ != ' ') return text::csv_fields(line, separator_);
    std::string single;
    for (const char c : line) {
      if (c != ' ' || single.back() != ' ') single += c;
    }
    return text::csv_fields(single, separator_);
  }

  void read_heading(std::string_view line) {
    const std::optional<std::vector<std::string>> names = fields_of(line);
    if (!names) return report(std::string(kOpenQuote));
    if (names->size() > kMostColumns) {
      return report(fmt::format("{} columns, expected at most {}", names->size(), kMostColumns));
    }
    for (const std::string& name : *names) names_.emplace_back(trimmed(name));
    find_time();
    find_rate();
  }

  /// The one column of that name; reports where there is none, or several.
  std::optional<std::size_t> named(const std::string& name, const std::string& place) {
    const auto found = std::find(names_.begin(), names_.end(), name);
    const auto count = std::count(names_.begin(), names_.end(), name);
    if (count == 1) return static_cast<std::size_t>(found - names_.begin());
    const std::vector<std::string_view> known(names_.begin(), names_.end());
    problems_.push_back(
        {place, fmt::format("{} {} {}, expected {}{}", file_.name,
                            count == 0 ? "has no column" : "has several columns", in_quotes(name),
                            count == 0 ? fmt::format("one of {}", fmt::join(known, ", ")) : "one",
                            count == 0 ? text::did_you_mean(name, known) : "")});
    return std::nullopt;
  }

  /// The one column that may be it; reports where several may.
  std::optional<std::size_t> only(const std::vector<std::size_t>& found, const char* what,
                                  const std::string& place) {
    if (found.size() == 1) return found.front();
    std::vector<std::string_view> names;
    names.reserve(found.size());
    for (const std::size_t i : found) names.push_back(names_[i]);
    report(fmt::format("columns {} may all be the {}, expected its name with {}",
                       fmt::join(names, ", "), what, place));
    return std::nullopt;
  }

  Column with_unit(std::size_t index, text::Measure measure, const std::string& given,
                   const std::string& unit_place, const char* usual) {
    Column column{index, {}, usual, true};
    if (!given.empty()) {
      column.unit = given;
      column.scale = *text::read_unit(measure, given).scale;  // which has been checked
      return column;
    }
    const ColumnUnit unit = unit_in(measure, names_[index]);
    if (unit.reading.is_unclear()) {
      report(fmt::format("column {} may be in {} or {}, expected {} with one of them",
                         in_quotes(names_[index]), unit.reading.one, unit.reading.other,
                         unit_place));
    } else if (unit.reading.scale) {
      column.unit = unit.text;
      column.scale = *unit.reading.scale;
    } else {
      column.has_unit = false;
    }
    return column;
  }

  void find_time() {
    const RateTraceOptions& options = file_.options;
    const RateTracePlaces& places = file_.places;
    std::optional<std::size_t> index;
    if (!options.time_column.empty()) {
      index = named(options.time_column, places.time_column);
    } else if (const std::vector<std::size_t> found = time_columns(names_); !found.empty()) {
      index = only(found, "time", places.time_column);
    } else {
      words_.warnings.push_back(
          fmt::format("no column is known to be the time: a line is taken for {} s, or name the "
                      "column with {}",
                      options.interval_s, places.time_column));
    }
    if (!index) return;
    time_ = with_unit(*index, text::Measure::time, options.time_unit, places.time_unit, "s");
    const bool is_clock = words_of(names_[*index]) == std::vector<std::string>{"time"};
    for (std::size_t i = 0; is_clock && i < names_.size(); ++i) {
      if (words_of(names_[i]) == std::vector<std::string>{"date"}) date_ = i;
    }
  }

  void find_rate() {
    const RateTraceOptions& options = file_.options;
    const RateTracePlaces& places = file_.places;
    std::optional<std::size_t> index;
    if (!options.rate_column.empty()) {
      index = named(options.rate_column, places.rate_column);
    } else if (const std::vector<std::size_t> found = rate_columns(names_); !found.empty()) {
      index = only(found, "rate", places.rate_column);
    } else {
      std::string speed;
      for (const std::string& name : names_) {
        if (is_speed_alone(name))
          speed = fmt::format(" ({} may be that of a car)", in_quotes(name));
      }
      report(
          fmt::format("no column is known to be the rate{}, expected one like rate_mbps, or its "
                      "name with {}",
                      speed, places.rate_column));
    }
    if (!index) return;
    rate_ = with_unit(*index, text::Measure::rate, options.rate_unit, places.rate_unit, "Mbps");
    // As G-NetTrack writes them.
    if (!rate_.has_unit && (names_[*index] == "UL_bitrate" || names_[*index] == "DL_bitrate")) {
      rate_.has_unit = true;
      rate_.unit = "kbit/s";
      rate_.scale = {1, 1e3};
      words_.notes.push_back(
          fmt::format("column {} names no unit, taken for kbit/s as G-NetTrack writes it",
                      in_quotes(names_[*index])));
    }
    if (options.rate_column.empty() && is_of_download(names_[*index])) {
      words_.warnings.push_back(
          fmt::format("column {} is of a download: no upload is there", in_quotes(names_[*index])));
    }
  }

  void read_line(std::string_view line) {
    const std::optional<std::vector<std::string>> fields = fields_of(line);
    if (!fields) return report(std::string(kOpenQuote));
    if (fields->size() != names_.size()) {
      return report(fmt::format("{} fields, expected {} as in the line of columns", fields->size(),
                                names_.size()));
    }
    if (is_missing(trimmed((*fields)[rate_.index]))) {
      ++left_out_;
      ++row_;
      return;
    }
    const std::optional<double> time =
        time_ ? read_time(*fields) : static_cast<double>(row_) * file_.options.interval_s;
    const std::optional<double> rate = read_rate((*fields)[rate_.index]);
    ++row_;
    if (time && rate) samples_.add(lines_.number(), *time, *rate);
  }

  void report_field(std::size_t column, std::string_view field, std::string_view problem,
                    std::string_view expected) {
    report(fmt::format("{}: {}{}{}, expected {}", in_quotes(names_[column]), in_quotes(field),
                       problem.empty() ? "" : " ", problem, expected));
  }

  /// A field as a quantity; a comma in it is a decimal comma, which cannot separate here.
  static text::Quantity quantity(text::Measure measure, std::string_view field) {
    const std::size_t end = std::min(field.find_first_not_of("+-0123456789,"), field.size());
    if (const auto number = text::parse_decimal_comma(field.substr(0, end))) {
      text::Quantity read =
          text::read_quantity(measure, fmt::format("{}{}", *number, field.substr(end)));
      return read;
    }
    return text::read_quantity(measure, field);
  }

  std::optional<double> read_rate(std::string_view field) {
    field = trimmed(field);
    const text::Quantity read = quantity(text::Measure::rate, field);
    const std::optional<double> rate = read.value(rate_.scale);
    if (!rate) {
      report_field(rate_.index, field, read.problem, "a number");
    } else if (!read.unit) {
      most_ = std::max(most_, *rate);
    }
    if (rate && !read.unit && !rate_.has_unit && !std::exchange(has_said_rate_, true)) {
      words_.notes.push_back(
          fmt::format("column {} names no unit, taken for Mbps", in_quotes(names_[rate_.index])));
    }
    return rate;
  }

  std::optional<double> read_time(const std::vector<std::string>& fields) {
    const std::string_view field = trimmed(fields[time_->index]);
    const bool has_date = date_.has_value();
    const std::optional<Moment> moment =
        has_date ? read_moment(fmt::format("{} {}", trimmed(fields[*date_]), field))
                 : read_moment(field);
    if (moment && (!time_->has_unit || field.find(':') != std::string_view::npos)) {
      return time_of(*moment, field);
    }
    const text::Quantity read = quantity(text::Measure::time, field);
    if (!read.number) {
      report_field(time_->index, field, read.problem, "a number, or a date and time of day");
      return std::nullopt;
    }
    if (!time_->has_unit && !read.unit && !std::exchange(has_said_time_, true))
      say_unit(*read.number);
    return read.value(time_->scale);
  }

  void say_unit(double first) {
    const auto* const epoch = std::find_if(kEpochs.begin(), kEpochs.end(),
                                           [&](const Epoch& e) { return first >= e.least; });
    if (epoch != kEpochs.end()) {
      time_->scale = epoch->scale;
      time_->unit = epoch->unit;
    }
    words_.notes.push_back(epoch == kEpochs.end()
                               ? fmt::format("column {} names no unit, taken for seconds",
                                             in_quotes(names_[time_->index]))
                               : fmt::format("column {} names no unit, taken for {} since 1970",
                                             in_quotes(names_[time_->index]), epoch->unit));
  }

  /// Past midnight a clock alone begins again.
  std::optional<double> time_of(const Moment& moment, std::string_view field) {
    if (!std::exchange(is_moments_, true)) {
      zone_ = moment.zone;
      first_day_ = moment.day;
    } else if (moment.zone != zone_) {
      report_field(time_->index, field, "",
                   fmt::format("the zone of the lines before, {}", in_quotes(zone_)));
      return std::nullopt;
    }
    if (moment.is_unclear_day && moment.day != first_day_) {
      report_field(time_->index, field, "may have the month first or the day first", "YYYY-MM-DD");
      return std::nullopt;
    }
    if (moment.day) return moment.time_s;
    double time_s = moment.time_s + kDay_s * days_;
    if (time_s < last_clock_s_ - kDay_s / 2) {
      ++days_;
      time_s += kDay_s;
    }
    return last_clock_s_ = time_s;
  }

  const TraceText& file_;
  TraceLines lines_;
  TraceSamples samples_;
  TraceWords words_;
  Problems problems_;  // of options
  char separator_ = ',';
  std::vector<std::string> names_;
  std::optional<Column> time_;
  std::optional<std::size_t> date_;
  Column rate_;
  std::size_t row_ = 0;
  std::size_t left_out_ = 0;
  double most_ = 0;
  bool has_said_rate_ = false;
  bool has_said_time_ = false;
  bool is_moments_ = false;
  std::string zone_;
  std::optional<long> first_day_;
  double days_ = 0;
  double last_clock_s_ = 0;
};

bool is_any(const TraceText& /*file*/) { return true; }

Result<LoadedTrace> read_csv(const TraceText& file) { return CsvTraceReader(file).read(); }

}  // namespace

const TraceFormat kCsvTrace = {"csv", is_any, read_csv};

}  // namespace popex
