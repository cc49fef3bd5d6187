// SPDX-License-Identifier: MIT
#include "cli/stored_answers/stored_decision.hpp"

#include <limits>
#include <utility>

#include <fmt/format.h>

namespace popex::cli {
namespace {

using Shape = JsonShape;

JsonShape number_into(std::optional<double>& value) {
  return Shape::number([&value](double v) { value = v; });
}

/// Strings into the list that `list_of` gives.
template <class ListOf>
JsonShape names_into(ListOf list_of) {
  return Shape::list(Shape::text([list_of](std::string& t) { list_of().push_back(std::move(t)); }));
}

}  // namespace

JsonShape number_or_forever(double& value) {
  return Shape::either(Shape::number([&value](double v) { value = v; }), Shape::nothing());
}

JsonShape decision_shape(StoredDecision& decision) {
  constexpr double forever = std::numeric_limits<double>::infinity();
  const auto tier = [&decision]() -> StoredDecision::Tier& { return decision.tiers.back(); };
  const auto link = [&decision]() -> StoredDecision::Link& { return decision.links.back(); };
  const auto any = Shape::either(Shape::text([](std::string&) {}), Shape::nothing());
  return Shape::object_with(
             {Shape::required("split", any),
              Shape::required("split_index",
                              Shape::either(number_into(decision.split_index), Shape::nothing())),
              Shape::required("expected_time_ms", number_or_forever(decision.expected_time_ms)),
              Shape::optional("expected_energy_mj", number_into(decision.expected_energy_mj)),
              Shape::optional("waiting_ms",
                              Shape::either(number_into(decision.waiting_ms), Shape::nothing())),
              Shape::optional(
                  "time_with_waiting_ms",
                  Shape::either(number_into(decision.time_with_waiting_ms), Shape::nothing())),
              Shape::optional(
                  "samples_per_second",
                  Shape::either(number_into(decision.samples_per_second), Shape::nothing())),
              Shape::required(
                  "tiers",
                  Shape::list(Shape::object_with(
                                  {Shape::required("tier", Shape::text([tier](std::string& t) {
                                                     tier().name = std::move(t);
                                                   })),
                                   Shape::required("layers", names_into([tier]() -> auto& {
                                                     return tier().layers;
                                                   })),
                                   Shape::required("branches", names_into([tier]() -> auto& {
                                                     return tier().branches;
                                                   })),
                                   Shape::required("compute_ms",
                                                   Shape::either(Shape::number([tier](double v) {
                                                                   tier().compute_ms = v;
                                                                 }),
                                                                 Shape::nothing())),
                                   Shape::optional("energy_mj", Shape::number([tier](double v) {
                                                     tier().energy_mj = v;
                                                   }))}),
                              [&decision] { decision.tiers.emplace_back().compute_ms = forever; })),
              Shape::required(
                  "links",
                  Shape::list(
                      Shape::object_with(
                          {Shape::required("link", Shape::text([link](std::string& t) {
                                             link().name = std::move(t);
                                           })),
                           Shape::required(
                               "tensors", names_into([link]() -> auto& { return link().tensors; })),
                           Shape::required("transfer_ms",
                                           Shape::either(Shape::number([link](double v) {
                                                           link().transfer_ms = v;
                                                         }),
                                                         Shape::nothing())),
                           Shape::optional("energy_mj", Shape::number([link](double v) {
                                             link().energy_mj = v;
                                           }))}),
                      [&decision] { decision.links.emplace_back().transfer_ms = forever; }))})
      .on_begin([&decision] {
        decision = {};
        decision.expected_time_ms = forever;
      });
}

std::string split_of(const StoredDecision& decision) {
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
