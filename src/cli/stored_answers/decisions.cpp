// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <popex/scenario.hpp>

#include "background/scenario_reader.hpp"
#include "cli/stored_answers/readers.hpp"
#include "cli/stored_answers/stored_decision.hpp"
#include "report/goal_wording.hpp"
#include "report/wording.hpp"

namespace popex::cli {
namespace {

using report::plot::DecisionsData;

struct FoundDecisions {
  std::string profile;
  Scenario scenario;
  std::string objective = "latency";
  StoredDecision decision;
  StoredDecision alternative;
  std::vector<StoredDecision> alternatives;
};

JsonShape shape_of(FoundDecisions& found) {
  using S = JsonShape;
  const auto into = [](std::string& text) {
    return S::text([&text](std::string& t) { text = std::move(t); });
  };
  return S::object_with(
      {S::optional("profile", into(found.profile)),
       S::optional("scenario", scenario_shape(found.scenario)),
       S::optional("goal", S::object_with({S::required("objective", into(found.objective))})),
       S::required("decision", decision_shape(found.decision)),
       S::required("alternatives", S::list(decision_shape(found.alternative), [&found] {
                     // The one before is complete.
                     if (!found.alternative.tiers.empty()) {
                       found.alternatives.push_back(std::move(found.alternative));
                     }
                     found.alternative = {};
                   }))});
}

/// Layers and branches by tier: what makes two decisions the same.
std::vector<std::pair<std::size_t, std::size_t>> shares_of(const StoredDecision& decision) {
  std::vector<std::pair<std::size_t, std::size_t>> shares;
  for (const auto& tier : decision.tiers) {
    shares.emplace_back(tier.layers.size(), tier.branches.size());
  }
  return shares;
}

/// A branch follows the layer before which it cannot run: there are decisions that end with that
/// layer on the first tier both with it and without it. The others stay unknown.
std::vector<DecisionsData::Branch> branches_of(const FoundDecisions& found) {
  std::map<std::string, std::set<std::size_t>> with;  // layers on the first tier, by branch
  std::map<std::size_t, std::size_t> fewest;          // branches, by layers on the first tier
  std::vector<std::string> order;
  for (const StoredDecision& decision : found.alternatives) {
    const auto& first = decision.tiers.front();
    const auto [at, is_new] = fewest.emplace(first.layers.size(), first.branches.size());
    if (!is_new) at->second = std::min(at->second, first.branches.size());
    for (std::size_t j = 0; j < first.branches.size(); ++j) {
      with[first.branches[j]].insert(first.layers.size());
      if (j >= order.size()) order.push_back(first.branches[j]);
    }
  }
  std::vector<DecisionsData::Branch> branches;
  for (std::size_t j = 0; j < order.size(); ++j) {
    const std::size_t after = *with[order[j]].begin();
    if (fewest[after] > j) continue;
    DecisionsData::Branch branch{order[j], after, std::nullopt};
    for (std::size_t k = 0; k < found.decision.tiers.size(); ++k) {
      const auto& here = found.decision.tiers[k].branches;
      if (std::find(here.begin(), here.end(), branch.name) != here.end()) branch.tier = k;
    }
    branches.push_back(std::move(branch));
  }
  return branches;
}

/// What a decision comes to, for people, and for the order.
void set_value(DecisionsData::Decision& made, const StoredDecision& decision,
               const std::string& objective) {
  constexpr double forever = std::numeric_limits<double>::infinity();
  if (objective == "energy") {
    made.rank = decision.expected_energy_mj.value_or(forever);
    made.value = report::energy_in_words(made.rank);
  } else if (objective == "throughput") {
    const double samples = decision.samples_per_second.value_or(0);
    made.rank = -samples;
    made.value = (std::isfinite(samples) ? report::significant(samples) : "any number of") +
                 std::string(" samples/s");
  } else {
    made.rank = decision.time_with_waiting_ms.value_or(decision.expected_time_ms);
    made.value = report::duration(Milliseconds(made.rank));
  }
}

}  // namespace

Result<DecisionsData> read_decisions(std::string_view json) {
  FoundDecisions found;
  Problems problems = read_json(json, shape_of(found));
  if (!found.alternative.tiers.empty()) found.alternatives.push_back(found.alternative);
  if (problems.empty() && found.alternatives.empty()) {
    problems.push_back(
        {"/alternatives", "none, expected the answer of popex solve --all --format json"});
  }
  if (problems.empty() && found.decision.links.size() + 1 != found.decision.tiers.size()) {
    problems.push_back(
        {"/decision", fmt::format("{} tiers and {} links, expected a link less",
                                  found.decision.tiers.size(), found.decision.links.size())});
  }
  for (std::size_t i = 0; i < found.alternatives.size(); ++i) {
    const StoredDecision& one = found.alternatives[i];
    if (one.tiers.size() == found.decision.tiers.size() &&
        one.links.size() + 1 == one.tiers.size() && one.tiers.size() > 1) {
      continue;
    }
    problems.push_back({fmt::format("/alternatives/{}", i),
                        fmt::format("{} tiers and {} links, expected as many as the decision has",
                                    one.tiers.size(), one.links.size())});
  }
  if (!problems.empty()) return problems;

  DecisionsData data;
  data.title = title_of(found.profile, found.scenario);
  const bool is_energy = found.objective == "energy";
  data.axis = is_energy ? "expected energy in mJ" : "expected time in ms";
  if (found.objective == "throughput") data.axis += ", beside it what is carried";
  const bool has_queues = !is_energy && found.decision.waiting_ms.value_or(0) > 0;
  for (const DecisionPart& part : parts_of(found.decision)) {
    data.parts.push_back(part.name);
    data.is_upload.push_back(part.is_upload);
  }
  if (has_queues) {
    data.parts.emplace_back("queues");
    data.is_upload.push_back(true);
  }
  const auto best = shares_of(found.decision);
  for (const StoredDecision& decision : found.alternatives) {
    DecisionsData::Decision made;
    made.name = label_of(decision);
    for (const DecisionPart& part : parts_of(decision)) {
      made.parts.push_back(is_energy ? part.energy_mj.value_or(0) : part.time_ms);
    }
    if (has_queues) {
      made.parts.push_back(decision.waiting_ms.value_or(std::numeric_limits<double>::infinity()));
    }
    set_value(made, decision, found.objective);
    made.is_best = shares_of(decision) == best && made.name == label_of(found.decision);
    data.decisions.push_back(std::move(made));
  }
  for (std::size_t k = 0; k < found.decision.tiers.size(); ++k) {
    for (const std::string& layer : found.decision.tiers[k].layers) {
      data.layers.push_back(layer);
      data.tier_of.push_back(k);
    }
  }
  data.branches = branches_of(found);
  for (const auto& tier : found.decision.tiers) {
    for (const std::string& name : tier.branches) {
      const bool is_placed =
          std::any_of(data.branches.begin(), data.branches.end(),
                      [&](const DecisionsData::Branch& branch) { return branch.name == name; });
      if (!is_placed) data.unplaced.push_back(name);
    }
  }
  return data;
}

}  // namespace popex::cli
