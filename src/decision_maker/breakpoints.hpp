// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include <popex/breakpoints.hpp>

#include "decision_maker/split_costs.hpp"
#include "model/instance.hpp"

namespace popex {

/// The part of one line that is on the lower envelope.
struct EnvelopePiece {
  std::size_t line = 0;
  double from = 0;
  double to = 0;
};

/// The lower envelope of lines over from ≤ u ≤ to (`to` may be infinite): contiguous, rising in u.
/// Where two lines are the same, the later one is taken. O(n log n).
std::vector<EnvelopePiece> lower_envelope(const std::vector<Line>& lines, double from, double to);

/// The lines of all decisions of a two-tier chain over 1/B, in the order of `costs`.
std::vector<Line> lines_over_rate(const SplitCosts& costs, Milliseconds latency);

/// All pieces over an interval of a parameter, rising, contiguous and exact. For chains on two
/// tiers by the lower envelope; elsewhere by recursion on the exact solver (Eisner & Severance
/// 1976): it solves at both ends, and where their lines cross it solves again, 2 k + 1 times for k
/// breakpoints. For γ the instance must have been made with a γ.
std::vector<Piece> breakpoints(const Instance& instance, Parameter parameter, Interval interval);

/// The highest value that each of contiguous pieces is for. At a breakpoint two decisions tie, and
/// the one that keeps most on the edge has it.
std::vector<double> last_values(const std::vector<Piece>& pieces);

/// The interval of rates within which the split with this number in `costs` stays the best. It is
/// the best at `rate`, if need be as one of several that tie (`kTieTolerance`): the interval always
/// has that rate in it.
Interval rates_where_best(const SplitCosts& costs, std::size_t split, Mbps rate,
                          Milliseconds latency);

/// The same for the best placement of any network on two tiers.
Interval rates_where_best(const Instance& instance, const Placement& best);

/// The instance with the parameter at another value.
Instance instance_at(Instance instance, Parameter parameter, double value);

}  // namespace popex
