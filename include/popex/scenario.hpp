// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <popex/units.hpp>

namespace popex {

/// A value for everything of its kind, or values by name; a name wins.
template <class T>
struct Setting {
  std::optional<T> all;
  std::vector<std::pair<std::string, T>> named;
};

/// What a scenario may ask for at most; rates and latencies as in ProfileLimits.
struct ScenarioLimits {
  static constexpr double gamma = 1e9;
};

/// The conditions that a decision is asked for. What is left out comes from the profile.
struct Scenario {
  Setting<Mbps> rate;                     ///< B by link; `all` only where there is one link
  Setting<Milliseconds> latency;          ///< L by link, likewise; default 0
  std::optional<double> gamma;            ///< γ: times of the first tier = γ · times of the last
  Setting<Probability> exit_probability;  ///< p_j by branch
};

/// How the parts of a scenario are called where it was written, for error messages.
struct ScenarioPlaces {
  std::string rate = "rate";
  std::string latency = "latency";
  std::string gamma = "gamma";
  std::string exit_probability = "exit_probability";
};

}  // namespace popex
