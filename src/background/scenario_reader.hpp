// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <popex/result.hpp>
#include <popex/scenario.hpp>

#include "background/json_shape.hpp"
#include "model/instance.hpp"

namespace popex {

/// One line of a batch: a scenario, and optionally the profile that it is for.
struct ScenarioLine {
  std::string id;  ///< as JSON, a string or a number; empty: none
  std::string profile;
  Scenario scenario;
};

/// The shape of a scenario in JSON, as answers write it: {"rate_mbps": 5.5 or {"edge-cloud": 5.5},
/// "latency_ms": …, "gamma": 10, "exit_probability": 0.8 or {"b1": 0.8}}. Fills `scenario`, which
/// stays where it is as long as the shape is used.
JsonShape scenario_shape(Scenario& scenario);

/// Reads scenarios from JSON, one after another, without making the shape anew.
class ScenarioReader {
 public:
  ScenarioReader();
  ScenarioReader(const ScenarioReader&) = delete;  // the shape points into this object
  ScenarioReader& operator=(const ScenarioReader&) = delete;

  Result<ScenarioLine> read(std::string_view json);

  /// The id of the line that was read last, also where something is wrong with the line.
  [[nodiscard]] const std::string& id() const { return id_; }

  /// How the parts of a scenario are called here.
  static const ScenarioPlaces& places();

 private:
  ScenarioLine line_;
  std::string id_;
  JsonShape shape_;
};

}  // namespace popex
