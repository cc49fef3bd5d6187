// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <CLI/App.hpp>

#include <popex/result.hpp>

#include "background/rate_traces.hpp"
#include "cli/context.hpp"

namespace popex::cli {

/// What the commands that read rate traces need to know of the files: --rate-column, --time-column,
/// --rate-unit and --time-unit.
struct TraceOptions {
  RateTraceOptions of_file;

  void add_to(CLI::App& command);
  /// Those that were given.
  [[nodiscard]] std::vector<const char*> given() const;

  /// The trace of a file, or of standard input for "-".
  /// Rates without times are `interval_s` apart. Says what was taken for what.
  [[nodiscard]] Result<LoadedTrace> load(const Context& context, const std::string& file,
                                         double interval_s) const;
};

/// --columns; `mahimahi`: whether that is one of them.
CLI::Option* add_columns(CLI::App& command, RateColumns& into, bool mahimahi);

}  // namespace popex::cli
