// SPDX-License-Identifier: MIT
#include <iostream>

#include <popex/planner.hpp>
#include <popex/profile_io.hpp>
#include <popex/update_box.hpp>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const popex::Result<popex::Profile> profile = popex::load_profile(argv[1]);
  if (!profile) {
    for (const popex::Problem& problem : profile.problems()) {
      std::cerr << problem.where << ": " << problem.message << '\n';
    }
    return 2;
  }
  popex::Scenario scenario;
  scenario.rate.all = popex::Mbps{5.5};
  const popex::Result<popex::Planner> planner = popex::Planner::make(*profile, scenario);
  if (!planner) return 2;
  const popex::Decision decision = planner->decide();
  const popex::RateTable table = planner->rate_table();
  popex::UpdateBox box(table, {});
  std::cout << profile->tensor_name(*decision.split_index()) << ' '
            << decision.expected_time.count() << ' '
            << table.at(popex::Mbps{5.5}).expected_time.count() << ' '
            << box.add(0, popex::Mbps{5.5}).expected_time.count() << '\n';
  return 0;
}
