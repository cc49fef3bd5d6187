// SPDX-License-Identifier: MIT
#include "background/importers/layer_names.hpp"

#include <fmt/format.h>

#include "background/importers/few_names.hpp"

namespace popex {

std::string LayerNames::add(std::string_view name) {
  std::string made(name);
  const bool is_reserved = name == "input" || name == "output" || name.empty();
  std::size_t& last = last_number_[made];
  if (last == 0 && !is_reserved) {
    last = 1;
    return made;
  }
  do {
    made = fmt::format("{}#{}", name, ++last);
  } while (!last_number_.emplace(made, 1).second);
  numbered_.push_back(made);
  return made;
}

void LayerNames::note(std::vector<std::string>& notes) const {
  if (numbered_.empty()) return;
  notes.push_back(fmt::format("{} names were numbered, as they were taken or reserved: {}",
                              numbered_.size(), few_names(numbered_)));
}

}  // namespace popex
