// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <popex/profile.hpp>
#include <popex/scenario.hpp>

#include "model/instance.hpp"
#include "model/topology.hpp"
#include "support/random_seed.hpp"

namespace popex::test {

struct RandomOptions {
  std::size_t least_tiers = 2;
  std::size_t most_tiers = 4;
  std::size_t most_layers = 40;
  std::size_t most_branches = 6;
  double gamma = 0.2;  ///< how often a scenario has a γ
};

/// A random valid chain with all times and probabilities. Zero times and sizes, probabilities of
/// exactly 0 and 1, several branches after one layer and repeated values, which make ties, are all
/// frequent; so are short networks.
ProfileData random_chain(Random& random, const RandomOptions& options = {});

/// The same with layers that read several others and are read by several.
ProfileData random_network(Random& random, const RandomOptions& options = {});

/// A random scenario for a network: every link has a rate, log-uniform from 1e-6 to 1e6 Mbps, or is
/// down; latencies are often 0.
Scenario random_scenario(Random& random, const ProfileData& data,
                         const RandomOptions& options = {});

/// Both together, for a chain or for any network.
Instance random_instance(Random& random, const RandomOptions& options = {});
Instance random_network_instance(Random& random, const RandomOptions& options = {});

/// What the layers of a random network with one output read; they stand in running order.
LayerInputs random_dag(Random& random, std::size_t layers);

/// A random valid profile for the file format: any topology, any value that may be left out left
/// out at times, names that need escapes, numbers of any size with all their digits.
ProfileData random_profile(Random& random);

}  // namespace popex::test
