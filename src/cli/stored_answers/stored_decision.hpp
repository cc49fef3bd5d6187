// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <popex/scenario.hpp>

#include "background/json_shape.hpp"

namespace popex::cli {

/// A decision as answers in JSON have it. What is infinite is null there.
struct StoredDecision {
  struct Tier {
    std::string name;
    std::vector<std::string> layers;
    std::vector<std::string> branches;
    double compute_ms = 0;
    std::optional<double> energy_mj;
  };
  struct Link {
    std::string name;
    std::vector<std::string> tensors;
    double transfer_ms = 0;
    std::optional<double> energy_mj;
  };
  std::string label;  ///< empty in older answers
  std::optional<double> split_index;
  double expected_time_ms = 0;
  std::optional<double> expected_energy_mj;
  std::optional<double> waiting_ms;
  std::optional<double> time_with_waiting_ms;
  std::optional<double> samples_per_second;
  std::vector<Tier> tiers;
  std::vector<Link> links;
};

/// Fills `decision` anew wherever one comes; it stays where it is as long as the shape is used.
JsonShape decision_shape(StoredDecision& decision);

/// A number, or null, which stands for what is infinite and is taken as infinity.
JsonShape number_or_forever(std::function<void(double)> take);
JsonShape number_or_forever(double& value);

/// "b-alexnet: edge-cloud 5.85 Mbps, p(b1) = 0.4943": whose answer it is; either may be missing.
std::string title_of(const std::string& profile, const Scenario& scenario);

/// The decision's label. Where an answer has none: what crosses each link, "conv5", "a + b" inside
/// a block, "input", or "output" where nothing does; "conv5 | output" where there are several
/// links.
std::string label_of(const StoredDecision& decision);

/// "edge", "upload", "cloud" in the order in which a sample meets them; on more than two tiers by
/// their own names, "upload device-edge".
struct DecisionPart {
  std::string name;
  bool is_upload = false;
  double time_ms = 0;
  std::optional<double> energy_mj;
};
std::vector<DecisionPart> parts_of(const StoredDecision& decision);

}  // namespace popex::cli
