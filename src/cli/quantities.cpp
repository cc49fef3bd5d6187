// SPDX-License-Identifier: MIT
#include "cli/quantities.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "text/number.hpp"
#include "text/quantity.hpp"

namespace popex::cli {
namespace {

constexpr std::size_t kMostGridValues = 10'000'000;

struct Radio {
  std::string_view name;
  RadioPower power;
};
constexpr std::array<Radio, 3> kRadios{
    {{"3g", {868.98, 817.88}}, {"4g", {438.39, 1288.04}}, {"wifi", {283.17, 132.86}}}};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// Digits after the point of a plain decimal number or share; nothing for "1e-3" or "700kbps".
std::optional<int> decimals(std::string_view text) {
  if (text.ends_with('%')) {
    const std::optional<int> of_number = decimals(text.substr(0, text.size() - 1));
    return of_number ? std::optional(*of_number + 2) : std::nullopt;
  }
  if (text.find_first_not_of("+-.0123456789") != std::string_view::npos) return std::nullopt;
  const std::size_t point = text.find('.');
  return point == std::string_view::npos ? 0 : static_cast<int>(text.size() - point - 1);
}

/// Reads the items of one grid.
class GridReader {
 public:
  GridReader(const ValueKind& kind, const std::string& where) : kind_(kind), where_(where) {}

  Result<std::vector<double>> read(std::string_view text) {
    for (const std::string_view item : split(text, ',')) {
      const std::vector<std::string_view> parts = split(item, ':');
      if (parts.size() == 1) {
        if (const auto value = read_value(item)) values_.push_back(*value);
      } else if (parts.size() == 3 && parts[0] != "log") {
        add_range(parts);
      } else if (parts.size() == 4 && parts[0] == "log") {
        add_log_range(parts);
      } else {
        complain(
            fmt::format("'{}' is no grid, expected values between commas, start:stop:step or "
                        "log:start:stop:count",
                        item));
      }
    }
    if (!problems_.empty()) return std::move(problems_);
    return std::move(values_);
  }

 private:
  void complain(std::string message) { problems_.push_back({where_, std::move(message)}); }

  std::optional<double> read_value(std::string_view text) {
    Result<double> value = parse_value(text, kind_, where_);
    if (value) return *value;
    problems_.insert(problems_.end(), value.problems().begin(), value.problems().end());
    return std::nullopt;
  }

  void add_range(const std::vector<std::string_view>& parts) {
    const auto start = read_value(parts[0]);
    const auto stop = read_value(parts[1]);
    const auto step = read_value(parts[2]);
    if (!start || !stop || !step) return;
    if (*stop < *start || *step <= 0) {
      return complain(
          fmt::format("'{}:{}:{}' never gets there, expected start <= stop and step > 0", parts[0],
                      parts[1], parts[2]));
    }
    const double steps = std::floor((*stop - *start) / *step * (1 + 1e-12) + 1e-9);
    if (!has_room_for(steps + 2)) return;
    // 0:1:0.05 means 0.15 and not 0.15000000000000002: round to the digits that were written.
    const auto digits = [&]() -> std::optional<int> {
      const auto a = decimals(parts[0]);
      const auto b = decimals(parts[2]);
      if (!a || !b || std::max(*a, *b) > 15) return std::nullopt;
      return std::max(*a, *b);
    }();
    const double scale = digits ? std::pow(10.0, *digits) : 1.0;
    for (std::size_t i = 0; i <= static_cast<std::size_t>(steps); ++i) {
      const double value = *start + static_cast<double>(i) * *step;
      values_.push_back(digits ? std::round(value * scale) / scale : value);
    }
    const double gap = *stop - values_.back();
    if (std::abs(gap) <= 1e-9 * *step) {
      values_.back() = *stop;
    } else {
      values_.push_back(*stop);  // both ends are included, even where the steps miss the last
    }
  }

