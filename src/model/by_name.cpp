// SPDX-License-Identifier: MIT
#include "model/by_name.hpp"

#include <fmt/format.h>

#include "text/nearest_name.hpp"

namespace popex {

std::string unknown_name(std::string_view name, std::string_view kind,
                         const std::vector<std::string_view>& names) {
  constexpr std::size_t most_listed = 40;
  if (names.empty()) return fmt::format("the profile has no {}", kind);
  return fmt::format(
      "'{}' is not a {}{}{}", name, kind,
      names.size() > most_listed ? "" : fmt::format(", expected one of {}", fmt::join(names, ", ")),
      text::did_you_mean(name, names));
}

std::string out_of_range(double number, double most) {
  return fmt::format("{}, must be between 0 and {}", number, most);
}

}  // namespace popex
