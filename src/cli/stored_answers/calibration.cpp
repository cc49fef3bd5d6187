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
using Shape = JsonShape;

/// A reliability of the exit that came last.
JsonShape reliability_shape(CalibrationData& data, double CalibrationData::Exit::*ece,
                            std::vector<CalibrationData::Bin> CalibrationData::Exit::*bins) {
  const auto bin = [&data, bins ]() -> auto& { return (data.exits.back().*bins).back(); };
  const JsonShape one = Shape::object_with(
      {Shape::required("from", Shape::number([bin](double v) { bin().from = v; })),
       Shape::required("to", Shape::number([bin](double v) { bin().to = v; })),
       Shape::required("accuracy",
                       Shape::either(Shape::number([bin](double v) { bin().accuracy = v; }),
                                     Shape::nothing()))});
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  return Shape::object_with({Shape::required("ece", Shape::number([&data, ece](double v) {
                                               data.exits.back().*ece = v;
                                             })),
                             Shape::required("bins", Shape::list(one, [&data, bins] {
                                               (data.exits.back().*bins).push_back({0, 0, none});
                                             }))});
}

}  // namespace

Result<CalibrationData> read_calibration(std::string_view json) {
  CalibrationData data;
  std::size_t conditions = 0;
  std::vector<std::pair<std::string, std::string>> condition;
  const JsonShape exit = Shape::object_with(
      {Shape::required("exit",
                       Shape::text([&](std::string& t) { data.exits.back().exit = std::move(t); })),
       Shape::required("temperature",
                       Shape::number([&](double v) { data.exits.back().temperature = v; })),
       Shape::required("before", reliability_shape(data, &CalibrationData::Exit::ece_before,
                                                   &CalibrationData::Exit::before)),
       Shape::required("after", reliability_shape(data, &CalibrationData::Exit::ece_after,
                                                  &CalibrationData::Exit::after))});
  const JsonShape one =
      Shape::object_with({Shape::required("condition", condition_shape(condition)),
                          Shape::required("exits", Shape::list(exit, [&] {
                                            data.exits.emplace_back().condition =
                                                condition_name(condition);
                                          }))});
  Problems problems = read_json(
      json,
      Shape::object_with({Shape::required("conditions", Shape::list(one, [&] { ++conditions; }))}));
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
