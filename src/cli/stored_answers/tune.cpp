// SPDX-License-Identifier: MIT
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <popex/scenario.hpp>

#include "background/scenario_reader.hpp"
#include "cli/stored_answers/by_condition.hpp"
#include "cli/stored_answers/readers.hpp"
#include "cli/stored_answers/stored_decision.hpp"

namespace popex::cli {
namespace {

using report::plot::TuneData;
using Shape = JsonShape;

constexpr const char* kTimeKey = "expected_time_ms";
constexpr const char* kEnergyKey = "expected_energy_mj";

constexpr double kUnknown = std::numeric_limits<double>::infinity();  // a cost that is not there

std::string cost_label(bool is_energy) {
  return is_energy ? "expected energy in mJ" : "expected time in ms";
}

Problems problems_of(const TuneData& data, const std::string& where) {
  bool is_empty = true;
  bool has_place = false;
  for (const auto& condition : data.conditions) {
    for (const auto* points : {&condition.front, &condition.choices}) {
      for (const TuneData::Point& point : *points) {
        is_empty = false;
        has_place = has_place || report::plot::has_place(point);
        if (point.cost < 0) {
          return {{where, fmt::format("a cost of {}, expected 0 or more", point.cost)}};
        }
        if (point.accuracy < 0 || point.accuracy > 1) {
          return {{where, fmt::format("accuracy {}, expected 0 … 1", point.accuracy)}};
        }
      }
    }
  }
  if (is_empty) return {{where, "no choices and no front, expected the answer of tune"}};
  if (!has_place) return {{where, "nothing that has a finite cost and an accuracy"}};
  return {};
}

/// A choice or a point of a front; of the two costs, one is there.
struct PointShape {
  explicit PointShape(TuneData& data) : data_(data) {}

  std::vector<Shape::Member> members(std::vector<TuneData::Point> TuneData::Condition::*list,
                                     bool& is_energy) {
    const auto point = [ this, list ]() -> auto& { return (data_.conditions.back().*list).back(); };
    return {
        Shape::optional(kTimeKey, number_or_forever([point](double v) { point().cost = v; })),
        Shape::optional(kEnergyKey, number_or_forever([point, &is_energy](double v) {
                          point().cost = v;
                          is_energy = true;
                        })),
        Shape::required("accuracy", Shape::number([point](double v) { point().accuracy = v; }))};
  }

 private:
  TuneData& data_;
};

}  // namespace

Result<TuneData> read_tune(CsvReader& table) {
  const ConditionColumns conditions(table);
  report::plot::WordColumn choice;
  report::plot::WordColumn split;
  std::vector<double> cost;
  std::vector<double> accuracy;
  const bool is_energy = table.has(kEnergyKey);
  if (!is_energy && !table.has(kTimeKey)) {
    return Problems{{table.name(), fmt::format("no column '{}' or '{}'", kTimeKey, kEnergyKey)}};
  }
  table.take("choice", choice);
  table.take("split", split);
  table.take("accuracy", accuracy);
  table.take(is_energy ? kEnergyKey : kTimeKey, cost);
  Problems problems = table.read();
  TuneData data;
  data.cost = cost_label(is_energy);
  for (std::size_t row = 0; problems.empty() && row < cost.size(); ++row) {
    TuneData::Condition& condition =
        found_or_added(data.conditions, &TuneData::Condition::name, conditions.name(row));
    const std::string& name = choice.names[choice.rows[row]];
    const bool is_front = name == "front";
    (is_front ? condition.front : condition.choices)
        .push_back({cost[row], accuracy[row], split.names[split.rows[row]], is_front ? "" : name});
  }
  if (problems.empty()) problems = problems_of(data, table.name());
  if (!problems.empty()) return problems;
  return data;
}

Result<TuneData> read_tune(std::string_view json) {
  TuneData data;
  bool is_energy = false;
  std::string profile;
  Scenario scenario;
  std::vector<std::pair<std::string, std::string>> values;
  StoredDecision decision;
  PointShape points(data);
  using Condition = TuneData::Condition;
  const auto here = [&data]() -> Condition& { return data.conditions.back(); };

  std::vector<Shape::Member> of_choice = points.members(&Condition::choices, is_energy);
  of_choice.push_back(Shape::required("choice", Shape::text([here](std::string& t) {
                                        here().choices.back().choice = std::move(t);
                                      })));
  of_choice.push_back(Shape::required("decision", decision_shape(decision)));
  const auto begin_choice = [&, here] {
    // The decision of the choice before is complete.
    if (!here().choices.empty()) here().choices.back().split = label_of(decision);
    here().choices.emplace_back().cost = kUnknown;
  };
  const JsonShape chosen = Shape::object_with(of_choice).on_begin(begin_choice);
  std::vector<Shape::Member> of_front = points.members(&Condition::front, is_energy);
  of_front.push_back(Shape::required(
      "split", Shape::text([here](std::string& t) { here().front.back().split = std::move(t); })));
  const JsonShape front = Shape::list(Shape::object_with(of_front),
                                      [here] { here().front.emplace_back().cost = kUnknown; });
  const JsonShape condition = Shape::object_with(
      {Shape::required("condition", condition_shape(values)), Shape::optional("front", front),
       Shape::optional("chosen", chosen), Shape::optional("compared_with", Shape::list(chosen))});
  const auto begin_condition = [&, here] {
    if (!data.conditions.empty()) {
      here().name = condition_name(values);
      if (!here().choices.empty()) here().choices.back().split = label_of(decision);
    }
    data.conditions.emplace_back();
    values.clear();
  };
  Problems problems = read_json(
      json,
      Shape::object_with(
          {Shape::optional("profile", Shape::text([&](std::string& t) { profile = std::move(t); })),
           Shape::optional("scenario", scenario_shape(scenario)),
           Shape::required("conditions", Shape::list(condition, begin_condition))}));
  if (problems.empty()) {
    begin_condition();
    data.conditions.pop_back();
    problems = problems_of(data, "/conditions");
  }
  if (!problems.empty()) return problems;
  data.cost = cost_label(is_energy);
  data.title = title_of(profile, scenario);
  return data;
}

}  // namespace popex::cli
