// SPDX-License-Identifier: MIT
//
// The profile that ONNX Runtime writes where a session's profiling is enabled: a trace in JSON, an
// event a line.
//
//     [
//     {"cat": "Session", "dur": 4313, "ts": 3, "name": "model_loading_uri", "args": {}},
//     {"cat": "Node", "dur": 379, "ts": 16383, "name": "conv1_kernel_time", "args": {
//       "op_name": "Conv", "output_size": "131072", "activation_size": "12288", …}},
//     {"cat": "Session", "dur": 2633, "ts": 16370, "name": "model_run", "args": {}}
//     ]
//
// It says what each node took in each run, and sizes, but not what reads what. The parts:
// ort_trace reads events, ort_runs makes runs of them, and here they become layers.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "background/importers/few_names.hpp"
#include "background/importers/importer.hpp"
#include "background/importers/layer_names.hpp"
#include "background/importers/ort_runs.hpp"
#include "background/importers/ort_trace.hpp"
#include "background/onnx_layers.hpp"
#include "background/text_file.hpp"
#include "text/number.hpp"

namespace popex {
namespace {

/// Runs whose middle half differs by more of their median were disturbed.
constexpr double kSteady = 0.2;

/// As ONNX Runtime itself names nodes without a name: Conv_17.
std::string name_of(const OrtRuns::Node& node) {
  if (!node.event.name.empty()) return node.event.name;
  std::string name = node.event.type;
  if (node.event.index) {
    name += '_';
    text::append_number(name, *node.event.index);
  }
  return name;
}

std::string description_of(const OrtRuns& runs) {
  std::vector<std::string> providers;
  for (const OrtRuns::Node* node : runs.nodes()) {
    const std::string& provider = node->event.provider;
    if (provider.empty() ||
        std::find(providers.begin(), providers.end(), provider) != providers.end()) {
      continue;
    }
    providers.push_back(provider);
  }
  std::string text = "Profile of ONNX Runtime";
  if (!providers.empty()) text += fmt::format(" ({})", fmt::join(providers, ", "));
  const std::size_t count = runs.runs().count();
  text += count == 1 ? ", one run" : fmt::format(", medians of {} runs", count);
  if (runs.had_warm_up()) text += " after one for warm-up";
  if (runs.are_marked() && runs.runs().median().count() > 0) {
    text += fmt::format("; nodes take {:.1f} % of a run", 100 * runs.share_of_nodes());
  }
  return text;
}

template <class Piece>
void add_time(Piece& piece, const Durations& times, const std::string& tier) {
  piece.time = {{tier, times.median()}};
  if (times.count() > 1) piece.time_iqr = {{tier, times.iqr()}};
}

void add_notes(Imported& made, const OrtRuns& runs) {
  const Durations& times = runs.runs();
  if (!runs.are_marked()) {
    made.notes.emplace_back("no model_run event: all nodes are taken for those of one run");
  } else if (times.iqr() > kSteady * times.median()) {
    made.notes.push_back(
        fmt::format("unsteady: half of the runs took {:.4g} to {:.4g} ms, so that the medians of "
                    "the layers need "
                    "not add up to that of the runs",
                    times.quantile(0.25).count(), times.quantile(0.75).count()));
  }
  if (!runs.had_warm_up()) {
    made.notes.emplace_back("one run alone: its times may have warm-up in them");
  }
  if (runs.events_outside() > 0) {
    made.notes.push_back(
        fmt::format("events of nodes in no whole run, left out: {}", runs.events_outside()));
  }
  const std::vector<const OrtRuns::Node*> nodes = runs.nodes();
  const std::vector<const OrtRuns::Node*> others = runs.other_nodes();
  const auto note_those = [&](const auto& list, std::string_view what, auto are_so) {
    std::vector<std::string> names;
    for (const OrtRuns::Node* node : list) {
      if (are_so(*node)) names.push_back(name_of(*node));
    }
    if (names.empty()) return;
    made.notes.push_back(fmt::format("{} of {} nodes {}: {}", names.size(),
                                     nodes.size() + others.size(), what, few_names(names)));
  };
  note_those(nodes, "ran in some of the runs only, their times are medians of these",
             [&times](const OrtRuns::Node& node) { return node.times.count() < times.count(); });
  note_those(nodes,
             "ran several times in a run, as two nodes of one name do; their times are added up",
             [](const OrtRuns::Node& node) { return node.is_repeated; });
  note_those(nodes,
             "have neither a name nor a number, and are told apart by their operator and its place "
             "in a run",
             [](const OrtRuns::Node& node) { return node.is_nameless(); });
  note_those(nodes, "changed the size of their output, the first one counts",
             [](const OrtRuns::Node& node) { return node.changes_output; });
  note_those(others, "ran inside an If, Loop or Scan, whose time has theirs in it",
             [](const OrtRuns::Node& node) { return node.is_part; });
  note_those(others, "ran in no run that counts, and were left out",
             [](const OrtRuns::Node& node) { return !node.is_part; });
}

/// Without the model: all that the profile says.
void make_chain(Imported& made, const std::vector<const OrtRuns::Node*>& nodes,
                const std::string& tier) {
  LayerNames names;
  for (const OrtRuns::Node* node : nodes) {
    ProfileData::Layer& layer = made.profile.layers.emplace_back();
    layer.name = names.add(name_of(*node));
    layer.type = node->event.type;
    layer.output = node->event.output;
    layer.parameters = node->event.parameters;
    add_time(layer, node->times, tier);
  }
  names.note(made.notes);
  // What has no input of its own, such as a constant, says 0.
  made.profile.input = nodes.front()->event.input;
  if (made.profile.input == Bytes{0}) made.profile.input.reset();
  made.profile.description +=
      "; a chain in the order in which nodes ran, the input is what the first one reads";
  made.notes.emplace_back(
      "taken for a chain in the order in which nodes ran; give the model with --model for the "
      "graph");
}

constexpr std::string_view kRenames =
    "ONNX Runtime merges and renames nodes, unless it is told ORT_DISABLE_ALL";

/// With the model: its graph with the times of the profile, joined by the nodes' names.
class Network {
 public:
  using Node = OrtRuns::Node;

