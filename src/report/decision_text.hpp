// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include <popex/decision.hpp>
#include <popex/goal.hpp>
#include <popex/profile.hpp>
#include <popex/robust.hpp>
#include <popex/scenario.hpp>

/// The pieces that texts about decisions are made of.
namespace popex::report {

/// "b-alexnet: edge-cloud 5.5 Mbps, p(b1) = 0.4943", broken between its parts to fit the page.
std::string heading(const Profile& profile, const Scenario& scenario, const Goal& goal = {});

/// "Split after conv5", "Split at output: everything on the edge".
std::string where_split(const Profile& profile, const Placement& placement);

/// What each tier and each upload does, a line each. With energies and arrivals in columns of their
/// own.
std::string decision_lines(const Profile& profile, const Goal& goal, const Decision& decision);

/// What was not looked at, a line; empty where that is nothing.
std::string looked_at_line(LookedAt looked_at);

/// A text that begins in `column`, with line breaks where a list would leave the page; further
/// lines begin in column `indent`.
std::string broken_after_commas(const std::string& text, std::size_t column, std::size_t indent);

}  // namespace popex::report
