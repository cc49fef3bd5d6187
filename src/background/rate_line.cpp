// SPDX-License-Identifier: MIT
#include "background/rate_line.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "background/importers/lines.hpp"

namespace popex {
namespace {

constexpr std::string_view kBlanks = " \t";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether a field begins a quantity; otherwise it is the unit of the one before.
bool begins_number(std::string_view field) {
  if (text::read_quantity(text::Measure::rate, field).number) return true;  // "wifi", too
  const std::size_t first = field.find_first_not_of("+-.");
  return first != std::string_view::npos && is_digit(field[first]);
}

/// Whether digits are on both sides of a comma, and nothing else.
bool is_between_digits(std::string_view line, std::size_t comma) {
  return comma > 0 && comma + 1 < line.size() && is_digit(line[comma - 1]) &&
         is_digit(line[comma + 1]);
}

std::string_view expected(RateColumns columns) {
  switch (columns) {
    case RateColumns::rate:
      return "a rate (5.5, 700kbps)";
    case RateColumns::seconds_rate:
      return "seconds and a rate (12.5 5.5)";
    case RateColumns::found:
    case RateColumns::mahimahi:
      break;
  }
  return "a rate (5.5, 700kbps), seconds and a rate, or {\"time_s\": …, \"rate_mbps\": …}";
}

}  // namespace

// A comma is a point only between digits. Where one is not between digits, or is beside a point,
// commas separate; where blanks separate, "12,5 5,5", they are points.
RateFields::Comma RateFields::meaning(std::string_view line) {
  if (columns_ == RateColumns::seconds_rate || separates_) return Comma::separates;
  std::size_t count = 0;
  bool are_between_digits = true;
  for (std::size_t at = line.find(','); at != std::string_view::npos; at = line.find(',', at + 1)) {
    ++count;
    are_between_digits = are_between_digits && is_between_digits(line, at);
  }
  if (!are_between_digits) return Comma::separates;
  if (columns_ == RateColumns::rate) return Comma::is_point;
  if (count > 1 || line.find('.') != std::string_view::npos) return Comma::separates;
  return Comma::unknown;
}

/// Commas between digits become points, but for "1,234", which may be a thousand.
void RateFields::set_points() {
  for (std::size_t at = pointed_.find(','); at != std::string::npos;
       at = pointed_.find(',', at + 1)) {
    if (!is_between_digits(pointed_, at)) continue;
    std::size_t begin = at;
    while (begin > 0 && is_digit(pointed_[begin - 1])) --begin;
    const std::size_t end =
        std::min(pointed_.find_first_not_of("0123456789", at + 1), pointed_.size());
    const std::string_view whole = std::string_view(pointed_).substr(begin, end - begin);
    if (columns_ == RateColumns::rate || text::parse_decimal_comma(whole)) pointed_[at] = '.';
  }
}

const std::vector<std::string_view>* RateFields::split(std::string_view line) {
  std::string_view separators = kBlanks;
  readings_.clear();
  fields_.clear();
  bool has_points = false;
  if (line.find(';') != std::string_view::npos) {
    separators = ";";
    has_points = true;
  } else if (line.find(',') != std::string_view::npos) {
    const std::size_t blank = line.find_first_of(kBlanks);
    const bool blanks_separate = blank != std::string_view::npos && columns_ != RateColumns::rate &&
                                 begins_number(trimmed(line.substr(blank))) &&
                                 !line.substr(0, blank).ends_with(',');
    const Comma comma = blanks_separate ? Comma::is_point : meaning(line);
    if (comma == Comma::unknown) {
      const std::size_t at = line.find(',');
      const std::string_view behind = trimmed(line.substr(at + 1));
      const std::size_t end = std::min(behind.find_first_not_of("0123456789"), behind.size());
      const std::string_view unit =
          end == behind.size() ? std::string_view("Mbps") : trimmed(behind.substr(end));
      readings_ =
          fmt::format("may be {0}.{1} {2} (a decimal comma) or {0} s and {1} {2} (two columns)",
                      line.substr(0, at), behind.substr(0, end), unit);
      return nullptr;
    }
    separates_ = separates_ || comma == Comma::separates;
    if (comma == Comma::separates) separators = ",";
    has_points = comma == Comma::is_point;
  }
  if (line.find_first_of(",;") != std::string_view::npos) {
    pointed_ = line;
    line = pointed_;
    if (has_points) set_points();
  }
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find_first_of(separators, begin), line.size());
    const std::string_view field = trimmed(line.substr(begin, end - begin));
    const bool has_number_before = !fields_.empty() && !fields_.back().empty();
    if (has_number_before && !field.empty() && !begins_number(field)) {
      // From the number on, up to the end of its unit: "5.5, Mbps" is "5.5  Mbps".
      std::string_view& before = fields_.back();
      if (separators != kBlanks && begin > 0) pointed_[begin - 1] = ' ';
      before = {before.data(),
                static_cast<std::size_t>(field.data() + field.size() - before.data())};
    } else if (!field.empty() || separators != kBlanks) {
      fields_.push_back(field);
    }
    begin = end + 1;
  }
  if (fields_.size() > 1 && fields_.back().empty()) fields_.pop_back();
  separates_ = separates_ || (fields_.size() == 2 && !has_points);
  return &fields_;
}

