// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <popex/tuner.hpp>

#include "decision_maker/tuning/best_settings.hpp"
#include "decision_maker/tuning/exit_levels.hpp"
#include "decision_maker/tuning/exit_routes.hpp"
#include "decision_maker/tuning/search_limits.hpp"

namespace popex {

/// Every setting in which each branch that is on has a threshold of its own.
///
/// The last two branches that are on are looked at together: samples are counted by their levels at
/// both, and sums along the rows and columns of that table give every combination of thresholds in
/// O(1). Branches before them are gone through one by one, thresholds from the strictest, fewer
/// branches first; a beginning is left aside where no end of it can be better than what has been
/// found: the samples that are still there cost no less than each at its cheapest exit, and no more
/// of them are answered right than those for which some later exit is right.
///
/// One branch costs O(samples + levels), two O(samples + levels²) for each pair, three that for
/// each level of the first, and so on.
class TableSearch {
 public:
  TableSearch(const ExitRoutes& routes, const ExitLevels& levels, SearchLimits limits);

  /// Offers settings to `best`. A gap where the limit of work has been reached.
  std::optional<SearchGap> run(const SearchTarget& target, BestSettings& best);

 private:
  /// Samples that have come to a place, by thresholds before it.
  struct Begun {
    ExitRoutes::PerTier spent;
    std::size_t place = 0;
    std::vector<std::uint32_t> samples;  // still there
    std::size_t right = 0;               // of those that have left
    std::size_t right_at_end = 0;        // of those still there, at the main output
    std::size_t most_right = 0;          // of all, whatever follows
  };
  /// Samples of one level, or of a level at each of two branches.
  struct Count {
    std::int32_t samples = 0;
    std::int32_t gain = 0;  // right at the branch less right at the main output
  };

  [[nodiscard]] Begun everybody() const;
  [[nodiscard]] double share(std::size_t samples) const {
    return static_cast<double>(samples) * one_sample_;
  }
  [[nodiscard]] Count count_of(std::size_t branch, std::uint32_t sample) const;
  [[nodiscard]] bool is_right_behind(std::uint32_t sample, std::size_t branch) const {
    return right_until_[sample] > branch + 1;
  }
  bool is_hopeless(const Begun& begun, const ExitRoutes::PerTier& spent, std::size_t branch) const;
  void count_work(std::size_t steps) { work_left_ -= work_left_ < steps ? work_left_ : steps; }
  [[nodiscard]] bool is_stopped() const { return work_left_ == 0; }

  /// Settings with so many more branches.
  void extend(const Begun& begun, std::size_t more);
  void extend_by_one(const Begun& begun, std::size_t branch);
  void extend_by_two(const Begun& begun, std::size_t first, std::size_t second);
  /// Calls `visit` for what is left after each level of a branch that lets someone leave, but not
  /// all.
  template <class Visit>
  void for_each_level(const Begun& begun, std::size_t branch, const Visit& visit);
  [[nodiscard]] std::optional<SearchGap> gap();

  const ExitRoutes& routes_;
  const ExitLevels& levels_;
  SearchLimits limits_;
  double one_sample_;                       // its share
  std::vector<std::uint32_t> right_until_;  // by sample: behind the last exit that is right
  std::size_t work_left_ = 0;

  const SearchTarget* target_ = nullptr;
  BestSettings* best_ = nullptr;
  LeveledSetting setting_;
  std::vector<Count> by_level_;  // reused
  std::vector<Count> table_;
  std::vector<Count> row_;
};

}  // namespace popex
