// SPDX-License-Identifier: MIT
#include "report/decision_json.hpp"

#include <popex/label.hpp>

#include "model/numbers.hpp"
#include "report/wording.hpp"

namespace popex::report {
namespace {

using text::JsonWriter;
using text::Layout;

template <class T>
void write_setting(JsonWriter& json, std::string_view key, const Setting<T>& setting,
                   std::string_view unknown = {}) {
  if (setting.all) {
    json.member(key, number_of(*setting.all));
    return;
  }
  json.key(key).begin_object(Layout::inline_);
  for (const auto& [name, value] : setting.named) {
    if (!unknown.empty() && name == unknown) {
      json.key(name).null();
    } else {
      json.member(name, number_of(value));
    }
  }
  json.end_object();
}

void write_names(JsonWriter& json, Range range, const auto& named) {
  for (std::size_t i = range.begin; i < range.end; ++i) json.value(named[i].name);
}

void write_stage(JsonWriter& json, const StageLoad& stage) {
  json.member("occupancy_ms", stage.occupancy.count()).member("waiting_ms", stage.waiting.count());
}

std::string_view objective_name(Objective objective) {
  switch (objective) {
    case Objective::latency:
      return "latency";
    case Objective::energy:
      return "energy";
    case Objective::throughput:
      return "throughput";
  }
  return "";
}

std::string_view parameter_key(Parameter::Kind kind) {
  switch (kind) {
    case Parameter::Kind::rate:
      return "rate";
    case Parameter::Kind::gamma:
      return "gamma";
    case Parameter::Kind::probability:
      return "probability";
  }
  return "";
}

}  // namespace

void begin_answer(JsonWriter& json, std::string_view command) {
  json.begin_object().member("format_version", std::size_t{1}).member("command", command);
}

std::string_view name_of(LookedAt looked_at) {
  switch (looked_at) {
    case LookedAt::all:
      return "all";
    case LookedAt::known_cuts:
      return "known-cuts";
    case LookedAt::best_at_a_rate:
      return "best-at-a-rate";
  }
  return "";
}

void write_scenario(JsonWriter& json, const Scenario& scenario, std::string_view varying_link) {
  json.begin_object(Layout::inline_);
  write_setting(json, "rate_mbps", scenario.rate, varying_link);
  write_setting(json, "latency_ms", scenario.latency);
  json.member("gamma", scenario.gamma);
  write_setting(json, "exit_probability", scenario.exit_probability);
  json.end_object();
}

void write_parameter(JsonWriter& json, const Profile& profile, Parameter parameter) {
  json.member("parameter", parameter_key(parameter.kind));
  if (parameter.kind == Parameter::Kind::rate) {
    json.member("link", profile.links()[parameter.index].name);
  } else if (parameter.kind == Parameter::Kind::probability) {
    json.member("branch", profile.branches()[parameter.index].name);
  }
}

void write_split(JsonWriter& json, const Profile& profile, const Placement& placement) {
  const Handover& handover = placement.front();
  json.key("split");
  if (handover.is_inside_block()) {
    json.null().key("split_index").null();
  } else {
    json.value(split_name(profile, handover.layers)).member("split_index", handover.layers);
  }
  json.member("label", label_of(profile, placement));
}

void write_handovers(JsonWriter& json, const Profile& profile, const Placement& placement) {
  json.begin_array(Layout::inline_);
  for (std::size_t k = 0; k < placement.size(); ++k) {
    const Handover& handover = placement[k];
    json.begin_object(Layout::inline_).member("link", profile.links()[k].name).key("split");
    if (handover.is_inside_block()) {
      json.null().key("tensors").begin_array(Layout::inline_);
      for (const std::size_t tensor : tensors_across(profile, handover)) {
        json.value(profile.tensor_name(tensor));
      }
      json.end_array();
    } else {
      json.value(split_name(profile, handover.layers));
    }
    json.member("branches_run", handover.branches).end_object();
  }
  json.end_array();
}

void write_goal(JsonWriter& json, const Goal& goal) {
  json.begin_object(Layout::inline_).member("objective", objective_name(goal.objective));
  const auto write_by_name = [&](std::string_view key, const auto& named, const auto& number) {
    if (named.empty()) return;
    json.key(key).begin_object(Layout::inline_);
    for (const auto& [name, value] : named) json.member(name, number(value));
    json.end_object();
  };
  const auto bytes = [](Bytes value) { return value.value; };
  write_by_name("power_mw", goal.power_mw, [](double mw) { return mw; });
  const auto write_radio = [&](const RadioPower& power) {
    json.begin_object(Layout::inline_)
        .member("mw_per_mbps", power.mw_per_mbps)
        .member("mw", power.mw)
        .end_object();
  };
  if (goal.radio_power.all) {
    json.key("radio_power");
    write_radio(*goal.radio_power.all);
  }
  if (!goal.radio_power.named.empty()) {
    json.key("radio_power_of_link").begin_object(Layout::inline_);
    for (const auto& [link, power] : goal.radio_power.named) {
      json.key(link);
      write_radio(power);
    }
    json.end_object();
  }
  if (goal.arrival_rate) json.member("arrival_rate", *goal.arrival_rate);
  if (!goal.pins.empty()) {
    json.key("pins").begin_object(Layout::inline_);
    for (const Pin& pin : goal.pins) json.member(pin.layer, pin.tier);
    json.end_object();
  }
  if (!goal.not_before.empty()) {
    json.key("not_before").begin_array(Layout::inline_);
    for (const std::string& layer : goal.not_before) json.value(layer);
    json.end_array();
  }
  if (goal.max_upload.all) json.member("max_upload_bytes", goal.max_upload.all->value);
  write_by_name("max_upload_bytes_of_link", goal.max_upload.named, bytes);
  write_by_name("memory_bytes", goal.memory, bytes);
  if (goal.deadline) json.member("deadline_ms", goal.deadline->count());
  json.end_object();
}

void write_tier(JsonWriter& json, const Profile& profile, const Decision& decision,
                std::size_t tier) {
  const TierShare& share = decision.tiers[tier];
  json.member("tier", profile.tiers()[tier]).key("layers").begin_array(Layout::inline_);
  for (const Range& range : share.layers) write_names(json, range, profile.layers());
  json.end_array().key("branches").begin_array(Layout::inline_);
  write_names(json, share.branches, profile.branches());
  json.end_array();
}

void write_tensors(JsonWriter& json, const Profile& profile, const Decision& decision,
                   std::size_t link) {
  const Transfer& transfer = decision.links[link];
  json.member("link", profile.links()[link].name).key("tensors").begin_array(Layout::inline_);
  for (const std::size_t tensor : transfer.tensors) json.value(profile.tensor_name(tensor));
  json.end_array().member("bytes", transfer.size.value);
}

void write_decision(JsonWriter& json, const Profile& profile, const Decision& decision) {
  json.begin_object();
  write_split(json, profile, decision.placement);
  json.member("expected_time_ms", decision.expected_time.count());
  if (decision.energy) json.member("expected_energy_mj", decision.energy->total_mj);
  if (decision.load) {
    json.member("waiting_ms", decision.load->waiting.count())
        .member("time_with_waiting_ms", decision.time_with_waiting().count())
        .member("bottleneck_ms", decision.load->bottleneck.count())
        .member("samples_per_second", decision.load->samples_per_second());
  }
  json.key("tiers").begin_array();
  for (std::size_t k = 0; k < decision.tiers.size(); ++k) {
    json.begin_object(Layout::inline_);
    write_tier(json, profile, decision, k);
    json.member("compute_ms", decision.tiers[k].compute.count());
    if (decision.energy) json.member("energy_mj", decision.energy->tiers_mj[k]);
    if (decision.load) write_stage(json, decision.load->tiers[k]);
    json.end_object();
  }
  json.end_array();
  json.key("links").begin_array();
  for (std::size_t k = 0; k < decision.links.size(); ++k) {
    const Transfer& transfer = decision.links[k];
    json.begin_object(Layout::inline_);
    write_tensors(json, profile, decision, k);
    json.member("probability", transfer.probability.value)
        .member("transfer_ms", transfer.time.count());
    if (decision.energy) json.member("energy_mj", decision.energy->links_mj[k]);
    if (decision.load) write_stage(json, decision.load->links[k]);
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace popex::report
