// SPDX-License-Identifier: MIT
#include "background/onnx_layers.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "model/by_name.hpp"
#include "model/topology.hpp"

namespace popex {
namespace {

class OnnxReader {
 public:
  OnnxReader(const OnnxGraph& graph, std::string main_output)
      : graph_(graph), main_output_(std::move(main_output)) {}

  Result<OnnxLayers> read() {
    index_tensors();
    if (problems_.empty()) find_main_output();
    if (!problems_.empty()) return std::move(problems_);
    read_main_network();
    find_where_nodes_leave();
    std::vector<std::string> exits;
    for (const std::string& exit : graph_.outputs) {
      if (exit == main_output_) continue;
      if (made_by_.contains(exit)) {
        exits.push_back(exit);
      } else {
        made_.notes.push_back(fmt::format("output '{}' is a constant and was left out", exit));
      }
    }
    // In running order: what two exits share belongs to the one that comes first.
    std::stable_sort(exits.begin(), exits.end(), [&](const auto& one, const auto& other) {
      return leaves_after(one) < leaves_after(other);
    });
    for (const std::string& exit : exits) read_branch(exit);
    note_dead_nodes();
    made_.main_output = main_output_;
    return std::move(made_);
  }

 private:
  using Nodes = std::vector<std::size_t>;
  static constexpr std::size_t kInput = static_cast<std::size_t>(-1);

  void report(std::string message) { problems_.push_back({"", std::move(message)}); }

  void index_tensors() {
    for (const OnnxGraph::Tensor& tensor : graph_.tensors)
      bytes_.emplace(tensor.name, tensor.bytes);
    for (const std::string& input : graph_.inputs) made_by_.emplace(input, kInput);
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      const OnnxGraph::Node& node = graph_.nodes[i];
      for (const std::string& tensor : node.inputs) {
        if (made_by_.contains(tensor)) continue;
        report(fmt::format("'{}' reads '{}', which no node before it makes", node.name, tensor));
      }
      read_.insert(node.inputs.begin(), node.inputs.end());
      for (const std::string& tensor : node.outputs) made_by_.emplace(tensor, i);
    }
    used_.resize(graph_.nodes.size(), false);
    layer_of_.resize(graph_.nodes.size(), 0);
  }

  void find_main_output() {
    if (graph_.outputs.empty()) {
      report("the model has no output");
      return;
    }
    const bool is_last = main_output_.empty();
    if (is_last) main_output_ = graph_.outputs.back();
    const auto& outputs = graph_.outputs;
    if (std::find(outputs.begin(), outputs.end(), main_output_) == outputs.end()) {
      problems_.push_back(
          {"--main-output", unknown_name(main_output_, "model output", names_of(outputs))});
      return;
    }
    const auto maker = made_by_.find(main_output_);
    if (maker != made_by_.end() && maker->second != kInput) return;
    report(fmt::format("output '{}', {}, {}; expected one that is worked out of the input{}",
                       main_output_, is_last ? "the last" : "the main one",
                       maker == made_by_.end() ? "is a constant" : "is an input",
                       outputs.size() == 1 ? "" : " (--main-output NAME)"));
  }