  Network(Imported& made, const std::vector<const Node*>& nodes, const ImportSettings& settings)
      : made_(made), nodes_(nodes), settings_(settings), model_(*settings.model) {}

  Problems make(const std::string& file) {
    Result<OnnxLayers> read = layers_of(model_, "");
    if (!read) return in_file("--model", read.problems());
    layers_ = *std::move(read);
    join();
    set_times();
    if (used_.empty()) return {{file, why_none_is_in_the_model()}};
    made_.batch = model_.batch;
    compare_sizes();
    set_missing_sizes();
    note_strangers();
    std::move(layers_.notes.begin(), layers_.notes.end(), std::back_inserter(made_.notes));
    layers_.profile.description = made_.profile.description + "; the graph is the model's";
    made_.profile = std::move(layers_.profile);
    return {};
  }

 private:
  [[nodiscard]] bool are_nameless() const {
    return std::all_of(nodes_.begin(), nodes_.end(),
                       [](const Node* node) { return node->is_nameless(); });
  }

  /// Which node of the profile is which of the model.
  void join() {
    if (are_nameless()) {
      const auto same = [](const OnnxGraph::Node& one, const Node* other) {
        return one.type == other->event.type;
      };
      if (!std::equal(model_.nodes.begin(), model_.nodes.end(), nodes_.begin(), nodes_.end(),
                      same)) {
        return;
      }
      for (std::size_t i = 0; i < nodes_.size(); ++i) matched_.emplace(i, nodes_[i]);
      made_.notes.emplace_back(
          "joined with the model by their order, in which the operators are the same");
      return;
    }
    std::unordered_map<std::string, const Node*> by_name;
    for (const Node* node : nodes_) {
      if (!node->is_nameless()) by_name.emplace(name_of(*node), node);
    }
    for (std::size_t i = 0; i < model_.nodes.size(); ++i) {
      const auto found = by_name.find(model_.nodes[i].name);
      if (found != by_name.end()) matched_.emplace(i, found->second);
    }
  }

  [[nodiscard]] std::string why_none_is_in_the_model() const {
    if (are_nameless()) {
      return fmt::format(
          "its {} nodes have no names, and their operators are not the {} of the "
          "model in order; expected the profile of that model, or nodes with names",
          nodes_.size(), model_.nodes.size());
    }
    return fmt::format(
        "none of the {} nodes that it times is in the model, expected the profile "
        "of that model; {}",
        nodes_.size(), kRenames);
  }

  const Node* used(std::size_t number) {
    const auto found = matched_.find(number);
    if (found == matched_.end()) return nullptr;
    used_.insert(found->second);
    return found->second;
  }

  void set_times() {
    for (std::size_t i = 0; i < layers_.layer_nodes.size(); ++i) {
      const Node* node = used(layers_.layer_nodes[i]);
      if (node != nullptr) add_time(layers_.profile.layers[i], node->times, settings_.tier);
    }
    for (std::size_t j = 0; j < layers_.branch_nodes.size(); ++j) set_time_of_branch(j);
  }

  void set_time_of_branch(std::size_t j) {
    ProfileData::Branch& branch = layers_.profile.branches[j];
    double sum_us = 0;
    std::vector<std::string> timeless;
    for (const std::size_t number : layers_.branch_nodes[j]) {
      if (const Node* node = used(number); node == nullptr) {
        timeless.push_back(model_.nodes[number].name);
      } else {
        sum_us += node->times.median_us();
      }
    }
    const Milliseconds sum(sum_us / 1000);
    if (timeless.empty()) {
      branch.time = {{settings_.tier, sum}};
    } else {
      made_.left_out += sum;
      layers_.notes.push_back(
          fmt::format("no time for exit '{}', as {} of its {} nodes have none: {}", branch.name,
                      timeless.size(), layers_.branch_nodes[j].size(), few_names(timeless)));
    }
  }

