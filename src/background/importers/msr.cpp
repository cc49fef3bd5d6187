// SPDX-License-Identifier: MIT
//
// The graphs of msr-fiddle/dnn-partitioning ("Efficient Algorithms for Device Placement of DNN
// Graph Operators", NeurIPS 2020): a network with its times, in ms, on a CPU and on an accelerator.
//
//     {"nodes": [{"id": 0, "name": "conv1", "cpuLatency": 12.3, "fpgaLatency": 1.2,
//                 "supportedOnFpga": 1, "isBackwardNode": false, …}, …],
//      "edges": [{"sourceId": 0, "destId": 1, "cost": 23.9, "size": 51380224}, …]}
//
// The CPU is taken for the edge, the accelerator for the cloud. An edge's `size`, in bytes, is not
// always there; its `cost`, the ms that the tensor is on the way, is. A node's own `size` is
// weights and output together, and is not taken.

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "background/importers/few_names.hpp"
#include "background/importers/importer.hpp"
#include "background/importers/layer_names.hpp"
#include "background/json_shape.hpp"
#include "background/text_file.hpp"

namespace popex {
namespace {

constexpr std::size_t kMostEdges = 1U << 22U;

struct Node {
  double id = 0;
  std::string name;
  double cpu_ms = 0;
  double accelerator_ms = 0;
  bool runs_on_accelerator = true;
  bool is_backward = false;
};

struct Edge {
  double from = 0;
  double to = 0;
  std::optional<double> cost_ms;
  std::optional<double> bytes;
};

/// What takes this long at 1 Mbps.
Bytes bytes_at_one_mbps(double ms) { return {ms * 1000 / 8}; }

/// An unknown size is less than any other.
double bytes_of(const std::optional<Bytes>& size) { return size ? size->value : -1; }

class MsrReader {
 public:
  Result<Imported> read(const ImportFile& file) {
    const Result<std::string> text = read_text(*file.in, file.name, JsonLimits::bytes);
    if (!text) return text.problems();
    problems_ = read_json(*text, shape());
    if (problems_.empty()) add_nodes();
    if (problems_.empty()) add_edges();
    if (!problems_.empty()) return in_file(file.name, std::move(problems_));
    join_ends();
    names_.note(made_.notes);
    made_.profile.description = fmt::format(
        "Graph of dnn-partitioning; edge is its CPU, cloud its accelerator; sizes are {}",
        has_sizes_ ? "those of its edges" : "what takes the cost of its edges, in ms, at 1 Mbps");
    return std::move(made_);
  }

 private:
  JsonShape shape() {
    using S = JsonShape;
    const auto flag = [](auto place) {  // true or 1
      return S::either(S::boolean([place](bool v) { place() = v; }),
                       S::number([place](double v) { place() = v != 0; }));
    };
    const JsonShape node = S::object_with({
        S::required("id", S::number([this](double v) { nodes_.back().id = v; })),
        S::optional("name", S::text([this](std::string& t) { nodes_.back().name = std::move(t); })),
        S::required("cpuLatency", S::number([this](double v) { nodes_.back().cpu_ms = v; })),
        S::required("fpgaLatency",
                    S::number([this](double v) { nodes_.back().accelerator_ms = v; })),
        S::optional("supportedOnFpga",
                    flag([this]() -> auto& { return nodes_.back().runs_on_accelerator; })),
        S::optional("isBackwardNode",
                    flag([this]() -> auto& { return nodes_.back().is_backward; })),
    });
    const JsonShape edge = S::object_with({
        S::required("sourceId", S::number([this](double v) { edges_.back().from = v; })),
        S::required("destId", S::number([this](double v) { edges_.back().to = v; })),
        S::optional("cost", S::number([this](double v) { edges_.back().cost_ms = v; })),
        S::optional("size", S::number([this](double v) { edges_.back().bytes = v; })),
    });
    return S::object_with({
        S::required("nodes", S::list(node,
                                     [this] {
                                       // One too many is visibly that.
                                       if (nodes_.size() <= ProfileLimits::layers)
                                         nodes_.emplace_back();
                                     })),
        S::required("edges", S::list(edge,
                                     [this] {
                                       if (edges_.size() <= kMostEdges) edges_.emplace_back();
                                     })),
    });
  }

