// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/result.hpp>
#include <popex/scenario.hpp>

#include "cli/failure.hpp"
#include "cli/quantities.hpp"

namespace popex::cli {

/// A number as a quantity, problems as they are.
template <class T>
Result<T> quantity(const Result<double>& number) {
  if (!number) return number.problems();
  return T{*number};
}

/// Reads the values of one option, each "VALUE" or "NAME=VALUE", into a setting. `parse` makes a
/// Result<T> of a value's text.
template <class T, class Parse>
void read_setting(const std::vector<std::string>& texts, const Parse& parse,
                  const std::string& option, Setting<T>& setting, Problems& problems) {
  for (const std::string& text : texts) {
    const auto [name, value_text] = split_named(text);
    const Result<T> value = parse(value_text);
    if (!value) {
      append(problems, value.problems());
      continue;
    }
    const auto same_name = [&, &wanted = name](const auto& named) { return named.first == wanted; };
    const bool again = name.empty()
                           ? setting.all.has_value()
                           : std::any_of(setting.named.begin(), setting.named.end(), same_name);
    if (again) {
      problems.push_back(
          {option, name.empty() ? "given twice" : fmt::format("given twice for '{}'", name)});
    } else if (name.empty()) {
      setting.all = *value;
    } else {
      setting.named.emplace_back(name, *value);
    }
  }
}

}  // namespace popex::cli
