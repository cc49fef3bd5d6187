// SPDX-License-Identifier: MIT
#include "decision_maker/decisions.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>

#include "decision_maker/dijkstra.hpp"
#include "model/expected_time.hpp"

namespace popex {

void PrintTo(const Handover& handover, std::ostream* out) {
  *out << "{layers " << handover.layers << ", branches " << handover.branches << ", ahead "
       << testing::PrintToString(handover.ahead) << '}';
}

void PrintTo(const Interval& interval, std::ostream* out) {
  *out << '[' << interval.from << ", " << interval.to << ']';
}

}  // namespace popex

namespace popex::test {
namespace {

void add_placements(const std::vector<Handover>& places, std::size_t first, std::size_t links,
                    Placement& begun, std::vector<Placement>& all) {
  if (links == 0) {
    all.push_back(begun);
    return;
  }
  for (std::size_t x = first; x < places.size(); ++x) {
    begun.push_back(places[x]);
    add_placements(places, x, links - 1, begun, all);
    begun.pop_back();
  }
}

}  // namespace

std::vector<Handover> handovers(const Instance& instance) {
  std::vector<Handover> places;
  std::size_t branch = 0;
  for (std::size_t layers = 0; layers <= instance.layers; ++layers) {
    places.push_back({layers, branch});
    while (branch < instance.branches && instance.branch_after[branch] == layers) {
      places.push_back({layers, ++branch});
    }
  }
  return places;
}

std::vector<Placement> all_placements(const Instance& instance) {
  std::vector<Placement> all;
  Placement begun;
  add_placements(handovers(instance), 0, instance.tiers - 1, begun, all);
  return all;
}

double time_of(const Instance& instance, const Placement& placement) {
  return expected_time(instance, placement).expected_time.count();
}

double best_time(const Instance& instance) {
  return DijkstraSolver(instance).solve(instance).expected_time.count();
}

testing::AssertionResult same_time(double a, double b, double relative, double absolute) {
  if (a == b) return testing::AssertionSuccess();  // infinities too
  if (std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b)) + absolute) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure()
         << testing::PrintToString(a) << " ms is not " << testing::PrintToString(b) << " ms, it is "
         << a - b << " ms off";
}

double random_value(Random& random, Parameter::Kind kind) {
  switch (kind) {
    case Parameter::Kind::rate:
      return log_uniform(random, 1e-6, 1e9);
    case Parameter::Kind::gamma:
      return log_uniform(random, 1e-6, 1e9);
    case Parameter::Kind::probability:
      return real_between(random, 0, 1);
  }
  return 0;
}

Parameter random_parameter(Random& random, const Instance& instance) {
  switch (integer_between(random, 0, instance.branches > 0 ? 2 : 1)) {
    case 0:
      return {Parameter::Kind::rate, integer_between(random, 0, instance.tiers - 2)};
    case 1:
      return {Parameter::Kind::gamma, 0};
    default:
      return {Parameter::Kind::probability, integer_between(random, 0, instance.branches - 1)};
  }
}

}  // namespace popex::test
