// SPDX-License-Identifier: MIT
#include "support/random_seed.hpp"

#include <cmath>
#include <cstdlib>
#include <iostream>

namespace popex::test {

std::uint64_t random_seed() {
  static const std::uint64_t seed = [] {
    const char* const wanted = std::getenv("POPEX_TEST_SEED");
    const std::uint64_t chosen =
        wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : std::random_device{}();
    std::cout << "[   SEED   ] POPEX_TEST_SEED=" << chosen << std::endl;
    return chosen;
  }();
  return seed;
}

Random random_for_case(std::uint64_t number) {
  const std::uint64_t seed = random_seed();
  std::seed_seq sequence{seed & 0xffffffffU, seed >> 32U, number};
  return Random(sequence);
}

std::string trace_of_case(std::uint64_t number) {
  return "POPEX_TEST_SEED=" + std::to_string(random_seed()) + ", case " + std::to_string(number);
}

double log_uniform(Random& random, double from, double to) {
  return std::exp(real_between(random, std::log(from), std::log(to)));
}

}  // namespace popex::test
