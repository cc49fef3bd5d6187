// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "decision_maker/sweep.hpp"

namespace popex::report {

/// A sweep for people: a line a point, in columns of a fixed width, because the rows to come are
/// not known while the first are written.
std::string sweep_text_heading(const Profile& profile, const Goal& goal);
void append_sweep_text(std::string& out, const Profile& profile, const SweepPoint& point);

}  // namespace popex::report
