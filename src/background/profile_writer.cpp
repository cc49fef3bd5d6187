// SPDX-License-Identifier: MIT
#include <popex/profile_io.hpp>

#include "model/numbers.hpp"
#include "text/json_writer.hpp"

namespace popex {
namespace {

using text::JsonWriter;
using text::Layout;

template <class T>
void write_by_tier(JsonWriter& json, std::string_view key,
                   const std::vector<std::optional<T>>& values,
                   const std::vector<std::string>& tiers) {
  bool any = false;
  for (const auto& value : values) any = any || value.has_value();
  if (!any) return;
  json.key(key).begin_object(Layout::inline_);
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (values[k]) json.member(tiers[k], number_of(*values[k]));
  }
  json.end_object();
}

void write_layer(JsonWriter& json, const Profile& profile, std::size_t i) {
  const Layer& layer = profile.layers()[i];
  json.begin_object(Layout::inline_).member("name", layer.name);
  if (!layer.type.empty()) json.member("type", layer.type);
  if (layer.inputs.size() != 1 || layer.inputs.front() != i) {
    json.key("inputs").begin_array(Layout::inline_);
    for (const std::size_t tensor : layer.inputs) json.value(profile.tensor_name(tensor));
    json.end_array();
  }
  write_by_tier(json, "time_ms", layer.time, profile.tiers());
  write_by_tier(json, "range_ms", layer.range, profile.tiers());
  if (layer.output) json.member("output_bytes", layer.output->value);
  if (layer.parameters) json.member("parameter_bytes", layer.parameters->value);
  write_by_tier(json, "energy_mj", layer.energy_mj, profile.tiers());
  write_by_tier(json, "time_iqr_ms", layer.time_iqr, profile.tiers());
  json.end_object();
}

void write_branch(JsonWriter& json, const Profile& profile, const Branch& branch) {
  json.begin_object(Layout::inline_)
      .member("name", branch.name)
      .member("after", profile.tensor_name(branch.after));
  write_by_tier(json, "time_ms", branch.time, profile.tiers());
  if (branch.exit_probability) json.member("exit_probability", branch.exit_probability->value);
  if (branch.accuracy) json.member("accuracy", branch.accuracy->value);
  write_by_tier(json, "energy_mj", branch.energy_mj, profile.tiers());
  write_by_tier(json, "time_iqr_ms", branch.time_iqr, profile.tiers());
  json.end_object();
}

void write_links(JsonWriter& json, const Profile& profile) {
  bool any = false;
  for (const Link& link : profile.links()) any = any || link.rate || link.latency;
  if (!any) return;
  json.key("links").begin_array();
  for (std::size_t k = 0; k < profile.links().size(); ++k) {
    const Link& link = profile.links()[k];
    if (!link.rate && !link.latency) continue;
    json.begin_object(Layout::inline_)
        .member("from", profile.tiers()[k])
        .member("to", profile.tiers()[k + 1]);
    if (link.rate) json.member("rate_mbps", link.rate->value);
    if (link.latency) json.member("latency_ms", link.latency->count());
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string write_profile(const Profile& profile) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("format_version", std::size_t{1});
  if (!profile.name().empty()) json.member("name", profile.name());
  if (!profile.description().empty()) json.member("description", profile.description());
  json.key("tiers").begin_array(Layout::inline_);
  for (const std::string& tier : profile.tiers()) json.value(tier);
  json.end_array();
  write_by_tier(json, "power_mw", profile.power_mw(), profile.tiers());
  if (profile.accuracy()) json.member("accuracy", profile.accuracy()->value);
  if (profile.input() || !profile.input_range().empty()) {
    json.key("input").begin_object(Layout::inline_);
    if (profile.input()) json.member("bytes", profile.input()->value);
    write_by_tier(json, "range_ms", profile.input_range(), profile.tiers());
    json.end_object();
  }
  json.key("layers").begin_array();
  for (std::size_t i = 0; i < profile.layers().size(); ++i) write_layer(json, profile, i);
  json.end_array();
  if (!profile.branches().empty()) {
    json.key("branches").begin_array();
    for (const Branch& branch : profile.branches()) write_branch(json, profile, branch);
    json.end_array();
  }
  write_links(json, profile);
  json.end_object();
  return out;
}

}  // namespace popex
