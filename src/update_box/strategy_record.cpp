// SPDX-License-Identifier: MIT
#include "update_box/strategy_record.hpp"

#include <algorithm>
#include <cmath>

namespace popex {
namespace {

/// As `quantile` of model/quantile.hpp, without sorting everything.
double quantile_of(std::vector<double>& values, double share) {
  const double place = share * static_cast<double>(values.size() - 1);
  const auto below = values.begin() + static_cast<std::ptrdiff_t>(place);
  std::nth_element(values.begin(), below, values.end());
  const double part = place - std::floor(place);
  if (part == 0 || std::isinf(*below)) return *below;
  return *below + part * (*std::min_element(below + 1, values.end()) - *below);
}

}  // namespace

StrategyRecord::Totals& StrategyRecord::Totals::operator+=(const Totals& more) {
  ms += more.ms;
  waited_ms += more.waited_ms;
  switches += more.switches;
  given_up += more.given_up;
  return *this;
}

void StrategyRecord::report_trace(Milliseconds switch_cost, std::vector<double>& scratch,
                                  ReplayStrategy& into) const {
  report(trace_, trace_begin_, switch_cost, scratch, into);
}

void StrategyRecord::report_all(Milliseconds switch_cost, std::vector<double>& scratch,
                                ReplayStrategy& into) const {
  Totals all = earlier_;
  report(all += trace_, 0, switch_cost, scratch, into);
}

void StrategyRecord::report(const Totals& totals, std::size_t begin, Milliseconds switch_cost,
                            std::vector<double>& scratch, ReplayStrategy& into) const {
  constexpr double late = 0.95;
  into.inferences = times_ms_.size() - begin;
  into.mean = Milliseconds(totals.ms / static_cast<double>(into.inferences));
  scratch.assign(times_ms_.begin() + static_cast<std::ptrdiff_t>(begin), times_ms_.end());
  into.late = Milliseconds(quantile_of(scratch, late));
  into.switches = totals.switches;
  into.switch_cost = static_cast<double>(into.switches) * switch_cost;
  into.waited = Milliseconds(totals.waited_ms);
  into.given_up = totals.given_up;
}

}  // namespace popex
