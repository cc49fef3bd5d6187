// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include <popex/robust.hpp>

#include "decision_maker/link_decisions.hpp"
#include "model/trace_costs.hpp"

namespace popex {

/// Finds the best of all decisions over traces of a link's rate: the one that has the least of a
/// criterion over all starts, and the one that costs least at a single start.
///
/// Uploads that begin later do not end earlier, and neither do larger ones. So of a group of
/// decisions that get to the link between two times, none has its upload through before the
/// smallest of their tensors, sent from the earlier time on; and none costs less than the least of
///
///     elsewhere + R · (that upload − the time between, or 8 b / B_max where that is more, + L)
///
/// or, where uploads may give up, of before + R · (timeout + layers left). Groups are those of a
/// binary tree over the decisions in the order in which they get to the link. The search looks at
/// the group with the least bound first (branch and bound), and leaves alone what its bound proves
/// to be no better.
class TraceSearch {
 public:
  struct Found {
    std::size_t decision = 0;  ///< of `decisions`
    double ms = 0;
  };

  /// `decisions` has to outlive it; at least one trace. All have the same sample times.
  TraceSearch(const LinkDecisions& decisions, std::vector<TraceCosts> traces);

  /// Over all starts of all traces; ties to the edge. `risk`: the share of the quantile.
  Found least(Criterion criterion, double risk = 0);

  /// The value of the criterion of any decision, of the list or not.
  double value(const CrossingCosts& decision, Criterion criterion, double risk = 0);

  /// The cheapest decision at one start; on a tie `last`, which may be any number.
  Found best_at(std::size_t trace, std::size_t start, std::size_t last);

  /// By start, over all traces.
  const std::vector<double>& least_by_start();

  /// Whether this decision may be better at some start than the best of those that cost the same at
  /// every rate, or is that one.
  [[nodiscard]] bool may_pay(std::size_t decision) const;

  [[nodiscard]] std::size_t starts() const { return starts_; }

 private:
  /// What is known of all decisions of a group.
  struct Bounds {
    double reach_from_s;
    double reach_to_s;
    Bytes size;          // least
    double probability;  // least R
    double at_once_ms;   // least elsewhere + R · L
    double fastest_ms;   // least cost at the highest rate
    double given_up_ms;  // least cost where the upload gives up
    double least_ms;     // of these two, where it may give up

    void join(const Bounds& other);
  };

  void build_tree();
  [[nodiscard]] Bounds bounds_of(const CrossingCosts& decision) const;
  [[nodiscard]] double bound_at(TraceCosts& trace, double time_s, const Bounds& group) const;
  template <class CostAt>
  double value_of(const CostAt& cost_at, double least_ms, Criterion criterion, double risk,
                  double limit);
  double value_of(const CrossingCosts& decision, double least_ms, Criterion criterion, double risk,
                  double limit);
  double value_of(const Bounds& group, Criterion criterion, double risk, double limit);
  [[nodiscard]] double tolerance(double ms) const;

  const LinkDecisions& decisions_;
  std::vector<TraceCosts> traces_;
  std::size_t starts_ = 0;
  bool may_give_up_ = false;
  double timeout_ms_;
  Mbps highest_;
  double resolution_ms_ = 0;
  Found constant_;                  // the best of those that cost the same at every rate
  std::vector<std::size_t> order_;  // the others, as they get to the link
  std::size_t leaves_ = 1;          // of the tree, a power of two
  std::vector<Bounds> tree_;        // node 1 is the root, 2 i and 2 i + 1 are below i
  std::vector<double> least_;
  double most_least_ms_ = 0;
  std::vector<double> scratch_;
  std::vector<std::size_t> open_;
};

}  // namespace popex
