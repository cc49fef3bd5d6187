// SPDX-License-Identifier: MIT
#include <iostream>

#include "background/standard_streams.hpp"
#include "cli/run.hpp"

int main(int argc, char** argv) {
  popex::secure_standard_streams();
  // popex reads and writes in large pieces and never mixes in C's streams.
  std::ios::sync_with_stdio(false);
  std::cin.tie(nullptr);
  return popex::cli::run(argc, argv, std::cin, std::cout, std::cerr);
}
