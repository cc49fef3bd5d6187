// SPDX-License-Identifier: MIT
#include "background/rate_traces/trace_units.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "background/rate_traces.hpp"

namespace popex {
namespace {

constexpr std::size_t kListed = 4;

constexpr std::array<TraceUnit, 17> kRateUnits{{{"mbps", 1, 1},
                                                {"kbps", 1, 1e3},
                                                {"bps", 1, 1e6},
                                                {"gbps", 1e3, 1},
                                                {"mbit", 1, 1},
                                                {"kbit", 1, 1e3},
                                                {"gbit", 1e3, 1},
                                                {"mbits", 1, 1},
                                                {"kbits", 1, 1e3},
                                                {"mbit_s", 1, 1},
                                                {"kbit_s", 1, 1e3},
                                                {"bit_s", 1, 1e6},
                                                {"gbit_s", 1e3, 1},
                                                {"mbits_per_second", 1, 1},
                                                {"kbits_per_second", 1, 1e3},
                                                {"bits_per_second", 1, 1e6},
                                                {"bytes_per_second", 8, 1e6}}};
constexpr std::array<TraceUnit, 13> kTimeUnits{{{"s", 1, 1},
                                                {"ms", 1, 1e3},
                                                {"us", 1, 1e6},
                                                {"ns", 1, 1e9},
                                                {"sec", 1, 1},
                                                {"secs", 1, 1},
                                                {"second", 1, 1},
                                                {"seconds", 1, 1},
                                                {"msec", 1, 1e3},
                                                {"millis", 1, 1e3},
                                                {"milliseconds", 1, 1e3},
                                                {"usec", 1, 1e6},
                                                {"microseconds", 1, 1e6}}};

/// Lower case, one underscore for all that is neither letter nor digit, none at the ends.
std::string words_of(std::string_view name) {
  std::string words;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      words += static_cast<char>(std::tolower(byte));
    } else if (!words.empty() && words.back() != '_') {
      words += '_';
    }
  }
  if (words.ends_with('_')) words.pop_back();
  return words;
}

bool may_be_bytes(std::string_view name) {
  return name.find("Bps") != std::string_view::npos || name.find("B/s") != std::string_view::npos;
}

std::vector<std::string_view> listed(std::span<const TraceUnit> units) {
  std::vector<std::string_view> names;
  for (const TraceUnit& unit : units.first(kListed)) names.push_back(unit.name);
  return names;
}

}  // namespace

std::span<const TraceUnit> rate_units() { return kRateUnits; }
std::span<const TraceUnit> time_units() { return kTimeUnits; }

std::vector<std::string_view> rate_unit_names() { return listed(kRateUnits); }
std::vector<std::string_view> time_unit_names() { return listed(kTimeUnits); }

const TraceUnit* unit_called(std::span<const TraceUnit> units, std::string_view name) {
  if (may_be_bytes(name)) return nullptr;
  const std::string words = words_of(name);
  const auto at = std::find_if(units.begin(), units.end(),
                               [&](const TraceUnit& unit) { return unit.name == words; });
  return at == units.end() ? nullptr : &*at;
}

const TraceUnit* unit_at_end(std::span<const TraceUnit> units, std::string_view column) {
  if (may_be_bytes(column)) return nullptr;
  const std::string words = words_of(column);
  const TraceUnit* found = nullptr;
  for (const TraceUnit& unit : units) {
    if (!words.ends_with(unit.name)) continue;
    const std::size_t before = words.size() - unit.name.size();
    if (before > 0 && words[before - 1] != '_') continue;
    if (found == nullptr || unit.name.size() > found->name.size()) found = &unit;
  }
  return found;
}

}  // namespace popex
