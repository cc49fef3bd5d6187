// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "report/plot/axis.hpp"
#include "report/plot/script.hpp"
#include "report/plot/tune.hpp"

namespace popex::report::plot {

/// Marks for the choices of every condition, that of popex larger, each with its name beside it.
/// Choices at the same point share a name. A name goes where it covers neither marks nor names, in
/// the line of the mark or up to two lines off; where there is no such place, it is left out, and a
/// note says so.
void add_choices(Script& script, const TuneData& data, const Box& box, const Axis& cost,
                 const Axis& accuracy, std::vector<std::string>& plots);

}  // namespace popex::report::plot
