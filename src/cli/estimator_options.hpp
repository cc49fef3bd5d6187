// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include <popex/result.hpp>
#include <popex/update_box.hpp>

/// Options of the commands that follow a changing rate.
namespace popex::cli {

/// --estimator with the parameters of the estimators, --switch-cost and --hold.
struct EstimatorCommandOptions {
  enum class Several { no, yes };

  std::vector<std::string> names;
  std::optional<std::string> window;
  std::optional<std::string> weight;
  std::optional<std::string> quantile;
  std::optional<std::string> jump;
  std::optional<std::string> switch_cost;
  std::optional<std::string> hold;

  /// `several`: whether estimators are to be compared, `all` of them, for instance.
  void add_to(CLI::App& command, Several several = Several::no);

  /// For each estimator that is named (without any: for the default one) what an UpdateBox needs,
  /// but for the inferences per second. `problems` gets all that is wrong; then the answer is of no
  /// use, but never empty.
  [[nodiscard]] std::vector<UpdateBoxOptions> read(Problems& problems) const;
};

}  // namespace popex::cli
