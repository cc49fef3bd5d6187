// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/stored_answers/by_condition.hpp"
#include "cli/stored_answers/readers.hpp"

namespace popex::cli {
namespace {

using report::plot::ExitsData;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Puts points where they belong. They come by the hundred thousand, and mostly the next one
/// belongs where the last but a few did.
class Curves {
 public:
  /// A point without a probability is none.
  void add(const std::string& branch, const std::string& condition, ExitsData::Point point) {
    if (std::isnan(point.probability)) return;
    has_every_threshold_ = has_every_threshold_ && std::isfinite(point.threshold);
    const auto [at, is_new] = places_.try_emplace({branch, condition});
    if (is_new) {
      auto& curves = found_or_added(data.branches, &ExitsData::BranchCurves::branch, branch);
      at->second = {static_cast<std::size_t>(&curves - data.branches.data()), curves.curves.size()};
      curves.curves.push_back({condition, {}});
    }
    data.branches[at->second.first].curves[at->second.second].points.push_back(point);
  }

  Result<ExitsData> finish(const std::string& where) {
    if (data.branches.empty()) {
      return Problems{{where, "no branch with an exit probability, expected the answer of exits"}};
    }
    if (!has_every_threshold_) {
      return Problems{{where, "an exit probability without a threshold, expected one of each"}};
    }
    return std::move(data);
  }

  ExitsData data;

 private:
  bool has_every_threshold_ = true;
  std::map<std::pair<std::string, std::string>, std::pair<std::size_t, std::size_t>> places_;
};

}  // namespace

Result<ExitsData> read_exits(CsvReader& table) {
  const ConditionColumns conditions(table);
  report::plot::WordColumn exits;
  std::vector<double> threshold;
  std::vector<double> probability;
  std::vector<double> low;
  std::vector<double> high;
  table.take("exit", exits);
  table.take("threshold", threshold);
  table.take("exit_probability", probability);
  if (table.has("exit_probability_low")) table.take("exit_probability_low", low);
  if (table.has("exit_probability_high")) table.take("exit_probability_high", high);
  Problems problems = table.read();
  if (!problems.empty()) return problems;
  low.resize(probability.size(), kNone);
  high.resize(probability.size(), kNone);
  Curves curves;
  for (std::size_t row = 0; row < probability.size(); ++row) {
    // The main output has no probability; no more has a branch that no sample reaches.
    curves.add(exits.names[exits.rows[row]], conditions.name(row),
               {threshold[row], probability[row], low[row], high[row]});
  }
  return curves.finish(table.name());
}

Result<ExitsData> read_exits(std::string_view json) {
  using S = JsonShape;
  struct Exit {
    std::string name;
    ExitsData::Point point;
  };
  Curves curves;
  std::string criterion;
  bool normalised = false;
  std::vector<std::string> records;
  std::vector<std::string> where;
  std::vector<std::pair<std::string, std::string>> condition;
  std::map<std::string, double> thresholds;
  std::string branch;
  std::vector<Exit> exits;
  // Keys come in any order, so a point is taken when the next one begins.
  const auto take_point = [&] {
    for (Exit& exit : exits) {
      exit.point.threshold = thresholds[exit.name];
      curves.add(exit.name, condition_name(condition), exit.point);
    }
    exits.clear();
  };
  const auto names = [](std::vector<std::string>& into) {
    return S::list(S::text([&into](std::string& t) { into.push_back(std::move(t)); }));
  };
  const auto number = [&](double ExitsData::Point::*into) {
    return S::number([&exits, into](double v) { exits.back().point.*into = v; });
  };
  using Point = ExitsData::Point;
  const JsonShape probability = S::either(
      S::object_with({S::required("share", S::either(number(&Point::probability), S::nothing())),
                      S::required("low", number(&Point::low)),
                      S::required("high", number(&Point::high))}),
      S::nothing());
  const JsonShape one = S::object_with(
      {S::required("exit", S::text([&](std::string& t) { exits.back().name = std::move(t); })),
       S::required("exit_probability", probability)});
  const JsonShape threshold = S::map([&](const std::string& name) { branch = name; },
                                     S::number([&](double v) { thresholds[branch] = v; }));
  const JsonShape point =
      S::object_with({S::required("threshold", threshold),
                      S::required("exits", S::list(one, [&] {
                                    exits.push_back({"", {0, kNone, kNone, kNone}});
                                  }))});
  const JsonShape conditions = S::object_with({S::required("condition", condition_shape(condition)),
                                               S::required("points", S::list(point, take_point))});
  Problems problems = read_json(
      json,
      S::object_with({S::optional("records", names(records)), S::optional("where", names(where)),
                      S::optional("criterion", S::text([&](std::string& t) { criterion = t; })),
                      S::optional("normalised", S::boolean([&](bool b) { normalised = b; })),
                      S::required("conditions", S::list(conditions, take_point))}));
  if (!problems.empty()) return problems;
  take_point();
  curves.data.title = fmt::format("{}", fmt::join(records, ", "));
  if (!where.empty()) curves.data.title += fmt::format(" ({})", fmt::join(where, ", "));
  if (criterion == "confidence") curves.data.threshold = "threshold of confidence";
  if (criterion == "entropy") {
    curves.data.threshold =
        normalised ? "threshold of normalised entropy" : "threshold of entropy in nats";
  }
  return curves.finish("/conditions");
}

}  // namespace popex::cli