  void add_log_range(const std::vector<std::string_view>& parts) {
    const auto start = read_value(parts[1]);
    const auto stop = read_value(parts[2]);
    const auto count = text::parse_number(parts[3]);
    if (!start || !stop) return;
    if (*start <= 0 || *stop < *start || !count || *count < 2 || *count != std::floor(*count)) {
      return complain(
          fmt::format("'log:{}:{}:{}' is no grid, expected 0 < start <= stop and a whole "
                      "count of at least 2",
                      parts[1], parts[2], parts[3]));
    }
    if (!has_room_for(*count)) return;
    const double last = *count - 1;
    values_.push_back(*start);
    for (std::size_t i = 1; i < static_cast<std::size_t>(last); ++i) {
      values_.push_back(*start * std::pow(*stop / *start, static_cast<double>(i) / last));
    }
    values_.push_back(*stop);
  }

  bool has_room_for(double more) {
    if (static_cast<double>(values_.size()) + more <= static_cast<double>(kMostGridValues)) {
      return true;
    }
    complain(fmt::format("more than {} values in one grid", kMostGridValues));
    return false;
  }

  const ValueKind& kind_;
  const std::string& where_;
  std::vector<double> values_;
  Problems problems_;
};

template <text::Measure measure>
std::string readings(std::string_view text) {
  return text::read_quantity(measure, text).problem;
}

std::optional<double> parse_milliseconds(std::string_view text) {
  const text::Quantity time = text::read_quantity(text::Measure::time, text);
  if (!time.unit) return time.number;
  constexpr double kMsInASecond = 1000;
  return time.unit->divisor > 1 ? *time.number / (time.unit->divisor / kMsInASecond)
                                : *time.number * (time.unit->factor * kMsInASecond);
}

std::optional<double> parse_share(std::string_view text) {
  return text::read_quantity(text::Measure::share, text).value();
}

}  // namespace

const ValueKind kRate{parse_rate,
                      "a rate: 5.5 (Mbps), 700kbit/s, 1.2Gbps, 5MB/s, 3g, 4g, lte or wifi",
                      readings<text::Measure::rate>};
const ValueKind kNumber{text::parse_number, "a number", readings<text::Measure::share>};
const ValueKind kShare{parse_share, "a number or a share: 0.7 or 70%",
                       readings<text::Measure::share>};
const ValueKind kBytes{parse_bytes, "bytes: 4000000, 4MB or 4MiB", readings<text::Measure::size>};
const ValueKind kDuration{parse_duration, "a time: 0.5 (seconds), 500ms, 1s or 2min",
                          readings<text::Measure::time>};
const ValueKind kMilliseconds{parse_milliseconds, "a time: 50 (ms), 50ms or 0.5s",
                              readings<text::Measure::time>};

std::optional<double> parse_rate(std::string_view text) {
  return text::read_quantity(text::Measure::rate, text).value();
}

std::optional<double> parse_bytes(std::string_view text) {
  return text::read_quantity(text::Measure::size, text).value();
}

std::optional<double> parse_duration(std::string_view text) {
  return text::read_quantity(text::Measure::time, text).value();
}

std::optional<RadioPower> parse_radio_power(std::string_view text) {
  const std::string lower = lower_case(text);
  for (const Radio& radio : kRadios) {
    if (lower == radio.name) return radio.power;
  }
  const std::vector<std::string_view> parts = split(lower, '/');
  if (parts.size() != 2) return std::nullopt;
  const auto mw_per_mbps = text::parse_number(parts[0]);
  const auto mw = text::parse_number(parts[1]);
  if (!mw_per_mbps || !mw) return std::nullopt;
  return RadioPower{*mw_per_mbps, *mw};
}

Result<double> parse_value(std::string_view text, const ValueKind& kind, const std::string& where) {
  const auto value = kind.parse(text);
  if (value) return *value;
  const std::string nearly = kind.readings == nullptr ? "" : kind.readings(text);
  return Problems{{where, fmt::format("'{}'{}{}, expected {}", text, nearly.empty() ? "" : " ",
                                      nearly, kind.expected)}};
}

Result<std::vector<double>> parse_grid(std::string_view text, const ValueKind& kind,
                                       const std::string& where) {
  return GridReader(kind, where).read(text);
}

std::pair<std::string, std::string> split_named(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos) return {"", text};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace popex::cli
