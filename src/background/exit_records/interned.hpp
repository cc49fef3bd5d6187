// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "background/exit_records.hpp"

namespace popex {

/// Fills a column with texts, of which each is stored once.
class Interned {
 public:
  /// The column may have texts already.
  explicit Interned(ExitRecords::Column& into) : into_(&into) {
    for (std::size_t i = 0; i < into.values.size(); ++i) numbers_.emplace(into.values[i], i);
  }

  void add(std::string_view text) {
    // Neighbours are mostly alike.
    if (!into_->value.empty() && into_->values[into_->value.back()] == text) {
      into_->value.push_back(into_->value.back());
      return;
    }
    const auto [at, is_new] = numbers_.try_emplace(std::string(text), into_->values.size());
    if (is_new) into_->values.emplace_back(text);
    into_->value.push_back(static_cast<std::uint32_t>(at->second));
  }

 private:
  ExitRecords::Column* into_;
  std::unordered_map<std::string, std::size_t> numbers_;
};

}  // namespace popex
