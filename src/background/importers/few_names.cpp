// SPDX-License-Identifier: MIT
#include "background/importers/few_names.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

namespace popex {

std::string few_names(const std::vector<std::string>& names) {
  constexpr std::size_t most = 5;
  const auto end = names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), most));
  return fmt::format("{}{}", fmt::join(names.begin(), end, ", "), names.size() > most ? ", …" : "");
}

}  // namespace popex
