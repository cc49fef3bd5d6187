// SPDX-License-Identifier: MIT
#include "report/answers.hpp"

#include <utility>

namespace popex::report {

std::string_view name_of(Solver solver) {
  switch (solver) {
    case Solver::dijkstra:
      return "dijkstra";
    case Solver::exhaustive:
      return "exhaustive";
    case Solver::mincut:
      return "mincut";
  }
  return "";
}

SolveAnswer answer_of(const Profile& profile, const Planner& planner, const Goal& goal,
                      Solver solver, Decision decision) {
  SolveAnswer answer;
  answer.profile = &profile;
  answer.scenario = planner.scenario();
  answer.goal = goal;
  answer.solver = solver;
  answer.decision = std::move(decision);
  answer.blocks_kept_whole = solver == Solver::dijkstra && planner.keeps_blocks_whole();
  answer.holds = planner.holds();
  return answer;
}

}  // namespace popex::report
