// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <popex/scenario.hpp>

#include "background/scenario_reader.hpp"
#include "cli/stored_answers/readers.hpp"
#include "cli/stored_answers/stored_decision.hpp"
#include "cli/stored_answers/sweep_columns.hpp"
#include "model/numbers.hpp"

namespace popex::cli {
namespace {

using report::plot::NumberColumn;
using report::plot::SweepData;
using report::plot::WordColumn;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Collects points one by one into the columns that a table of them has.
class Columns {
 public:
  void take(const Scenario& scenario, const StoredDecision* decision) {
    put(parameters_, "rate_mbps", scenario.rate);
    put(parameters_, "latency_ms", scenario.latency);
    put(parameters_, "gamma", scenario.gamma.value_or(kNone));
    for (const auto& [branch, p] : scenario.exit_probability.named) {
      put(parameters_, "p_" + branch, p.value);
    }
    const std::string split = decision == nullptr ? "" : label_of(*decision);
    const auto [at, is_new] =
        numbers_.emplace(split, static_cast<std::uint32_t>(split_.names.size()));
    if (is_new) split_.names.push_back(split);
    split_.rows.push_back(at->second);
    if (decision == nullptr) {
      index_.push_back(kNone);
      value_.push_back(kNone);
      samples_.push_back(kNone);
    } else {
      put_decision(*decision);
    }
    ++points_;
    // What a point has not is not known of it.
    for (auto* columns : {&parameters_, &parts_}) {
      for (NumberColumn& column : *columns) column.values.resize(points_, kNone);
    }
  }

  [[nodiscard]] Problems problems() const {
    if (points_ > 0) return {};
    return {{"/points", "none, expected two or more"}};
  }

  SweepData finish() {
    SweepData data;
    for (NumberColumn& column : parameters_) {
      data.parameters.push_back(parameter_of(column.name));
      data.parameters.back().values = std::move(column.values);
    }
    data.value.name = value_label(has_energy_, has_waiting_);
    data.value.values = std::move(value_);
    if (!has_energy_) data.parts = std::move(parts_);
    if (has_waiting_) show_throughput(data, std::move(samples_));
    set_splits(data, std::move(split_), index_);
    return data;
  }

 private:
  void put(std::vector<NumberColumn>& columns, const std::string& name, double value) const {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const NumberColumn& one) { return one.name == name; });
    NumberColumn& column =
        found == columns.end() ? columns.emplace_back(NumberColumn{name, {}}) : *found;
    column.values.resize(points_, kNone);
    column.values.push_back(value);
  }

  template <class T>
  void put(std::vector<NumberColumn>& columns, const std::string& name,
           const Setting<T>& setting) const {
    for (const auto& [link, value] : setting.named) {
      const bool is_only_one = setting.named.size() == 1;
      put(columns, is_only_one ? name : fmt::format("{}_{}", name, link), number_of(value));
    }
  }

  void put_decision(const StoredDecision& decision) {
    index_.push_back(decision.split_index.value_or(kNone));
    has_energy_ = has_energy_ || decision.expected_energy_mj;
    has_waiting_ = has_waiting_ || decision.time_with_waiting_ms;
    value_.push_back(decision.expected_energy_mj.value_or(
        decision.time_with_waiting_ms.value_or(decision.expected_time_ms)));
    samples_.push_back(decision.samples_per_second.value_or(kNone));
    for (const DecisionPart& part : parts_of(decision)) put(parts_, part.name, part.time_ms);
    if (decision.waiting_ms) put(parts_, "queues", *decision.waiting_ms);
  }

  std::size_t points_ = 0;
  std::vector<NumberColumn> parameters_;
  std::vector<NumberColumn> parts_;
  WordColumn split_;
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<double> index_;
  std::vector<double> value_;
  std::vector<double> samples_;
  bool has_energy_ = false;
  bool has_waiting_ = false;
};

}  // namespace

Result<SweepData> read_sweep(std::string_view json) {
  using S = JsonShape;
  Columns columns;
  Scenario scenario;
  StoredDecision decision;
  bool has_decision = false;
  bool is_begun = false;
  const auto take = [&] {
    if (is_begun) columns.take(scenario, has_decision ? &decision : nullptr);
    is_begun = true;
    scenario = {};
    has_decision = false;
  };
  const JsonShape point = S::object_with(
      {S::required("scenario", scenario_shape(scenario)),
       S::required("decision", S::either(decision_shape(decision), S::nothing()).on_begin([&] {
         decision = {};
         has_decision = true;
       }))});
  Problems problems =
      read_json(json, S::object_with({S::required("points", S::list(point, take))}));
  if (problems.empty()) take();
  if (problems.empty()) problems = columns.problems();
  if (!problems.empty()) return problems;
  SweepData data = columns.finish();
  problems = finish(data, "/points");
  if (!problems.empty()) return problems;
  return data;
}

}  // namespace popex::cli