  void add_nodes() {
    std::map<double, const Node*> by_id;  // a running order
    for (const Node& node : nodes_) {
      if (by_id.emplace(node.id, &node).second) continue;
      report(fmt::format("/nodes/{}/id", &node - nodes_.data()),
             fmt::format("{} is the id of another node, too", node.id));
    }
    std::vector<std::string> no_cloud;
    std::vector<std::string> backward;
    for (const auto& [id, node] : by_id) {
      numbers_.emplace(id, made_.profile.layers.size());
      ProfileData::Layer& layer = made_.profile.layers.emplace_back();
      layer.name = names_.add(node->name.empty() ? fmt::format("node{}", id) : node->name);
      layer.inputs.emplace();
      layer.output = Bytes{0};
      layer.time = {{"edge", Milliseconds(node->cpu_ms)}};
      if (node->runs_on_accelerator) {
        layer.time.emplace_back("cloud", Milliseconds(node->accelerator_ms));
      } else {
        no_cloud.push_back(layer.name);
      }
      if (node->is_backward) backward.push_back(layer.name);
    }
    note("cannot run on the accelerator, and have no time on the cloud", no_cloud);
    note("are of a backward pass: this is training", backward);
  }

  void add_edges() {
    if (edges_.size() > kMostEdges) {
      report("/edges", fmt::format("more than {} edges", kMostEdges));
      return;
    }
    // Sizes and costs have no common measure, so it is all of one or all of the other.
    has_sizes_ = std::all_of(edges_.begin(), edges_.end(),
                             [](const Edge& edge) { return edge.bytes.has_value(); });
    const std::size_t layers = made_.profile.layers.size();
    is_read_.resize(layers);
    std::vector<bool> differs(layers);
    for (const Edge& edge : edges_) {
      const std::size_t from = layer_of(edge, "sourceId", edge.from);
      const std::size_t to = layer_of(edge, "destId", edge.to);
      if (from == layers || to == layers) continue;
      ProfileData::Layer& writer = made_.profile.layers[from];
      made_.profile.layers[to].inputs->push_back(writer.name);
      std::optional<Bytes> size;
      if (has_sizes_) {
        size = Bytes{*edge.bytes};
      } else if (edge.cost_ms) {
        size = bytes_at_one_mbps(*edge.cost_ms);
      }
      differs[from] = differs[from] || (is_read_[from] && size != writer.output);
      // One tensor is sent for all that read it.
      if (!is_read_[from] || bytes_of(size) > bytes_of(writer.output)) writer.output = size;
      is_read_[from] = true;
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < layers; ++i) {
      if (differs[i]) names.push_back(made_.profile.layers[i].name);
    }
    note("have edges of different sizes, the largest counts", names);
  }

  /// The layer with this id, or the number of layers where there is none.
  std::size_t layer_of(const Edge& edge, std::string_view key, double id) {
    const auto found = numbers_.find(id);
    if (found != numbers_.end()) return found->second;
    report(fmt::format("/edges/{}/{}", &edge - edges_.data(), key),
           fmt::format("{} is the id of no node", id));
    return made_.profile.layers.size();
  }

  /// A profile has one input and one output.
  void join_ends() {
    std::vector<std::string> first;
    std::vector<std::string> last;
    for (std::size_t i = 0; i < made_.profile.layers.size(); ++i) {
      ProfileData::Layer& layer = made_.profile.layers[i];
      if (layer.inputs->empty()) {
        layer.inputs->emplace_back("input");
        first.push_back(layer.name);
      }
      if (!is_read_[i]) last.push_back(layer.name);
    }
    if (first.size() > 1) note("read nothing, and are taken to read the network's input", first);
    if (last.size() <= 1) return;
    ProfileData::Layer end;
    end.name = names_.add("end");
    note(fmt::format("are read by none; a layer without time, '{}', reads them and is sent nothing "
                     "for it",
                     end.name),
         last);
    end.inputs = std::move(last);
    end.time = {{"edge", Milliseconds(0)}, {"cloud", Milliseconds(0)}};
    end.output = Bytes{0};
    made_.profile.layers.push_back(std::move(end));
  }

  void note(std::string_view what, const std::vector<std::string>& names) {
    if (names.empty()) return;
    made_.notes.push_back(
        fmt::format("{} of {} nodes {}: {}", names.size(), nodes_.size(), what, few_names(names)));
  }

  void report(std::string pointer, std::string message) {
    if (problems_.size() == JsonLimits::problems) return;
    problems_.push_back({std::move(pointer), std::move(message)});
  }

  LayerNames names_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::map<double, std::size_t> numbers_;  // layers, by id
  std::vector<bool> is_read_;              // layers
  bool has_sizes_ = false;
  Imported made_;
  Problems problems_;
};

bool is_msr(std::string_view head) {
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  const auto has = [head](std::string_view key) {
    return head.find(key) != std::string_view::npos;
  };
  return head.starts_with('{') && (has("\"fpgaLatency\"") || has("\"sourceId\""));
}

Result<Imported> read_msr(std::span<const ImportFile> files, const ImportSettings& /*settings*/) {
  return MsrReader().read(files.front());
}

}  // namespace

const Importer kMsrImporter = {"msr",   "a graph of msr-fiddle/dnn-partitioning", 1, true, is_msr,
                               read_msr};

}  // namespace popex
