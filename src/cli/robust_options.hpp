// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include <popex/result.hpp>

#include "cli/link_option.hpp"
#include "cli/options.hpp"
#include "cli/sample_times_options.hpp"
#include "cli/trace_options.hpp"

namespace popex::cli {

/// Options of `solve` for a rate that is not one number. Where it lies between two may also be said
/// by --rate, as LOW..HIGH.
struct RobustOptions {
  std::string trace;
  TraceOptions of_trace;
  LinkOption link;
  SampleTimesOptions times;
  std::optional<std::string> risk;
  std::string criterion;

  void add_to(CLI::App& command);

  /// Whether a rate varies.
  [[nodiscard]] bool are_asked_for(const ScenarioOptions& scenario) const;
  /// What makes no sense where none does.
  [[nodiscard]] Problems problems_without_rates() const;
  /// Options that were given and are for a trace alone.
  [[nodiscard]] std::vector<const char*> given_for_a_trace() const;
};

/// Whether a value of --rate is LOW..HIGH.
bool is_interval(const std::string& rate);

}  // namespace popex::cli
