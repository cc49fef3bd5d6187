// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <popex/profile.hpp>
#include <popex/scenario.hpp>
#include <popex/units.hpp>

namespace popex {

/// What the best decision has least of: expected time, energy, or the time a sample that the
/// slowest stage of the pipeline is taken up, which is the most samples a second.
enum class Objective { latency, energy, throughput };

/// Power in mW of a radio that sends: linear in the rate, α · Mbps + β (Huang et al., MobiSys
/// 2012).
struct RadioPower {
  double mw_per_mbps = 0;  ///< α
  double mw = 0;           ///< β
  friend bool operator==(const RadioPower&, const RadioPower&) = default;
};

/// A layer that has to run on a tier.
struct Pin {
  std::string layer;
  std::string tier;
};

/// What a goal may ask for at most; power, bytes and times as in ProfileLimits.
struct GoalLimits {
  static constexpr double samples_per_second = 1e9;
};

/// What a decision is to be good for, and what it has to keep to. By default: the least E[T],
/// without bounds.
struct Goal {
  Objective objective = Objective::latency;

  /// mW that a tier draws while it computes; overrides what the profile says of the tier and of
  /// its layers. Of tiers for which nobody gives power or energy, none is counted; the first tier
  /// is never without.
  ByTierName<double> power_mw;
  Setting<RadioPower> radio_power;  ///< by link; `all` is that of the first link alone

  /// Poisson arrivals, samples per second. Decisions with an overloaded stage are refused, and the
  /// time that counts is `Decision::time_with_waiting`.
  std::optional<double> arrival_rate;

  std::vector<Pin> pins;
  std::vector<std::string> not_before;   ///< layers: nothing they are computed from crosses a link
  Setting<Bytes> max_upload;             ///< by link: what one sample may send; `all`: on each
  ByTierName<Bytes> memory;              ///< parameters of the layers on a tier, at most
  std::optional<Milliseconds> deadline;  ///< for that time; with another objective than latency
};

/// Whether a goal asks for nothing but the least E[T], on any of the decisions there are.
bool is_plain(const Goal& goal);

/// Whether decisions for a goal come with their energy, and with their load.
bool wants_energy(const Goal& goal);
bool wants_load(const Goal& goal);

/// How the parts of a goal are called where it was written, for error messages.
struct GoalPlaces {
  std::string objective = "objective";
  std::string power = "power";
  std::string radio_power = "radio_power";
  std::string arrival_rate = "arrival_rate";
  std::string pin = "pin";
  std::string not_before = "not_before";
  std::string max_upload = "max_upload";
  std::string memory = "memory";
  std::string deadline = "deadline";
};

}  // namespace popex
