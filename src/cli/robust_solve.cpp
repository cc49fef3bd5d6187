// SPDX-License-Identifier: MIT
#include "cli/robust_solve.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include <popex/planner.hpp>

#include "cli/answer_output.hpp"
#include "cli/failure.hpp"
#include "cli/output_file.hpp"
#include "report/robust.hpp"

namespace popex::cli {

ExitCode solve_robustly(const Context& context, const RobustRequest& request) {
  const RobustCase asked = read_robust_case(context, request);
  Output output(context, request.output.file);
  const Profile& profile = asked.loaded.profile;
  std::string trace = request.robust.trace;
  if (trace == "-") trace = "standard input";
  Result<RobustAnswer> found =
      decide_robustly(profile, asked.scenario, asked.question, option_places());
  if (!found) throw Failure(place_in_profile(asked.loaded.file, found.problems()));
  Scenario scenario = asked.scenario;
  scenario.rate.named.emplace_back(profile.links()[asked.question.link].name, found->at);
  const Planner planner = value_or_fail(Planner::make(profile, scenario, option_places()));
  report::RobustSolveAnswer answer{
      &profile, planner.scenario(), asked.question, *std::move(found), {}};
  if (!trace.empty()) answer.trace = report::RobustSolveAnswer::Trace{trace, asked.taken, asked.interval_s};
  write_answer(output, request.output.chosen(), answer);
  return ExitCode::done;
}

}  // namespace popex::cli
