// SPDX-License-Identifier: MIT
#include "cli/estimator_options.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/quantities.hpp"
#include "text/nearest_name.hpp"
#include "text/number.hpp"

namespace popex::cli {
namespace {

constexpr const char* kEstimator = "--estimator";
constexpr std::string_view kAll = "all";

std::vector<std::string_view> estimator_names() {
  std::vector<std::string_view> names;
  for (const EstimatorDescription& one : estimators()) names.push_back(one.name);
  return names;
}

const EstimatorDescription& description_of(EstimatorOptions::Kind kind) {
  return *std::find_if(estimators().begin(), estimators().end(),
                       [&](const EstimatorDescription& one) { return one.kind == kind; });
}

std::optional<double> parse_jump(std::string_view text) {
  if (text == "off") return std::numeric_limits<double>::infinity();
  return text::parse_number(text);
}
const ValueKind kJump{parse_jump, "a factor, or off"};

std::optional<double> parse_count(std::string_view text) {
  const std::optional<double> number = text::parse_number(text);
  constexpr double most = 1e9;
  if (!number || *number != std::floor(*number) || !(*number >= 0 && *number <= most)) {
    return std::nullopt;
  }
  return number;
}
const ValueKind kCount{parse_count, "a whole number"};

/// "switch_cost" as "--switch-cost"; "hold_s" as "--hold".
std::string option_of(std::string member) {
  if (member == "hold_s") member = "hold";
  std::replace(member.begin(), member.end(), '_', '-');
  return "--" + member;
}

/// Whether an estimator looks at this member of EstimatorOptions.
bool looks_at(const EstimatorDescription& one, std::string_view member) {
  for (std::string_view rest = one.parameters; !rest.empty();) {
    const std::size_t end = std::min(rest.find(", "), rest.size());
    if (rest.substr(0, end) == member) return true;
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  return false;
}

std::vector<std::string_view> users_of(std::string_view member) {
  std::vector<std::string_view> users;
  for (const EstimatorDescription& one : estimators()) {
    if (looks_at(one, member)) users.push_back(one.name);
  }
  return users;
}

std::string described(std::string_view member, const std::string& text) {
  return fmt::format("{}: {}", fmt::join(users_of(member), ", "), text);
}

std::vector<EstimatorOptions::Kind> kinds_of(const std::vector<std::string>& names,
                                             Problems& problems) {
  std::vector<EstimatorOptions::Kind> kinds;
  for (const std::string& name : names) {
    bool is_known = false;
    for (const EstimatorDescription& one : estimators()) {
      if (name != kAll && name != one.name) continue;
      is_known = true;
      if (std::find(kinds.begin(), kinds.end(), one.kind) == kinds.end()) {
        kinds.push_back(one.kind);
      }
    }
    if (is_known) continue;
    const std::vector<std::string_view> known = estimator_names();
    problems.push_back({kEstimator, fmt::format("'{}', expected {}{}", name, fmt::join(known, ", "),
                                                text::did_you_mean(name, known))});
  }
  if (kinds.empty()) kinds.push_back(EstimatorOptions{}.kind);
  return kinds;
}

}  // namespace

void EstimatorCommandOptions::add_to(CLI::App& command, Several several) {
  const EstimatorOptions usual;
  const std::string list = fmt::format("{}; default: {}", fmt::join(estimator_names(), ", "),
                                       description_of(usual.kind).name);
  if (several == Several::yes) {
    add_list(command, kEstimator, names,
             "How the next rate is told from those before, or all: " + list + "; may be repeated",
             "NAME[,NAME]")
        ->delimiter(',');
  } else {
    command
        .add_option_function<std::string>(
            kEstimator, [this](const std::string& name) { names = {name}; },
            "How the next rate is told from those before: " + list)
        ->type_name("NAME");
  }
  const auto add = [&](const char* name, std::optional<std::string>& into, const std::string& text,
                       const char* type) { command.add_option(name, into, text)->type_name(type); };
  add("--window", window,
      described("window", fmt::format("of so many of the newest rates; default: {}", usual.window)),
      "COUNT");
  add("--weight", weight,
      described("weight", fmt::format("weight of the newest rate; default: {}", usual.weight)),
      "WEIGHT");
  add("--quantile", quantile,
      described("quantile", fmt::format("share of the window's rates that were faster; default: {}",
                                        usual.quantile)),
      "SHARE");
  add("--jump", jump,
      fmt::format("Start the estimate anew where the rate jumps by this factor, or off; default: "
                  "{}",
                  usual.jump),
      "FACTOR");
  add("--switch-cost", switch_cost,
      "What a switch to another decision takes, in ms; one that does not pay for it is not made; "
      "default: 0",
      "MS");
  add("--hold", hold, "Keep each decision for at least so long: 5s, 500ms; default: 0", "TIME");
}

std::vector<UpdateBoxOptions> EstimatorCommandOptions::read(Problems& problems) const {
  UpdateBoxOptions options;
  const auto read_value = [&](const std::optional<std::string>& text, const char* option,
                              const ValueKind& kind, auto take) {
    if (!text) return;
    const Result<double> value = parse_value(*text, kind, option);
    if (value) {
      take(*value);
    } else {
      append(problems, value.problems());
    }
  };
  EstimatorOptions& estimator = options.estimator;
  read_value(window, "--window", kCount,
             [&](double v) { estimator.window = static_cast<std::size_t>(v); });
  read_value(weight, "--weight", kShare, [&](double v) { estimator.weight = v; });
  read_value(quantile, "--quantile", kShare, [&](double v) { estimator.quantile = v; });
  read_value(jump, "--jump", kJump, [&](double v) { estimator.jump = v; });
  read_value(switch_cost, "--switch-cost", kMilliseconds,
             [&](double v) { options.switch_cost = Milliseconds(v); });
  read_value(hold, "--hold", kDuration, [&](double v) { options.hold_s = v; });
  for (const Problem& problem : problems_of(options)) {
    problems.push_back({option_of(problem.where), problem.message});
  }
  const std::size_t before = problems.size();
  const std::vector<EstimatorOptions::Kind> kinds = kinds_of(names, problems);
  const bool are_known = problems.size() == before;
  for (const auto& [member, is_given] :
       {std::pair("window", window.has_value()), std::pair("weight", weight.has_value()),
        std::pair("quantile", quantile.has_value())}) {
    const bool is_used =
        std::any_of(kinds.begin(), kinds.end(), [&, name = member](EstimatorOptions::Kind kind) {
          return looks_at(description_of(kind), name);
        });
    if (!is_given || is_used || !are_known) continue;
    problems.push_back(
        {option_of(member), fmt::format("of {}, expected with {} of one of them",
                                        fmt::join(users_of(member), ", "), kEstimator)});
  }
  std::vector<UpdateBoxOptions> all;
  for (const EstimatorOptions::Kind kind : kinds) {
    options.estimator.kind = kind;
    all.push_back(options);
  }
  return all;
}

}  // namespace popex::cli
