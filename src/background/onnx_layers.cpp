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
    if (graph_.outputs.empty()) report("the model has no output");
    if (main_output_.empty() && !graph_.outputs.empty()) main_output_ = graph_.outputs.back();
    index_tensors();
    if (problems_.empty() && !made_by_.contains(main_output_)) {
      problems_.push_back({"--main-output", unknown_name(main_output_, "output of the model",
                                                         names_of(graph_.outputs))});
    }
    if (!problems_.empty()) return std::move(problems_);
    read_main_network();
    for (const std::string& exit : graph_.outputs) {
      if (exit != main_output_) read_branch(exit);
    }
    note_dead_nodes();
    if (!problems_.empty()) return std::move(problems_);
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
      for (const std::string& tensor : node.outputs) made_by_.emplace(tensor, i);
    }
    used_.resize(graph_.nodes.size(), false);
    layer_of_.resize(graph_.nodes.size(), 0);
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

  /// The name, or with something behind it where a profile keeps it or another piece has it.
  std::string free_name(std::string name) {
    if (name.empty()) name = "unnamed";
    while (!names_.insert(name).second) name += "_";
    return name;
  }

  [[nodiscard]] std::optional<Bytes> size_of(const std::vector<std::string>& tensors) const {
    Bytes sum{0};
    for (const std::string& tensor : tensors) {
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
    if (made_.profile.layers.empty()) {
      report("the main output does not depend on the input");
      return;
    }
    is_cut_ = cut_vertices(inputs_);
  }

  void read_branch(const std::string& exit) {
    if (!made_by_.contains(exit)) {
      made_.notes.push_back(fmt::format("output '{}' is a constant and was left out", exit));
      return;
    }
    const std::size_t last = made_by_.at(exit);
    Nodes nodes = lead_to(exit);
    // What the branch reads of the main network, and of branches before it.
    std::size_t after = last != kInput && layer_of_[last] > 0 ? layer_of_[last] : 0;
    for (const std::size_t n : nodes) {
      for (const std::string& tensor : graph_.nodes[n].inputs) {
        const std::size_t maker = made_by_.at(tensor);
        if (maker == kInput) continue;
        after = std::max({after, layer_of_[maker], branch_after(maker)});
      }
    }
    const std::size_t leaves = after;
    while (after == 0 || (after < is_cut_.size() && !is_cut_[after - 1])) ++after;
    if (after >= is_cut_.size()) {
      made_.notes.push_back(
          fmt::format("exit '{}' leaves from the end of the network and was left out", exit));
      return;
    }
    if (after != leaves) {
      made_.notes.push_back(fmt::format(
          "exit '{}' leaves {}; it is taken to run after '{}', the next layer that every path "
          "passes",
          exit,
          leaves == 0
              ? std::string("from the input")
              : fmt::format("from '{}' inside a block", made_.profile.layers[leaves - 1].name),
          made_.profile.layers[after - 1].name));
    }
    ProfileData::Branch branch;
    branch.name = free_name(exit);
    branch.after = made_.profile.layers[after - 1].name;
    made_.profile.branches.push_back(std::move(branch));
    for (const std::size_t n : nodes) after_of_branch_node_.emplace(n, after);
    made_.branch_nodes.push_back(std::move(nodes));
  }

  /// Where the branch that has this node leaves; 0 for nodes of the main network.
  [[nodiscard]] std::size_t branch_after(std::size_t node) const {
    const auto found = after_of_branch_node_.find(node);
    return found == after_of_branch_node_.end() ? 0 : found->second;
  }

  void note_dead_nodes() {
    const auto dead = std::count(used_.begin(), used_.end(), false);
    if (dead == 0) return;
    made_.notes.push_back(fmt::format("{} nodes lead to no output and were left out", dead));
  }

  const OnnxGraph& graph_;
  std::string main_output_;
  std::unordered_map<std::string_view, std::size_t> made_by_;
  std::unordered_map<std::string_view, std::optional<Bytes>> bytes_;
  std::vector<bool> used_;             // by node
  std::vector<std::size_t> layer_of_;  // by node: its number from 1 in the main network, or 0
  LayerInputs inputs_;
  std::vector<bool> is_cut_;
  std::unordered_map<std::size_t, std::size_t> after_of_branch_node_;
  std::unordered_set<std::string> names_ = {"input", "output"};
  OnnxLayers made_;
  Problems problems_;
};

}  // namespace

Result<OnnxLayers> layers_of(const OnnxGraph& graph, const std::string& main_output) {
  return OnnxReader(graph, main_output).read();
}

}  // namespace popex
