// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "report/plot/columns.hpp"
#include "report/plot/picture.hpp"

namespace popex::report::plot {

/// The steps of a replay, a value in every column for each.
struct ReplayData {
  std::string title;
  std::size_t traces = 1;  ///< of which this is the first one
  std::vector<double> time_s;
  std::vector<double> rate_mbps;
  std::vector<double> estimate_mbps;
  WordColumn split;
  std::vector<double> regret_ms;
};

/// The rate and its estimate, the decision, and the regret, above each other along the time.
Picture draw(const ReplayData& data);

}  // namespace popex::report::plot
