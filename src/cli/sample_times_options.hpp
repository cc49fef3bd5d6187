// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include <popex/result.hpp>

#include "model/trace_costs.hpp"

namespace popex::cli {

/// When samples start over a trace of the rate, and how long they wait in an outage: --interval and
/// --outage-timeout.
struct SampleTimesOptions {
  std::optional<std::string> interval;
  std::optional<std::string> outage_timeout;

  void add_to(CLI::App& command);
  [[nodiscard]] SampleTimes read(Problems& problems) const;
  /// Those that were given.
  [[nodiscard]] std::vector<const char*> given() const;
};

}  // namespace popex::cli
