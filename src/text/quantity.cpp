// SPDX-License-Identifier: MIT
#include "text/quantity.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

#include "text/number.hpp"

namespace popex::text {
namespace {

constexpr std::string_view kBlanks = " \t";

struct Named {
  std::string_view name;  ///< lower case
  Scale scale;
};

constexpr std::array<Named, 28> kTimeUnits{{
    {"s", {1, 1}},
    {"sec", {1, 1}},
    {"secs", {1, 1}},
    {"second", {1, 1}},
    {"seconds", {1, 1}},
    {"ms", {1, 1e3}},
    {"msec", {1, 1e3}},
    {"msecs", {1, 1e3}},
    {"millis", {1, 1e3}},
    {"millisecond", {1, 1e3}},
    {"milliseconds", {1, 1e3}},
    {"us", {1, 1e6}},
    {"\xC2\xB5s", {1, 1e6}},
    {"\xCE\xBCs", {1, 1e6}},
    {"usec", {1, 1e6}},
    {"usecs", {1, 1e6}},
    {"microseconds", {1, 1e6}},
    {"ns", {1, 1e9}},
    {"nsec", {1, 1e9}},
    {"nanoseconds", {1, 1e9}},
    {"min", {60, 1}},
    {"mins", {60, 1}},
    {"minute", {60, 1}},
    {"minutes", {60, 1}},
    {"h", {3600, 1}},
    {"hr", {3600, 1}},
    {"hour", {3600, 1}},
    {"hours", {3600, 1}},
}};

// Averages that the partitioning literature uses (Hu et al., INFOCOM 2019).
struct Preset {
  std::string_view name;
  double mbps;
};
constexpr std::array<Preset, 4> kPresets{
    {{"3g", 1.1}, {"4g", 5.85}, {"lte", 5.85}, {"wifi", 18.88}}};

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool is_lower(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower_case(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), lower);
  return made;
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

/// A unit of data, with what is behind it: "MBytes/sec" is mega, bytes, "/sec".
struct DataUnit {
  std::string prefix;  ///< in the usual case, "k", "Mi"
  double times = 1;
  bool is_byte = false;
  bool is_letter = false;       ///< "b" or "B" and no word
  bool has_odd_prefix = false;  ///< "m" for mega
  std::string_view rest;
};

std::optional<DataUnit> split_data_unit(std::string_view unit) {
  struct Prefix {
    char letter;
    char usual;
    double decimal;
    double binary;
  };
  constexpr double kibi = 1024;
  constexpr std::array<Prefix, 4> prefixes{{{'k', 'k', 1e3, kibi},
                                            {'m', 'M', 1e6, kibi * kibi},
                                            {'g', 'G', 1e9, kibi * kibi * kibi},
                                            {'t', 'T', 1e12, kibi * kibi * kibi * kibi}}};
  constexpr std::array<std::string_view, 4> words = {"kilo", "mega", "giga", "tera"};
  DataUnit made;
  made.rest = unit;
  const std::string all = lower_case(unit);
  for (std::size_t i = 0; i < prefixes.size() && made.prefix.empty(); ++i) {
    const Prefix& prefix = prefixes[i];
    if (all.starts_with(words[i])) {
      made.rest.remove_prefix(words[i].size());
    } else if (all.starts_with(prefix.letter)) {
      made.has_odd_prefix = unit.front() == prefix.letter && prefix.letter != 'k';
      made.rest.remove_prefix(1);
    } else {
      continue;
    }
    made.prefix = prefix.usual;
    made.times = prefix.decimal;
    if (!made.rest.empty() && lower(made.rest.front()) == 'i') {
      made.rest.remove_prefix(1);
      made.prefix += 'i';
      made.times = prefix.binary;
    }
  }
  const std::string rest = lower_case(made.rest);
  for (const std::string_view word : {"bytes", "byte", "bits", "bit"}) {
    if (!rest.starts_with(word)) continue;
    made.is_byte = word[1] == 'y';
    made.rest.remove_prefix(word.size());
    return made;
  }
  if (!rest.starts_with('b')) return std::nullopt;
  made.is_letter = true;
  made.is_byte = made.rest.front() == 'B';
  made.rest.remove_prefix(1);
  return made;
}

/// "ps", "/s", "/sec", " per second", "_s": what makes a rate of a size.
bool is_per_second(std::string_view text) {
  std::string words;
  for (const char c : text) words += c == '_' || c == '\t' ? ' ' : lower(c);
  constexpr std::array<std::string_view, 15> all = {
      "ps",    "/s",      "/sec", "/second",    " s",          " sec",      " second", "/ s",
      "per s", "per sec", "psec", "per second", "per seconds", "persecond", "/secs"};
  std::string_view spoken = words;
  if (spoken.starts_with(" per")) spoken.remove_prefix(1);
  return std::find(all.begin(), all.end(), spoken) != all.end();
}

Scale rate_scale(const DataUnit& unit) {
  const double bits = unit.times * (unit.is_byte ? 8 : 1);
  constexpr double mega = 1e6;
  if (bits >= mega) return {bits / mega, 1};
  return unit.is_byte ? Scale{8, mega / unit.times} : Scale{1, mega / unit.times};
}

UnitReading read_rate_unit(std::string_view text) {
  const std::optional<DataUnit> unit = split_data_unit(text);
  if (!unit) return {};
  const bool is_whole = unit->rest.empty();
  if (!is_whole && !is_per_second(unit->rest)) return {};
  if (unit->is_letter) {
    // All in capitals, or a size: neither says bits.
    const bool shouts = unit->is_byte && !is_whole &&
                        std::none_of(text.begin(), text.end(), is_lower) &&
                        std::any_of(unit->rest.begin(), unit->rest.end(), is_upper);
    const bool whispers = !unit->is_byte && unit->has_odd_prefix && !unit->rest.starts_with('p');
    if (is_whole || shouts || whispers) {
      return {std::nullopt, unit->prefix + "bit/s", unit->prefix + "B/s"};
    }
  } else if (is_whole && (unit->is_byte || unit->prefix.empty())) {
    return {};  // "bytes" are not a rate; "Mbit" is short for one
  }
  return {rate_scale(*unit), "", ""};
}

UnitReading read_size_unit(std::string_view text) {
  const std::optional<DataUnit> unit = split_data_unit(text);
  if (!unit || !unit->rest.empty()) return {};
  if (unit->is_letter && !unit->is_byte) {
    return {std::nullopt, unit->prefix + "B", unit->prefix + "bit"};
  }
  return {Scale{unit->times, unit->is_byte ? 1.0 : 8.0}, "", ""};
}

UnitReading read_time_unit(std::string_view text) {
  const std::string name = lower_case(text);
  for (const Named& unit : kTimeUnits) {
    if (unit.name == name) return {unit.scale, "", ""};
  }
  if (name == "m") return {std::nullopt, "min", "ms"};
  return {};
}

UnitReading read_share_unit(std::string_view text) {
  if (text == "%") return {Scale{1, 100}, "", ""};
  return {};
}

/// The end of the number that a text begins with.
std::size_t end_of_number(std::string_view text) {
  double value = 0;
  std::size_t sign = text.starts_with('+') && !text.starts_with("+-") ? 1 : 0;
  // Words that are numbers for the library, "inf" and "nan", are none here.
  const std::size_t first = text.find_first_not_of("+-");
  if (first == std::string_view::npos || !(is_digit(text[first]) || text[first] == '.')) return 0;
  const char* const begin = text.data() + sign;
  const auto [stop, error] = std::from_chars(begin, text.data() + text.size(), value);
  if (error == std::errc::invalid_argument) return 0;
  return static_cast<std::size_t>(stop - text.data());
}

/// "5,5 Mbps": what a comma behind a number may mean.
std::string read_comma(std::string_view number, std::string_view rest) {
  std::size_t digits = 0;
  while (digits + 1 < rest.size() && is_digit(rest[digits + 1])) ++digits;
  const std::string_view behind = rest.substr(1, digits);
  const bool is_whole = number.find_first_not_of("+-0123456789") == std::string_view::npos;
  if (!is_whole || behind.empty()) return "";
  return fmt::format("may be {0}.{1} (a decimal comma) or the two values {0} and {1}", number,
                     behind);
}

}  // namespace

UnitReading read_unit(Measure measure, std::string_view unit) {
  switch (measure) {
    case Measure::rate:
      return read_rate_unit(unit);
    case Measure::time:
      return read_time_unit(unit);
    case Measure::share:
      return read_share_unit(unit);
    case Measure::size:
      return read_size_unit(unit);
  }
  return {};
}

std::optional<double> Quantity::value(Scale otherwise) const {
  if (!number) return std::nullopt;
  const double made = unit.value_or(otherwise).of(*number);
  return std::isfinite(made) ? std::optional(made) : std::nullopt;
}

Quantity read_quantity(Measure measure, std::string_view text) {
  text = without_blanks(text);
  if (measure == Measure::rate && !text.empty() && !is_digit(text.back())) {
    const std::string name = lower_case(text);
    for (const Preset& preset : kPresets) {
      if (preset.name == name) return {preset.mbps, Scale{}, ""};
    }
  }
  const std::size_t end = end_of_number(text);
  if (end == 0) return {};
  const std::string_view digits = text.substr(0, end);
  const std::string_view rest = without_blanks(text.substr(end));
  Quantity made;
  if (!rest.empty()) {
    if (rest.front() == ',') {
      made.problem = read_comma(digits, rest);
      return made;
    }
    const UnitReading unit = read_unit(measure, rest);
    if (unit.is_unclear()) {
      made.problem = fmt::format("may be {0} {1} or {0} {2}", digits, unit.one, unit.other);
    }
    if (!unit.scale) return made;
    made.unit = unit.scale;
  }
  made.number = parse_number(digits);
  if (!made.number || !made.value()) {
    made.number.reset();
    made.problem = "is not within what a number can be";
  }
  return made;
}

std::optional<double> parse_decimal_comma(std::string_view text) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos ||
      text.find_first_of(",.", comma + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view before = text.substr(0, comma);
  const std::size_t first = before.find_first_not_of("+-");
  if (first == std::string_view::npos || before.find('.') != std::string_view::npos)
    return std::nullopt;
  if (comma + 1 == text.size() || !is_digit(text[comma + 1])) return std::nullopt;
  const std::string_view behind = text.substr(comma + 1);
  const bool may_be_thousands = behind.size() == 3 &&
                                behind.find_first_not_of("0123456789") == std::string_view::npos &&
                                before.substr(first) != "0" && before.size() - first <= 3;
  if (may_be_thousands) return std::nullopt;
  std::string pointed(text);
  pointed[comma] = '.';
  return parse_number(pointed);
}

}  // namespace popex::text
