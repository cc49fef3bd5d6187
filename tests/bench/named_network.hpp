// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <popex/profile.hpp>

namespace popex::bench {

/// The networks that are not chains, by name.
std::vector<std::string> network_names();

/// Made anew at each call. Nothing where its file is not there: those that were measured are read
/// from the folder POPEX_DATA of the environment, by default shared/data/dag beside the sources.
/// Throws for a name that is none.
std::optional<Profile> named_network(const std::string& name);

/// The latency that all of them are timed with.
constexpr double kLatencyMs = 10;

}  // namespace popex::bench
