// SPDX-License-Identifier: MIT
#pragma once

#include <iosfwd>
#include <vector>

#include <gtest/gtest.h>

#include <popex/breakpoints.hpp>
#include <popex/decision.hpp>

#include "model/instance.hpp"
#include "support/random_seed.hpp"

namespace popex {

// GoogleTest finds these by the arguments' namespace.
void PrintTo(const Handover& handover, std::ostream* out);
void PrintTo(const Interval& interval, std::ostream* out);

}  // namespace popex

namespace popex::test {

/// Every place where a sample can leave a tier, in the order in which it gets there.
std::vector<Handover> handovers(const Instance& instance);

/// Every placement, put together without the enumeration of the exhaustive solver.
std::vector<Placement> all_placements(const Instance& instance);

/// E[T] in ms by the formula.
double time_of(const Instance& instance, const Placement& placement);
/// The least E[T] in ms, by the default solver.
double best_time(const Instance& instance);

/// Whether two times are the same up to `relative` of the larger, plus `absolute`; infinity is the
/// same as infinity.
testing::AssertionResult same_time(double a, double b, double relative = 1e-9, double absolute = 0);

/// A value of the parameter: any order of magnitude of a rate or γ, any probability.
double random_value(Random& random, Parameter::Kind kind);
/// A random parameter that this instance has; it must have been made with a γ.
Parameter random_parameter(Random& random, const Instance& instance);

}  // namespace popex::test
