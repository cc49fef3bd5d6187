// SPDX-License-Identifier: MIT
#include "decision_maker/stage_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "decision_maker/progress.hpp"
#include "decision_maker/solution.hpp"
#include "model/assessment.hpp"

namespace popex {
namespace {

constexpr std::size_t kNoHandover = std::numeric_limits<std::size_t>::max();

/// A handover of a way, and the one before it.
struct Step {
  Position at;
  std::size_t before = kNoHandover;
};

/// A way as far as it has come.
struct Label {
  double value = 0;  ///< the objective: of energy and latency the sum, of throughput the largest
                     ///< occupancy of the stages left behind
  double time = 0;   ///< ms, with the waiting of the stages left behind
  // Of the tier that the way is on:
  double occupancy = 0;                     ///< ms
  double passed = 0;                        ///< ms, by a sample that is still running
  double square = 0;                        ///< ms², of the samples that have left by an exit
  double memory = 0;                        ///< bytes
  Probability visits{1};                    ///< that a sample comes to it; 1 where nothing queues
  std::size_t last_handover = kNoHandover;  ///< number in `steps_`
};

/// A way that has come to the network's end.
struct Ending {
  double value;
  double time;
  std::size_t last_handover;
};

class StageSearch {
 public:
  StageSearch(const Instance& instance, const Criteria& criteria)
      : instance_(instance),
        criteria_(criteria),
        labels_(instance.tiers - 1),
        last_(instance.tiers - 1),
        rest_ms_(instance.layers + 1, 0),
        rest_mj_(instance.layers + 1, 0),
        rest_bytes_(instance.layers + 1, 0),
        deadline_(criteria.limit(Constraint::Kind::deadline)) {
    for (std::size_t i = instance.layers; i-- > 0;) {
      rest_ms_[i] = rest_ms_[i + 1] + instance.allowed_time(last_, i).count();
      if (criteria.energy) {
        rest_mj_[i] = rest_mj_[i + 1] + criteria.energy->layer_time(last_, i).count();
      }
      if (!criteria.parameters.empty()) {
        rest_bytes_[i] = rest_bytes_[i + 1] + criteria.parameters[i].value;
      }
    }
    for (std::size_t k = 0; k <= last_; ++k) {
      memory_.push_back(criteria.limit(Constraint::Kind::memory, k));
      if (k < last_) max_upload_.push_back(criteria.limit(Constraint::Kind::max_upload, k));
    }
  }

  std::optional<Placement> run() {
    labels_[0].push_back({});
    Progress at;
    while (at.done.layers < instance_.layers) {
      for (std::size_t tier = 0; tier < last_; ++tier) hand_over(at, tier);
      for (std::size_t tier = 0; tier < last_; ++tier) step(at, tier);
      at.advance(instance_);
    }
    for (const std::vector<Label>& ended : labels_) {
      for (Label label : ended) {
        if (end_stage(label, at.survival)) end(label);
      }
    }
    return best_ending();
  }

 private:
  /// Runs the next step on a tier, for all labels there.
  void step(const Progress& at, std::size_t tier) {
    std::vector<Label>& labels = labels_[tier];
    if (labels.empty()) return;
    const double ms = at.step_time(instance_, tier).count();
    if (std::isinf(ms)) return labels.clear();
    const double mj = criteria_.energy ? at.step_time(*criteria_.energy, tier).count() : 0;
    Progress surely = at;
    surely.survival = Probability{1};
    const double passed = surely.step_time(instance_, tier).count();
    const bool is_branch = instance_.branch_is_next(at.done);
    const Probability exit =
        is_branch ? at.survival * instance_.exit_probability[at.done.branches] : Probability{0};
    const double bytes = is_branch ? 0 : bytes_of_step(at);
    for (Label& label : labels) {
      add_to_value(label, ms, mj);
      label.time += ms;
      if (criteria_.wants_load) label.occupancy += ms;
      if (criteria_.arrival_rate) {
        label.passed += passed;
        label.square += exit.value * label.passed * label.passed;
      }
      if (std::isfinite(memory_[tier])) label.memory += bytes;
    }
    std::erase_if(labels, [&](const Label& label) { return breaks_bounds(label, tier); });
  }

