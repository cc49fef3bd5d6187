// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <popex/decision.hpp>
#include <popex/goal.hpp>
#include <popex/profile.hpp>
#include <popex/scenario.hpp>

#include "decision_maker/second_opinion.hpp"
#include "model/instance.hpp"
#include "support/random_seed.hpp"

namespace popex::test {

/// A placement as the second opinion sees it.
struct Candidate {
  TierOf placement;
  Figures figures;
  double objective;
  bool is_whole;     ///< no block is cut
  bool is_possible;  ///< keeps to every bound
};

enum class Shape { chain, network };

/// A network with a scenario, a random goal and every placement there is.
class GoalCase {
 public:
  GoalCase(Random& random, Shape shape);

  Profile profile;
  Scenario scenario;
  Goal goal;
  Instance instance;
  std::vector<Candidate> candidates;  ///< that keep to pins and end

  [[nodiscard]] bool has_budget() const;
  /// Whether the objective is a sum over layers, branches and transfers.
  [[nodiscard]] bool is_sum() const;
  [[nodiscard]] SecondOpinion opinion() const { return {profile, goal, instance}; }

 private:
  struct Parts;
  GoalCase(Random& random, Parts parts);
  void look_at_all();
  void add_budgets(Random& random);
};

/// Whether two values of the objective are the same. Energies within a billionth are a tie, and at
/// times a billionth of that is gone already when others are compared with them.
testing::AssertionResult same_objective(const GoalCase& tested, double a, double b,
                                        double absolute = 0);

/// What a decision costs. Expects that it is possible, and that it says the same of itself.
Figures figures_of(const GoalCase& tested, const Decision& decision);

}  // namespace popex::test
