// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <popex/tuner.hpp>

#include "decision_maker/tuning/best_settings.hpp"
#include "decision_maker/tuning/exit_levels.hpp"
#include "decision_maker/tuning/exit_routes.hpp"
#include "decision_maker/tuning/followed.hpp"
#include "decision_maker/tuning/search_limits.hpp"

namespace popex {

struct Tuner::State {
  Profile profile;
  Scenario scenario;
  TunePlaces places;
  ExitOutcomes outcomes;
  std::vector<std::size_t> branches;  ///< of the profile that have outcomes, rising
  TunedNetwork network;               ///< with every branch of the profile
  ExitRoutes routes;                  ///< of `branches`
  ExitLevels levels;                  ///< of `branches`
  SearchLimits limits;
  bool shares_threshold = false;

  struct Found {
    BestSettings best;
    std::optional<SearchGap> gap;
  };
  [[nodiscard]] Found search(const ExitLevels& of, SearchLimits within,
                             const SearchTarget& target) const;
  [[nodiscard]] SearchTarget target_of(const TuneQuestion& question) const;
  /// The cell that answers the question.
  [[nodiscard]] static std::optional<std::size_t> answer(const BestSettings& best,
                                                         const SearchTarget& target);

  [[nodiscard]] std::vector<ExitRule> rules_of(const LeveledSetting& setting,
                                               const ExitLevels& of) const;
  [[nodiscard]] OperatingPoint point_of(const BestSettings& best, std::size_t correct) const;
  /// Where one exit takes everybody, or all run to the end: Edgent's choices.
  [[nodiscard]] ExitLevels right_sized_levels() const;
  /// Throws std::invalid_argument where rules are not those of branches with outcomes, in order.
  void check_rules(const std::vector<ExitRule>& rules) const;
};

}  // namespace popex
