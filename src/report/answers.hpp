// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <popex/breakpoints.hpp>
#include <popex/decision.hpp>
#include <popex/goal.hpp>
#include <popex/planner.hpp>
#include <popex/profile.hpp>
#include <popex/result.hpp>
#include <popex/scenario.hpp>

/// What the commands find out, as values. The renderers beside this file turn them into text.
namespace popex::report {

/// Scenarios in answers are complete: every link and every branch by name.
struct SolveAnswer {
  const Profile* profile;
  Scenario scenario;
  Goal goal;
  Solver solver = Solver::dijkstra;
  Decision decision;
  bool blocks_kept_whole = false;     ///< `Planner::keeps_blocks_whole`
  std::optional<Interval> holds;      ///< of the rate; two tiers
  std::optional<Decision> runner_up;  ///< for the text
  std::vector<Decision> alternatives;
  std::size_t left_out = 0;  ///< decisions that are not among all the alternatives
};

std::string_view name_of(Solver solver);

/// The answer of one decision, by this solver, without what is shown beside it.
SolveAnswer answer_of(const Profile& profile, const Planner& planner, const Goal& goal,
                      Solver solver, Decision decision);

struct BreakpointsAnswer {
  const Profile* profile;
  Scenario scenario;
  Parameter parameter;
  std::vector<Piece> pieces;
};

/// What a baseline expects of one scenario, or what is found now.
struct CheckOutcome {
  std::string label;                ///< of the decision; empty in older baselines
  std::vector<std::string> splits;  ///< one a link
  double expected_time_ms = 0;
};

struct CheckCase {
  Scenario scenario;
  CheckOutcome expected;
  CheckOutcome found;
  std::vector<std::string> differences;  ///< sentences; none: it holds
  std::vector<std::string> remarks;      ///< what is different, but does not count

  /// By which share the time is longer now than it was; below 0: shorter.
  [[nodiscard]] double change() const {
    return found.expected_time_ms == expected.expected_time_ms
               ? 0
               : found.expected_time_ms / expected.expected_time_ms - 1;
  }
};

struct CheckedBaseline {
  std::string file;
  std::string profile;
  std::vector<CheckCase> cases;
  Problems problems;  ///< what kept it from being checked
};

struct ValidatedFile {
  std::string file;
  Profile profile;
};

/// A file that is no valid profile.
struct InvalidFile {
  std::string file;
  Problems problems;
};

struct BundledProfile {
  std::string file;
  Profile profile;
};

}  // namespace popex::report
