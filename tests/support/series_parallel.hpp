// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <popex/profile.hpp>

namespace popex::test {

/// A random series-parallel network of `layers` (at least 1) layers on an edge and a cloud, in
/// running order. It grows from one edge between its first and its last layer: again and again some
/// edge gets a layer into its middle, or another path of one layer beside it.
///
/// However many layers there are, all together take about as long (0.2 s in the cloud, where each
/// is 3 to 10 times faster than on the edge) and tensors shrink where the network widens, as if one
/// network were measured ever more finely. So the best split is not at one end by sheer length. The
/// same seed gives the same network. O(layers).
ProfileData series_parallel(std::size_t layers, std::uint64_t seed);

}  // namespace popex::test
