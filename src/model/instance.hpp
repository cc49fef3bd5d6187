// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <popex/decision.hpp>
#include <popex/profile.hpp>
#include <popex/result.hpp>
#include <popex/scenario.hpp>

namespace popex {

/// Where a sample is between two steps of the network: at a cut vertex, with so many layers and
/// branches behind it, both counted from the network's start.
struct Position {
  std::size_t layers = 0;
  std::size_t branches = 0;
  friend constexpr bool operator==(const Position&, const Position&) = default;
};

/// The time of what may not be.
constexpr Milliseconds kNever{std::numeric_limits<double>::infinity()};

/// The tiers that a layer may run on, from the first to the last of them.
struct TierRange {
  std::uint8_t first = 0;
  std::uint8_t last = 0;
  friend constexpr bool operator==(const TierRange&, const TierRange&) = default;
};

/// All that E[T] depends on: a network under one scenario, as plain arrays. Complete and finite,
/// but for rates, which may be 0.
struct Instance {
  std::size_t tiers = 0;
  std::size_t layers = 0;                       ///< N
  std::size_t branches = 0;                     ///< E
  std::vector<Milliseconds> layer_times;        ///< tier by tier, N each
  std::vector<Milliseconds> branch_times;       ///< tier by tier, E each; none for the last tier
  std::vector<Milliseconds> unscaled_branches;  ///< what γ multiplies; empty without γ
  std::vector<Bytes> tensors;                   ///< α_0 … α_N
  std::vector<std::size_t> branch_after;        ///< k_j, rising
  std::vector<Probability> exit_probability;    ///< p_j
  std::vector<Mbps> rate;                       ///< B, one a link
  std::vector<Milliseconds> latency;            ///< L, one a link

  std::shared_ptr<const std::vector<Block>> wide_blocks;  ///< the profile's; null is none

  std::vector<TierRange> allowed;  ///< by layer; empty: each on any tier

  /// How many branches every sample that does not exit has to meet before the last tier: the first
  /// so many.
  std::size_t branches_to_pass = 0;

  /// Whether layer `i` may run on tier `tier`.
  [[nodiscard]] bool may_run(std::size_t tier, std::size_t i) const {
    return allowed.empty() || (allowed[i].first <= tier && tier <= allowed[i].last);
  }
  /// Its time there, or never.
  [[nodiscard]] Milliseconds allowed_time(std::size_t tier, std::size_t i) const {
    return may_run(tier, i) ? layer_time(tier, i) : kNever;
  }
  [[nodiscard]] std::span<const Block> blocks() const {
    return wide_blocks ? std::span<const Block>(*wide_blocks) : std::span<const Block>();
  }
  [[nodiscard]] bool is_chain() const { return blocks().empty(); }

  /// Layer `i`, counted from 0, on tier `tier`.
  [[nodiscard]] Milliseconds layer_time(std::size_t tier, std::size_t i) const {
    return layer_times[tier * layers + i];
  }
  [[nodiscard]] Milliseconds branch_time(std::size_t tier, std::size_t j) const {
    return branch_times[tier * branches + j];
  }
  /// Whether a sample that has finished `at.layers` layers and met `at.branches` branches comes to
  /// a branch next.
  [[nodiscard]] bool branch_is_next(Position at) const {
    return at.branches < branches && branch_after[at.branches] == at.layers;
  }
  /// How long one sample takes over link `link` with the output of `tensor` layers.
  [[nodiscard]] Milliseconds transfer_time(std::size_t link, std::size_t tensor) const {
    return tensors[tensor] / rate[link] + latency[link];
  }
};

/// Expected time of layers that run with this probability. What may not be never is, even if no
/// sample comes so far.
constexpr Milliseconds expected(Probability survival, Milliseconds time) {
  return time == kNever ? kNever : survival * time;
}

/// Sets the first tier's times to γ times the last one's, of an instance that was made with a γ.
void set_gamma(Instance& instance, double gamma);

/// Joins a profile and a scenario. Problems that are the profile's have a JSON pointer as their
/// place. What is passed as `recycled` gives its memory, for those who make many.
Result<Instance> make_instance(const Profile& profile, const Scenario& scenario,
                               const ScenarioPlaces& places = {}, Instance recycled = {});

/// The same where something else is to be checked as well: adds its problems, and has zeros for
/// what is missing.
Instance make_instance(const Profile& profile, const Scenario& scenario,
                       const ScenarioPlaces& places, Problems& problems);

/// The scenario that an instance was made for, with everything filled in by name.
Scenario complete_scenario(const Profile& profile, const Instance& instance,
                           std::optional<double> gamma);

}  // namespace popex
