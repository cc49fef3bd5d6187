// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <popex/tuner.hpp>

#include "decision_maker/tuning/best_settings.hpp"
#include "decision_maker/tuning/exit_levels.hpp"
#include "decision_maker/tuning/exit_routes.hpp"
#include "decision_maker/tuning/search_limits.hpp"

namespace popex {

/// Every setting in which all branches that are on have the same threshold, as PORTEND chooses
/// them.
///
/// Sets of branches are gone through in the order of the network, fewer branches first. Samples are
/// bits: who is still there is a set, and one more branch costs three counts of its intersection
/// with others, O(samples / 64), and O(tiers²). Beginnings are left aside as in TableSearch.
class SharedSearch {
 public:
  /// All branches have the same thresholds.
  SharedSearch(const ExitRoutes& routes, const ExitLevels& levels, SearchLimits limits);

  /// Offers settings to `best`. A gap where the limit of work has been reached.
  std::optional<SearchGap> run(const SearchTarget& target, BestSettings& best);

 private:
  using Bits = std::vector<std::uint64_t>;
  struct Begun {
    ExitRoutes::PerTier spent;
    std::size_t place = 0;
    Bits samples;                  // still there
    std::size_t count = 0;         // of these
    std::size_t right = 0;         // of those that have left
    std::size_t right_at_end = 0;  // of those still there, at the main output
    std::size_t most_right = 0;    // of all, whatever follows
  };

  [[nodiscard]] Begun everybody() const;
  [[nodiscard]] double share(std::size_t samples) const {
    return static_cast<double>(samples) * one_sample_;
  }
  /// Settings with so many more branches.
  void extend(const Begun& begun, std::size_t level, std::size_t more);
  /// Calls `visit` with what a branch leaves, where it lets someone leave.
  template <class Visit>
  void for_each_branch(const Begun& begun, std::size_t level, std::size_t more, const Visit& visit);
  [[nodiscard]] std::optional<SearchGap> gap();

  const ExitRoutes& routes_;
  const ExitLevels& levels_;
  SearchLimits limits_;
  double one_sample_;                       // its share
  std::vector<std::vector<Bits>> leaving_;  // by branch and level
  std::vector<Bits> right_;                 // by branch
  Bits right_at_end_;
  std::vector<Bits> right_behind_;  // by branch: at some exit after it
  std::size_t work_left_ = 0;

  const SearchTarget* target_ = nullptr;
  BestSettings* best_ = nullptr;
  LeveledSetting setting_;
};

}  // namespace popex
