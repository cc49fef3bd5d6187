// SPDX-License-Identifier: MIT
#include "cli/over_options.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/failure.hpp"
#include "cli/link_option.hpp"
#include "text/nearest_name.hpp"

namespace popex::cli {
namespace {

template <class Named>
std::size_t index_by_name(const std::vector<Named>& all, const std::string& name,
                          std::string_view kind) {
  if (all.empty()) throw Failure("--over", fmt::format("the profile has no {}", kind));
  if (name.empty() && all.size() == 1) return 0;
  std::vector<std::string_view> names;
  names.reserve(all.size());
  for (const Named& one : all) names.emplace_back(one.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  throw Failure("--over",
                fmt::format("'{}', expected the name of a {} after a colon: {}{}", name, kind,
                            fmt::join(names, ", "), text::did_you_mean(name, names)));
}

Parameter parse_over(const std::string& over, const Profile& profile) {
  const std::size_t colon = over.find(':');
  const std::string kind = over.substr(0, colon);
  const std::string name = colon == std::string::npos ? "" : over.substr(colon + 1);
  if (kind == "rate") {
    return {Parameter::Kind::rate, index_by_name(profile.links(), name, "link")};
  }
  if (kind == "probability") {
    return {Parameter::Kind::probability, index_by_name(profile.branches(), name, "branch")};
  }
  if (kind == "gamma" && name.empty()) return {Parameter::Kind::gamma, 0};
  throw Failure("--over",
                fmt::format("'{}', expected rate, rate:LINK, gamma, probability or "
                            "probability:BRANCH{}",
                            over, text::did_you_mean(kind, {"rate", "gamma", "probability"})));
}

Interval parse_interval(const OverOptions& options, Parameter::Kind kind) {
  const ValueKind& values = kind == Parameter::Kind::rate          ? kRate
                            : kind == Parameter::Kind::probability ? kShare
                                                                   : kNumber;
  const Interval all = domain(kind);
  Interval interval = all;
  Problems problems;
  const auto read = [&](const std::string& text, const std::string& option, double& into) {
    if (text.empty()) return;
    const Result<double> value = parse_value(text, values, option);
    if (!value) {
      append(problems, value.problems());
    } else if (!(*value >= all.from && *value <= all.to)) {
      problems.push_back(
          {option, fmt::format("{}, must be between {} and {}", *value, all.from, all.to)});
    } else {
      into = *value;
    }
  };
  read(options.from, "--from", interval.from);
  read(options.to, "--to", interval.to);
  if (problems.empty() && !(interval.from < interval.to)) {
    problems.push_back(
        {"--from", fmt::format("{}, expected less than --to, {}", interval.from, interval.to)});
  }
  if (!problems.empty()) throw Failure(std::move(problems));
  return interval;
}

/// The parameter that varies needs no value of its own.
Scenario with_value_for(Scenario scenario, const Profile& profile, Parameter parameter) {
  switch (parameter.kind) {
    case Parameter::Kind::rate:
      return with_rate_of(std::move(scenario), profile, parameter.index);
    case Parameter::Kind::gamma:
      if (!scenario.gamma) scenario.gamma = 1;
      break;
    case Parameter::Kind::probability: {
      const Branch& branch = profile.branches()[parameter.index];
      if (!scenario.exit_probability.all && !branch.exit_probability) {
        scenario.exit_probability.named.emplace_back(branch.name, Probability{0});
      }
      break;
    }
  }
  return scenario;
}

/// A varied parameter has no value to report.
Scenario without_value_of(Scenario scenario, Parameter parameter) {
  const auto erase = [&](auto& named) {
    named.erase(named.begin() + static_cast<std::ptrdiff_t>(parameter.index));
  };
  switch (parameter.kind) {
    case Parameter::Kind::rate:
      erase(scenario.rate.named);
      break;
    case Parameter::Kind::gamma:
      scenario.gamma.reset();
      break;
    case Parameter::Kind::probability:
      erase(scenario.exit_probability.named);
      break;
  }
  return scenario;
}

}  // namespace

void OverOptions::add_to(CLI::App& command) {
  command
      .add_option("--over", over,
                  "What varies: rate, gamma or probability; rate:LINK and probability:BRANCH where "
                  "there are several")
      ->type_name("PARAMETER")
      ->check(suggested("rate,gamma,probability"));
  command.add_option("--from", from, "Lower end; default: the least that is accepted")
      ->type_name("VALUE");
  command.add_option("--to", to, "Upper end; default: the most that is accepted")
      ->type_name("VALUE");
}

VariedQuestion read_varied_question(const Context& context, const ProfileOption& profile,
                                    const ScenarioOptions& scenario, const OverOptions& over) {
  Question question = read_question(context, profile, scenario);
  const Profile& loaded = question.loaded.profile;
  const Parameter parameter = parse_over(over.over, loaded);
  const Interval interval = parse_interval(over, parameter.kind);
  Result<Planner> planner =
      Planner::make(loaded, with_value_for(question.scenario, loaded, parameter), option_places());
  if (!planner) throw Failure(place_in_profile(question.loaded.file, planner.problems()));
  Scenario shown = without_value_of(planner->scenario(), parameter);
  return {std::move(question.loaded), *std::move(planner), parameter, interval, std::move(shown)};
}

}  // namespace popex::cli