  /// The sizes of the profile's run are another batch's, or show that nodes were mistaken.
  void compare_sizes() {
    std::set<double> ratios;
    std::vector<std::string> others;
    for (std::size_t i = 0; i < layers_.layer_nodes.size(); ++i) {
      const std::optional<Bytes> of_model = layers_.profile.layers[i].output;
      const std::optional<Bytes> of_run = size_in_run(layers_.layer_nodes[i]);
      if (!of_model || !of_run || of_model->value <= 0) continue;
      ratios.insert(of_run->value / of_model->value);
      if (of_run->value != of_model->value) others.push_back(layers_.profile.layers[i].name);
    }
    if (others.empty()) return;
    const double ratio = *ratios.begin();
    if (ratios.size() == 1 && ratio > 1 && ratio == std::floor(ratio)) {
      made_.batch *= ratio;
      if (layers_.profile.input) layers_.profile.input->value *= ratio;
      for (ProfileData::Layer& layer : layers_.profile.layers) {
        if (layer.output) layer.output->value *= ratio;
      }
      made_.batch_note = fmt::format(
          "sizes are {} times the model's: taken for a batch of {} samples", ratio, made_.batch);
      return;
    }
    made_.notes.push_back(fmt::format(
        "{} of {} layers have another output size here than in the model, which counts: {}; is it "
        "the profile of that model?",
        others.size(), layers_.profile.layers.size(), few_names(others)));
  }

  /// What the model leaves open the profile's run knows.
  void set_missing_sizes() {
    for (std::size_t i = 0; i < layers_.layer_nodes.size(); ++i) {
      std::optional<Bytes>& output = layers_.profile.layers[i].output;
      if (!output) output = size_in_run(layers_.layer_nodes[i]);
    }
    if (!layers_.profile.input) layers_.profile.input = input_in_run();
  }

  /// The profile has the sum of all outputs of a node, of which some may be read by none.
  [[nodiscard]] std::optional<Bytes> size_in_run(std::size_t number) const {
    const auto found = matched_.find(number);
    if (found == matched_.end() || model_.nodes[number].outputs.size() != 1) return std::nullopt;
    return found->second->event.output;
  }

  /// The sum of the inputs, each known from a node that reads it alone.
  [[nodiscard]] std::optional<Bytes> input_in_run() const {
    Bytes sum{0};
    for (const std::string& input : model_.inputs) {
      std::optional<Bytes> size;
      for (const auto& [number, node] : matched_) {
        const std::vector<std::string>& read = model_.nodes[number].inputs;
        if (read == std::vector<std::string>{input} && !size) size = node->event.input;
      }
      if (!size || size->value <= 0) return std::nullopt;
      sum.value += size->value;
    }
    return sum;
  }

  void note_strangers() {
    std::vector<std::string> strangers;
    for (const Node* node : nodes_) {
      if (used_.contains(node)) continue;
      strangers.push_back(name_of(*node));
      made_.left_out += node->times.median();
    }
    if (strangers.empty()) return;
    made_.notes.push_back(
        fmt::format("{} of {} nodes are in no layer or exit of the model, and were left out: {}; "
                    "{}",
                    strangers.size(), nodes_.size(), few_names(strangers), kRenames));
  }

  Imported& made_;
  const std::vector<const Node*>& nodes_;
  const ImportSettings& settings_;
  const OnnxGraph& model_;
  OnnxLayers layers_;
  std::map<std::size_t, const Node*> matched_;  // by node of the model
  std::set<const Node*> used_;
};

Result<Imported> read_ort(std::span<const ImportFile> files, const ImportSettings& settings) {
  const std::string& file = files.front().name;
  OrtRuns runs;
  Problems problems =
      read_ort_trace(files.front(), [&runs](const OrtEvent& event) { return runs.add(event); });
  if (!problems.empty()) return problems;
  runs.end();
  const std::vector<const OrtRuns::Node*> nodes = runs.nodes();
  if (nodes.empty()) {
    return Problems{{file,
                     "no times of nodes, expected events of category Node whose names end in "
                     "_kernel_time"}};
  }
  Imported made;
  add_notes(made, runs);
  if (runs.are_marked()) made.total = runs.runs().median();
  made.profile.description = description_of(runs);
  if (settings.model == nullptr) {
    make_chain(made, nodes, settings.tier);
  } else {
    problems = Network(made, nodes, settings).make(file);
  }
  if (!problems.empty()) return problems;
  return made;
}

bool is_ort(std::string_view head) {
  const std::size_t begin = head.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && head[begin] == '[' &&
         head.find("\"cat\"") != std::string_view::npos &&
         (head.find("\"Session\"") != std::string_view::npos ||
          head.find(kOrtKernel) != std::string_view::npos);
}

}  // namespace

const Importer kOrtImporter = {"ort", "a profile of ONNX Runtime", 1, false, is_ort, read_ort};

}  // namespace popex
