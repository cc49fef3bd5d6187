// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "report/plot/script.hpp"
#include "report/plot/sweep.hpp"

/// What the kinds of pictures of a sweep share.
namespace popex::report::plot {

/// A parameter that takes more than one value, or several that go together.
struct SweptParameter {
  std::string label;   ///< of its axis
  std::string before;  ///< around a value, as in SweepParameter
  std::string after;
  std::vector<double> values;       ///< distinct, rising
  std::vector<std::uint32_t> rows;  ///< for each point, which value
};

struct SweepGrid {
  std::vector<SweptParameter> swept;
  std::vector<std::string> fixed;  ///< "γ 10": the others
};

SweepGrid grid_of(const SweepData& data);

/// One curve: points in the order of the swept parameter.
struct SweepCurve {
  std::string name;                 ///< the values of what else is swept
  std::vector<std::size_t> points;  ///< into the data, by rising x
};

/// "edge-cloud 5.85 Mbps", "γ 10", "p(b1) = 0.4943".
std::string in_words(const SweptParameter& parameter, double value);

void draw_single_curve(Script& script, const SweepData& data, const SweptParameter& x,
                       const SweepCurve& curve);
void draw_curves(Script& script, const SweepData& data, const SweptParameter& x,
                 const std::vector<SweepCurve>& curves);
/// The splits alone, from `input` at the bottom to `output` at the top.
void draw_splits(Script& script, const SweepData& data, const SweptParameter& x,
                 const std::vector<SweepCurve>& curves);
/// `points`: those to show.
void draw_map(Script& script, const SweepData& data, const SweptParameter& x,
              const SweptParameter& y, const std::vector<std::size_t>& points);

}  // namespace popex::report::plot
