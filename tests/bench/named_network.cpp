// SPDX-License-Identifier: MIT
#include "bench/named_network.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "support/network_file.hpp"
#include "support/series_parallel.hpp"

namespace popex::bench {
namespace {

const std::vector<std::pair<std::string, std::string>> kFiles = {
    {"inception_v3", "inceptionv3_inference.json"},
    {"bert", "bert_l-3_inference.json"},
    {"resnet_50", "resnet50_layers_inference.json"}};

struct Random {
  std::string name;
  std::size_t layers;
  std::uint64_t seed;  // such that the best split is in the middle at one of the rates at least
};
const std::vector<Random> kSeriesParallel = {{"series_parallel_1e3", 1000, 4},
                                             {"series_parallel_1e5", 100'000, 1},
                                             {"series_parallel_1e6", 1'000'000, 1}};

std::filesystem::path data_folder() {
  const char* const wanted = std::getenv("POPEX_DATA");
  return wanted != nullptr ? wanted : POPEX_DEFAULT_DATA;
}

}  // namespace

std::vector<std::string> network_names() {
  std::vector<std::string> names;
  for (const auto& [name, file] : kFiles) names.push_back(name);
  for (const Random& network : kSeriesParallel) names.push_back(network.name);
  return names;
}

std::optional<Profile> named_network(const std::string& name) {
  for (const auto& [known, file] : kFiles) {
    if (known != name) continue;
    std::optional<ProfileData> data = test::network_from_file(data_folder() / file);
    if (!data) return std::nullopt;
    return make_profile(*std::move(data)).value();
  }
  for (const Random& network : kSeriesParallel) {
    if (network.name != name) continue;
    return make_profile(test::series_parallel(network.layers, network.seed)).value();
  }
  throw std::invalid_argument("no network is called " + name);
}

}  // namespace popex::bench
