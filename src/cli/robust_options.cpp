// SPDX-License-Identifier: MIT
#include "cli/robust_options.hpp"

#include <algorithm>

namespace popex::cli {

bool is_interval(const std::string& rate) { return rate.find("..") != std::string::npos; }

void RobustOptions::add_to(CLI::App& command) {
  command
      .add_option("--rate-trace", trace,
                  "Decide for samples that start all over a trace (- for standard input), with one "
                  "decision for all: lines 'seconds Mbps', mahimahi, iperf3 -J, or a table. A rate "
                  "anywhere between two is --rate 2..20")
      ->type_name("FILE");
  link.add_to(command);
  times.add_to(command);
  of_trace.add_to(command);
  command
      .add_option("--robust", criterion,
                  "What is to be least where the rate varies: the expectation (the default for a "
                  "trace), the risk, the worst case (the default for an interval), or the largest "
                  "regret, which is time lost against the best at each start, or at each rate")
      ->type_name("CRITERION")
      ->check(CLI::IsMember({"expectation", "risk", "worst", "regret"}).description(""));
  command
      .add_option("--risk", risk,
                  "Least quantile of the expected times at the starts of a trace; default: 0.95")
      ->type_name("SHARE");
}

bool RobustOptions::are_asked_for(const ScenarioOptions& scenario) const {
  return !trace.empty() || std::any_of(scenario.rate.begin(), scenario.rate.end(), is_interval);
}

std::vector<const char*> RobustOptions::given_for_a_trace() const {
  std::vector<const char*> given = of_trace.given();
  if (!link.name.empty()) given.push_back("--link");
  for (const char* option : times.given()) given.push_back(option);
  return given;
}

Problems RobustOptions::problems_without_rates() const {
  std::vector<const char*> given = given_for_a_trace();
  if (!criterion.empty()) given.push_back("--robust");
  if (risk) given.push_back("--risk");
  Problems problems;
  for (const char* option : given) {
    problems.push_back({option, "no rate varies, expected --rate-trace FILE or --rate LOW..HIGH"});
  }
  return problems;
}

}  // namespace popex::cli
