// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <popex/decision.hpp>
#include <popex/goal.hpp>
#include <popex/profile.hpp>

/// Goals and what comes of them, in words for people.
namespace popex::report {

/// "least energy", "edge draws 4000 mW", "conv1 on edge", …: one for each thing that a goal says.
std::vector<std::string> goal_parts(const Goal& goal);

std::string energy_in_words(double mj);  ///< "120 mJ", "3.4 J"

/// What a decision comes to: "expected energy 120 mJ, expected time 92 ms" and the like, the
/// objective first.
std::string value_in_words(const Goal& goal, const Decision& decision);

/// "Carries up to 19.8 samples/s (slowest: upload, 50.6 ms per sample)."
std::string load_in_words(const Profile& profile, const Load& load);

}  // namespace popex::report
