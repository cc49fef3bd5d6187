// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "report/drawing.hpp"

namespace popex::report {

/// The drawing for Graphviz, from left to right; the tiers of a partition graph differ by their
/// fill, its path is bold.
std::string render_dot(const Drawing& drawing);

}  // namespace popex::report
