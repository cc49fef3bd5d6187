// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <popex/tuner.hpp>

#include "decision_maker/tier_of.hpp"
#include "model/instance.hpp"
#include "support/random_seed.hpp"

// A second way to what a tuner answers: every setting with every placement, each sample followed by
// itself and its cost taken from the second opinion.

namespace popex::test {

struct TuneShape {
  bool is_chain = true;
  std::size_t most_branches = 3;
  std::size_t most_values = 6;  ///< of a branch, so that all of them can be tried
  Objective objective = Objective::latency;
};

/// Outcomes of some samples at the branches of a profile: surer samples are more often right.
ExitOutcomes random_outcomes(Random& random, const ProfileData& data, std::size_t samples,
                             std::size_t most_values);

/// What a setting gives with the best of all placements that pass its branches.
struct EnumeratedSetting {
  std::vector<ExitRule> exits;
  double cost = 0;
  std::size_t correct = 0;
};

class TuneCase {
 public:
  TuneCase(Random& random, const TuneShape& shape);

  Profile profile;
  Scenario scenario;
  ExitOutcomes outcomes;
  TuneOptions options;

  /// Every setting of these thresholds for each branch of the profile, off and on for all added;
  /// only those of one threshold for all branches where it is to be shared.
  [[nodiscard]] std::vector<EnumeratedSetting> every_setting(
      const std::vector<std::vector<double>>& thresholds, std::size_t most_active,
      bool is_shared = false) const;
  /// All values of each branch.
  [[nodiscard]] std::vector<std::vector<double>> every_value() const;

  /// The profile with the branches of some rules alone.
  [[nodiscard]] Profile with_branches_of(const std::vector<ExitRule>& exits) const;
  /// What one sample costs under a placement of that profile, by the exit at which it leaves; the
  /// main output is the last one.
  [[nodiscard]] std::vector<double> costs_by_exit(const Profile& reduced, const TierOf& placement,
                                                  Objective objective) const;
  /// The exit of a sample; as many as there are rules: the main output.
  [[nodiscard]] std::size_t exit_of(const std::vector<ExitRule>& exits, std::size_t sample) const;
  [[nodiscard]] bool is_right(const std::vector<ExitRule>& exits, std::size_t sample) const;

 private:
  struct Parts;
  explicit TuneCase(Parts parts);
  [[nodiscard]] const ExitOutcomes::Branch* outcomes_of(std::size_t branch) const;
  void add_settings(const std::vector<std::vector<double>>& thresholds,
                    const std::vector<std::size_t>& on, bool is_shared,
                    std::vector<EnumeratedSetting>& all) const;
};

}  // namespace popex::test
