// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include <popex/rate_trace.hpp>
#include <popex/result.hpp>
#include <popex/robust.hpp>
#include <popex/scenario.hpp>

#include "cli/context.hpp"
#include "cli/goal_options.hpp"
#include "cli/options.hpp"
#include "cli/robust_options.hpp"
#include "model/trace_costs.hpp"

namespace popex::cli {

/// What is asked, of what.
struct RobustCase {
  LoadedProfile loaded;
  Scenario scenario;  ///< without a rate for the link in question
  RobustQuestion question;
  std::string taken;               ///< what of the trace was taken for what
  std::optional<RateTrace> trace;  ///< then the question has no rates
  SampleTimes times;
};

/// What the command line of `solve` says.
struct RobustRequest {
  const RobustOptions& robust;
  const ProfileOption& profile;
  const ScenarioOptions& scenario;
  const GoalOptions& goal;
  const OutputOptions& output;
  Problems problems;  ///< found before
};

/// Loads profile and trace and reads all options, and fails with the problems of all of them.
RobustCase read_robust_case(const Context& context, const RobustRequest& request);

}  // namespace popex::cli
