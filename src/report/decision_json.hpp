// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include <popex/breakpoints.hpp>
#include <popex/decision.hpp>
#include <popex/goal.hpp>
#include <popex/profile.hpp>
#include <popex/robust.hpp>
#include <popex/scenario.hpp>

#include "text/json_writer.hpp"

/// The objects that answers about decisions are made of, as values of keys.
namespace popex::report {

/// The opening of an answer: its version and its command.
void begin_answer(text::JsonWriter& json, std::string_view command);

/// "all", "known-cuts", "best-at-a-rate".
std::string_view name_of(LookedAt looked_at);

/// The rate of a link that varies, if one is named, is null.
void write_scenario(text::JsonWriter& json, const Scenario& scenario,
                    std::string_view varying_link = {});

/// The key `parameter` and, for a rate or a probability, `link` or `branch`.
void write_parameter(text::JsonWriter& json, const Profile& profile, Parameter parameter);

/// The keys `split`, v_s of the first link, and `split_index`, its position; null where the cut
/// runs through a block. Then `label`, the whole decision's name.
void write_split(text::JsonWriter& json, const Profile& profile, const Placement& placement);

/// An array of what crosses each link, by name: where a sample is split, and which branches ran.
void write_handovers(text::JsonWriter& json, const Profile& profile, const Placement& placement);

/// What was asked for; keys that the goal leaves out are left out.
void write_goal(text::JsonWriter& json, const Goal& goal);

/// The keys `tier`, `layers` and `branches` of a tier, and `link`, `tensors` and `bytes` of a link.
void write_tier(text::JsonWriter& json, const Profile& profile, const Decision& decision,
                std::size_t tier);
void write_tensors(text::JsonWriter& json, const Profile& profile, const Decision& decision,
                   std::size_t link);

void write_decision(text::JsonWriter& json, const Profile& profile, const Decision& decision);

}  // namespace popex::report
