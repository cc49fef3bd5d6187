// SPDX-License-Identifier: MIT
#include "cli/stored_answers/sweep_columns.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "report/plot/axis.hpp"

namespace popex::cli {

using report::plot::SweepData;
using report::plot::SweepParameter;
using report::plot::WordColumn;

SweepParameter parameter_of(const std::string& column) {
  const std::string_view rate = "rate_mbps";
  const std::string_view latency = "latency_ms";
  if (column == rate) return {"upload rate in Mbps", "", " Mbps", {}};
  if (column.starts_with(rate)) {
    const std::string link = column.substr(rate.size() + 1);
    return {fmt::format("rate of {} in Mbps", link), link + ' ', " Mbps", {}};
  }
  if (column == latency) return {"latency in ms", "latency ", " ms", {}};
  if (column.starts_with(latency)) {
    const std::string link = column.substr(latency.size() + 1);
    return {fmt::format("latency of {} in ms", link), fmt::format("{} + ", link), " ms", {}};
  }
  if (column == "gamma") return {"processing factor γ", "γ ", "", {}};
  if (column.starts_with("p_")) {
    const std::string branch = column.substr(2);
    return {"exit probability of " + branch, fmt::format("p({}) = ", branch), "", {}};
  }
  return {column, column + ' ', "", {}};
}

std::string value_label(bool has_energy, bool has_waiting) {
  if (has_energy) return "expected energy in mJ";
  return has_waiting ? "expected time with queues in ms" : "expected time in ms";
}

void show_throughput(SweepData& data, std::vector<double> samples) {
  const auto queues = std::find_if(data.parts.begin(), data.parts.end(),
                                   [](const auto& part) { return part.name == "queues"; });
  if (queues == data.parts.end() || samples.empty()) return;
  const bool waits = std::any_of(queues->values.begin(), queues->values.end(),
                                 [](double ms) { return !std::isnan(ms) && ms != 0; });
  if (waits) return;
  data.value = {"samples per second", std::move(samples)};
  data.parts.clear();
}

void set_splits(SweepData& data, WordColumn split, const std::vector<double>& index) {
  data.split = std::move(split);
  data.split_order.assign(data.split.names.size(), std::numeric_limits<double>::quiet_NaN());
  // The index of a split counts the layers before it, so it is the network's order: `input` has 0,
  // `output` the number of layers.
  const auto empty = std::find(data.split.names.begin(), data.split.names.end(), "");
  const auto none = static_cast<std::uint32_t>(empty - data.split.names.begin());
  for (std::size_t row = 0; row < data.split.rows.size(); ++row) {
    std::uint32_t& word = data.split.rows[row];
    if (word == none) {
      word = WordColumn::none;
      continue;
    }
    if (!index.empty()) data.split_order[word] = index[row];
  }
  // A cut through a block has no index; it goes behind those that have, but before `output`.
  for (std::size_t s = 0; s < data.split_order.size(); ++s) {
    double& order = data.split_order[s];
    if (std::isnan(order)) order = std::numeric_limits<double>::max();
    if (data.split.names[s] == "output") order = std::numeric_limits<double>::infinity();
  }
}

Problems finish(SweepData& data, const std::string& where) {
  const std::size_t points = data.value.values.size();
  std::erase_if(data.parameters, [](const SweepParameter& column) {
    const bool may_be_zero = column.label.starts_with("latency");
    return std::all_of(column.values.begin(), column.values.end(), [&](double value) {
      return std::isnan(value) || (may_be_zero && value == 0);
    });
  });
  bool varies = false;
  constexpr double most = 1e15;
  for (const SweepParameter& column : data.parameters) {
    for (const double value : column.values) {
      if (std::isnan(value)) {
        return {{where, fmt::format("points without a value of '{}' beside others that have one",
                                    column.label)}};
      }
      if (!(std::abs(value) <= most)) {
        return {{where, fmt::format("{} {}, expected at most {}", column.label, value, most)}};
      }
      varies = varies || value != column.values.front();
    }
    const auto [least, greatest] = std::minmax_element(column.values.begin(), column.values.end());
    const double size = std::max(std::abs(*least), std::abs(*greatest));
    if (*least < *greatest && *greatest - *least < report::plot::kNarrowest * size) {
      return {{where,
               fmt::format("{} from {} to {}, too near to draw", column.label, *least, *greatest)}};
    }
  }
  if (varies) return {};
  return {
      {where, fmt::format("{} point{} of no parameter that varies, expected a sweep over two or "
                          "more values",
                          points, points == 1 ? "" : "s")}};
}

}  // namespace popex::cli
