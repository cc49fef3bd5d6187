// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <CLI/App.hpp>

#include <popex/tuner.hpp>

#include "cli/goal_options.hpp"
#include "cli/options.hpp"
#include "cli/plot_file.hpp"
#include "cli/records_options.hpp"

namespace popex::cli {

/// The options of `tune`.
struct TuneCommandOptions {
  ProfileOption profile;
  ScenarioOptions scenario;
  GoalOptions goal;
  RecordsOptions records;
  CriterionOptions criterion;
  std::optional<std::string> deadline;
  std::optional<std::string> energy;
  std::optional<std::string> accuracy;
  bool pareto = false;
  std::size_t grid = TuneOptions{}.grid;
  std::string thresholds;
  bool shared_threshold = false;
  std::optional<std::size_t> max_exits;
  bool right_size = false;
  std::optional<std::size_t> bootstrap;
  std::uint64_t seed = Tuner::kDefaultSeed;
  std::string validate;
  OutputOptions output;
  PlotOption plot;

  void add_to(CLI::App& command);

  /// Nothing: the whole front.
  [[nodiscard]] std::optional<TuneQuestion> question(Problems& problems) const;

  /// `costs`: what --objective and the powers say.
  [[nodiscard]] TuneOptions tune_options(const Goal& costs, Problems& problems) const;

  /// `records_name`: what the records are called in messages.
  [[nodiscard]] TunePlaces places(const std::string& records_name) const;
};

}  // namespace popex::cli
