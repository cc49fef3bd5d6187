// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "decision_maker/sweep.hpp"
#include "report/answers.hpp"

/// Answers as CSV (RFC 4180): one heading row, numbers that read back bit by bit. On two tiers the
/// columns are those of profiles/README.md; on more, what there is one of for each link or tier has
/// its name in the column's.
namespace popex::report {

/// Every decision of `alternatives`, or the decision alone.
std::string render_csv(const SolveAnswer& answer);
std::string render_csv(const BreakpointsAnswer& answer);

/// Where no decision keeps to the goal, the fields of the decision are empty.
std::string sweep_csv_heading(const Profile& profile, const Goal& goal);
void append_sweep_csv(std::string& out, const Profile& profile, const Goal& goal,
                      const SweepPoint& point);

}  // namespace popex::report
