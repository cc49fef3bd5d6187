// SPDX-License-Identifier: MIT
#include "background/temperatures.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "background/exit_outcomes.hpp"
#include "background/importers/lines.hpp"
#include "background/json_shape.hpp"
#include "model/softmax.hpp"

namespace popex {
namespace {

/// "level 2, blur 5"
std::string condition_in_words(const std::vector<std::string>& by,
                               const std::vector<std::string>& values) {
  std::string words;
  for (std::size_t c = 0; c < by.size(); ++c) {
    if (c > 0) words += ", ";
    words += by[c] + ' ' + values[c];
  }
  return words;
}

/// Fills a Temperatures as the reader comes by.
class TemperaturesShape {
 public:
  JsonShape shape() {
    using S = JsonShape;
    const JsonShape exit = S::object_with({
        S::required("exit", S::text([this](std::string& t) {
                      made.conditions.back().exits.back().first = std::move(t);
                    })),
        S::required("temperature", S::number([this](double v) {
                      made.conditions.back().exits.back().second = v;
                    })),
    });
    const JsonShape condition =
        S::map([this](const std::string& name) { column_ = name; },
               S::text([this](std::string& t) { take_value(std::move(t)); }));
    return S::object_with({
        S::required("format_version", S::number([this](double v) { version = v; })),
        S::required("command", S::text([this](std::string& t) { command = std::move(t); })),
        S::required("by", S::list(S::text([this](std::string& t) { made.by.push_back(t); }))),
        S::required(
            "conditions",
            S::list(S::object_with({
                        S::required("condition", condition),
                        S::required(
                            "exits",
                            S::list(exit, [this] { made.conditions.back().exits.emplace_back(); })),
                    }),
                    [this] { made.conditions.emplace_back().values.resize(made.by.size()); })),
    });
  }

  [[nodiscard]] Problems problems() const {
    Problems problems;
    if (version != 1)
      problems.push_back({"/format_version", fmt::format("{}, expected 1", version)});
    if (command != "calibrate") {
      problems.push_back({"/command", fmt::format("{}, expected 'calibrate'", in_quotes(command))});
    }
    if (!wrong_columns_.empty()) {
      problems.push_back({"/conditions", fmt::format("a condition with {}, expected the columns "
                                                     "of /by, each once",
                                                     in_quotes(wrong_columns_))});
    }
    for (std::size_t i = 0; i < made.conditions.size(); ++i) {
      for (std::size_t e = 0; e < made.conditions[i].exits.size(); ++e) {
        const double temperature = made.conditions[i].exits[e].second;
        if (temperature > 0) continue;
        problems.push_back({fmt::format("/conditions/{}/exits/{}/temperature", i, e),
                            fmt::format("{}, must be above 0", temperature)});
      }
    }
    return problems;
  }

  Temperatures made;
  double version = 0;
  std::string command;

 private:
  void take_value(std::string value) {
    const auto at = std::find(made.by.begin(), made.by.end(), column_);
    if (at == made.by.end()) {
      wrong_columns_ = column_;
      return;
    }
    made.conditions.back().values[static_cast<std::size_t>(at - made.by.begin())] =
        std::move(value);
  }

  std::string column_;
  std::string wrong_columns_;
};

}  // namespace

Result<Temperatures> read_temperatures(std::string_view json) {
  TemperaturesShape reader;
  Problems problems = read_json(json, reader.shape());
  if (problems.empty()) problems = reader.problems();
  if (!problems.empty()) return problems;
  return std::move(reader.made);
}

Problems apply_temperatures(ExitRecords& records, const Temperatures& temperatures,
                            const std::string& name) {
  Problems problems;
  for (const ExitRecords::Exit& exit : records.exits) {
    if (!exit.scores.empty()) continue;
    problems.push_back({name, fmt::format("no vectors of exit {0}, which has a temperature, "
                                          "expected logit_{1}_CLASS or prob_{1}_CLASS",
                                          in_quotes(exit.name), exit.name)});
  }
  SampleList all(records.samples);
  std::iota(all.begin(), all.end(), std::size_t{0});
  const std::vector<SampleGroup> groups = grouped_by(records, temperatures.by, all);
  std::vector<std::vector<double>> of_group;  // one an exit
  for (const SampleGroup& group : groups) {
    const auto condition = std::find_if(
        temperatures.conditions.begin(), temperatures.conditions.end(),
        [&](const Temperatures::Condition& one) { return one.values == group.values; });
    std::vector<double>& found = of_group.emplace_back();
    if (condition == temperatures.conditions.end()) {
      problems.push_back({name, fmt::format("no temperatures for {}",
                                            condition_in_words(temperatures.by, group.values))});
      continue;
    }
    for (const ExitRecords::Exit& exit : records.exits) {
      const auto at = std::find_if(condition->exits.begin(), condition->exits.end(),
                                   [&](const auto& one) { return one.first == exit.name; });
      if (at == condition->exits.end()) {
        problems.push_back(
            {name, fmt::format("no temperature for exit {}{}{}", in_quotes(exit.name),
                               temperatures.by.empty() ? "" : " with ",
                               condition_in_words(temperatures.by, group.values))});
      } else {
        found.push_back(at->second);
      }
    }
  }
  if (!problems.empty()) return problems;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (std::size_t e = 0; e < records.exits.size(); ++e) {
      ExitRecords::Exit& exit = records.exits[e];
      exit.confidence.resize(records.samples);
      exit.entropy.resize(records.samples);
      for (const std::size_t sample : groups[g].samples) {
        const auto begin = exit.scores.begin() + static_cast<std::ptrdiff_t>(sample * exit.classes);
        std::for_each(begin, begin + static_cast<std::ptrdiff_t>(exit.classes),
                      [&](double& score) { score /= of_group[g][e]; });
        const SoftmaxSummary summary = softmax_summary(exit.scores_of(sample));
        exit.confidence[sample] = summary.confidence;
        exit.entropy[sample] = summary.entropy;
      }
    }
  }
  return {};
}

}  // namespace popex