RateLineReader::RateLineReader(RateColumns columns, text::Scale time_unit, text::Scale rate_unit)
    : columns_(columns),
      time_unit_(time_unit),
      rate_unit_(rate_unit),
      fields_(columns),
      shape_(JsonShape::object(
          {JsonShape::optional("time_s", JsonShape::number([this](double v) { line_.time_s = v; })),
           JsonShape::required("rate_mbps",
                               JsonShape::number([this](double v) { line_.rate_mbps = v; }))})) {}

Result<RateLine> RateLineReader::read_json_line(std::string_view json) {
  line_ = {};
  Problems problems = read_json(json, shape_);
  if (!problems.empty()) return problems;
  line_.has_unit = true;
  return line_;
}

Result<RateLine> RateLineReader::read(std::string_view line) {
  is_unclear_ = false;
  if (line.starts_with('{')) return read_json_line(line);
  const std::vector<std::string_view>* const fields = fields_.split(line);
  const auto wrong = [&](std::string_view text, std::string_view why, std::string_view what) {
    return Problems{{"", fmt::format("{}{}{}, expected {}", in_quotes(text), why.empty() ? "" : " ",
                                     why, what)}};
  };
  if (fields == nullptr) {
    is_unclear_ = true;
    return Problems{{"", fmt::format("{} {}", in_quotes(line), fields_.readings())}};
  }
  const std::size_t count = fields->size();
  const bool fits = columns_ == RateColumns::rate           ? count == 1
                    : columns_ == RateColumns::seconds_rate ? count == 2
                                                            : count == 1 || count == 2;
  if (!fits) return wrong(line, "", expected(columns_));
  line_ = {};
  const auto read = [&](text::Measure measure, std::string_view field, text::Scale otherwise,
                        double& into) -> std::string {
    const text::Quantity quantity = text::read_quantity(measure, field);
    const std::optional<double> value = quantity.value(otherwise);
    if (!value) return quantity.problem.empty() ? "?" : quantity.problem;
    into = *value;
    if (measure == text::Measure::rate) line_.has_unit = quantity.unit.has_value();
    return "";
  };
  if (count == 2) {
    double time_s = 0;
    const std::string why = read(text::Measure::time, fields->front(), time_unit_, time_s);
    if (!why.empty()) return wrong(line, why == "?" ? "" : why, expected(columns_));
    line_.time_s = time_s;
  }
  const std::string why = read(text::Measure::rate, fields->back(), rate_unit_, line_.rate_mbps);
  if (!why.empty()) return wrong(line, why == "?" ? "" : why, expected(columns_));
  return line_;
}

}  // namespace popex
