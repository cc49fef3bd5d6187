// SPDX-License-Identifier: MIT
#include "background/exit_records/exit_order.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_set>

#include <fmt/format.h>

#include "background/importers/lines.hpp"
#include "text/nearest_name.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

constexpr std::string_view kOutput = "output";

/// The numbers of exits that are called 1 … E in any order; else none.
std::vector<std::size_t> numbers_of(const std::vector<std::string>& in_table) {
  std::vector<std::size_t> numbers;
  std::vector<bool> there(in_table.size() + 1);
  for (const std::string& name : in_table) {
    const std::optional<double> number = text::parse_number(name);
    const bool fits = number && *number >= 1 && *number <= static_cast<double>(in_table.size()) &&
                      *number == std::floor(*number);
    if (!fits || there[static_cast<std::size_t>(*number)]) return {};
    there[static_cast<std::size_t>(*number)] = true;
    numbers.push_back(static_cast<std::size_t>(*number));
  }
  return numbers;
}

bool is_same_exit(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const std::optional<double> number = text::parse_number(a);
  return number && number == text::parse_number(b);
}

}  // namespace

std::vector<NamedExit> ordered_exits(const std::vector<std::string>& in_table,
                                     const RecordsRequest& request, ProblemList& problems) {
  const std::size_t count = in_table.size();
  const std::vector<std::size_t> numbers = numbers_of(in_table);
  std::vector<NamedExit> exits;
  std::vector<std::size_t> place(count, request.exits.size());  // in the request
  for (std::size_t e = 0; e < count; ++e) {
    std::string name = in_table[e].empty() ? std::string(kOutput) : in_table[e];
    if (!numbers.empty()) {
      name = numbers[e] == count ? std::string(kOutput) : fmt::format("b{}", numbers[e]);
    }
    exits.push_back({e, std::move(name)});
  }
  std::vector<std::string_view> known;
  known.reserve(count);
  for (const std::string& name : in_table) known.emplace_back(name.empty() ? kOutput : name);
  for (std::size_t i = 0; i < request.exits.size(); ++i) {
    const auto& [name, in_file] = request.exits[i];
    std::size_t e = 0;
    while (e < count && !is_same_exit(std::string(known[e]), in_file)) ++e;
    if (e == count) {
      problems.of_file(fmt::format("no exit {}, which --exit calls {}, expected one of {}{}",
                                   in_quotes(in_file), in_quotes(name), fmt::join(known, ", "),
                                   text::did_you_mean(in_file, known)));
      continue;
    }
    exits[e].name = name;
    place[e] = i;
  }
  std::unordered_set<std::string_view> seen;
  for (const NamedExit& exit : exits) {
    if (!seen.insert(exit.name).second) {
      problems.of_file(
          fmt::format("two exits are called {}, expected different names; --exit "
                      "NAME=COLUMNS gives one",
                      in_quotes(exit.name)));
    }
  }
  if (!seen.contains(kOutput)) {
    problems.of_file(
        fmt::format("no exit is called 'output', the main output, among {}; --exit "
                    "output=NAME says which one it is",
                    fmt::join(known, ", ")));
  }
  const auto rank = [&](const NamedExit& exit) {
    const std::size_t at = exit.in_table;
    return std::tuple(exit.name == kOutput, numbers.empty() ? place[at] : numbers[at]);
  };
  std::stable_sort(exits.begin(), exits.end(),
                   [&](const NamedExit& a, const NamedExit& b) { return rank(a) < rank(b); });
  return exits;
}

}  // namespace popex
