// SPDX-License-Identifier: MIT
#include "cli/tune_options.hpp"

#include <vector>

#include <fmt/format.h>

#include "cli/failure.hpp"
#include "cli/quantities.hpp"

namespace popex::cli {
namespace {

double read_bound(const std::string& text, const ValueKind& kind, const char* option, double most,
                  Problems& problems) {
  const Result<double> value = parse_value(text, kind, option);
  if (!value) {
    append(problems, value.problems());
    return 0;
  }
  if (!(*value >= 0 && *value <= most)) {
    problems.push_back({option, fmt::format("{}, must be between 0 and {}", *value, most)});
  }
  return *value;
}

}  // namespace

void TuneCommandOptions::add_to(CLI::App& command) {
  profile.add_to(command);
  scenario.add_conditions_to(command);
  records.add_to(command);
  criterion.add_to(command);
  const auto bound = [&](const char* name, std::optional<std::string>& into, const char* text,
                         const char* type) {
    command.add_option(name, into, text)->type_name(type);
  };
  bound("--deadline", deadline,
        "The most accurate thresholds and split with at most this expected time", "MS");
  bound("--min-accuracy", accuracy,
        "Those with the least expected time, or energy, that are at least so accurate, 0 to 1",
        "SHARE");
  bound("--max-energy", energy,
        "The most accurate with at most this expected energy; with --objective energy", "MJ");
  command.add_flag("--pareto", pareto,
                   "Every choice than which none is both cheaper and more accurate");
  command
      .add_option("--objective", goal.objective,
                  "What is expected of a choice: latency (the default) or energy")
      ->type_name("OBJECTIVE")
      ->check(CLI::IsMember({"latency", "energy"}));
  goal.add_power_to(command);
  const auto count = [&](const char* name, auto& into, const char* text, std::size_t least,
                         std::size_t most) {
    command.add_option(name, into, text)->type_name("COUNT")->check(CLI::Range(least, most));
  };
  count("--grid", grid,
        "Thresholds of each branch, quantiles of its values, where several can be on; default: "
        "100. One branch alone: every value there is",
        1, TuneLimits::grid);
  command.add_option("--thresholds", thresholds, "Thresholds to choose from instead")
      ->type_name("GRID");
  command.add_flag("--shared-threshold", shared_threshold,
                   "One threshold for all branches that are on");
  count("--max-exits", max_exits, "Branches that are on, at most", 0, TuneLimits::branches);
  command.add_flag("--right-size", right_size,
                   "One exit for everybody, the network cut off there (Edgent)");
  count("--bootstrap", bootstrap,
        "Resamples that say how much the answer depends on which samples were recorded", 1,
        1'000'000);
  command.add_option("--seed", seed, "Of the resamples")->type_name("NUMBER");
  command.add_option("--validate", validate, "What the choice does with other records")
      ->type_name("FILE");
  output.add_to(command, true);
  plot.add_to(command);
}

std::optional<TuneQuestion> TuneCommandOptions::question(Problems& problems) const {
  constexpr const char* choices = "--deadline, --min-accuracy, --max-energy or --pareto";
  const int given = static_cast<int>(deadline.has_value()) + static_cast<int>(energy.has_value()) +
                    static_cast<int>(accuracy.has_value()) + static_cast<int>(pareto);
  if (given != 1) {
    problems.push_back(
        {"tune", fmt::format("{}, expected one of {}",
                             given == 0 ? "no question" : "several questions", choices)});
    return std::nullopt;
  }
  const bool is_energy = goal.objective == "energy";
  if (deadline && is_energy) {
    problems.push_back({"--deadline", "with --objective energy, expected --max-energy"});
  }
  if (energy && !is_energy) {
    problems.push_back({"--max-energy", "expected with --objective energy"});
  }
  if (deadline) {
    return TuneQuestion{
        TuneQuestion::Kind::most_accurate,
        read_bound(*deadline, kMilliseconds, "--deadline", ProfileLimits::time_ms, problems)};
  }
  if (energy) {
    return TuneQuestion{
        TuneQuestion::Kind::most_accurate,
        read_bound(*energy, kNumber, "--max-energy", ProfileLimits::time_ms, problems)};
  }
  if (accuracy) {
    return TuneQuestion{TuneQuestion::Kind::cheapest,
                        read_bound(*accuracy, kShare, "--min-accuracy", 1, problems)};
  }
  return std::nullopt;
}

TuneOptions TuneCommandOptions::tune_options(const Goal& costs, Problems& problems) const {
  TuneOptions tune;
  tune.grid = grid;
  tune.shared_threshold = shared_threshold;
  if (max_exits) tune.most_active = *max_exits;
  tune.right_size = right_size;
  tune.objective = costs.objective;
  tune.power_mw = costs.power_mw;
  tune.radio_power = costs.radio_power;
  if (!thresholds.empty()) {
    const Result<std::vector<double>> read = parse_grid(thresholds, kShare, "--thresholds");
    if (read) {
      tune.thresholds = *read;
    } else {
      append(problems, read.problems());
    }
  }
  return tune;
}

TunePlaces TuneCommandOptions::places(const std::string& records_name) const {
  TunePlaces names;
  names.records = records_name;
  names.grid = "--grid";
  names.thresholds = "--thresholds";
  names.most_active = "--max-exits";
  names.objective = "--objective";
  names.power = "--power";
  names.radio_power = "--radio-power";
  names.least_accuracy = "--min-accuracy";
  names.most_cost = energy ? "--max-energy" : "--deadline";
  return names;
}

}  // namespace popex::cli
