// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>

#include <popex/units.hpp>

#include "background/rate_traces.hpp"
#include "cli/clock.hpp"
#include "cli/processes/child_process.hpp"
#include "cli/rate_sources/line_reader.hpp"

namespace popex::cli {

/// The kernel's folder of network interfaces.
constexpr const char* kInterfaces = "/sys/class/net";

/// What sources are made of; each takes what it needs. Lives longer than they do.
struct RateSourceParts {
  LineReader& lines;
  Clock& clock;
  double period_s = 0;  ///< 0: the source's own
  double duration_s = 1;
  Milliseconds assumed_latency{0};
  int stop = -1;  ///< a descriptor, for programs that are run
  std::function<ProgramEnd(const ProgramRun&)> run_program;
  std::filesystem::path interfaces = kInterfaces;
  RateColumns columns = RateColumns::found;  ///< of lines of rates
};

}  // namespace popex::cli