  /// Sends what has come to a tier on to the next one.
  void hand_over(const Progress& at, std::size_t tier) {
    const std::size_t tensor = at.done.layers;
    if (exceeds(instance_.tensors[tensor].value, max_upload_[tier])) return;
    const Milliseconds sending = instance_.tensors[tensor] / instance_.rate[tier];
    const double ms = at.upload_time(instance_, tier).count();
    const double mj = criteria_.energy ? at.upload_time(*criteria_.energy, tier).count() : 0;
    if (!std::isfinite(ms)) return;
    for (Label label : labels_[tier]) {
      if (!end_stage(label, at.survival)) continue;
      add_to_value(label, ms, mj);
      label.time += ms;
      if (!add_stage(label, at.survival * sending, sending, at.survival)) continue;
      label.occupancy = label.passed = label.square = label.memory = 0;
      if (criteria_.arrival_rate) label.visits = at.survival;
      if (tier + 1 == last_) {
        run_rest(at, label);
      } else {
        arrive(label, at.done, labels_[tier + 1]);
      }
    }
  }

  /// The last tier runs the rest of the network, without branches.
  void run_rest(const Progress& at, Label label) {
    const std::size_t layers = at.done.layers;
    if (std::isinf(rest_ms_[layers]) || exceeds(rest_bytes_[layers], memory_[last_])) return;
    const Milliseconds rest(rest_ms_[layers]);
    const double ms = (at.survival * rest).count();
    add_to_value(label, ms, at.survival.value * rest_mj_[layers]);
    label.time += ms;
    if (!add_stage(label, Milliseconds(ms), rest, at.survival)) return;
    if (!may_be_best(label)) return;
    steps_.push_back({at.done, label.last_handover});
    label.last_handover = steps_.size() - 1;
    end(label);
  }

  void add_to_value(Label& label, double ms, double mj) const {
    if (criteria_.objective == Objective::latency) label.value += ms;
    if (criteria_.objective == Objective::energy) label.value += mj;
  }

  /// Accounts for a stage that every sample that comes to it takes up for the same time. False
  /// where that breaks a bound.
  [[nodiscard]] bool add_stage(Label& label, Milliseconds occupancy, Milliseconds service,
                               Probability visits) const {
    return add_stage(label, occupancy, (visits * (service * service.count())).count(), visits);
  }
  /// The same of the tier that the label is on.
  [[nodiscard]] bool end_stage(Label& label, Probability survival) const {
    return add_stage(label, Milliseconds(label.occupancy),
                     label.square + survival.value * label.passed * label.passed, label.visits);
  }
  [[nodiscard]] bool add_stage(Label& label, Milliseconds occupancy, double square,
                               Probability visits) const {
    if (criteria_.objective == Objective::throughput) {
      label.value = std::max(label.value, occupancy.count());
    }
    if (criteria_.arrival_rate) {
      if (is_overloaded(occupancy, *criteria_.arrival_rate)) return false;
      const double waiting =
          waiting_time(*criteria_.arrival_rate, occupancy, square, visits).count();
      add_to_value(label, waiting, 0);
      label.time += waiting;
    }
    return std::isfinite(label.value) && !exceeds(label.time, deadline_);
  }

  [[nodiscard]] bool breaks_bounds(const Label& label, std::size_t tier) const {
    return exceeds(label.memory, memory_[tier]) || exceeds(label.time, deadline_) ||
           (criteria_.arrival_rate &&
            is_overloaded(Milliseconds(label.occupancy), *criteria_.arrival_rate)) ||
           !may_be_best(label);
  }

  [[nodiscard]] double bytes_of_step(const Progress& at) const {
    if (criteria_.parameters.empty()) return 0;
    const Block* block = at.next_block(instance_);
    const std::size_t end = block != nullptr ? block->end : at.done.layers + 1;
    double bytes = 0;
    for (std::size_t i = at.done.layers; i < end; ++i) bytes += criteria_.parameters[i].value;
    return bytes;
  }

