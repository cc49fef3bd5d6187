// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace popex::test {

using Random = std::mt19937_64;

/// The seed of this run: POPEX_TEST_SEED where that is set, otherwise another one each time.
/// Printed once.
std::uint64_t random_seed();

/// The generator of case `number` of this run. Each case has its own, so that one can be run again
/// without those before it.
Random random_for_case(std::uint64_t number);

/// For SCOPED_TRACE: how to see this case again.
std::string trace_of_case(std::uint64_t number);

inline bool chance(Random& random, double probability) {
  return std::bernoulli_distribution(probability)(random);
}

/// Both ends included.
inline std::size_t integer_between(Random& random, std::size_t from, std::size_t to) {
  return std::uniform_int_distribution<std::size_t>(from, to)(random);
}

inline double real_between(Random& random, double from, double to) {
  return std::uniform_real_distribution<double>(from, to)(random);
}

/// Every order of magnitude between `from` and `to` is as likely as another.
double log_uniform(Random& random, double from, double to);

}  // namespace popex::test
