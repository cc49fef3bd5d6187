// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <popex/goal.hpp>
#include <popex/profile.hpp>
#include <popex/result.hpp>

#include "model/instance.hpp"

namespace popex {

/// One thing that a goal demands of a decision.
struct Constraint {
  enum class Kind {
    pin,         ///< layer `index` runs on tier `tier`
    not_before,  ///< none of `tensors` crosses the first link
    max_upload,  ///< over link `index` goes at most `limit` bytes
    memory,      ///< the layers of tier `index` have at most `limit` bytes of parameters
    deadline,    ///< E[T], queueing included, is at most `limit` ms
    carried      ///< every stage carries `limit` samples per second
  };
  Kind kind;
  std::string place;  ///< what it was called where it was written: "--pin conv1=edge"
  std::size_t index = 0;
  std::size_t tier = 0;
  double limit = 0;
  std::vector<bool> tensors = {};
};

/// A goal by numbers instead of names, for one instance.
struct Criteria {
  Objective objective = Objective::latency;
  std::vector<Constraint> constraints;
  std::optional<double> arrival_rate;  ///< samples per second
  std::vector<Bytes> parameters;       ///< by layer; empty where no memory is limited
  bool is_plain = true;                ///< nothing but the least E[T] is asked for
  bool wants_load = false;             ///< whether the load of decisions is asked for

  /// Where energy is asked for: the instance with mJ in place of ms. Its rates are such that a
  /// transfer "takes" what the radio needs for it; its latencies are 0.
  std::optional<Instance> energy;

  /// Whether what is best has the least sum over the steps of the network, so that shortest paths
  /// and minimum cuts find it.
  [[nodiscard]] bool is_sum() const {
    return objective == Objective::energy ||
           (objective == Objective::latency && arrival_rate.value_or(0) == 0);
  }
  /// Whether there is a constraint that cannot be told layer by layer.
  [[nodiscard]] bool has_budget() const;
  /// The limit of a kind of constraint on a tier or link; infinite where there is none.
  [[nodiscard]] double limit(Constraint::Kind kind, std::size_t index = 0) const;
};

/// Whether a budget is overdrawn, not only by rounding.
inline bool exceeds(double value, double limit) { return value > limit * (1 + 1e-12); }

/// Whether a stage that one sample takes up for so long cannot keep up with so many samples per
/// second.
inline bool is_overloaded(Milliseconds occupancy, double samples_per_second) {
  return !(occupancy.count() * samples_per_second < 1000.0);
}

/// Finds what a goal names in the profile, and says in `instance.allowed` where layers may run:
/// that is all there is to pins and to `not_before`, because what layers a tensor is computed from
/// has not crossed a link exactly where all readers of these run on the first tier. Constraints
/// that contradict each other are problems of cause `infeasible`.
Result<Criteria> make_criteria(const Profile& profile, const Goal& goal, Instance& instance,
                               const GoalPlaces& places = {});

}  // namespace popex
