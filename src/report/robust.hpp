// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <popex/profile.hpp>
#include <popex/robust.hpp>
#include <popex/scenario.hpp>

namespace popex::report {

/// The answer of `solve` where the rate of a link lies between two.
struct RobustSolveAnswer {
  const Profile* profile;
  Scenario scenario;  ///< complete; the rate of the link is the one that the figures are for
  RobustQuestion question;
  RobustAnswer answer;
};

/// The answer of `solve` where it follows a trace.
struct TraceSolveAnswer {
  const Profile* profile;
  Scenario scenario;  ///< complete; the rate of the link means nothing
  std::string file;   ///< the trace's
  std::string taken;  ///< what of the file was taken for what
  TraceQuestion question;
  TraceAnswer answer;
};

std::string_view name_of(Criterion criterion);

std::string render_text(const RobustSolveAnswer& answer);
std::string render_json(const RobustSolveAnswer& answer);
/// The decision and that for the mean rate, a row each.
std::string render_csv(const RobustSolveAnswer& answer);

std::string render_text(const TraceSolveAnswer& answer);
std::string render_json(const TraceSolveAnswer& answer);
std::string render_csv(const TraceSolveAnswer& answer);

}  // namespace popex::report
