// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <popex/decision.hpp>
#include <popex/goal.hpp>
#include <popex/profile.hpp>
#include <popex/scenario.hpp>

#include "text/json_writer.hpp"

/// The objects that answers about decisions are made of, as values of keys.
namespace popex::report {

/// The opening of an answer: its version and its command.
void begin_answer(text::JsonWriter& json, std::string_view command);

void write_scenario(text::JsonWriter& json, const Scenario& scenario);

/// The keys `split`, v_s, and `split_index`, its position; null where the cut runs through a block.
void write_split(text::JsonWriter& json, const Profile& profile, const Handover& handover);

/// What was asked for; keys that the goal leaves out are left out.
void write_goal(text::JsonWriter& json, const Goal& goal);

void write_decision(text::JsonWriter& json, const Profile& profile, const Decision& decision);

}  // namespace popex::report
