// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace popex {

/// A branch that is on, in the terms of ExitLevels.
struct LeveledExit {
  std::uint32_t branch = 0;
  std::uint32_t level = 0;
  friend bool operator==(const LeveledExit&, const LeveledExit&) = default;
};
using LeveledSetting = std::vector<LeveledExit>;

/// What a search is for. Settings that cannot be an answer need not be looked at.
struct SearchTarget {
  enum class Kind { front, most_accurate, cheapest };
  Kind kind = Kind::front;
  double most_cost = 0;           ///< of the most accurate
  std::size_t least_correct = 0;  ///< of the cheapest
};

/// The cheapest setting for each number of samples that are answered right: every question is a
/// look at this table. On a tie of costs (`kTieTolerance`) the setting with fewer branches wins,
/// then the one that lets fewer samples leave at the first branch that differs.
class BestSettings {
 public:
  explicit BestSettings(std::size_t samples);

  struct Cell {
    double cost = std::numeric_limits<double>::infinity();
    LeveledSetting setting;
  };

  /// Whether `offer` may change anything; for the innermost loops.
  [[nodiscard]] bool is_wanted(std::size_t correct, double cost) const {
    return cost <= worth_[correct];
  }
  void offer(std::size_t correct, double cost, std::span<const LeveledExit> setting);

  [[nodiscard]] std::size_t samples() const { return cells_.size() - 1; }
  [[nodiscard]] const Cell& at(std::size_t correct) const { return cells_[correct]; }

  // Answers, as numbers of cells.

  [[nodiscard]] std::optional<std::size_t> most_accurate(double most_cost) const;
  [[nodiscard]] std::optional<std::size_t> cheapest(std::size_t least_correct) const;
  /// Rising, in cost and accuracy.
  [[nodiscard]] std::vector<std::size_t> front() const;

  /// Whether a setting that costs at least so much and has at most so many right may be an answer
  /// that is not worse than what there is.
  [[nodiscard]] bool may_improve(const SearchTarget& target, double least_cost,
                                 std::size_t most_correct) const;

 private:
  /// The least cost in this cell or in one above.
  [[nodiscard]] double least_from(std::size_t correct) const;

  std::vector<double> worth_;   // by cell: what costs no more is wanted
  std::vector<double> least_;   // by cell: the least cost that was offered
  std::vector<double> minima_;  // of these, as a binary indexed tree (Fenwick 1994) from the last
  std::vector<Cell> cells_;
};

}  // namespace popex
