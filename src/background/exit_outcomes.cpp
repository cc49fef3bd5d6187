// SPDX-License-Identifier: MIT
#include "background/exit_outcomes.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "background/importers/lines.hpp"
#include "text/nearest_name.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

bool is_same_value(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const std::optional<double> number = text::parse_number(a);
  return number && number == text::parse_number(b);
}

template <class T>
std::vector<T> picked(const std::vector<T>& from, const SampleList& samples) {
  std::vector<T> values;
  if (from.empty()) return values;
  values.reserve(samples.size());
  for (const std::size_t sample : samples) values.push_back(from[sample]);
  return values;
}

}  // namespace

Result<SampleList> samples_where(const ExitRecords& records,
                                 const std::vector<std::pair<std::string, std::string>>& values,
                                 const std::string& where) {
  // For each column that is asked for, whether a value of it will do.
  std::map<const ExitRecords::Column*, std::vector<bool>> will_do;
  Problems problems;
  for (const auto& [column_name, wanted] : values) {
    const ExitRecords::Column& column = records.column(column_name);
    std::vector<bool>& good = will_do[&column];
    good.resize(column.values.size());
    bool found = false;
    for (std::size_t i = 0; i < column.values.size(); ++i) {
      if (!is_same_value(column.values[i], wanted)) continue;
      good[i] = found = true;
    }
    if (found) continue;
    constexpr std::size_t most = 20;
    const std::vector<std::string_view> known(column.values.begin(), column.values.end());
    problems.push_back(
        {where, fmt::format("no sample has {} in column {}, expected one of {}{}{}",
                            in_quotes(wanted), in_quotes(column.name),
                            fmt::join(known.begin(),
                                      known.begin() +
                                          static_cast<std::ptrdiff_t>(std::min(most, known.size())),
                                      ", "),
                            known.size() > most ? ", …" : "", text::did_you_mean(wanted, known))});
  }
  if (!problems.empty()) return problems;
  SampleList samples;
  for (std::size_t sample = 0; sample < records.samples; ++sample) {
    if (std::all_of(will_do.begin(), will_do.end(), [&](const auto& column) {
          return column.second[column.first->value[sample]];
        })) {
      samples.push_back(sample);
    }
  }
  if (samples.empty()) {
    return Problems{{where, "no sample has all of these values, expected at least one"}};
  }
  return samples;
}

std::vector<SampleGroup> grouped_by(const ExitRecords& records,
                                    const std::vector<std::string>& columns,
                                    const SampleList& samples) {
  std::vector<const ExitRecords::Column*> by;
  by.reserve(columns.size());
  for (const std::string& name : columns) by.push_back(&records.column(name));
  std::map<std::vector<std::uint32_t>, std::size_t> known;
  std::vector<SampleGroup> groups;
  std::vector<std::uint32_t> key(by.size());
  for (const std::size_t sample : samples) {
    for (std::size_t c = 0; c < by.size(); ++c) key[c] = by[c]->value[sample];
    const auto [at, is_new] = known.emplace(key, groups.size());
    if (is_new) {
      SampleGroup& group = groups.emplace_back();
      for (std::size_t c = 0; c < by.size(); ++c) group.values.push_back(by[c]->values[key[c]]);
    }
    groups[at->second].samples.push_back(sample);
  }
  return groups;
}

Result<ExitOutcomes> outcomes_of(const ExitRecords& records, const SampleList& samples,
                                 const CriterionRequest& request, const std::string& name) {
  const bool by_confidence = request.criterion == ExitCriterion::confidence;
  ExitOutcomes outcomes;
  outcomes.criterion = request.criterion;
  outcomes.samples = samples.size();
  Problems problems;
  for (std::size_t e = 0; e + 1 < records.exits.size(); ++e) {
    const ExitRecords::Exit& exit = records.exits[e];
    const std::vector<double>& values = by_confidence ? exit.confidence : exit.entropy;
    if (values.empty()) {
      const std::string_view kind = by_confidence ? "confidence" : "entropy";
      problems.push_back({name, fmt::format("no {0} of exit {1}, expected {0}_{2}, logit_{2}_CLASS "
                                            "or prob_{2}_CLASS",
                                            kind, in_quotes(exit.name), exit.name)});
      continue;
    }
    outcomes.branches.push_back(
        {exit.name, picked(values, samples), picked(exit.correct, samples)});
    if (by_confidence || !request.normalised) continue;
    if (exit.classes == 0) {
      problems.push_back(
          {name, fmt::format("how many classes exit {} has is not known, expected its logits or "
                             "probabilities for a normalised entropy",
                             in_quotes(exit.name))});
      continue;
    }
    const double most = std::log(static_cast<double>(exit.classes));
    for (double& value : outcomes.branches.back().value) value /= most;
  }
  if (records.exits.size() < 2) {
    problems.push_back({name, "no exit but the main output, expected a branch's columns"});
  }
  if (!problems.empty()) return problems;
  outcomes.correct = picked(records.exits.back().correct, samples);
  return outcomes;
}

Problems missing_correctness(const ExitOutcomes& outcomes, const std::string& name) {
  Problems problems;
  const auto check = [&](const std::vector<std::uint8_t>& correct, const std::string& exit) {
    if (!correct.empty()) return;
    problems.push_back(
        {name,
         fmt::format("whether exit {0} is right is not known, expected correct_{1} (0 or 1), "
                     "or label with one of prediction_{1}, logit_{1}_CLASS and prob_{1}_CLASS",
                     in_quotes(exit), exit)});
  };
  for (const ExitOutcomes::Branch& branch : outcomes.branches) check(branch.correct, branch.name);
  check(outcomes.correct, "output");
  return problems;
}

}  // namespace popex
