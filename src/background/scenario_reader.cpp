// SPDX-License-Identifier: MIT
#include "background/scenario_reader.hpp"

#include <utility>
#include <vector>

#include "text/json_writer.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

/// A number for everything, or an object of numbers by name.
template <class T>
JsonShape setting_shape(Setting<T>& setting) {
  return JsonShape::either(
      JsonShape::number([&setting](double v) { setting.all = T{v}; }),
      JsonShape::map(
          [&setting](const std::string& name) { setting.named.emplace_back(name, T{}); },
          JsonShape::number([&setting](double v) { setting.named.back().second = T{v}; })));
}

std::vector<JsonShape::Member> scenario_members(Scenario& scenario) {
  using S = JsonShape;
  return {S::optional("rate_mbps", setting_shape(scenario.rate)),
          S::optional("latency_ms", setting_shape(scenario.latency)),
          // Answers say null where there is no γ, and can be asked again as they are.
          S::optional("gamma", S::either(S::number([&scenario](double v) { scenario.gamma = v; }),
                                         S::nothing())),
          S::optional("exit_probability", setting_shape(scenario.exit_probability))};
}

JsonShape line_shape(ScenarioLine& line) {
  std::vector<JsonShape::Member> members = scenario_members(line.scenario);
  members.push_back(JsonShape::optional(
      "profile", JsonShape::text([&line](std::string& name) { line.profile = std::move(name); })));
  members.push_back(
      JsonShape::optional("id", JsonShape::either(JsonShape::text([&line](std::string& id) {
                                                    line.id.clear();
                                                    text::append_json_string(line.id, id);
                                                  }),
                                                  JsonShape::number([&line](double id) {
                                                    line.id.clear();
                                                    text::append_number(line.id, id);
                                                  }))));
  return JsonShape::object(std::move(members));
}

}  // namespace

JsonShape scenario_shape(Scenario& scenario) {
  return JsonShape::object(scenario_members(scenario));
}

ScenarioReader::ScenarioReader() : shape_(line_shape(line_)) {}

Result<ScenarioLine> ScenarioReader::read(std::string_view json) {
  line_ = {};
  Problems problems = read_json(json, shape_);
  id_ = line_.id;
  if (!problems.empty()) return problems;
  return std::move(line_);
}

const ScenarioPlaces& ScenarioReader::places() {
  static const ScenarioPlaces places{"rate_mbps", "latency_ms", "gamma", "exit_probability"};
  return places;
}

}  // namespace popex
