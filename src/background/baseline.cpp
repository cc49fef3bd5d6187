// SPDX-License-Identifier: MIT
#include "background/baseline.hpp"

#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "background/json_shape.hpp"
#include "background/scenario_reader.hpp"

namespace popex {
namespace {

constexpr std::size_t kMostCases = 1'000'000;

}  // namespace

Result<Baseline> read_baseline(std::string_view json) {
  using S = JsonShape;
  Baseline baseline;
  // One case at a time: the shape of a scenario fills this one, and it is put away when the next
  // begins.
  BaselineCase current;
  bool has_current = false;
  std::size_t index = 0;
  Problems unnamed;
  const auto put_away = [&] {
    if (has_current && current.label.empty() && current.splits.empty()) {
      unnamed.push_back(
          {fmt::format("/cases/{}", index), "no decision, expected 'label' or 'split'"});
    }
    if (has_current) ++index;
    if (has_current && baseline.cases.size() <= kMostCases) {
      baseline.cases.push_back(std::exchange(current, {}));
    }
    has_current = true;
  };
  std::optional<double> version;
  const auto add_split = [&](std::string& name) { current.splits.push_back(std::move(name)); };
  Problems problems = read_json(
      json,
      S::object(
          {S::required("format_version", S::number([&](double v) { version = v; })),
           S::required("profile",
                       S::text([&](std::string& t) { baseline.profile = std::move(t); })),
           S::optional("tolerance", S::number([&](double v) { baseline.tolerance = v; })),
           S::required(
               "cases",
               S::list(S::object({S::required("scenario", scenario_shape(current.scenario)),
                                  S::optional("label", S::text([&](std::string& t) {
                                                current.label = std::move(t);
                                              })),
                                  S::optional("split", S::either(S::text(add_split),
                                                                 S::list(S::text(add_split)))),
                                  S::required("expected_time_ms", S::number([&](double v) {
                                                current.expected_time_ms = v;
                                              }))}),
                       put_away))}));
  put_away();
  if (problems.empty()) problems = std::move(unnamed);
  if (version && *version != 1) {
    problems.push_back({"/format_version", fmt::format("{}, expected 1", *version)});
  }
  if (!(baseline.tolerance >= 0 && baseline.tolerance <= 1)) {
    problems.push_back(
        {"/tolerance", fmt::format("{}, must be between 0 and 1", baseline.tolerance)});
  }
  if (baseline.cases.size() > kMostCases) {
    problems.push_back({"/cases", fmt::format("more than {} cases", kMostCases)});
  }
  if (problems.empty() && baseline.cases.empty()) {
    problems.push_back({"/cases", "empty, expected at least one case: nothing would be checked"});
  }
  if (!problems.empty()) return problems;
  return baseline;
}

}  // namespace popex
