// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <popex/decision.hpp>
#include <popex/profile.hpp>

namespace popex {

/// A decision's name, unique among the decisions of a profile and the same wherever it is named.
///
/// For each link the tensors that cross it, in the order of the network, joined by " + ", and then
/// " +BRANCH" for each branch that follows the split layer itself and has run; "output" where
/// nothing more is sent. Links are joined by " | ":
///
///     conv5    conv1 +b1    left + right    conv5 | fc6    conv5 | output
///
/// That is enough to tell what runs where: whatever the tensors that cross are computed from has
/// run, and branches after earlier layers have run as well. A name with a blank, +, |, ~, : or a
/// quote in it is written as a JSON string, so that labels can be taken apart again.
std::string label_of(const Profile& profile, const Placement& placement);

}  // namespace popex
