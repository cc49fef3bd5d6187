// SPDX-License-Identifier: MIT
#include <cmath>
#include <functional>
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

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

/// Puts points where they belong. They come by the hundred thousand.
class Curves {
 public:
  /// A point without a probability is none.
  void add(const std::string& branch, const std::string& condition, ExitsData::Point point) {
    const std::size_t c = conditions_.try_emplace(condition, conditions_.size()).first->second;
    if (std::isnan(point.exit_probability.value)) return;
    has_every_threshold_ = has_every_threshold_ && std::isfinite(point.threshold);
    const std::size_t b = branches_.try_emplace(branch, branches_.size()).first->second;
    if (b == data.branches.size()) data.branches.push_back({branch, {}});
    std::vector<ExitsData::Curve>& curves = data.branches[b].curves;
    if (c >= curves.size()) curves.resize(c + 1);
    curves[c].points.push_back(point);
  }

  Result<ExitsData> finish(const std::string& where) {
    if (data.branches.empty()) {
      return Problems{{where, "no branch with an exit probability, expected the answer of exits"}};
    }
    if (!has_every_threshold_) {
      return Problems{{where, "an exit probability without a threshold, expected one of each"}};
    }
    for (ExitsData::BranchCurves& branch : data.branches) {
      branch.curves.resize(conditions_.size());
      for (const auto& [name, c] : conditions_) branch.curves[c].condition = name;
    }
    return std::move(data);
  }

  ExitsData data;

 private:
  bool has_every_threshold_ = true;
  std::map<std::string, std::size_t> conditions_;  // in the order in which they came
  std::map<std::string, std::size_t> branches_;
};

/// The columns of a share and its interval, as far as the table has them.
class ShareColumns {
 public:
  ShareColumns(CsvReader& table, const std::string& name) {
    if (table.has(name)) table.take(name, value_);
    if (table.has(name + "_low")) table.take(name + "_low", low_);
    if (table.has(name + "_high")) table.take(name + "_high", high_);
  }
  ShareColumns(const ShareColumns&) = delete;  // the table writes into it
  ShareColumns& operator=(const ShareColumns&) = delete;

  [[nodiscard]] ExitsData::Share at(std::size_t row) const {
    const auto field = [row](const std::vector<double>& column) {
      return column.empty() ? kNoValue : column[row];
    };
    return {field(value_), field(low_), field(high_)};
  }

 private:
  std::vector<double> value_;
  std::vector<double> low_;
  std::vector<double> high_;
};

/// A share in JSON, or null where it is not known. Where `into` points to when it comes.
JsonShape share_shape(const std::function<ExitsData::Share&()>& into) {
  using S = JsonShape;
  using Share = ExitsData::Share;
  const auto number = [&into](double Share::*part) {
    return S::number([into, part](double v) { into().*part = v; });
  };
  return S::either(
      S::object_with({S::required("share", S::either(number(&Share::value), S::nothing())),
                      S::required("low", number(&Share::low)),
                      S::required("high", number(&Share::high))}),
      S::nothing());
}

}  // namespace

Result<ExitsData> read_exits(CsvReader& table) {
  const ConditionColumns conditions(table);
  report::plot::WordColumn exits;
  std::vector<double> threshold;
  ShareColumns probability(table, "exit_probability");
  ShareColumns accuracy(table, "accuracy");
  ShareColumns overall(table, "overall_accuracy");
  table.take("exit", exits);
  table.take("threshold", threshold);
  Problems problems = table.read();
  if (!problems.empty()) return problems;
  Curves curves;
  for (std::size_t row = 0; row < threshold.size(); ++row) {
    // The main output has no probability; no more has a branch that no sample reaches.
    curves.add(exits.names[exits.rows[row]], conditions.name(row),
               {threshold[row], probability.at(row), accuracy.at(row), overall.at(row)});
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
  ExitsData::Share overall;
  // Keys come in any order, so a point is taken when the next one begins.
  const auto take_point = [&] {
    for (Exit& exit : exits) {
      exit.point.threshold = thresholds[exit.name];
      exit.point.overall_accuracy = overall;
      curves.add(exit.name, condition_name(condition), exit.point);
    }
    exits.clear();
    overall = {};
  };
  const auto names = [](std::vector<std::string>& into) {
    return S::list(S::text([&into](std::string& t) { into.push_back(std::move(t)); }));
  };
  using Point = ExitsData::Point;
  const auto share_of = [&exits](ExitsData::Share Point::*share) {
    return share_shape(
        [&exits, share]() -> ExitsData::Share& { return exits.back().point.*share; });
  };
  const JsonShape one = S::object_with(
      {S::required("exit", S::text([&](std::string& t) { exits.back().name = std::move(t); })),
       S::required("exit_probability", share_of(&Point::exit_probability)),
       S::optional("accuracy", share_of(&Point::accuracy))});
  const JsonShape threshold = S::map([&](const std::string& name) { branch = name; },
                                     S::number([&](double v) { thresholds[branch] = v; }));
  const JsonShape point = S::object_with(
      {S::required("threshold", threshold),
       S::optional("accuracy", share_shape([&]() -> ExitsData::Share& { return overall; })),
       S::required("exits", S::list(one, [&] { exits.push_back({}); }))});
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
