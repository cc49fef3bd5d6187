// SPDX-License-Identifier: MIT
//
// write_network NAME MBPS: the graph whose minimum cut splits a network, for other programs. First
// "vertices source sink", then "tail head capacity" for each arc.

#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "bench/named_network.hpp"
#include "support/cut_network.hpp"

namespace {

/// The exit code.
int write_network(const std::string& name, double mbps) {
  const std::optional<popex::Profile> profile = popex::bench::named_network(name);
  if (!profile) {
    std::cerr << name << ": its file is not there: set POPEX_DATA to the folder\n";
    return 3;
  }
  const popex::test::CutNetwork network =
      popex::test::cut_network(*profile, mbps, popex::bench::kLatencyMs);
  std::string text = fmt::format("{} {} {}\n", network.vertices, network.source, network.sink);
  for (const popex::test::CutNetwork::Arc& arc : network.arcs) {
    text += fmt::format("{} {} {}\n", arc.tail, arc.head, arc.capacity);
  }
  std::cout << text << std::flush;
  return std::cout.good() ? 0 : 4;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "Usage: write_network NAME MBPS, where NAME is one of";
    for (const std::string& name : popex::bench::network_names()) std::cerr << ' ' << name;
    std::cerr << '\n';
    return 2;
  }
  try {
    return write_network(argv[1], std::strtod(argv[2], nullptr));
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 2;
  }
}
