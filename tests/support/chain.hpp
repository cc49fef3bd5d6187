// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <popex/profile.hpp>
#include <popex/scenario.hpp>

#include "model/instance.hpp"

namespace popex::test {

/// A small network written by hand, with its scenario:
///
///     chain(1000).layer({2, 1}, 500).branch({1, 0.5}, 0.4).layer({6, 3}, 10).rate({8})
///
/// is input ─▸ v1 ─▸ v2 with the branch b1 after v1. Times are in ms, one a tier.
class Chain {
 public:
  Chain(double input_bytes, std::vector<std::string> tiers);

  /// The next layer: v1, v2, …
  Chain& layer(const std::vector<double>& times, double output_bytes);
  /// The next branch, b1, b2, …, after the layer added last.
  Chain& branch(const std::vector<double>& times, double exit_probability);
  /// One value a link.
  Chain& rate(const std::vector<double>& mbps);
  Chain& latency(const std::vector<double>& ms);
  Chain& gamma(double value);

  [[nodiscard]] const ProfileData& data() const { return data_; }
  [[nodiscard]] const Scenario& scenario() const { return scenario_; }
  // These throw where there are problems: a mistake in the test.
  [[nodiscard]] Profile profile() const;
  [[nodiscard]] Instance instance() const;

 private:
  [[nodiscard]] std::string link_name(std::size_t k) const;

  ProfileData data_;
  Scenario scenario_;
};

inline Chain chain(double input_bytes, std::vector<std::string> tiers = {"edge", "cloud"}) {
  return {input_bytes, std::move(tiers)};
}

inline std::vector<std::string> three_tiers() { return {"device", "edge", "cloud"}; }

/// "v" and 3 give "v3".
std::string numbered(std::string_view prefix, std::size_t number);

/// A profile of `layers` equal layers v1, v2, …: 1 ms on the edge, 0.5 ms in the cloud, 100 bytes.
ProfileData equal_layers(std::size_t layers);

}  // namespace popex::test
