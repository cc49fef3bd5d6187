// SPDX-License-Identifier: MIT
#include "background/rate_traces/trace_units.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>

#include "background/rate_traces.hpp"

namespace popex {
namespace {

constexpr std::size_t kMostParts = 6;  // "k", "Bytes", "per", "second"

bool is_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || byte >= 0x80U;
}
bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool is_lower(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }

/// Parts between all that is no letter or digit, and before a capital behind a small letter.
std::vector<std::string_view> parts_of(std::string_view name) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin < name.size();) {
    if (!is_letter(name[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin + 1;
    while (end < name.size() && is_letter(name[end]) &&
           !(is_lower(name[end - 1]) && is_upper(name[end]))) {
      ++end;
    }
    parts.push_back(name.substr(begin, end - begin));
    begin = end;
  }
  return parts;
}

/// A size is no rate, also where its unit is short for one: "mb".
bool may_stand_in_a_name(text::Measure measure, std::string_view unit,
                         const text::UnitReading& reading) {
  if (reading.scale) return true;
  return measure == text::Measure::rate && reading.is_unclear() &&
         unit.find_first_of("sS") != std::string_view::npos;
}

}  // namespace

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  for (const std::string_view part : parts_of(name)) {
    std::string word(part);
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    words.push_back(std::move(word));
  }
  return words;
}

ColumnUnit unit_in(text::Measure measure, std::string_view column) {
  const std::vector<std::string_view> parts = parts_of(column);
  ColumnUnit found;
  for (std::size_t first = 0; first < parts.size(); ++first) {
    const std::size_t most = std::min(parts.size(), first + kMostParts);
    for (std::size_t last = first; last < most; ++last) {
      const char* const begin = parts[first].data();
      const std::string_view unit(
          begin, static_cast<std::size_t>(parts[last].data() + parts[last].size() - begin));
      if (unit.size() < found.text.size()) continue;
      const text::UnitReading reading = text::read_unit(measure, unit);
      if (may_stand_in_a_name(measure, unit, reading)) found = {unit, reading};
    }
  }
  return found;
}

std::vector<std::string_view> rate_unit_names() { return {"mbps", "kbps", "bps", "gbps"}; }
std::vector<std::string_view> time_unit_names() { return {"s", "ms", "us", "ns"}; }

}  // namespace popex
