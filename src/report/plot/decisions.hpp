// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "report/plot/picture.hpp"

namespace popex::report::plot {

/// Every decision of one scenario.
struct DecisionsData {
  std::string title;
  std::string axis;                ///< of the bars, with its unit
  std::vector<std::string> parts;  ///< what bars are made of, in order
  std::vector<bool> is_upload;     ///< for each part: of a link; else of a tier

  struct Decision {
    std::string name;           ///< of the split
    std::vector<double> parts;  ///< for each part; not finite: forever
    std::string value;          ///< what it comes to, with its unit
    double rank = 0;            ///< the least is the best
    bool is_best = false;
  };
  std::vector<Decision> decisions;

  std::vector<std::string> layers;   ///< in order
  std::vector<std::size_t> tier_of;  ///< of each layer, in the best decision
  struct Branch {
    std::string name;
    std::size_t after = 0;            ///< layers before it
    std::optional<std::size_t> tier;  ///< where it runs in the best decision
  };
  std::vector<Branch> branches;
  /// Branches that run in the best decision, of which the answer does not tell the place.
  std::vector<std::string> unplaced;
};

/// A bar for each decision, stacked of its parts, the best one marked; above them the network, as
/// the best decision shares it out. Of long networks there are only bars, of many decisions the
/// best ones.
Picture draw(const DecisionsData& data);

}  // namespace popex::report::plot
