// SPDX-License-Identifier: MIT
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "cli/stored_answers/by_condition.hpp"
#include "cli/stored_answers/readers.hpp"

namespace popex::cli {
namespace {

using report::plot::CalibrationData;
using S = JsonShape;

/// A reliability of the exit that came last.
JsonShape reliability_shape(CalibrationData& data, double CalibrationData::Exit::*ece,
                            std::vector<CalibrationData::Bin> CalibrationData::Exit::*bins) {
  const auto bin = [&data, bins ]() -> auto& { return (data.exits.back().*bins).back(); };
  const JsonShape one = S::object_with(
      {S::required("from", S::number([bin](double v) { bin().from = v; })),
       S::required("to", S::number([bin](double v) { bin().to = v; })),
       S::required("accuracy",
                   S::either(S::number([bin](double v) { bin().accuracy = v; }), S::nothing()))});
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  return S::object_with(
      {S::required("ece", S::number([&data, ece](double v) { data.exits.back().*ece = v; })),
       S::required("bins", S::list(one, [&data, bins] {
                     (data.exits.back().*bins).push_back({0, 0, none});
                   }))});
}

}  // namespace

Result<CalibrationData> read_calibration(std::string_view json) {
  CalibrationData data;
  std::size_t conditions = 0;
  std::vector<std::pair<std::string, std::string>> condition;
  const JsonShape exit = S::object_with(
      {S::required("exit", S::text([&](std::string& t) { data.exits.back().exit = std::move(t); })),
       S::required("temperature", S::number([&](double v) { data.exits.back().temperature = v; })),
       S::required("before", reliability_shape(data, &CalibrationData::Exit::ece_before,
                                               &CalibrationData::Exit::before)),
       S::required("after", reliability_shape(data, &CalibrationData::Exit::ece_after,
                                              &CalibrationData::Exit::after))});
  const JsonShape one = S::object_with({S::required("condition", condition_shape(condition)),
                                        S::required("exits", S::list(exit, [&] {
                                                      data.exits.emplace_back().condition =
                                                          condition_name(condition);
                                                    }))});
  Problems problems = read_json(
      json, S::object_with({S::required("conditions", S::list(one, [&] { ++conditions; }))}));
  if (!problems.empty()) return problems;
  if (conditions == 0 || data.exits.empty() || data.exits.size() % conditions != 0) {
    return Problems{{"/conditions", fmt::format("{} exits of {} conditions, expected the same ones "
                                                "of each",
                                                data.exits.size(), conditions)}};
  }
  data.conditions = conditions;
  data.title = "Reliability before and after calibration";
  return data;
}

}  // namespace popex::cli
