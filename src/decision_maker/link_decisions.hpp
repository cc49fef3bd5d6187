// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <popex/decision.hpp>
#include <popex/robust.hpp>

#include "decision_maker/progress.hpp"
#include "model/instance.hpp"
#include "model/trace_costs.hpp"

namespace popex {

/// The decisions of a network, seen from one link whose rate is not known: what each costs but for
/// its upload over that link, and when that upload begins.
///
/// Behind the link nothing depends on its rate. So of decisions that are the same up to there only
/// the cheapest is in the list; no other one can be better, whatever the link does. A decision is
/// found in O(1) from its neighbour, for two tiers in O(N) for all of them.
///
/// Blocks of several layers are kept whole and, where there are few enough decisions, cut in every
/// way. Otherwise they are cut in the ways that are cheapest at some rate of the link. Where
/// several links come before this one, there may be too many decisions to list.
class LinkDecisions {
 public:
  LinkDecisions(const Instance& instance, std::size_t link);

  [[nodiscard]] std::size_t size() const { return costs_.size(); }
  [[nodiscard]] const std::vector<CrossingCosts>& costs() const { return costs_; }
  [[nodiscard]] Placement placement(std::size_t number) const;

  /// `all`: no decision is missing but those that can be no better than one that is there.
  [[nodiscard]] LookedAt which() const { return which_; }

 private:
  void list_places(const Instance& instance);
  void find_ways_behind(const Instance& instance);
  void run_on_tier(const Instance& instance, std::size_t tier, std::size_t place, double before_ms,
                   double reach_ms);
  void add(const Instance& instance, std::size_t place, double before_ms, double reach_ms);
  void add_placed(const Instance& instance, const Placement& placement);
  void add_cuts_of_blocks(const Instance& instance);
  void add_best_at_any_rate(const Instance& instance);

  std::size_t link_;
  std::size_t links_;
  LookedAt which_ = LookedAt::all;
  std::vector<Progress> places_;      // where a sample can leave a tier; the last one is the end
  std::vector<double> behind_ms_;     // by place: the cheapest way to go on behind the link
  std::vector<double> fall_back_ms_;  // by place: the layers left, on the tier before the link
  std::vector<std::vector<bool>> stays_;  // by tier behind the link, by place: runs the next step

  std::vector<CrossingCosts> costs_;
  std::vector<std::uint32_t> path_;       // of the decision that is being listed
  std::vector<std::uint32_t> handovers_;  // places up to the link, `link_` + 1 a decision …
  std::vector<Placement> placed_;         // … but for these, the last ones, which cut a block
};

}  // namespace popex
