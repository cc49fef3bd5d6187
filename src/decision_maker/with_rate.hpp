// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include <popex/profile.hpp>
#include <popex/scenario.hpp>

namespace popex {

/// The scenario with some rate for the link in question.
inline Scenario with_rate(Scenario scenario, const Profile& profile, std::size_t link, Mbps rate) {
  const std::string& name = profile.links()[link].name;
  auto& named = scenario.rate.named;
  named.erase(std::remove_if(named.begin(), named.end(),
                             [&](const auto& one) { return one.first == name; }),
              named.end());
  if (profile.links().size() == 1) scenario.rate.all.reset();
  named.emplace_back(name, rate);
  return scenario;
}

}  // namespace popex
