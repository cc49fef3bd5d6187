// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <popex/result.hpp>

namespace popex {

inline std::string_view name_of(const std::string& name) { return name; }
template <class Named>
std::string_view name_of(const Named& named) {
  return named.name;
}

template <class Named>
std::vector<std::string_view> names_of(const std::vector<Named>& all) {
  std::vector<std::string_view> names;
  names.reserve(all.size());
  for (const Named& one : all) names.push_back(name_of(one));
  return names;
}

inline bool is_among(const std::string& name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// "'egde' is not a tier, expected one of edge, cloud; did you mean 'edge'?", or for many things
/// without the list of them.
std::string unknown_name(std::string_view name, std::string_view kind,
                         const std::vector<std::string_view>& names);

/// Which of `all`, names or things with one, is called `name`; a problem at `where()` where none
/// is.
template <class Named, class Where>
std::optional<std::size_t> find_by_name(const std::string& name, std::string_view kind,
                                        const std::vector<Named>& all, const Where& where,
                                        Problems& problems) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Named& one) { return name_of(one) == name; });
  if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
  problems.push_back({where(), unknown_name(name, kind, names_of(all))});
  return std::nullopt;
}

/// "7, must be between 0 and 1"
std::string out_of_range(double number, double most);

/// A problem at `where()` where a number is not between 0 and `most`.
template <class Where>
void check_range(double number, double most, const Where& where, Problems& problems) {
  if (number >= 0 && number <= most) return;
  problems.push_back({where(), out_of_range(number, most)});
}

}  // namespace popex