  /// Puts a label among those of a vertex, where none of them dominates it.
  void arrive(Label label, Position at, std::vector<Label>& labels) {
    if (!may_be_best(label)) return;
    steps_.push_back({at, label.last_handover});
    label.last_handover = steps_.size() - 1;
    if (std::any_of(labels.begin(), labels.end(),
                    [&](const Label& other) { return dominates(other, label); })) {
      steps_.pop_back();
      return;
    }
    std::erase_if(labels, [&](const Label& other) { return dominates(label, other); });
    labels.push_back(label);
  }

  [[nodiscard]] bool dominates(const Label& a, const Label& b) const {
    const bool nowhere_more = a.value <= b.value && a.time <= b.time &&
                              a.occupancy <= b.occupancy && a.passed <= b.passed &&
                              a.square <= b.square && a.memory <= b.memory &&
                              a.visits.value <= b.visits.value;
    if (!nowhere_more) return false;
    const bool somewhere_less = a.value < b.value || a.time < b.time || a.occupancy < b.occupancy ||
                                a.passed < b.passed || a.square < b.square || a.memory < b.memory ||
                                a.visits.value < b.visits.value;
    return somewhere_less ||
           !keeps_more_early(placement_of(b.last_handover), placement_of(a.last_handover));
  }

  /// Whether what is known to be possible is no better already.
  [[nodiscard]] bool may_be_best(const Label& label) const {
    return label.value <= (1 + tolerance()) * least_;
  }
  [[nodiscard]] double tolerance() const { return tie_tolerance(criteria_.objective); }

  void end(const Label& label) {
    if (!may_be_best(label)) return;
    least_ = std::min(least_, label.value);
    endings_.push_back({label.value, label.time, label.last_handover});
    if (endings_.size() > 1024 && endings_.size() > 2 * kept_) {
      forget_worse();
      kept_ = endings_.size();
    }
  }
  void forget_worse() {
    std::erase_if(endings_, [&](const Ending& e) { return e.value > (1 + tolerance()) * least_; });
  }

  std::optional<Placement> best_ending() {
    forget_worse();
    if (endings_.empty()) return std::nullopt;
    double fastest = std::numeric_limits<double>::infinity();
    for (const Ending& ending : endings_) fastest = std::min(fastest, ending.time);
    std::optional<Placement> best;
    for (const Ending& ending : endings_) {
      if (ending.time > (1 + kTieTolerance) * fastest) continue;
      Placement placement = placement_of(ending.last_handover);
      if (!best || keeps_more_early(placement, *best)) best = std::move(placement);
    }
    return best;
  }

  /// The handovers up to this one; those that have not come yet are at the network's end.
  [[nodiscard]] Placement placement_of(std::size_t last_handover) const {
    Placement placement;
    for (std::size_t i = last_handover; i != kNoHandover; i = steps_[i].before) {
      placement.push_back({steps_[i].at.layers, steps_[i].at.branches, {}});
    }
    std::reverse(placement.begin(), placement.end());
    placement.resize(last_, {instance_.layers, instance_.branches, {}});
    return placement;
  }

  const Instance& instance_;
  const Criteria& criteria_;
  std::vector<std::vector<Label>> labels_;  // by tier but the last, at the position that it is at
  std::size_t last_;
  // What the last tier has to do from so many layers on.
  std::vector<double> rest_ms_;
  std::vector<double> rest_mj_;
  std::vector<double> rest_bytes_;
  // Bounds; infinite where there are none.
  std::vector<double> memory_;      // by tier
  std::vector<double> max_upload_;  // by link
  double deadline_;

  std::vector<Step> steps_;
  std::vector<Ending> endings_;
  std::size_t kept_ = 0;
  double least_ = std::numeric_limits<double>::infinity();
};

}  // namespace

std::optional<Placement> search_stages(const Instance& instance, const Criteria& criteria) {
  return StageSearch(instance, criteria).run();
}

}  // namespace popex
