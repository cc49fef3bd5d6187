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
namespace {

/// With everything filled in, and some rate for the link in question.
Scenario complete(const RobustCase& asked, Mbps rate) {
  Scenario scenario = asked.scenario;
  scenario.rate.named.emplace_back(asked.loaded.profile.links()[asked.question.link].name, rate);
  return value_or_fail(Planner::make(asked.loaded.profile, scenario, option_places())).scenario();
}

template <class Answer>
Answer found_or_fail(const RobustCase& asked, Result<Answer> found) {
  if (!found) throw Failure(place_in_profile(asked.loaded.file, found.problems()));
  return *std::move(found);
}

void decide_for_rates(const Context& context, const RobustCase& asked, Output& output,
                      const OutputOptions& options) {
  RobustAnswer found = found_or_fail(asked, decide_robustly(asked.loaded.profile, asked.scenario,
                                                            asked.question, option_places()));
  Scenario scenario = complete(asked, found.at);
  write_answer(context, output, options,
               report::RobustSolveAnswer{&asked.loaded.profile, std::move(scenario), asked.question,
                                         std::move(found)});
}

void decide_for_trace(const Context& context, const RobustCase& asked, const std::string& file,
                      Output& output, const OutputOptions& options) {
  const TraceQuestion question{asked.question.link,      &*asked.trace,
                               asked.times.interval_s,   asked.times.outage_timeout_s,
                               asked.question.criterion, asked.question.risk};
  TraceAnswer found = found_or_fail(
      asked, decide_over_trace(asked.loaded.profile, asked.scenario, question, option_places()));
  Scenario scenario = complete(asked, found.rates.mean);
  write_answer(context, output, options,
               report::TraceSolveAnswer{&asked.loaded.profile, std::move(scenario), file,
                                        asked.taken, question, std::move(found)});
}

}  // namespace

ExitCode solve_robustly(const Context& context, const RobustRequest& request) {
  const RobustCase asked = read_robust_case(context, request);
  Output output(context, request.output.file);
  std::string trace = request.robust.trace;
  if (trace == "-") trace = "standard input";
  if (asked.trace) {
    decide_for_trace(context, asked, trace, output, request.output);
  } else {
    decide_for_rates(context, asked, output, request.output);
  }
  return ExitCode::done;
}

}  // namespace popex::cli
