// SPDX-License-Identifier: MIT
#include "cli/stored_answers/stored_decision.hpp"

#include <limits>
#include <utility>

#include <fmt/format.h>

#include "report/wording.hpp"

namespace popex::cli {
namespace {

using Shape = JsonShape;

JsonShape forever_into(std::optional<double>& value) {
  return number_or_forever([&value](double v) { value = v; });
}

/// Strings into the list that `list_of` gives.
template <class ListOf>
JsonShape names_into(ListOf list_of) {
  return Shape::list(Shape::text([list_of](std::string& t) { list_of().push_back(std::move(t)); }));
}

}  // namespace

JsonShape number_or_forever(std::function<void(double)> take) {
  constexpr double forever = std::numeric_limits<double>::infinity();
  const Shape null = Shape::nothing([take] { take(forever); });
  return Shape::either(Shape::number(std::move(take)), null);
}

JsonShape number_or_forever(double& value) {
  return number_or_forever([&value](double v) { value = v; });
}

std::string title_of(const std::string& profile, const Scenario& scenario) {
  const std::string words = report::scenario_in_words(scenario);
  return profile + (profile.empty() || words.empty() ? "" : ": ") + words;
}

JsonShape decision_shape(StoredDecision& decision) {
  using Tier = StoredDecision::Tier;
  using Link = StoredDecision::Link;
  const auto tier = [&decision]() -> Tier& { return decision.tiers.back(); };
  const auto link = [&decision]() -> Link& { return decision.links.back(); };
  const auto any = Shape::either(Shape::text([](std::string&) {}), Shape::nothing());
  const auto index = Shape::number([&decision](double v) { decision.split_index = v; });
  const auto tier_name = Shape::text([tier](std::string& t) { tier().name = std::move(t); });
  const auto link_name = Shape::text([link](std::string& t) { link().name = std::move(t); });
  const JsonShape one_tier = Shape::object_with(
      {Shape::required("tier", tier_name),
       Shape::required("layers", names_into([tier]() -> auto& { return tier().layers; })),
       Shape::required("branches", names_into([tier]() -> auto& { return tier().branches; })),
       Shape::required("compute_ms",
                       number_or_forever([tier](double v) { tier().compute_ms = v; })),
       Shape::optional("energy_mj",
                       number_or_forever([tier](double v) { tier().energy_mj = v; }))});
  const JsonShape one_link = Shape::object_with(
      {Shape::required("link", link_name),
       Shape::required("tensors", names_into([link]() -> auto& { return link().tensors; })),
       Shape::required("transfer_ms",
                       number_or_forever([link](double v) { link().transfer_ms = v; })),
       Shape::optional("energy_mj",
                       number_or_forever([link](double v) { link().energy_mj = v; }))});
  return Shape::object_with(
             {Shape::required("split", any),
              Shape::optional("label", Shape::text([&decision](std::string& t) {
                                decision.label = std::move(t);
                              })),
              Shape::required("split_index", Shape::either(index, Shape::nothing())),
              Shape::required("expected_time_ms", number_or_forever(decision.expected_time_ms)),
              Shape::optional("expected_energy_mj", forever_into(decision.expected_energy_mj)),
              Shape::optional("waiting_ms", forever_into(decision.waiting_ms)),
              Shape::optional("time_with_waiting_ms", forever_into(decision.time_with_waiting_ms)),
              Shape::optional("samples_per_second", forever_into(decision.samples_per_second)),
              Shape::required(
                  "tiers", Shape::list(one_tier, [&decision] { decision.tiers.emplace_back(); })),
              Shape::required(
                  "links", Shape::list(one_link, [&decision] { decision.links.emplace_back(); }))})
      .on_begin([&decision] { decision = {}; });
}

std::string label_of(const StoredDecision& decision) {
  if (!decision.label.empty()) return decision.label;
  std::string split;
  for (std::size_t k = 0; k < decision.links.size(); ++k) {
    const std::vector<std::string>& tensors = decision.links[k].tensors;
    if (k > 0) split += " | ";
    split += tensors.empty() ? "output" : fmt::format("{}", fmt::join(tensors, " + "));
  }
  return split;
}

std::vector<DecisionPart> parts_of(const StoredDecision& decision) {
  const bool is_pair = decision.tiers.size() == 2;
  std::vector<DecisionPart> parts;
  for (std::size_t k = 0; k < decision.tiers.size(); ++k) {
    const StoredDecision::Tier& tier = decision.tiers[k];
    const std::string name = is_pair ? (k == 0 ? "edge" : "cloud") : tier.name;
    parts.push_back({name, false, tier.compute_ms, tier.energy_mj});
    if (k >= decision.links.size()) continue;
    const StoredDecision::Link& link = decision.links[k];
    parts.push_back(
        {is_pair ? "upload" : "upload " + link.name, true, link.transfer_ms, link.energy_mj});
  }
  return parts;
}

}  // namespace popex::cli
