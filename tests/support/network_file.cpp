// SPDX-License-Identifier: MIT
#include "support/network_file.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace popex::test {
namespace {

using nlohmann::json;

constexpr Bytes kImage{224 * 224 * 3};

/// What takes this long at 1 Mbps.
Bytes bytes_at_one_mbps(Milliseconds time) { return {time.count() * 1000 / 8}; }

/// Names that no other layer has and that popex does not keep for itself.
class UniqueNames {
 public:
  std::string operator()(std::string name, std::int64_t id) {
    while (!taken_.insert(name).second) name += "_" + std::to_string(id);
    return name;
  }

 private:
  std::set<std::string> taken_ = {"", "input", "output"};
};

ProfileData::Layer layer_of(std::string name, double edge_ms, double cloud_ms) {
  ProfileData::Layer layer;
  layer.name = std::move(name);
  layer.inputs.emplace();
  layer.time = {{"edge", Milliseconds(edge_ms)}, {"cloud", Milliseconds(cloud_ms)}};
  layer.output = Bytes{0};
  return layer;
}

}  // namespace

std::optional<ProfileData> network_from_file(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return std::nullopt;
  const json network = json::parse(in);

  std::map<std::int64_t, const json*> nodes;  // by id, which is a running order
  for (const json& node : network.at("nodes")) nodes.emplace(node.at("id"), &node);
  ProfileData data;
  data.name = file.stem().string();
  data.input = kImage;
  UniqueNames unique;
  std::map<std::int64_t, std::size_t> position;
  for (const auto& [id, node] : nodes) {
    position.emplace(id, data.layers.size());
    data.layers.push_back(
        layer_of(unique(node->at("name"), id), node->at("cpuLatency"), node->at("fpgaLatency")));
  }
  std::vector<bool> is_read(data.layers.size(), false);
  for (const json& edge : network.at("edges")) {
    const std::size_t from = position.at(edge.at("sourceId"));
    ProfileData::Layer& writer = data.layers[from];
    is_read[from] = true;
    writer.output = std::max(*writer.output, bytes_at_one_mbps(Milliseconds(edge.at("cost"))));
    data.layers[position.at(edge.at("destId"))].inputs->push_back(writer.name);
  }
  ProfileData::Layer end = layer_of(unique("end", 0), 0, 0);
  for (std::size_t i = 0; i < data.layers.size(); ++i) {
    if (data.layers[i].inputs->empty()) data.layers[i].inputs->push_back("input");
    if (!is_read[i]) end.inputs->push_back(data.layers[i].name);
  }
  if (end.inputs->size() > 1) data.layers.push_back(std::move(end));
  return data;
}

}  // namespace popex::test