  /// The nodes that lead to a tensor, rising, but for those that were taken before.
  Nodes lead_to(const std::string& tensor) {
    Nodes found;
    std::vector<std::size_t> open;
    const auto open_maker = [&](const std::string& name) {
      const auto maker = made_by_.find(name);
      if (maker == made_by_.end() || maker->second == kInput || used_[maker->second]) return;
      used_[maker->second] = true;
      open.push_back(maker->second);
    };
    open_maker(tensor);
    while (!open.empty()) {
      const std::size_t node = open.back();
      open.pop_back();
      found.push_back(node);
      for (const std::string& input : graph_.nodes[node].inputs) open_maker(input);
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  /// The name, or with a number behind it where a profile keeps it or another piece has it.
  std::string free_name(const std::string& wanted) {
    const std::string base = wanted.empty() ? "unnamed" : wanted;
    std::string name = base;
    while (!names_.insert(name).second) name = fmt::format("{}_{}", base, ++copies_[base] + 1);
    return name;
  }

  /// Of what would have to be sent: the tensors that anybody reads.
  [[nodiscard]] std::optional<Bytes> size_of(const std::vector<std::string>& tensors) const {
    Bytes sum{0};
    for (const std::string& tensor : tensors) {
      if (!read_.contains(tensor) && tensor != main_output_) continue;
      const auto size = bytes_.find(tensor);
      if (size == bytes_.end() || !size->second) return std::nullopt;
      sum.value += size->second->value;
    }
    return sum;
  }

  void read_main_network() {
    made_.layer_nodes = lead_to(main_output_);
    made_.profile.input = size_of(graph_.inputs);
    for (std::size_t i = 0; i < made_.layer_nodes.size(); ++i) {
      const std::size_t n = made_.layer_nodes[i];
      const OnnxGraph::Node& node = graph_.nodes[n];
      layer_of_[n] = i + 1;
      ProfileData::Layer layer;
      layer.name = free_name(node.name);
      layer.type = node.type;
      layer.inputs.emplace();
      inputs_.emplace_back();
      for (const std::string& tensor : node.inputs) {
        const std::size_t maker = made_by_.at(tensor);
        const std::size_t read = maker == kInput ? 0 : layer_of_[maker];
        inputs_.back().push_back(read);
        layer.inputs->push_back(read == 0 ? "input" : made_.profile.layers[read - 1].name);
      }
      layer.output = size_of(node.outputs);
      layer.parameters = node.parameters;
      made_.profile.layers.push_back(std::move(layer));
    }
    is_cut_ = cut_vertices(inputs_);
  }

  /// For every node beside the main network, the last layer that leads to it.
  void find_where_nodes_leave() {
    leaves_ = layer_of_;
    for (std::size_t n = 0; n < graph_.nodes.size(); ++n) {
      if (layer_of_[n] > 0) continue;
      for (const std::string& tensor : graph_.nodes[n].inputs) {
        const std::size_t maker = made_by_.at(tensor);
        if (maker != kInput) leaves_[n] = std::max(leaves_[n], leaves_[maker]);
      }
    }
  }

  [[nodiscard]] std::size_t leaves_after(const std::string& exit) const {
    const std::size_t maker = made_by_.at(exit);
    return maker == kInput ? 0 : leaves_[maker];
  }

  void read_branch(const std::string& exit) {
    Nodes nodes = lead_to(exit);
    const std::size_t leaves = leaves_after(exit);
    std::size_t after = std::max<std::size_t>(leaves, 1);
    while (after < is_cut_.size() && !is_cut_[after - 1]) ++after;
    const std::string where =
        leaves == 0 ? "the input" : fmt::format("'{}'", made_.profile.layers[leaves - 1].name);
    if (after >= is_cut_.size()) {
      made_.notes.push_back(fmt::format(
          "exit '{}' leaves from {}, after which every path passes the last layer alone; it was "
          "left out",
          exit, where));
      return;
    }
    if (after != leaves) {
      made_.notes.push_back(fmt::format(
          "exit '{}' leaves from {}{}; it is taken to run after '{}', the next layer that every "
          "path passes",
          exit, where, leaves == 0 ? "" : " inside a block", made_.profile.layers[after - 1].name));
    }
    ProfileData::Branch branch;
    branch.name = free_name(exit);
    branch.after = made_.profile.layers[after - 1].name;
    made_.profile.branches.push_back(std::move(branch));
    made_.branch_nodes.push_back(std::move(nodes));
  }

  void note_dead_nodes() {
    const auto dead = std::count(used_.begin(), used_.end(), false);
    if (dead == 0) return;
    made_.notes.push_back(dead == 1
                              ? "1 node leads to no output and was left out"
                              : fmt::format("{} nodes lead to no output and were left out", dead));
  }

  const OnnxGraph& graph_;
  std::string main_output_;
  std::unordered_map<std::string_view, std::size_t> made_by_;
  std::unordered_map<std::string_view, std::optional<Bytes>> bytes_;
  std::vector<bool> used_;             // by node
  std::vector<std::size_t> layer_of_;  // by node: its number from 1 in the main network, or 0
  LayerInputs inputs_;
  std::vector<bool> is_cut_;
  std::vector<std::size_t> leaves_;  // by node: `layer_of_`, or the last layer that leads to it
  std::unordered_set<std::string_view> read_;  // tensors
  std::unordered_set<std::string> names_ = {"input", "output"};
  std::unordered_map<std::string, std::size_t> copies_;
  OnnxLayers made_;
  Problems problems_;
};

}  // namespace

Result<OnnxLayers> layers_of(const OnnxGraph& graph, const std::string& main_output) {
  return OnnxReader(graph, main_output).read();
}

}  // namespace popex
