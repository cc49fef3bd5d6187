// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "background/exit_records/heading.hpp"
#include "background/exit_records/rows.hpp"

namespace popex {

/// The numbers of one line of a table, by what they mean. What the line does not say is
/// RecordRows::kMissing.
class RowLine {
 public:
  using Means = RecordColumn::Means;

  explicit RowLine(const RecordHeading& heading) : heading_(heading) {
    std::size_t next = kLabel + 1;
    for (const RecordHeading::Exit& exit : heading.exits) {
      first_slot_.push_back(next);
      next += distance(Means::score) + exit.classes;
    }
    numbers_.resize(next);
  }

  void clear() { std::fill(numbers_.begin(), numbers_.end(), RecordRows::kMissing); }

  /// Where a column's number is.
  [[nodiscard]] std::size_t slot_of(const RecordColumn& column) const {
    if (column.means == Means::label) return kLabel;
    if (column.means < Means::confidence) return 0;
    return first_slot_[column.exit] + distance(column.means) + column.entry;
  }
  double& operator[](std::size_t slot) { return numbers_[slot]; }

  [[nodiscard]] double label() const { return numbers_[kLabel]; }
  double& of(std::size_t exit, Means means) {
    return numbers_[first_slot_[exit] + distance(means)];
  }
  [[nodiscard]] std::span<double> scores(std::size_t exit) {
    return std::span(numbers_).subspan(first_slot_[exit] + distance(Means::score),
                                       heading_.exits[exit].classes);
  }

 private:
  // Behind the slot of what means nothing and that of the label, each exit has the numbers of a
  // RecordColumn::Means from confidence on, the scores being the last.
  static constexpr std::size_t kLabel = 1;
  static constexpr std::size_t distance(Means means) {
    return static_cast<std::size_t>(means) - static_cast<std::size_t>(Means::confidence);
  }

  const RecordHeading& heading_;
  std::vector<std::size_t> first_slot_;  // of each exit
  std::vector<double> numbers_;
};

}  // namespace popex
